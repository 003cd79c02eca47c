"""What the matches of rules claim about a parameter: its values, bounds and default, read by the value grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from docpact.understand.prose import lists
from docpact.understand.prose import values as grammar
from docpact.understand.prose.context import Context, Findings
from docpact.understand.prose.language import FORMS, MARKS, NUMBERS, Rule
from docpact.understand.prose.markdown import Block
from docpact.understand.prose.values import Value

_MIXED = re.compile(r"\s*(?:[,，、|;；]|\band\b|\bor\b|和|或|以及)\s*[-\"“'{\[]?\d")
_COLON = re.compile(r"\s*[:：]")
_ECMA_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")
_IDENTIFIER = re.compile(r"[\w.+ -]*[A-Za-z_][\w.+ -]*|-?\d+")
_SHAPE = re.compile(r"[^\w\s*-]")
_PHRASE = re.compile(r"\w[\w.+-]*(?: [\w.+-]*\w){1,3}(?=\s*(?:[.。,，;；]|$))")
_NO_NUMBER = re.compile(r"[A-Za-z\[]")
_REFERENCE = re.compile(r"(?:[A-Z][a-z]+)+I[dD]")  # `KennelId`: the default is the value that goes by that name
_SPACE = re.compile(r"\s*")


class Sentence(NamedTuple):
    """A sentence at its place in a cell."""

    block: Block
    """Its text with its quotations."""
    inside: Block
    """The block in which it stands, from `start` on."""
    start: int
    last_of: int | None
    """The index of that block where it is the block's last sentence, so that a list may follow."""
    before: str
    """The sentence before it in the block."""


def _with_values(sentence: str, values: list[Value] | None) -> str:
    """The sentence that introduces a list, with the values of the list."""
    return f"{sentence} {'; '.join(value.text for value in values or ())}"


def _group(match: re.Match[str], keyword: str) -> str:
    """Which of the groups for a keyword took part: alternatives may name it again."""
    return next(name for name, text in match.groupdict().items() if text is not None and name.split("__")[0] == keyword)


