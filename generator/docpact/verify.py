"""Launching a conformance run: of a generated suite, against an endpoint or the embedded server.

The suite is what the conformance target generates, the server what the server target generates; both run as
processes of their own, so that a run uses two cores and one cannot harm the other.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from docpact.interrupts import held_back

_REFUSED = 2
"""How a suite ends that cannot be run with what it was given."""


class VerifyError(Exception):
    """The run could not be made. The message says why."""


class Refused(VerifyError):
    """The suite could not run as it was asked to, and has told so on standard error."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run. `facts` counts, for each kind of documented fact, how many ended in which status."""

    passed: int
    failed: int
    not_exercised: int
    facts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    seconds: float = 0.0
    reports: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs. `state_url` is None where it answers from examples."""

    endpoint: str
    state_url: str | None


def run(
    suite: Path,
    endpoint: str,
    *,
    key_id: str = "testid",
    secret: str = "testsecret",  # noqa: S107 - the documented default of `docpact serve`
    token: str | None = None,
    options: Mapping[str, str | Sequence[str] | bool | None] | None = None,
    html: Path | None = None,
    junit: Path | None = None,
    json_report: Path | None = None,
    again: Sequence[str] = (),
    quiet: bool = False,
) -> Summary:
    """Runs the suite generated in `suite` against `endpoint`.

    `options` are further options of the suite's own command by name (`state-url`, `fixtures`, `operations`, …);
    None and False leave one out. `again` is the command that reports give for running a case alone.
    Raises VerifyError where the suite cannot run.
    """
    with tempfile.TemporaryDirectory(prefix="docpact-verify-") as scratch:
        machine = json_report or Path(scratch) / "report.json"
        command = [sys.executable, "-m", "conformance", "--endpoint", endpoint, "--key-id", key_id]
        command += ["--json", str(machine)]
        for name, path in (("html", html), ("junit", junit)):
            if path is not None:
                command += [f"--{name}", str(path)]
        for name, value in (options or {}).items():
            if isinstance(value, str):
                command += [f"--{name}", value]
            elif value is True:
                command.append(f"--{name}")
            elif value:
                command += [part for item in value for part in (f"--{name}", item)]
        if quiet:
            command.append("--quiet")
        environment = os.environ | {"PYTHONPATH": str(suite.resolve()), "CONFORMANCE_SECRET": secret}
        if token:
            environment["CONFORMANCE_TOKEN"] = token
        if again:
            environment["CONFORMANCE_COMMAND"] = shlex.join(again)
        code = _run_whole(command, environment)
        if code == _REFUSED:
            raise Refused("the suite was not run")
        if code not in (0, 1):
            raise VerifyError(f"the suite in {suite} ended with exit code {code}; its message stands above")
        if (options or {}).get("list"):
            return Summary(0, 0, 0)
        return _summary(machine, tuple(path for path in (html, junit, json_report) if path is not None))


def _run_whole(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs the suite and gives its exit code. Ctrl-C waits until the suite can take it: while it is imported it cannot."""
    with held_back("SIGINT"):
        process = subprocess.Popen(command, env=environment)  # noqa: S603
    try:
        return process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise


def _summary(path: Path, reports: tuple[Path, ...]) -> Summary:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        counted = data["summary"]
        return Summary(
            counted["passed"], counted["failed"], counted["not_exercised"], counted["facts"], data["seconds"], reports
        )
    except (OSError, ValueError, KeyError) as error:
        raise VerifyError(f"the suite left no readable report: {error!r}") from None


@contextmanager
def embedded(contract: Path, arguments: Sequence[str] = ()) -> Iterator[Served]:
    """`docpact serve` on a free port for as long as the block lasts. Raises VerifyError where it does not start."""
    command = [sys.executable, "-m", "docpact", "serve", str(contract), "--port", "0", *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)  # noqa: S603
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url.startswith("http"):
                process.wait(timeout=10)
                log.seek(0)
                raise VerifyError(f"the embedded server did not start:\n{log.read().strip()}")
            log.seek(0)
            stateful = (contract.resolve().parent / "behaviour.py").is_file() and "--examples" not in arguments
            yield Served(url, f"{url}/_docpact/states" if stateful else None)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
