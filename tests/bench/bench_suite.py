"""How long the conformance suite takes against the reference, whole and for one operation.

python tests/bench/bench_suite.py
"""

import sys
import time
from pathlib import Path

from docpact import verify
from docpact.commands.verify import BOTH

ROOT = Path(__file__).parents[2]


def main() -> None:
    contract, suite = ROOT / "spec" / "eip" / "openapi.yaml", ROOT / "generated" / "conformance"
    with verify.embedded(contract) as served:
        options = {"state-url": served.state_url, "signatures": BOTH, "strict": True}
        for name, chosen in (("six operations", {}), ("AssociateEipAddress", {"operations": "AssociateEipAddress"})):
            start = time.perf_counter()
            summary = verify.run(suite, served.endpoint, options={**options, **chosen}, quiet=True)
            seconds = time.perf_counter() - start
            print(f"{name:<22}{summary.passed:>5} passed {summary.failed:>4} failed {seconds:>7.2f} s")


if __name__ == "__main__":
    sys.exit(main())
