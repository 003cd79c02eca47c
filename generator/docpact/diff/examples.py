"""The examples of the kinds of change, as whole contracts: their documentation, and their tests.

An example is two states of one piece of a contract file. Its slot says which piece: `contract` (keys of the
document), `paths`, `operation` (keys of the operation), `parameters`, `schema` (of a parameter; and of a member of an
answer), `object` (keys of an object schema, likewise), `rules`, `body`, `responses`, `errors` (rows with their
status).
"""

from __future__ import annotations

from typing import Any

from docpact.contract import yaml_reader
from docpact.contract.model import Contract
from docpact.contract.openapi import from_document
from docpact.diff.checks import all_kinds
from docpact.diff.model import Direction, Example, Kind

DIRECTED = ("schema", "object")
"""The slots that are tried in a request and in an answer."""


def contracts(example: Example, direction: Direction = Direction.REQUEST) -> tuple[Contract, Contract]:
    """The two contracts of an example."""
    return contract(example.slot, example.old, direction), contract(example.slot, example.new, direction)


def contract(slot: str, text: str, direction: Direction = Direction.REQUEST) -> Contract:
    """The smallest contract that holds the piece `text`."""
    piece: Any = yaml_reader.load(text) if text else None
    operation: dict[str, Any] = {
        "operationId": "DoIt",
        "x-docpact-rpc": {"action": "DoIt", "path": "/"},
        "parameters": [
            {"name": "Action", "in": "query", "required": True, "schema": {"type": "string", "enum": ["DoIt"]}}
        ],
        "responses": {"200": {"description": "Done."}},
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Vpc", "version": "1"},
        "paths": {"/DoIt": {"get": operation}},
    }
    if slot == "object":
        slot, piece = "schema", {"type": "object", **piece}
    match slot:
        case "contract":
            document |= piece
        case "paths":
            document["paths"] = piece
        case "operation":
            operation |= piece
        case "parameters":
            operation["parameters"] += piece
        case "rules":
            operation["x-docpact-rules"] = piece
        case "body" if piece is not None:
            operation["requestBody"] = piece
        case "responses":
            operation["responses"] = piece
        case "errors":
            for row in piece:
                status = str(row.pop("status", "default"))
                group = operation["responses"].setdefault(status, {"description": "Failed.", "x-docpact-errors": []})
                group["x-docpact-errors"].append(row)
        case "schema" if direction is Direction.REQUEST:
            operation["parameters"].append({"name": "Size", "in": "query", "schema": piece})
        case "schema":
            answer = {"type": "object", "properties": {"Size": piece}}
            operation["responses"]["200"]["content"] = {"application/json": {"schema": answer}}
    return from_document(document)


def page(kind: Kind) -> str:
    """The Markdown page of a kind of change, as `docpact explain` prints it."""
    level = kind.level.label
    if kind.response is not None and kind.response is not kind.level:
        level = f"{level} in requests, {kind.response.label} in answers"
    return "\n".join(
        [
            f"# {kind.name}",
            "",
            f"{kind.title} Level: **{level}**.",
            "",
            kind.page,
            "",
            "This is such a change. Before:",
            "",
            _fenced(kind.changed.old),
            "",
            "After:",
            "",
            _fenced(kind.changed.new),
            "",
            "This is none. Before:",
            "",
            _fenced(kind.same.old),
            "",
            "After:",
            "",
            _fenced(kind.same.new),
            "",
            "To give it another level, or to leave it out, say so with a reason in `docpact.toml`:",
            "",
            "    [[diff.rules]]",
            f'    kind = "{kind.name}"',
            '    level = "compatible"          # or "ignore"',
            '    operation = "CreateDisk"      # optional, as is `subject`',
            '    reason = "The service never rejected it; only the page was wrong."',
            "",
        ]
    )


def listing() -> str:
    """All kinds of change with their levels, as Markdown."""
    rows = []
    for kind in sorted(all_kinds().values(), key=lambda kind: kind.name):
        levels = kind.level.label
        if kind.response is not None and kind.response is not kind.level:
            levels += f" ({kind.response.label} in answers)"
        rows.append(f"- `{kind.name}`, {levels}: {kind.title}")
    return "\n".join(["# Kinds of change", "", *rows, ""])


def _fenced(text: str) -> str:
    return f"```yaml\n{text or '# nothing'}\n```"
