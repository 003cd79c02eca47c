"""Validation alone, all problems reported, beside pydantic 2 with the same rules. Aim: faster on good and bad input."""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Literal

from sdk_bench import package

CALLS, ROUNDS = 20_000, 9
GOOD: dict[str, Any] = {
    "allocation_id": "eip-2zeerraiwb7uj",
    "instance_id": "i-2zebb08phycz",
    "region_id": "cn-hangzhou",
    "instance_type": "Nat",
    "mode": "NAT",
}
BAD: dict[str, Any] = {
    "allocation_id": "eip-2zeerraiwb7uj",
    "instance_id": 5,
    "region_id": "",
    "instance_type": "Nut",
    "mode": "NAT",
}


def main() -> None:
    try:
        from pydantic import BaseModel, ConfigDict, Field, ValidationError
    except ImportError:
        raise SystemExit("skipped: pydantic is not installed in this environment") from None
    name, folder = package(6)
    sys.path.insert(0, str(folder))
    module = importlib.import_module(f"{name}.operations.associate_eip_address")

    class Request(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        allocation_id: str = Field(min_length=1)
        instance_id: str = Field(min_length=1)
        region_id: str = Field(min_length=1)
        instance_region_id: str | None = None
        instance_type: Literal["Nat", "SlbInstance", "EcsInstance", "NetworkInterface", "HaVip"] | None = None
        mode: Literal["NAT", "MULTI_BINDED"] | None = None
        private_ip_address: str | None = None

    def theirs(arguments: dict[str, Any]) -> int:
        try:
            Request(**arguments)
        except ValidationError as error:
            return len(error.errors())
        return 0

    def ours(arguments: dict[str, Any]) -> int:
        return len(module.validate(**arguments))

    for label, arguments, expected in (("good input", GOOD, 0), ("bad input", BAD, 3)):
        sides: dict[str, Callable[[dict[str, Any]], int]] = {"ours": ours, "pydantic": theirs}
        times: dict[str, list[float]] = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side, check in sides.items():
                assert check(arguments) == expected, (side, check(arguments))
                start = time.process_time()
                for _ in range(CALLS):
                    check(arguments)
                times[side].append((time.process_time() - start) / CALLS * 1e6)
        a, b = (statistics.median(times[side]) for side in sides)
        print(f"{label:12} ours {a:6.2f} us, pydantic {b:6.2f} us: ours is {b / a:.2f} times as fast")


main()
