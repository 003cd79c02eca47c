"""Asynchronous calls, 32 in flight: calls a second beside the vendor's asynchronous client. Aim: four times as many."""

from __future__ import annotations

import statistics
import sys

from sdk_bench import Server, package, rival, run

CALLS, FLIGHT, ROUNDS = 2000, 32, 5
OURS = """
from {name} import AsyncClient, InstanceType
def make():
    return AsyncClient(
        access_key_id="testid", access_key_secret="testsecret", region_id="cn", endpoint="http://127.0.0.1:{port}"
    )
async def call(client):
    await client.associate_eip_address(
        allocation_id="eip-2zeerraiwb7uj", instance_id="i-2zebb08phycz", instance_type=InstanceType.NAT
    )
async def close(client):
    await client.close()
"""
VENDOR = """
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client
def make():
    return Client(Config(
        access_key_id="testid", access_key_secret="testsecret", region_id="cn", endpoint="127.0.0.1:{port}",
        protocol="http",
    ))
async def call(client):
    await client.associate_eip_address_async(models.AssociateEipAddressRequest(
        allocation_id="eip-2zeerraiwb7uj", instance_id="i-2zebb08phycz", instance_type="Nat", region_id="cn"
    ))
async def close(client):
    pass
"""
RUN = f"""
import asyncio, time
async def main():
    client = make()
    left = {CALLS}
    async def worker():
        nonlocal left
        while left > 0:
            left -= 1
            await call(client)
    await asyncio.gather(*(call(client) for _ in range({FLIGHT})))
    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range({FLIGHT})))
    print({CALLS} / (time.perf_counter() - start), (time.process_time() - cpu) / {CALLS} * 1e6)
    await close(client)
asyncio.run(main())
"""


def main() -> None:
    name, folder = package(6)
    with Server() as port:
        sides = {"ours": (sys.executable, OURS.format(name=name, port=port))}
        if vendor := rival("vendor"):
            sides["the vendor's"] = (str(vendor), VENDOR.format(port=port))
        found: dict[str, list[list[float]]] = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side, (python, code) in sides.items():
                found[side].append(run(python, code + RUN, folder))
    speeds = {}
    for side, rounds in found.items():
        speeds[side] = statistics.median(n[0] for n in rounds)
        print(f"{side:16} {speeds[side]:7.0f} calls/s, {statistics.median(n[1] for n in rounds):7.0f} us of CPU a call")
    if len(speeds) == 2:
        ours, theirs = speeds.values()
        print(f"ours makes {ours / theirs:.1f} times as many calls a second (aim 4)")


main()
