"""All errors of a service: which code with which message stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docpact.contract.model import ErrorRow
from docpact.targets.site.addresses import error_anchors
from docpact.targets.site.frame import Edition

_PART = 50_000
"""About so many characters of HTML make a part of the index."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an error is documented: on an operation's page, or where `operation` is None among the common errors."""

    label: str
    href: str
    operation: str | None


@dataclass(frozen=True, slots=True)
class Message:
    status: int | None
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its messages."""

    code: str
    messages: tuple[Message, ...]


def codes(edition: Edition) -> list[Coded]:
    """Every code, sorted; its messages in the order in which the operations show them."""
    found: dict[str, dict[tuple[int | None, str], list[Place]]] = {}

    def add(rows: Sequence[ErrorRow], operation: str | None, pages: Sequence[str]) -> None:
        label = edition.words.say("every_operation") if operation is None else operation
        for row, anchor, page in zip(rows, error_anchors(rows), pages, strict=True):
            places = found.setdefault(row.code, {}).setdefault((row.status, row.message), [])
            places.append(Place(label, f"{page}#{anchor}", operation))

    contract = edition.contract
    by_name = {operation.name: operation for operation in contract.operations}
    for name in edition.operation_names:
        add(by_name[name].errors, name, edition.error_pages(by_name[name]))
    add(contract.common_errors, None, ["common.html"] * len(contract.common_errors))
    return [
        Coded(code, tuple(Message(status, text, tuple(places)) for (status, text), places in messages.items()))
        for code, messages in sorted(found.items(), key=lambda item: (item[0].casefold(), item[0]))
    ]


def chunks(found: Sequence[Coded]) -> list[list[Coded]]:
    """The index in parts that make pages of a moderate size."""
    parts: list[list[Coded]] = [[]]
    size = 0
    for entry in found:
        cost = 150 + sum(
            120 + len(m.text) + sum(20 + len(p.label) + len(p.href) for p in m.places) for m in entry.messages
        )
        if parts[-1] and size + cost > _PART:
            parts.append([])
            size = 0
        parts[-1].append(entry)
        size += cost
    return parts
