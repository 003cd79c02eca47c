"""What the plan of a package must know of every operation, so that it need not look at those that are as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docpact.contract.aliases import aliases
from docpact.contract.model import JSON, ErrorRow, Operation
from docpact.targets.base import Pieces
from docpact.targets.python import names
from docpact.targets.python.docs import first_sentence
from docpact.targets.python.enums import Place, places_of
from docpact.targets.python.example import example_of
from docpact.targets.python.paging import BadPager, Pager, pager_of


@dataclass(frozen=True, slots=True)
class Outline:
    """An operation in short.

    `chosen` is the name that generated names are made of, `aliases` are names that it had before, `bad_pager` says why a
    declared pager cannot be. `places` are where the operation has documented values, `said` is its first sentence, `example`
    the arguments of a plain call by wire name, None where there is none.
    """

    operation: Operation
    chosen: str
    aliases: tuple[str, ...]
    pager: Pager | None
    bad_pager: str
    places: tuple[Place, ...]
    rows: tuple[ErrorRow, ...]
    said: str
    read_only: bool
    example: Mapping[str, JSON] | None


def outline(operation: Operation, pieces: Pieces) -> Outline:
    """The outline of an operation of the contract, remembered where it can be."""
    plain: Any = pieces.value("outline", operation, (), lambda: _plain(operation))
    chosen, old, pager, bad_pager, places, rows, said, read_only, example = plain
    return Outline(
        operation,
        chosen,
        tuple(old),
        None if pager is None else Pager(tuple(pager[0]), *pager[1:]),
        bad_pager,
        tuple(Place(*place) for place in places),
        tuple(
            ErrorRow(status=row[0], code=row[1], message=row[2], description=row[3], extensions=row[4]) for row in rows
        ),
        said,
        read_only,
        example,
    )


def _plain(operation: Operation) -> JSON:
    """The outline in the values of JSON."""
    pager, bad_pager = None, ""
    try:
        pager = pager_of(operation)
    except BadPager as problem:
        bad_pager = str(problem)
    said, _ = first_sentence(operation.summary or operation.description, "")
    rows: list[JSON] = [[r.status, r.code, r.message, r.description, dict(r.extensions)] for r in operation.errors]
    return [
        names.wanted(operation.name, operation.extensions),
        list(aliases(operation.extensions)),
        (
            None
            if pager is None
            else [list(pager.items), pager.number, pager.size, pager.total, pager.token, pager.next_token]
        ),
        bad_pager,
        [_plain_place(place) for place, _ in places_of(operation)],
        rows,
        said,
        operation.read_only,
        example_of(operation),
    ]


def _plain_place(place: Place) -> JSON:
    aliases: dict[str, JSON] = {value: list(old) for value, old in place.aliases.items()}
    meanings: dict[str, JSON] = dict(place.meanings)
    own: dict[str, JSON] = dict(place.member_names)
    return [place.owner, place.wire, place.chosen, list(place.values), meanings, aliases, place.argument, own]
