"""Suppressions: comments in pages and tables in docpact.toml that take findings away, each with its reason."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from docpact.diagnostics import Diagnostic, Span
from docpact.lint.codes import BAD_SUPPRESSION, UNUSED_SUPPRESSION

_COMMENT = re.compile(r"<!--\s*docpact:(?P<body>.*?)-->", re.DOTALL)
_BODY = re.compile(
    r"\s*ignore\s+(?P<rule>[A-Za-z0-9-]+)\s*(?:\((?P<text>[^()]*)\)\s*)?because\s+(?P<reason>\S.*?)\s*", re.DOTALL
)
_HELP = "write <!-- docpact: ignore RULE because REASON -->"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Takes away the findings of one rule: on pages whose path matches, with messages that hold `text`."""

    rule: str
    reason: str
    pages: str
    text: str = ""
    span: Span | None = None
    root: Path | None = None
    """The folder that `pages` is relative to, where it is a pattern; of a comment there is none."""

    def covers(self, d: Diagnostic) -> bool:
        """Whether it takes this finding away."""
        named = self.rule.lower() in (d.code.id.lower(), d.code.name)
        return named and self.text in d.message and self._is_here(d.span.path)

    def _is_here(self, path: str) -> bool:
        if self.root is None:
            return path == self.pages
        return fnmatchcase(Path(os.path.relpath(path, self.root)).as_posix(), self.pages)


def comments(path: str, text: str) -> tuple[list[Suppression], list[Diagnostic]]:
    """The suppressions that stand in a page, and those that are none."""
    found: list[Suppression] = []
    problems: list[Diagnostic] = []
    for match in _COMMENT.finditer(text):
        span = _span(path, text, match)
        body = _BODY.fullmatch(match["body"])
        if body is None:
            problems.append(
                BAD_SUPPRESSION.at(span, "this comment suppresses nothing: it lacks a rule or a reason", help=_HELP)
            )
        else:
            found.append(Suppression(body["rule"], body["reason"], path, (body["text"] or "").strip(), span))
    return found, problems


def split(
    findings: Iterable[Diagnostic], suppressions: Sequence[Suppression]
) -> tuple[list[Diagnostic], list[tuple[Diagnostic, Suppression]]]:
    """The findings that stay, and those that are taken away with what takes them."""
    stay: list[Diagnostic] = []
    taken: list[tuple[Diagnostic, Suppression]] = []
    for finding in findings:
        by = next((s for s in suppressions if s.covers(finding)), None)
        if by is None:
            stay.append(finding)
        else:
            taken.append((finding, by))
    return stay, taken


def unused(
    suppressions: Iterable[Suppression], taken: Iterable[tuple[Diagnostic, Suppression]], idle: Collection[str]
) -> Iterator[Diagnostic]:
    """The suppressions that took nothing away, if they have a place. Of `idle` rules, which did not run, none is one."""
    used = {id(by) for _, by in taken}
    for one in suppressions:
        if one.span is not None and id(one) not in used and one.rule.lower() not in idle:
            message = f"no finding of `{one.rule}` is left to suppress"
            yield UNUSED_SUPPRESSION.at(one.span, message, help="delete it, or correct the name of the rule")


def _span(path: str, text: str, match: re.Match[str]) -> Span:
    def place(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    return Span(path, *place(match.start()), *place(match.end()))
