"""Importing the package and making a client: time and memory, beside what any HTTP client imports.

Aims: at most 1.6 times the time and 1.3 times the memory of `import http.client, ssl, json`, six times faster than the
vendor's SDK. Each number is the best of many processes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sdk_bench import package, rival, run

MEASURED = """
import time
start = time.process_time()
{code}
spent = time.process_time() - start
with open("/proc/self/status") as status:  # ru_maxrss would count the process that started this one
    print(spent, next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
OURS = "from {name} import Client\nClient(access_key_id='a', access_key_secret='b', region_id='r', endpoint='http://h')"
VENDOR = """
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428.client import Client
Client(Config(access_key_id='a', access_key_secret='b', region_id='r', endpoint='h'))
"""


def best(python: Path | str, code: str, path: Path | None = None) -> tuple[float, float]:
    found = [run(python, MEASURED.format(code=code), path) for _ in range(15)]
    return min(n[0] for n in found), min(n[1] for n in found)


def main() -> None:
    base = best(sys.executable, "import http.client, ssl, json")
    print(f"{'import http.client, ssl, json':34} {base[0] * 1e3:6.1f} ms {base[1] / 1024:6.1f} MB")
    fastest = 0.0
    for operations in (6, 400):
        name, folder = package(operations)
        ours = best(sys.executable, OURS.format(name=name), folder)
        fastest = max(fastest, ours[0])
        ratio = f"{ours[0] / base[0]:.2f} times the time (aim 1.6), {ours[1] / base[1]:.2f} times the memory (aim 1.3)"
        print(f"{f'{operations} operations':34} {ours[0] * 1e3:6.1f} ms {ours[1] / 1024:6.1f} MB   {ratio}")
    if vendor := rival("vendor"):
        theirs = best(vendor, VENDOR)
        ratio = f"{theirs[0] / fastest:.1f} times as long as the slowest of ours (aim 6)"
        print(f"{'the vendor':34} {theirs[0] * 1e3:6.1f} ms {theirs[1] / 1024:6.1f} MB   {ratio}")


main()
