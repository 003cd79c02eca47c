"""One synchronous call over a kept connection, with validation and signing: CPU time beside a bare `http.client` GET.

Aims: at most 1.6 times a bare GET, at least 3.5 times less than the vendor's SDK. The sides take turns, so that noise
hits them alike; the median of the rounds counts.
"""

from __future__ import annotations

import statistics
import sys

from sdk_bench import Server, package, rival, run

CALLS, ROUNDS = 1500, 9
HEAD = f"import time\nCALLS = {CALLS}\n"
BARE = """
import http.client
connection = http.client.HTTPConnection("127.0.0.1", {port})
TARGET = "/?Action=AssociateEipAddress&AllocationId=eip-2zeerraiwb7uj&InstanceId=i-2zebb08phycz&InstanceType=Nat&RegionId=cn"
def call():
    connection.request("GET", TARGET)
    connection.getresponse().read()
"""
OURS = """
from {name} import Client, InstanceType
client = Client(
    access_key_id="testid", access_key_secret="testsecret", region_id="cn", endpoint="http://127.0.0.1:{port}",
    signature="{signature}",
)
def call():
    client.associate_eip_address(
        allocation_id="eip-2zeerraiwb7uj", instance_id="i-2zebb08phycz", instance_type=InstanceType.NAT
    )
"""
VENDOR = """
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client
client = Client(Config(
    access_key_id="testid", access_key_secret="testsecret", region_id="cn", endpoint="127.0.0.1:{port}", protocol="http"
))
def call():
    client.associate_eip_address(models.AssociateEipAddressRequest(
        allocation_id="eip-2zeerraiwb7uj", instance_id="i-2zebb08phycz", instance_type="Nat", region_id="cn"
    ))
"""
TAIL = """
for _ in range(200):
    call()
start = time.process_time()
for _ in range(CALLS):
    call()
print((time.process_time() - start) / CALLS * 1e6)
"""


def main() -> None:
    name, folder = package(6)
    with Server() as port:
        sides = {
            "bare http.client GET": (sys.executable, BARE.format(port=port)),
            "ours, V3 signature": (sys.executable, OURS.format(name=name, port=port, signature="v3")),
            "ours, RPC signature": (sys.executable, OURS.format(name=name, port=port, signature="rpc")),
        }
        if vendor := rival("vendor"):
            sides["the vendor's SDK"] = (str(vendor), VENDOR.format(port=port))
        found: dict[str, list[float]] = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side, (python, code) in sides.items():
                found[side] += run(python, HEAD + code + TAIL, folder)
    medians = {side: statistics.median(numbers) for side, numbers in found.items()}
    bare = medians["bare http.client GET"]
    for side, number in medians.items():
        print(f"{side:24} {number:7.1f} us of CPU   {number / bare:5.2f} times the bare GET")
    print(f"aim for ours: 1.6; slowest of ours: {max(medians[s] for s in medians if 'ours' in s) / bare:.2f}")
    if "the vendor's SDK" in medians:
        print(
            f"the vendor needs {medians['the vendor' + chr(39) + 's SDK'] / medians['ours, V3 signature']:.1f} times ours (aim 3.5)"
        )


main()
