"""Lists of values: in a sentence, in the items below it, in the paragraphs that stand for items."""

from __future__ import annotations

import re

from docpact.understand.prose import values as grammar
from docpact.understand.prose.context import Context
from docpact.understand.prose.markdown import Block
from docpact.understand.prose.values import Value

_TERMINAL = re.compile(r"\s*(?:[.。!！?？;；\n]|$)")
_CLAUSE = re.compile(r"\s*[,，(（;；]")
_COLON = re.compile(r"\s*[:：]")
_CODE = re.compile(r"[A-Za-z0-9]+[-_][A-Za-z0-9_-]+")
_SHORT = 80


def nothing_follows(text: str, position: int) -> bool:
    """Whether the sentence ends at the position."""
    return bool(_TERMINAL.match(text, position))


def ends(text: str, position: int) -> bool:
    """Whether the sentence or a clause of it ends at the position."""
    return nothing_follows(text, position) or bool(_CLAUSE.match(text, position))


def inline(
    sentence: Block, position: int, context: Context, before: str = "", *, least: int = 1, most: int | None = None
) -> list[Value] | None:
    """The values at a position in a sentence; `before` is the sentence before it."""
    text = sentence.text
    found = grammar.read_values(sentence, position, len(text), context.language)
    if not found or len(found.values) < least or (most is not None and len(found.values) > most):
        return None
    lone = len(found.values) == 1
    described = lone and bool(_COLON.match(text, found.end))
    if not described and not ends(text, found.end):
        return None
    return None if lone and not certain(found.values[0], context, before, described=described) else found.values


def certain(value: Value, context: Context, before: str = "", *, described: bool = False) -> bool:
    """Whether a lone word is a value and not the beginning of a sentence, and not under the condition before it."""
    language = context.language
    if value.text == context.example:
        return True
    if before and language.conditional.search(before):
        return False
    if value.quoted or not language.latin:
        return True
    if described:
        return value.text not in language.not_values
    return not value.text.islower() and value.text.lower() not in language.not_values


def borne_out(values: list[Value] | None, context: Context) -> list[Value] | None:
    """The values, where quotes or the example show that they are no ordinary words."""
    if not values or not context.language.latin or all(value.quoted for value in values):
        return values
    return values if context.example in [value.text for value in values] else None


def items(blocks: list[Block], index: int, context: Context) -> list[Value] | None:
    """The values that the list below a block has, one an item; None where an item is no value."""
    depth = blocks[index].depth
    values: list[Value] = []
    for at in range(index + 1, len(blocks)):
        block = blocks[at]
        if block.depth <= depth:
            break
        if block.item and block.depth == depth + 1:
            value = grammar.read_item(block, context.language)
            if value is None:
                return None
            values.append(value)
    if _swapped(values, context):
        return [Value(value.description, description=value.text) for value in values]
    if not context.shown and values and all(_CODE.fullmatch(value.description) for value in values):
        return None  # `Chinese: zh-CN`: which of the two is the value?
    loose = context.language.latin and any(value.loose for value in values)
    return None if loose and context.example not in [value.text for value in values] else values


def marked(blocks: list[Block], index: int, context: Context) -> Value | None:
    """The only item of the list below a block that is a value marked as the default."""
    found: list[Value] = []
    for block in blocks[index + 1 :]:
        if block.depth <= blocks[index].depth:
            break
        value = grammar.read_item(block, context.language) if block.depth == blocks[index].depth + 1 else None
        if value and value.default and not value.loose:
            found.append(value)
    return found[0] if len(found) == 1 else None


def lone_range(blocks: list[Block], index: int, context: Context) -> tuple[Block, grammar.Range] | None:
    """The range that is the one item of the list below a block: `- 1-65535: the port`."""
    depth = blocks[index].depth
    following = blocks[index + 1 : index + 3]
    if not following or not following[0].item or following[0].depth != depth + 1:
        return None
    if len(following) > 1 and following[1].depth > depth:
        return None
    bounds = grammar.read_range(following[0].text, 0, len(following[0].text), context.language)
    return (following[0], bounds) if bounds else None


def _swapped(values: list[Value], context: Context) -> bool:
    """Whether the items name the values behind the colon: `Chinese: zh-CN`."""
    texts = [value.text for value in values]
    return context.shown not in texts and context.shown in [value.description for value in values if value.description]


def paragraphs(blocks: list[Block], index: int, context: Context) -> list[Value]:
    """Values that stand one a paragraph below a block: `**on**: it does.` and `**off**: it does not.`"""
    depth = blocks[index].depth
    values: list[Value] = []
    for at in range(index + 1, len(blocks)):
        block = blocks[at]
        if block.item or block.code or block.depth != depth:
            break
        value = grammar.read_item(block, context.language)
        if value is None or context.language.label.fullmatch(value.text):
            break
        alike = values and not values[-1].quoted and values[-1].description and value.description and not value.loose
        if not (value.quoted or (len(block.text) < _SHORT and (alike or not values))):
            break
        values.append(value)
    lone = len(values) == 1
    return [] if lone and (values[0].loose or not certain(values[0], context)) else values