class Claims:
    """What is claimed of one parameter, from the blocks of its cell."""

    def __init__(self, blocks: list[Block], context: Context) -> None:
        self.blocks = blocks
        self.context = context
        self.language = context.language
        self.findings = Findings()
        self.consumed: set[int] = set()  # paragraphs that stand for items of a list of values
        self.lists: dict[int, list[Value] | None] = {}

    def take(self, rule: Rule, match: re.Match[str], said: Mapping[str, str | None], sentence: Sentence) -> None:
        """Take in one match of a rule, `said` being the text of its groups."""
        subject = said.get("subject")
        letter = subject if subject and len(subject) == 1 else None
        if subject and not letter and not self.context.is_self(subject):
            return
        block, says, index = sentence.block, sentence.block.text, sentence.last_of
        if rule.form:
            for name, text in match.groupdict().items():
                kind = name.partition("__")[0]
                if text is not None and kind in FORMS:
                    self.findings.form.add(kind, says, *match.span(name), self.language)
            return
        marks = {mark for mark in MARKS if said.get(mark) is not None}
        if "values" in marks or (letter and "value" in marks):
            self._values(sentence, match.end(), letter)
        elif letter:
            pass
        elif "value" in marks:
            self._enumerate(lists.inline(block, match.end(), self.context, sentence.before), says)
        elif "choices" in marks:
            self._enumerate(self._quoted(sentence, match.end(), least=2), says)
        elif "only" in marks:
            self._enumerate(self._quoted(sentence, match.end(), most=1), says)
        elif index is not None and marks & {"listed", "shown"}:
            self._below(index, says, shown="shown" in marks)
        elif "default" in marks:
            self._default(block, match.end())
        if said.get("literal"):
            typed = grammar.typed(said["literal"] or "", self.context.type)
            if typed is not None and (said["literal"] or "").lower() not in self.language.nothing:
                self.findings.add("default", typed, says)
        for keyword in NUMBERS:
            text = said.get(keyword)
            if text is None:
                continue
            number = grammar.number(text)
            if letter:
                self.findings.index(
                    letter, number if keyword == "minimum" else None, number if keyword == "maximum" else None
                )
            elif self.context.takes(keyword) and not self.language.index_subject.search(says, 0, match.start() + 1):
                unit_here = self.language.unit_at.match(says, match.end(_group(match, keyword)))
                self.findings.add(keyword, number, says, unit_here["unit"] if unit_here else "")
        length, unit = said.get("length"), said.get("unit")
        if length and self.context.takes("max_length"):
            self.findings.add("min_length", int(length), says)
            self.findings.add("max_length", int(length), says)
        if unit:
            self.findings.add("unit", unit.strip(), says)
        for keyword, setting in rule.sets.items():
            self.findings.add(keyword, setting, says)

    def _values(self, sentence: Sentence, position: int, letter: str | None) -> None:
        """What follows `Valid values:`: a range, a list in the sentence, or the list below it."""
        block, says, index = sentence.block, sentence.block.text, sentence.last_of
        bounds = grammar.read_range(says, position, len(says), self.language)
        if bounds:
            if self._range_ends(says, bounds.end):
                self._bounds(bounds, letter, says)
        elif letter:
            one = lists.inline(block, position, self.context, most=1)
            if one and one[0].text.isdigit():
                self.findings.index(letter, int(one[0].text), int(one[0].text))
        elif lists.nothing_follows(says, position):
            lone = lists.lone_range(self.blocks, index, self.context) if index is not None else None
            if lone and self._range_ends(lone[0].text, lone[1].end):
                self._bounds(lone[1], None, f"{says} {lone[0].text}")
                return
            values = self._listed(index) if index is not None else None
            if values is None and index is not None:
                self._marked_default(index, says)
            self._enumerate(values, _with_values(says, values))
        else:
            values = self._described(sentence, position)
            values = values or lists.inline(block, position, self.context, sentence.before)
            self._enumerate(values, says)

    def _marked_default(self, index: int, says: str) -> None:
        """The one item that is marked as the default, in a list that has ranges too: `-1 (default): unlimited`."""
        marked = lists.marked(self.blocks, index, self.context)
        typed = grammar.typed(marked.text, self.context.type) if marked else None
        if marked and typed is not None:
            self.findings.add("default", typed, f"{says} {marked.text}")

    def _bounds(self, bounds: grammar.Range, letter: str | None, says: str) -> None:
        if letter:
            self.findings.index(letter, bounds.minimum, bounds.maximum)
        elif self.context.takes("minimum") and not self._contradicted():
            self.findings.add("minimum", bounds.minimum, says)
            self.findings.add("maximum", bounds.maximum, says)
            if bounds.unit:
                self.findings.add("unit", bounds.unit, says)

    def _quoted(
        self, sentence: Sentence, position: int, *, least: int = 1, most: int | None = None
    ) -> list[Value] | None:
        """Values of a sentence that might as well be prose: quotes or the example must bear them out."""
        values = lists.inline(sentence.block, position, self.context, sentence.before, least=least, most=most)
        return lists.borne_out(values, self.context)

    def _described(self, sentence: Sentence, position: int) -> list[Value] | None:
        """Values with descriptions from a position in the sentence on, over the sentences that follow."""
        block, start = sentence.inside, sentence.start
        start += len(block.text[start:]) - len(block.text[start:].lstrip())
        values = grammar.read_described(block, start + position, self.language)
        return values if len(values) > 1 else None

    def _range_ends(self, text: str, position: int) -> bool:
        """Whether a range is all that is said: `1 to 100, and -1` is more than a range."""
        if _MIXED.match(text, position):
            return False
        after = self.language.after.match(text, position)
        if after:
            position = after.end()
        if _MIXED.match(text, position):
            return False
        return lists.ends(text, position) or bool(
            _COLON.match(text, position) or self.language.and_more.match(text, position)
        )

    def _contradicted(self) -> bool:
        """Whether the example is no number at all, so that a range must be about a part of the value."""
        return self.context.type not in ("integer", "number") and bool(_NO_NUMBER.search(self.context.shown))

    def _below(self, index: int, says: str, *, shown: bool) -> None:
        """A list that is not called one of values: it is where the example is in it."""
        values = self._items(index)
        texts = [value.text for value in values or ()]
        known = self.context.shown in texts or not (shown or self.context.shown) or self.context.type == "boolean"
        if values and not self.context.shown:  # quoted values, one of them the default: nothing else looks so
            known = known or (all(value.quoted for value in values) and sum(value.default for value in values) == 1)
        plain = all(_IDENTIFIER.fullmatch(text) for text in texts)
        if values and len(values) > 1 and known and plain and not set(texts) & set(self.context.names):
            self._enumerate(values, _with_values(says, values))

    def _listed(self, index: int) -> list[Value] | None:
        """The values below the block at `index`: in items, in paragraphs, or all in one paragraph."""
        following = index + 1
        if following >= len(self.blocks) or self.blocks[following].code:
            return None
        if self.blocks[following].depth > self.blocks[index].depth:
            return self._items(index)
        values = lists.paragraphs(self.blocks, index, self.context)
        if values:
            self.consumed.update(range(following, following + len(values)))
            return values
        return lists.inline(self.blocks[following], 0, self.context)

    def _items(self, index: int) -> list[Value] | None:
        """The values in the list below a block, which several rules may ask for."""
        if index not in self.lists:
            self.lists[index] = lists.items(self.blocks, index, self.context)
        return self.lists[index]

    def _enumerate(self, values: list[Value] | None, says: str) -> None:
        if not values or any(not value.quoted and value.text in self.language.not_values for value in values):
            return
        converted = [grammar.typed(value.text, self.context.type) for value in values]
        if None in converted:
            return
        defaults = [typed for typed, value in zip(converted, values, strict=True) if value.default]
        if len(defaults) == 1:
            self.findings.add("default", defaults[0], says)
        if self.context.type in ("boolean", "object"):
            return
        if self.context.type not in ("string", None):
            self.findings.add("enum", tuple(dict.fromkeys(converted)), says)
        elif self._several(values):
            one = "|".join(_ECMA_SPECIAL.sub(r"\\\g<0>", value.text) for value in values)
            self.findings.add("pattern", f"(?:{one})(?:, ?(?:{one}))*", says)
        elif self._shown(values):
            self.findings.add("enum", tuple(dict.fromkeys(converted)), says)
        else:
            return
        for value in values:
            if value.description:
                self.findings.descriptions[value.text] = value.description

    def _several(self, values: list[Value]) -> bool:
        """Whether the string may hold several of the values, joined by commas."""
        texts = {value.text for value in values}
        example = [part.strip() for part in (self.context.example or "").split(",")]
        if len(example) > 1:
            return texts.issuperset(example)
        return any(self.language.separated.search(block.text) for block in self.blocks if not block.depth)

    def _shown(self, values: list[Value]) -> bool:
        """Whether the example could be one of the values.

        An example of another shape, an address where the values are words, means that the values are parts of a value or
        stand for something that the caller fills in. One that merely is not among them is the page's mistake.
        """
        example = (self.context.example or "").strip()
        if not example or not example.isascii():
            return True
        texts = [value.text for value in values]
        return example in texts or not set(_SHAPE.findall(example)) - set(_SHAPE.findall("".join(texts)))

    def _default(self, sentence: Block, position: int) -> None:
        text = sentence.text
        space = _SPACE.match(text, position)
        start = space.end() if space else position
        found = grammar.read_default(sentence, start, len(text), self.language)
        if found is None or self.context.type in ("object", "array"):
            return
        value, position = found
        typed = grammar.typed(value, self.context.type)
        if value.lower() in self.language.nothing:
            self.findings.add("word", value, text)
            return
        if typed is None or value in self.context.names or _REFERENCE.fullmatch(value):
            return
        unit = self.language.unit_at.match(text, position)
        after = self.language.after.match(text, position)
        if after:
            position = after.end()
        if lists.ends(text, position) or self.language.and_more.match(text, position):
            self.findings.add("default", typed, text, unit["unit"] if unit else "")
        elif phrase := _PHRASE.match(text, start):
            self.findings.add("word", phrase.group(), text)
