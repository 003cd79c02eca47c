"""How requests are signed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docpact.contract.model import Contract
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Address, Example, Kind, Level, Part

SIGNATURE_PARAMETERS = ("SignatureMethod", "SignatureVersion", "SignatureType")
_FORM = "x-docpact-common-parameters: [{{name: SignatureMethod, in: query, schema: {{type: string, enum: [{0}]}}}}]"

CHANGED = Kind(
    "signature-changed",
    Level.BREAKING,
    "Requests are signed differently.",
    "The service rejects requests that are signed the old way (`SignatureDoesNotMatch`). Looked at are the valid values of the"
    " common parameters of the signature and the extension `x-docpact-signature` of the contract.",
    changed=Example("contract", _FORM.format("HMAC-SHA1"), _FORM.format("HMAC-SHA256")),
    same=Example("contract", _FORM.format("HMAC-SHA1"), _FORM.format("HMAC-SHA1, HMAC-SHA256")),
)
ADDED = Kind(
    "signature-added",
    Level.COMPATIBLE,
    "Requests may be signed in a further way.",
    "The old way goes on working.",
    changed=Example("contract", _FORM.format("HMAC-SHA1"), _FORM.format("HMAC-SHA1, HMAC-SHA256")),
    same=Example("contract", _FORM.format("HMAC-SHA1"), _FORM.format("HMAC-SHA256")),
)


def signs(at: Address) -> bool:
    """Whether this is a common parameter of the signature, whose values are told as ways to sign."""
    return not at.operation and at.part is Part.PARAMETER and at.name in SIGNATURE_PARAMETERS


def _find(both: Both[Contract]) -> Iterator[Found]:
    old, new = _signature(both.old), _signature(both.new)
    if old == new:
        return
    for name in sorted({*old, *new}):
        before, now = old.get(name, set()), new.get(name, set())
        if before == now or not before or not now:
            continue
        kind = ADDED if before < now else CHANGED
        what = f"with {code(name)} " if name in SIGNATURE_PARAMETERS else ""
        message = f"Requests may now be signed {what}{_shown(now)}; before, {_shown(before)}."
        yield Found(kind, message, "x-docpact-common-parameters")


def _signature(contract: Contract) -> dict[str, set[str]]:
    facts: dict[str, set[str]] = {}
    for parameter in contract.common_parameters:
        if parameter.name in SIGNATURE_PARAMETERS:
            single = parameter.schema.default if parameter.schema.default is not None else parameter.example
            facts[parameter.name] = {str(v) for v in parameter.schema.enum or ((single,) if single is not None else ())}
    declared = contract.extensions.get("x-docpact-signature")
    if declared is not None:
        facts["x-docpact-signature"] = (
            {str(v) for v in declared} if isinstance(declared, list) else {json.dumps(declared, sort_keys=True)}
        )
    return facts


def _shown(values: set[str]) -> str:
    return " or ".join(code(value) for value in sorted(values))


CHECKS = (Check(Both, Contract, (CHANGED, ADDED), _find),)
