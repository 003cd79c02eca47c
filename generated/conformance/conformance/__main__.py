"""`python -m conformance --endpoint URL …`: runs the suite, shows progress, writes reports, exits 1 on failures."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from conformance import cases, results, runner
from conformance.client import Client
from conformance.reports import html, json_report, junit, text
from conformance.results import Run
from conformance.signing import Credentials
from conformance.worlds import ExampleWorlds, Fixtures, NoWorlds, StateUrl, Worlds


def parser() -> argparse.ArgumentParser:
    """The options."""
    out = argparse.ArgumentParser(
        prog="python -m conformance", description="Runs the conformance cases against an endpoint."
    )
    out.add_argument(
        "--endpoint", required=True, metavar="URL", help="the implementation under test, as http://127.0.0.1:8080"
    )
    out.add_argument("--key-id", default=os.environ.get("CONFORMANCE_KEY_ID", "testid"), metavar="ID")
    out.add_argument(
        "--secret",
        default=os.environ.get("CONFORMANCE_SECRET", "testsecret"),
        help="better given in the environment, as CONFORMANCE_SECRET",
    )
    out.add_argument("--token", default=os.environ.get("CONFORMANCE_TOKEN"), help="with temporary credentials")
    states = out.add_mutually_exclusive_group()
    states.add_argument("--state-url", metavar="URL", help="arranges the states of the cases")
    states.add_argument("--fixtures", metavar="FILE", help="JSON: from states or error codes to request parameters")
    states.add_argument("--examples", action="store_true", help="take the pages' example values for things that exist")
    out.add_argument("--operations", default="", metavar="NAMES", help="only these, with commas between")
    out.add_argument("--kinds", default="", metavar="KINDS", help="only these kinds of cases, with commas between")
    out.add_argument(
        "--only", action="append", default=[], metavar="ID", help="only this case, or all whose ids start so"
    )
    out.add_argument(
        "--signatures",
        type=_signatures,
        metavar="NAMES",
        help="which must work: rpc, v3 or rpc,v3; found out by default",
    )
    out.add_argument("--strict", action="store_true", help="let answers fail that the pages leave open")
    out.add_argument(
        "--jobs", type=_jobs, default=runner.JOBS, metavar="N", help="cases side by side (default %(default)s)"
    )
    out.add_argument(
        "--timeout", type=_seconds, default=10.0, metavar="S", help="seconds to wait for an answer or a state"
    )
    out.add_argument("--insecure", action="store_true", help="do not check TLS certificates")
    out.add_argument("--junit", metavar="FILE", help="write a JUnit report")
    out.add_argument("--html", metavar="FILE", help="write an HTML report")
    out.add_argument("--json", metavar="FILE", help="write a JSON report")
    out.add_argument("--list", action="store_true", help="list the ids of the cases and stop")
    out.add_argument("--quiet", action="store_true", help="no progress, no summary")
    return out


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of cases: 1 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is no time in seconds")
    return seconds


def _signatures(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= {"rpc", "v3"}:
        raise argparse.ArgumentTypeError(f"{text!r} names no signature: rpc, v3 or rpc,v3")
    return names


def worlds(options: argparse.Namespace) -> Worlds:
    """Where states come from, as the options say. Raises SuiteError."""
    if options.state_url:
        try:
            return StateUrl(options.state_url, options.timeout)
        except cases.SuiteError as error:
            raise cases.SuiteError(f"--state-url: {error}") from None
    if options.fixtures:
        return Fixtures(Path(options.fixtures), options.timeout)
    return ExampleWorlds() if options.examples else NoWorlds()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command. 0: nothing failed; 1: something did, or nothing could be exercised; 2: the options or the suite cannot be used."""
    options = parser().parse_args(arguments)
    try:
        if hasattr(signal, "pthread_sigmask"):  # who starts the suite may hold Ctrl-C back until here
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return _run(options)
    except cases.SuiteError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    suite = cases.load()
    operations = [name for name in options.operations.split(",") if name]
    kinds = [name for name in options.kinds.split(",") if name]
    for name, known, what in [
        *((n, suite.operations, "operation") for n in operations),
        *((k, suite.kinds, "kind") for k in kinds),
    ]:
        if name not in known:
            raise cases.SuiteError(f"there is no {what} {name!r}; there are {', '.join(known)}")
    chosen = runner.select(suite, operations, kinds, options.only)
    if not chosen:
        raise cases.SuiteError("no case fits --only, --operations and --kinds; --list shows them all")
    if options.list:
        print("\n".join(case.id for case in chosen))
        return 0
    run = execute(suite, chosen, operations or list(suite.operations), options)
    for path, write in ((options.json, json_report.write), (options.junit, junit.write), (options.html, html.write)):
        if path:
            try:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                Path(path).write_text(write(run), encoding="utf-8")
            except OSError as error:
                raise cases.SuiteError(f"cannot write {path}: {error.strerror}") from None
    if not options.quiet:
        print(text.write(run, sys.stdout.isatty()))
    return 1 if run.failures or not run.count(results.PASSED) else 0


def execute(suite: cases.Suite, chosen: list[cases.Case], operations: list[str], options: argparse.Namespace) -> Run:
    """Runs cases as the options say."""
    provider = worlds(options)
    client = Client(options.endpoint, options.timeout, options.insecure)
    run = runner.Runner(
        suite,
        client,
        Credentials(options.key_id, options.secret, options.token),
        provider,
        runner.command(options.endpoint, options.key_id, options.state_url, options.fixtures),
        options.signatures,
        options.timeout,
        options.jobs,
        options.strict,
    )
    progress = text.Progress(len(chosen), sys.stderr, quiet=options.quiet)
    start = time.perf_counter()
    found = run.run(chosen, progress.done)
    seconds = time.perf_counter() - start
    progress.close()
    covered = results.coverage(suite, found, operations)
    named = "a state URL" if options.state_url else options.fixtures or ("examples" if options.examples else "nothing")
    return Run(suite, options.endpoint, found, covered, seconds, named)


if __name__ == "__main__":
    sys.exit(main())
