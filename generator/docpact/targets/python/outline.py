"""What the plan of a package must know of every operation, so that it need not look at those that are as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docpact.contract.aliases import aliases
from docpact.contract.model import JSON, ErrorRow, Operation
from docpact.targets import wirecases
from docpact.targets.base import Pieces
from docpact.targets.python import names
from docpact.targets.python.docs import first_sentence
from docpact.targets.python.enums import Place, places_of
from docpact.targets.python.paging import BadPager, Pager, pager_of


@dataclass(frozen=True, slots=True)
class Outline:
    """An operation in short.

    `chosen` is the name that generated names are made of, `aliases` are names that it had before, `bad_pager` why a declared pager cannot be. `places` are
    where the operation has documented values, `said` is its first sentence. `sample` holds values for the required
    arguments by wire name, None where one has no certain value.
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
    sample: Mapping[str, JSON] | None
    needs_arguments: bool


def outline(operation: Operation, pieces: Pieces) -> Outline:
    """The outline of an operation of the contract, remembered where it can be."""
    plain: Any = pieces.value("outline", operation, (), lambda: _plain(operation))
    chosen, old, pager, bad_pager, places, rows, said, read_only, sample, needs_arguments = plain
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
        sample,
        needs_arguments,
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
        _sample(operation),
        any(p.required and p.name != "RegionId" for p in operation.arguments),
    ]


def _plain_place(place: Place) -> JSON:
    aliases: dict[str, JSON] = {value: list(old) for value, old in place.aliases.items()}
    return [place.owner, place.wire, place.chosen, list(place.values), dict(place.meanings), aliases, place.argument]


def _sample(operation: Operation) -> dict[str, JSON] | None:
    found: dict[str, JSON] = {}
    for parameter in operation.arguments:
        if parameter.required and parameter.name != "RegionId":
            found[parameter.name] = wirecases.value_of(parameter.schema, parameter.example)
    if operation.body is not None and operation.body.required:
        found["body"] = wirecases.value_of(operation.body.schema, operation.body.example)
    return None if None in found.values() else found
