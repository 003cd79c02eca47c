"""Idempotence: the same client token gives the same answer, another token another."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import JSON
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import SUCCESS

PARAMETER = "ClientToken"


def cases(draft: Draft) -> Iterator[Case]:
    """The cases of an operation that takes a client token."""
    parameter = draft.operation.parameter(PARAMETER)
    if parameter is None or draft.operation.read_only:
        return
    quotes = [draft.parameter_quote(parameter)]
    covers = [draft.fact("parameter", PARAMETER), draft.fact("idempotence", PARAMETER)]
    one: dict[str, JSON] = {"request": {"set": {PARAMETER: "${uuid}"}}, "expect": [SUCCESS], "says": "the first call"}
    again: dict[str, JSON] = {**one, "same": 0, "says": "the same call with the same token"}
    title = "the same call with the same token gives the same answer"
    yield draft.steps("idempotence", "same-token", title, quotes, covers, [one, again, {**again, "same": 0}])
    schema = draft.operation.response.schema
    ids = [
        m.name
        for m in (schema.properties if schema else ())
        if m.schema.type == "string"
        and m.name.endswith(("Id", "Ids"))
        and m.name not in ("RequestId", "ResourceGroupId")
    ]
    made = [name for name in ids if draft.operation.parameter(name) is None]
    if made:
        other: dict[str, JSON] = {
            "request": {"set": {PARAMETER: "${uuid2}"}},
            "expect": [SUCCESS],
            "differs": list(made),
        }
        other["says"] = "the same call with another token"
        title = "another token is another call"
        yield draft.steps("idempotence", "other-token", title, quotes, covers, [one, other])
        bare: dict[str, JSON] = {"expect": [SUCCESS], "differs": list(made), "says": "a call without a token"}
        title = "calls without a token are calls of their own"
        yield draft.steps("idempotence", "no-token", title, quotes, covers, [bare, bare])
