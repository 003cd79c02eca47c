"""The document inside a string parameter: which fields its JSON has, as far as the description lists them.

Pages describe such parameters as a list with one item a field (`**Port**: the port. It must be an integer.`). The list
is taken for the fields of the document only where an example or a sentence says that the value is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from docpact.contract.model import JSON, Conflict, Property, Schema
from docpact.understand.prose.context import Context, Findings
from docpact.understand.prose.markdown import Block

_HEAD = re.compile(r"(?P<name>[A-Za-z][\w-]*(?:\. ?[A-Za-z][\w-]*)*)(?P<note>\s*[(（][^()（）]{1,20}[)）])?\s*[:：]\s*")
_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", dict: "object", list: "array"}

Read = Callable[[list[Block], Context], Findings]


def document(blocks: list[Block], context: Context, read: Read) -> Schema | None:
    """The schema of the JSON in a string parameter, or None where the page does not certainly describe one."""
    if context.type not in ("string", None) or len(blocks) < 2:
        return None
    fields = _fields(blocks, context.name)
    if len(fields) < 2:
        return None
    shown = _example(context.example)
    first = shown[0] if isinstance(shown, list) and shown else shown
    names = {name for name, _, _ in fields}
    lead = " ".join(block.text for block in blocks if not block.depth)
    if isinstance(first, dict):
        if len(names & set(first)) * 2 < len(first):
            return None
    elif not (context.example or "").lstrip("\\ ").startswith(("[", "{")) and "json" not in lead.lower():
        return None
    sample = first if isinstance(first, dict) else {}
    properties = tuple(_property(name, head, index, blocks, sample, context, read) for name, head, index in fields)
    schema = Schema(type="object", properties=properties)
    if shown is not None:
        is_list = isinstance(shown, list)
    else:
        start = (context.example or "").lstrip("\\ ")[:1]
        is_list = start == "[" or (not start and bool(context.language.json_list.search(lead)))
    return Schema(type="array", items=schema) if is_list else schema


def _example(text: str | None) -> JSON:
    """The example as JSON; None where it is none."""
    text = (text or "").replace("\\", "").strip()
    if not text.startswith(("[", "{")):
        return None
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _fields(blocks: list[Block], parameter: str) -> list[tuple[str, re.Match[str], int]]:
    """The items of the first list whose every item is about a field: the field, what its head matched, its index."""
    found: list[tuple[str, re.Match[str], int]] = []
    whole = True
    for index, block in enumerate(blocks):
        if not block.depth:
            if whole and len(found) > 1:
                return found
            found, whole = [], True
        elif block.item and block.depth == 1:
            head = _HEAD.match(block.text)
            if head is None:
                whole = False
                continue
            name = head["name"].replace(" ", "").removeprefix(f"{parameter}.")
            if all(name != other for other, _, _ in found):
                found.append((name, head, index))
    return found if whole else []


def _property(
    name: str,
    head: re.Match[str],
    index: int,
    blocks: list[Block],
    sample: dict[str, JSON],
    context: Context,
    read: Read,
) -> Property:
    item = blocks[index]
    after = index + 1
    while after < len(blocks) and blocks[after].depth and not (blocks[after].item and blocks[after].depth == 1):
        after += 1
    below = [replace(block, depth=block.depth - 1) for block in blocks[index + 1 : after]]
    rest = replace(item.part(head.end(), len(item.text)), depth=0, item=False)
    text = f"{head['note'] or ''} {rest.text}"
    language = context.language
    declared = next((kind for kind, pattern in language.types.items() if pattern.search(text)), None)
    example = sample.get(name)
    shown = _JSON_TYPES.get(type(example)) if name in sample else None
    said = str(example) if isinstance(example, str | int) else None
    number = shown if shown in ("integer", "number") else None
    found = read([rest, *below], Context(language, declared or number, name, (), said))
    schema = Schema(type=declared, description=rest.text, example=example)
    values = {
        field: found.agreed(field)
        for field in ("enum", "minimum", "maximum", "min_length", "max_length", "default", "unit")
    }
    known = {field: statement.value for field, statement in values.items() if statement is not None}
    schema = replace(schema, **known)  # type: ignore[arg-type]
    if declared and shown and declared != shown and not (declared == "number" and shown == "integer"):
        # both readings are kept; a check of either would refuse what the page itself shows
        schema = replace(schema, type=None, conflicts=(Conflict(fact="type", table=declared, example=shown),))
    return Property(name=name, schema=schema, required=bool(language.field_required.search(text)))
