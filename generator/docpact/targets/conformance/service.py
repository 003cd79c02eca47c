"""What belongs to the service and not to one operation: its gateway's answers, and what is left open."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import JSON, Contract, Style
from docpact.targets.conformance import outcomes
from docpact.targets.conformance.book import Page
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED, SUCCESS

_MISSING_ROOT = "A 4xx or 5xx status reports an error"


def cases(draft: Draft) -> Iterator[Case]:
    """Requests to no operation, by no method. `draft` is that of any RPC operation."""
    if draft.operation.style is not Style.RPC:
        return
    quotes = draft.common_quotes("InvalidAction.NotFound")
    expect = outcomes.common(draft.contract, "InvalidAction.NotFound")
    for label, way in (
        ("", {}),
        ("-form-xml", {"method": "POST", "place": "form", "format": "XML"}),
        ("-v3", {"method": "POST", "signature": "v3"}),
    ):
        request: dict[str, JSON] = {**way, "action": "DocpactNoSuchAction"}
        yield _service(draft, f"unknown-action{label}", "an action that does not exist", quotes, expect, request)
    without = outcomes.missing(draft.contract, None, "Action")
    without = without if without == [REFUSED] else [*without, *expect]
    request = {"common": {"Action": None}}
    yield _service(
        draft,
        "no-action",
        "a request without Action",
        [*draft.common_quotes("Missing{Param}"), *quotes],
        without,
        request,
    )
    for method in ("PUT", "DELETE"):
        allowed = outcomes.common(draft.contract, "UnsupportedHTTPMethod", "InvalidAction.NotFound")
        said = draft.common_quotes("UnsupportedHTTPMethod")
        yield _service(draft, f"method-{method}", f"the method {method}", said, allowed, {"method": method})
    for parameter in draft.contract.common_parameters:
        if parameter.name == "Format":
            quotes = draft.common_quotes("Format")
            open_ = "case" not in parameter.description.lower()
            for value in ("json", "xml"):
                case = _service(draft, f"format-{value}", f"Format={value}", quotes, [SUCCESS], {"format": value})
                yield {**case, "strict": True} if open_ else case
            if open_:
                draft.silent.append(("whether Format may be written in lower case", "the pages do not say"))


def _service(
    draft: Draft,
    name: str,
    title: str,
    quotes: list[dict[str, JSON]],
    expect: list[outcomes.Outcome],
    request: dict[str, JSON],
) -> Case:
    covers = [f"/common error/{code}" for o in expect[:1] for code in (o.get("codes") or [])]  # type: ignore[union-attr]
    out = draft.case(
        "service",
        name,
        title,
        quotes or [draft.protocol_quote(_MISSING_ROOT)],
        covers,
        expect=expect,
        request=request,
        stateless=True,
    )
    out["id"] = f"service/{name}"
    out["operation"] = draft.operation.name
    return out


def left_open(contract: Contract, protocol: Page) -> list[tuple[str, str]]:
    """What no case asserts, from the last section of the protocol sheet."""
    start = protocol.find("## Left open") or len(protocol.lines)
    why = "sources contradict each other, or say nothing"
    found = [(line[2:].rstrip("."), why) for line in protocol.lines[start:] if line.startswith("- ")]
    for operation in contract.operations:
        for conflict in operation.unparsed:
            found.append((f"{operation.name}: {conflict[:200]}", "docpact did not understand it"))
    return found
