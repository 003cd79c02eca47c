"""Each documented error, in the state that brings it about."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.faults import Fault, documented_row
from docpact.contract.model import JSON, ErrorRow, Operation, Style
from docpact.targets.conformance import outcomes
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import Outcome
from docpact.targets.conformance.states import State

_WAYS: tuple[tuple[str, str, dict[str, JSON]], ...] = (
    ("", "", {}),
    (".xml", ", as a form, answer in XML", {"method": "POST", "place": "form", "format": "XML"}),
)


def cases(draft: Draft) -> Iterator[Case]:
    """The error rows of one operation that a state brings about."""
    for key, row in outcomes.keys(draft.operation.errors):
        state = draft.states.of(draft.operation.name, key)
        if state is None or state.unreachable:
            continue
        rows = outcomes.twins(draft.operation, row)
        for label, how, request in _WAYS if draft.operation.style is Style.RPC else _WAYS[:1]:
            covers = [draft.fact("error", key)]
            yield draft.case(
                "errors",
                f"{key}{label}",
                f"{row.code} where the state is: {state.name}{how}" if state.name else f"{row.code}{how}",
                [draft.error_quote(row)],
                covers,
                expect=[outcomes.of_row(twin) for twin in rows],
                undecided=_open(draft, key, row, state),
                request=dict(request),
                state=key,
            )
        if not draft.operation.read_only and not _open(draft, key, row, state):
            step: dict[str, JSON] = {"expect": [outcomes.of_row(twin) for twin in rows]}
            yield draft.steps(
                "errors",
                f"{key}.again",
                f"{row.code} once more: a call that is refused changes nothing",
                [draft.error_quote(row)],
                [draft.fact("error", key)],
                [{**step, "says": "the call"}, {**step, "says": "the same call again"}],
                state=key,
            )


def _open(draft: Draft, key: str, row: ErrorRow, state: State) -> list[Outcome]:
    """Answers that the pages do not rule out, though the row may be meant.

    A state that was arranged for this row alone leaves nothing open. Where the same state serves good calls and only
    the request brings the error about, the pages must tie the row to what is wrong with that request; and of two rows
    for the same state that say the same of it (`….NotFound`) either may answer.
    """
    name = draft.operation.name
    if any(other.name == state.name for other in draft.states.good(name)) and not _tied(draft.operation, row, state):
        return list(outcomes.ANSWERED)
    suffix = row.code.partition(".")[2]
    return [
        outcomes.of_row(other)
        for other_key, other in outcomes.keys(draft.operation.errors)
        if other_key != key
        and other.code != row.code
        and suffix
        and other.code.partition(".")[2] == suffix
        and (there := draft.states.of(name, other_key)) is not None
        and there.name == state.name
    ]


def _tied(operation: Operation, row: ErrorRow, state: State) -> bool:
    """Whether the row is certainly about a parameter that the case changes."""
    for name in state.request:
        stem = "".join(part for part in name.split(".") if not part.isdigit())
        stem = stem.removesuffix("Id") or stem
        if row.parameter == name.partition(".")[0] or stem in row.code or f'"{stem}"' in row.message:
            return True
        faults = (Fault.INVALID, Fault.UNSUPPORTED)
        named = row.code.partition(".")[0] not in ("InvalidParameter", "InvalidParam", "InvalidParams")
        if named and any(documented_row(operation, name, fault) is row for fault in faults):
            return True
    return False


def reason(draft: Draft, key: str) -> str:
    """Why a row has no case; empty where it has one."""
    state = draft.states.of(draft.operation.name, key)
    if state is None:
        return "states.yaml gives no state for it"
    return state.unreachable
