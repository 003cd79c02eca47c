"""Request examples: the parameters they send, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from docpact.diagnostics import Span
from docpact.lint.subject import Subject
from docpact.pages.model import Fence

_PAIR = re.compile(r"[?&][ \t\u00a0]*(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=(?P<value>[^&\n]*)")
# What every call may carry: it stands on the page of common parameters.
PROTOCOL = frozenset(
    "action format version accesskeyid signature signaturemethod signatureversion signaturenonce timestamp signaturetype"
    " securitytoken resourceowneraccount resourceownerid owneraccount ownerid".split()
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One parameter in a request example."""

    name: str
    value: str
    span: Span
    value_span: Span


def sent(page: Subject, fence: Fence) -> Iterator[Sent]:
    """The parameters in the query of a request example, in order."""
    lines = page.lines
    in_query = False
    for number in range(fence.span.line, min(fence.span.end_line, len(lines)) + 1):
        line = lines[number - 1].rstrip("\r")
        if line.lstrip().startswith(("{", "[")):
            in_query = False  # the body behind the head of a request
        elif "?" in line:
            in_query = True
        if not in_query:
            continue
        for match in _PAIR.finditer(line):
            value = match["value"].split(" HTTP/")[0].strip()
            start = match.start("name") + 1
            yield Sent(
                match["name"],
                unquote_plus(value),
                Span(page.path, number, start, number, match.end() + 1),
                Span(page.path, number, match.start("value") + 1, number, match.end("value") + 1),
            )


def group(name: str) -> str:
    """A flat name without its indices, in lower case: `Tag.1.Key` and `Tag.N.Key` are one."""
    steps = [step for step in name.split(".") if step and not step.isdecimal() and step not in ("N", "n", "M", "m")]
    return ".".join(steps).lower()
