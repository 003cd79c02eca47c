"""What must travel for which arguments, and what an answer means: cases that the clients of every language run.

One JSON document for each operation, and one with the published signature vectors. The signatures are computed
here by the rules of the protocol, with nothing of any client's runtime, so that a case can fail.
"""

from __future__ import annotations

import json

from docpact.contract.model import JSON, Contract, Operation
from docpact.targets.wirecases.answers import answers
from docpact.targets.wirecases.requests import requests
from docpact.targets.wirecases.signatures import HOST, KEY_ID, KEY_SECRET, NONCE, REGION, TIMESTAMP, VECTORS

__all__ = ["VECTORS", "document", "settings", "text"]


def settings() -> dict[str, JSON]:
    """What every case is run with."""
    return {
        "access_key_id": KEY_ID,
        "access_key_secret": KEY_SECRET,
        "endpoint": f"https://{HOST}",
        "region_id": REGION,
        "nonce": NONCE,
        "timestamp": TIMESTAMP,
    }


def document(contract: Contract, operation: Operation) -> dict[str, JSON]:
    """The cases of one operation."""
    return {
        "operation": operation.name,
        "style": operation.style.value,
        "requests": requests(contract, operation),
        "answers": list(answers(operation)),
    }


def text(document: dict[str, JSON]) -> str:
    """A document as the text of its file: one line for each fact, and for each item of a list."""
    lines = []
    for name, value in document.items():
        if isinstance(value, list) and value:
            items = ",\n  ".join([json.dumps(item) for item in value])
            lines.append(f" {json.dumps(name)}: [\n  {items}\n ]")
        else:
            lines.append(f" {json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
