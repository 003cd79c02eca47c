"""What of a document decides whether it is valid OpenAPI: all of it, but for the words.

OpenAPI takes any text as a description and anything at all in an extension. So a document is valid exactly if its
skeleton is, and a page whose wording changed is proved by what was proved before.
"""

from __future__ import annotations

from typing import Any

from docpact.contract.model import JSON

_WORDS = frozenset(("description", "summary"))
_SAMPLES = frozenset(("example", "value"))
_DATA = frozenset(("const", "default", "enum", "examples"))
"""Values that are data: schemas may be checked against them, so they stay as they are, whatever their keys."""

_EXTENSION = "x-docpact-"
_MAPS = frozenset(
    (
        *("paths", "webhooks", "callbacks", "responses", "parameters", "headers", "content", "encoding", "links"),
        *("schemas", "requestBodies", "securitySchemes", "pathItems", "variables", "scopes", "mapping", "security"),
        *("properties", "patternProperties", "dependentSchemas", "dependentRequired", "$defs", "definitions"),
    )
)
"""Keywords whose objects are keyed by names that pages choose: such a name is no keyword, whatever it looks like."""


def skeleton(node: Any, *, names: bool = False) -> JSON:
    """The node with empty words, without samples that are plain values, and without docpact's own extensions.

    `names` says that the keys of this object are names.
    """
    if isinstance(node, list):
        return [skeleton(item) for item in node]
    if not isinstance(node, dict):
        return node  # type: ignore[no-any-return]
    if names:
        return {key: skeleton(value) for key, value in node.items()}
    return {key: _value(key, value) for key, value in node.items() if not key.startswith(_EXTENSION)}


def _value(key: str, value: Any) -> JSON:
    if key in _WORDS and isinstance(value, str):
        return ""
    if key in _SAMPLES and not isinstance(value, (dict, list)):
        return None
    if key == "examples" and isinstance(value, dict):  # named examples, not the sample values of a schema
        return skeleton(value, names=True)
    if key in _DATA:
        return value  # type: ignore[no-any-return]
    return skeleton(value, names=key in _MAPS)
