"""`make mutants`: seeds every fault of mutants.toml into a correct service and shows which cases catch it.

`python tests/mutants [NAME…]` runs some of them. Exit code 1 where a fault is not caught, or not in words that point at it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from docpact import output, pipeline
from docpact.contract import openapi
from docpact.targets import registry
from docpact.targets.base import Settings

HERE = Path(__file__).parent
SERVICES = {"eip": HERE.parents[1] / "spec" / "eip", "gallery": HERE / "gallery"}
"""What faults are seeded into: the reference, and a service whose rules are about members of structures."""
JOBS = 2


@dataclass(slots=True)
class Outcome:
    """What became of one fault. `cases` failed; `words` are those of the case that points at the fault best."""

    name: str
    wrong: str
    cases: list[str] = field(default_factory=list)
    words: str = ""
    pointed: bool = False
    trouble: str = ""

    @property
    def caught(self) -> bool:
        return self.pointed and not self.trouble


def faults() -> dict[str, dict]:
    """The faults by name, in the order of the file."""
    return tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))


def prepare(folder: Path) -> None:
    """Generates the server and the suite of each service into a folder of its name below `folder`."""
    for service, spec in SERVICES.items():
        overlay = spec / "overlay.yaml"
        compiled = pipeline.compile_pages(
            [spec / "pages"], base=spec, overlay=overlay if overlay.exists() else None, validate=False
        )
        contract = openapi.load(compiled.text)
        for name in ("server", "conformance"):
            target = registry.find(name)
            files = pipeline.generate(contract, target, Settings("openapi.yaml", spec))
            output.write(files, folder / service / name)


def service_of(fault: dict) -> str:
    """The service that a fault is seeded into."""
    return fault.get("service", "eip")


def _package(base: Path, service: str) -> Path:
    return next((base / service / "server").glob("*/contract.json")).parent


def sources(base: Path, service: str) -> dict[str, str]:
    """The texts a fault may patch: the files of the server's package, and the behaviour."""
    package = _package(base, service)
    found = (path for path in package.rglob("*") if path.suffix in (".py", ".json"))
    texts = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in found}
    return {**texts, "behaviour.py": (SERVICES[service] / "behaviour.py").read_text(encoding="utf-8")}


def patch(files: dict[str, str], fault: dict) -> None:
    """Applies one fault to the texts of the server's files. Raises ValueError where it does not fit any more."""
    text = files[fault["file"]]
    if "at" in fault:
        document = json.loads(text)
        node = document
        for step in fault["at"][:-1]:
            node = _child(node, step)
        if isinstance(node, dict) and node.get(fault["at"][-1]) == fault["value"]:
            raise ValueError("the value is that already")
        node[fault["at"][-1]] = fault["value"]
        files[fault["file"]] = json.dumps(document)
    else:
        start = text.find(fault["after"]) if "after" in fault else 0
        count = text.count(fault["find"], max(start, 0))
        if start < 0 or count == 0 or (count > 1 and "after" not in fault):
            raise ValueError(f"{fault['find']!r} is found {count} times in {fault['file']}")
        files[fault["file"]] = text[:start] + text[start:].replace(fault["find"], fault["put"], 1)
    if "more" in fault:
        patch(files, fault["more"])


def _child(node, step):
    if isinstance(node, list) and isinstance(step, str):
        for item in node:
            if (isinstance(item, dict) and item.get("name") == step) or (isinstance(item, list) and step in item):
                return item
        raise ValueError(f"there is no {step}")
    return node[step]


def run(name: str, fault: dict, base: Path) -> Outcome:
    """Runs the suite against a service with one fault."""
    service = service_of(fault)
    out = Outcome(name, fault["wrong"])
    with tempfile.TemporaryDirectory(prefix=f"mutant-{name}-") as scratch:
        folder = Path(scratch)
        files = sources(base, service)
        try:
            patch(files, fault)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            out.trouble = f"the patch does not fit: {error}"
            return out
        (folder / "behaviour.py").write_text(files.pop("behaviour.py"), encoding="utf-8")
        package = _package(base, service)
        for path, text in files.items():
            (folder / package.name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / package.name / path).write_text(text, encoding="utf-8")
        report = folder / "report.json"
        command = [
            sys.executable,
            str(HERE / "worker.py"),
            str(folder),
            package.name,
            str(base / service / "conformance"),
            str(report),
        ]
        command += fault["operations"] or ["service"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        except subprocess.TimeoutExpired:
            out.trouble = "it takes more than two minutes"
            return out
        if not report.exists():
            out.trouble = (done.stderr.strip().splitlines() or ["no report"])[-1]
            return out
        _judge(out, json.loads(report.read_text(encoding="utf-8")), fault["says"])
    return out


def _judge(out: Outcome, report: dict, says: str) -> None:
    failures = [case for case in report["cases"] if case["status"] == "failed"]
    out.cases = [case["id"] for case in failures]
    for case in failures:
        words = f"{case['title']}: {'; '.join(case['why'])}"
        if re.search(says, words):
            out.pointed, out.words = True, words
            return
    out.words = "; ".join(failures[0]["why"]) if failures else ""


def main(names: list[str]) -> int:
    """Runs the faults and prints the table."""
    chosen = {name: fault for name, fault in faults().items() if not names or name in names}
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        prepare(Path(scratch))
        with ThreadPoolExecutor(JOBS) as pool:
            outcomes = []
            for out in pool.map(lambda item: run(*item, Path(scratch)), chosen.items()):
                outcomes.append(out)
                mark = "caught " if out.caught else "MISSED "
                said = out.trouble or (
                    f"{len(out.cases):>4} cases  {_short(out.words)}" if out.cases else "no case failed"
                )
                print(f"{mark} {out.name:<36} {said}", flush=True)
    missed = [out for out in outcomes if not out.caught]
    print(f"\n{len(outcomes) - len(missed)} of {len(outcomes)} faults caught in {time.perf_counter() - start:.0f} s")
    for out in missed:
        print(f"  {out.name}: {out.wrong}: {out.trouble or out.words or 'no case failed'}")
    return 1 if missed or not outcomes else 0


def _short(text: str) -> str:
    return text if len(text) <= 110 else text[:109] + "…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
