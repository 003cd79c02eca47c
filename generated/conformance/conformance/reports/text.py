"""The summary for a terminal, and the progress while the run goes on."""

from __future__ import annotations

import threading
from typing import TextIO

from conformance.results import FAILED, NOT_EXERCISED, PASSED, Result, Run, counts

SHOWN = 20


class Progress:
    """One line that is kept up to date on a terminal; a line for each failure elsewhere."""

    def __init__(self, total: int, stream: TextIO, *, quiet: bool = False) -> None:
        self._total = total
        self._stream = stream
        self._quiet = quiet
        self._live = stream.isatty() and not quiet
        self._counts = {PASSED: 0, FAILED: 0, NOT_EXERCISED: 0}
        self._lock = threading.Lock()

    def done(self, result: Result) -> None:
        """Takes note of a finished case."""
        with self._lock:
            self._counts[result.status] += 1
            number = sum(self._counts.values())
            if self._live and (number % 10 == 0 or number == self._total):
                self._stream.write(f"\r{number}/{self._total} cases, {self._counts[FAILED]} failed\x1b[K")
                self._stream.flush()
            elif not self._live and not self._quiet and (number % 200 == 0):
                self._stream.write(f"{number}/{self._total} cases, {self._counts[FAILED]} failed\n")
                self._stream.flush()

    def close(self) -> None:
        """Clears the line."""
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def write(run: Run, color: bool = False) -> str:
    """The summary: failures first, then counts."""
    paint = _Paint(color)
    lines: list[str] = []
    for result in run.failures[:SHOWN]:
        lines += _failure(result, paint)
    if len(run.failures) > SHOWN:
        lines += [f"… and {len(run.failures) - SHOWN} more failures; a report (--html, --json) holds them all", ""]
    shaky = [result for result in run.results if result.note]
    if shaky:
        lines += [f"{len(shaky)} cases passed only by themselves (see the report)", ""]
    lines += _reasons(run)
    lines += _borrowed(run)
    lines.append(f"{'documented':<18}{'passed':>8}{'failed':>8}{'not exercised':>15}")
    for kind, row in counts(run.coverage).items():
        lines.append(f"{kind + 's':<18}{row[PASSED]:>8}{row[FAILED]:>8}{row[NOT_EXERCISED]:>15}")
    cases = {status: run.count(status) for status in (PASSED, FAILED, NOT_EXERCISED)}
    lines.append(f"{'cases':<18}{cases[PASSED]:>8}{cases[FAILED]:>8}{cases[NOT_EXERCISED]:>15}")
    verdict = paint.red("FAILED") if run.failures else paint.green("passed")
    if not run.failures and not cases[PASSED]:
        verdict = paint.red("nothing could be exercised")
    lines += ["", f"{run.suite.title} {run.suite.version} at {run.endpoint}: {verdict} in {run.seconds:.1f} s"]
    return "\n".join(lines)


def _failure(result: Result, paint: _Paint) -> list[str]:
    lines = [f"{paint.red('FAILED')} {result.case.id}: {result.case.title}"]
    lines += [f"  {why}" for why in result.why[:5]]
    for quote in result.case.quotes[:2]:
        lines.append(f"  {quote.place}: {_clip(quote.text)}")
    if result.alone:
        lines.append(f"  alone: {result.alone}")
    return [*lines, ""]


def _reasons(run: Run) -> list[str]:
    reasons: dict[str, int] = {}
    for result in run.results:
        if result.status == NOT_EXERCISED:
            why = result.why[0] if result.why else ""
            reasons[why] = reasons.get(why, 0) + 1
    if not reasons:
        return []
    most = sorted(reasons.items(), key=lambda item: -item[1])
    lines = ["not exercised:"] + [f"{count:>6}  {_clip(why)}" for why, count in most[:6]]
    if most[6:]:
        lines.append(f"{sum(count for _, count in most[6:]):>6}  for {len(most) - 6} other reasons")
    return [*lines, ""]


def _borrowed(run: Run) -> list[str]:
    found: dict[str, int] = {}
    for result in run.results:
        for loan in result.borrowed:
            found[loan] = found.get(loan, 0) + 1
    if not found:
        return []
    most = sorted(found.items(), key=lambda item: -item[1])
    lines = ["cases with values that the table of their own page gives no example of:"]
    lines += [f"{count:>6}  {_clip(loan)}" for loan, count in most[:6]]
    if most[6:]:
        lines.append(f"{sum(count for _, count in most[6:]):>6}  with {len(most) - 6} others; the reports name them")
    return [*lines, ""]


def _clip(text: str, width: int = 150) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


class _Paint:
    def __init__(self, color: bool) -> None:
        self._color = color

    def red(self, text: str) -> str:
        return f"\x1b[31m{text}\x1b[0m" if self._color else text

    def green(self, text: str) -> str:
        return f"\x1b[32m{text}\x1b[0m" if self._color else text
