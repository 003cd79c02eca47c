"""The targets of overlay actions: from an address to a JSONPath expression (RFC 9535) that selects it in a contract file."""

from __future__ import annotations

from docpact.diff.model import Address, Part


def selector(at: Address) -> str:
    """What selects the thing at an address: an operation, a row of an error table, a parameter, or a schema."""
    operation = f"$.paths[*][?@.operationId == {_string(at.operation)}]"
    match at.part:
        case Part.ERROR:
            rows = f"{operation}.responses[*]['x-docpact-errors']" if at.operation else "$['x-docpact-common-errors']"
            return f"{rows}[?@.code == {_string(at.name)}]"
        case Part.PARAMETER:
            rows = f"{operation}.parameters" if at.operation else "$['x-docpact-common-parameters']"
            return f"{rows}[?@.name == {_string(at.name)}]"
    return operation


def schema_selector(at: Address) -> str:
    """What selects the schema at an address, in a parameter, a body or an answer."""
    match at.part:
        case Part.RESPONSE:
            top = f"$.components.schemas[{_string(f'{at.operation}Response')}]"
        case Part.BODY:
            top = f"{selector(Address(at.operation))}.requestBody.content[*].schema"
        case _:
            top = f"{selector(at)}.schema"
    return top + "".join(".items" if step == "[]" else f".properties[{_string(step)}]" for step in at.path)


def _string(text: str) -> str:
    """A name as a string of the expression."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
