"""Mends pages by the edits that findings carry, and proves that a page still says the same.

After the edits the page is read and understood again. What it says must be what it said before: the same operation, the
same parameters, rules and errors, apart from Markdown's own escapes. Edits that change anything are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.diagnostics import Diagnostic, Edit
from docpact.lint import edits
from docpact.lint.engine import read
from docpact.lint.subject import Subject
from docpact.output import write_atomically
from docpact.understand.markdown import plain

_ROUNDS = 10


@dataclass(slots=True)
class Fixed:
    """What was mended: the pages, and how many findings."""

    pages: list[str] = field(default_factory=list)
    findings: int = 0
    failed: list[str] = field(default_factory=list)
    """Pages that could not be written, with the reason."""


def fix(subjects: Sequence[Subject], find: Callable[[Subject], Sequence[Diagnostic]]) -> Fixed:
    """Mends the files of the pages. `find` gives the findings of one page that may be mended."""
    done = Fixed()
    for subject in subjects:
        text, count = mend(subject, find)
        if text == subject.page.text:
            continue
        try:
            if not _is_plain_utf8(Path(subject.path), subject.page.text):
                continue
            _replace(Path(subject.path), text)
        except OSError as error:
            done.failed.append(f"{subject.path}: {error.strerror or error}")
            continue
        done.pages.append(subject.path)
        done.findings += count
    return done


def mend(subject: Subject, find: Callable[[Subject], Sequence[Diagnostic]]) -> tuple[str, int]:
    """The page's text with every edit made that provably changes nothing it says, and the number of findings mended."""
    count = 0
    refused: set[tuple[str, str]] = set()
    for _ in range(_ROUNDS):
        by_rule: dict[str, list[Diagnostic]] = {}
        for finding in find(subject):
            if finding.edits and (finding.code.id, finding.message) not in refused:
                by_rule.setdefault(finding.code.id, []).append(finding)
        if not by_rule:
            break
        everything = [finding for findings in by_rule.values() for finding in findings]
        for findings in (everything, *by_rule.values()):
            after = _changed(subject, [e for d in findings for e in d.edits])
            if after is not None:
                subject, count = after, count + len(findings)
                break  # the places of the other findings may have moved
            if findings is not everything:
                refused.update((d.code.id, d.message) for d in findings)
    return subject.page.text, count


def _changed(subject: Subject, wanted: Iterable[Edit]) -> Subject | None:
    """The page with the edits, or None where they would change what it says or change nothing at all."""
    text = edits.apply(subject.page.text, wanted)
    if text == subject.page.text:
        return None
    after = read(subject.path, text, subject.dialects)
    return after if _says(after) == _says(subject) else None


def _says(subject: Subject) -> Any:
    """All that a page says, as a value that can be compared."""
    one = subject.understood
    operation = one.operation
    if operation is not None:  # blanks in a request example carry nothing
        shown = tuple("".join(text.split()) for text in operation.request_examples)
        operation = replace(operation, request_examples=shown)
    contract = Contract(
        title=one.product,
        version=one.version,
        operations=(operation,) if operation is not None else (),
        common_parameters=one.common_parameters,
        common_errors=one.common_errors,
    )
    return one.kind, one.title, one.hosts, _folded(openapi.to_document(contract))


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_folded(item) for item in value]
    return value


def _is_plain_utf8(path: Path, text: str) -> bool:
    """Whether the file holds exactly this text in UTF-8: only then can it be written back without loss."""
    try:
        return path.read_bytes().decode("utf-8-sig") == text
    except UnicodeDecodeError:
        return False


def _replace(path: Path, text: str) -> None:
    """Writes the file anew; its permissions, its byte order mark and links to it stay."""
    path = path.resolve()
    mode = path.stat().st_mode
    mark = "\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    write_atomically(path, mark + text)
    path.chmod(mode)
