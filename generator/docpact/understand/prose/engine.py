"""Runs a language's rules over the blocks of a cell and weighs what they yield.

A sentence speaks for the whole parameter only where it stands in the cell itself and under no condition. Each
statement is kept with its sentence; a keyword for which two sentences say different things is not claimed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from docpact.contract import model as contract
from docpact.understand.prose import values as grammar
from docpact.understand.prose.language import MARKS, NUMBERS, Language, Rule, groups
from docpact.understand.prose.markdown import Block
from docpact.understand.prose.relations import Relations
from docpact.understand.prose.values import Value

_LONGEST = 4000
"""Sentences longer than this many characters are not prose; nothing is claimed from them."""
_LONGEST_RELATION = 500

_TERMINAL = re.compile(r"\s*(?:[.。!！?？;；\n]|$)")
_CLAUSE = re.compile(r"\s*[,，(（;；]")
_MIXED = re.compile(r"\s*(?:[,，、|;；]|\band\b|\bor\b|和|或|以及)\s*[-\"“'{\[]?\d")
_COLON = re.compile(r"\s*[:：]")
_ECMA_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")
_IDENTIFIER = re.compile(r"[\w.+ -]*[A-Za-z_][\w.+ -]*|-?\d+")
_HEAD = re.compile(r"(?:[^.。,，;；]|\.(?=\w)){1,60}?[:：](?!//)")
_SHAPE = re.compile(r"[^\w\s*-]")
_PHRASE = re.compile(r"\w[\w.+-]*(?: [\w.+-]*\w){1,3}(?=\s*(?:[.。,，;；]|$))")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Context:
    """The parameter whose description is read."""

    language: Language
    type: str | None
    name: str
    names: Collection[str] = ()
    example: str | None = None

    @property
    def multiple(self) -> str | None:
        """How the example strings several values together: `,` or JSON, None where it is one value."""
        example = (self.example or "").replace("\\", "").strip()
        if example[:1] in ("[", "{"):
            return "json"
        return "," if "," in example else None

    def is_self(self, subject: str) -> bool:
        """Whether a name in the prose is the parameter's own: `Period`, `SystemDisk.Size` or just `Size`."""
        subject, name = subject.lower(), self.name.lower()
        return (
            name in (subject, subject + ".n")
            or name.endswith("." + subject)
            or bool(self.language.self.fullmatch(subject))
        )

    def takes(self, keyword: str) -> bool:
        """Whether a keyword makes sense for the declared type."""
        if keyword in ("minimum", "maximum"):
            return self.type not in ("boolean", "object")
        if keyword in ("min_length", "max_length"):
            return self.type in (None, "string", "array")
        if keyword in ("min_items", "max_items"):
            return self.type == "array"
        return True


@dataclass(frozen=True, slots=True)
class Statement:
    """One keyword's value and the sentence that says so."""

    value: object
    says: str


@dataclass(slots=True)
class Findings:
    """Everything stated, by keyword, in the order of the page."""

    statements: dict[str, list[Statement]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    rules: list[contract.Rule] = field(default_factory=list)

    def add(self, keyword: str, value: object, says: str) -> None:
        """Keep a statement."""
        self.statements.setdefault(keyword, []).append(Statement(value, says))

    def agreed(self, keyword: str) -> Statement | None:
        """The statement that all sentences about the keyword agree on."""
        found = self.statements.get(keyword)
        if not found:
            return None
        first = found[0].value
        same = set(first) if isinstance(first, tuple) else first
        agree = all(
            (set(other.value) if isinstance(other.value, tuple) else other.value) == same for other in found[1:]
        )
        return found[0] if agree else None

    def index(self, letter: str, minimum: float | None, maximum: float | None) -> None:
        """Keep the range of a placeholder in the name, `N` of `Tag.N.Key`."""
        low, high = self.indexes.get(letter, (None, None))
        self.indexes[letter] = (low if minimum is None else int(minimum), high if maximum is None else int(maximum))


def sentences(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a block."""
    start = 0
    for match in language.boundary.finditer(text):
        end = match.end()
        if text[end - 1 : end] == "." and text[max(start, end - 8) : end - 1].endswith(language.abbreviations):
            continue
        if text[start:end].strip():
            yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)


def _with_values(sentence: str, values: list[Value] | None) -> str:
    """The sentence that introduces a list, with the values of the list."""
    return f"{sentence} {'; '.join(value.text for value in values or ())}"


class Study:
    """One pass over a cell."""

    def __init__(self, blocks: list[Block], context: Context) -> None:
        self.blocks = blocks
        self.context = context
        self.language = context.language
        self.findings = Findings()
        self.before = ""  # the sentence before, in the same block
        self.tail = (Block(""), 0)  # the block that is read, and where the sentence begins in it
        self.consumed: set[int] = set()  # paragraphs that stand for items of a list of values

    def run(self) -> Findings:
        """Apply every rule to every sentence that may hold it."""
        lowered = [block.text.lower() for block in self.blocks]
        rules = self.language.candidates("\n".join(lowered))
        if len(self.blocks) == 1:
            rules = [rule for rule in rules if not rule.below]
        for index, block in enumerate(self.blocks):
            if not rules or block.code or index in self.consumed:
                continue
            here = [rule for rule in rules if rule.item or not block.depth]
            if block.depth and (self.context.multiple or self._headed(index)):
                here = [rule for rule in here if rule.item is True]
            here = [rule for rule in here if any(word in lowered[index] for word in rule.words)]
            if not here:
                continue
            self.before = ""
            for start, end in sentences(block.text, self.language):
                if end - start > _LONGEST:
                    continue
                last = index if end == len(block.text) else None
                sentence = block.part(start, end)
                self.tail = (block, start)
                self._sentence(sentence, here, last, start=start, first=not index and not start)
                self.before = sentence.text
        return self.findings

    def _sentence(self, sentence: Block, rules: list[Rule], index: int | None, *, start: int, first: bool) -> None:
        """One sentence; `index` is its block's where it is the block's last, so that a list may follow."""
        small = sentence.text.lower()
        conditional: bool | None = None
        for rule in rules:
            if not any(word in small for word in rule.words):
                continue
            if rule.relations:
                self._relate(rule, sentence)
                continue
            if (rule.below and index is None) or (rule.first and not first) or not self._applies(rule):
                continue
            if not rule.conditional:
                if conditional is None:
                    conditional = bool(self.language.conditional.search(sentence.text))
                if conditional:
                    continue
            for match in rule.pattern.finditer(sentence.text):
                if sentence.depth and (start or (match.start() and rule.item is True)):
                    break  # an item speaks for the parameter only where the rule is all that it says
                self._yield(rule, match, sentence, index)

    def _applies(self, rule: Rule) -> bool:
        """Whether the parameter's type and example admit the rule."""
        if rule.types and (self.context.type or "string") not in rule.types:
            return False
        if rule.unless is not None and any(rule.veto.search(block.text) for block in self.blocks):
            return False
        if rule.shown is None:
            return True
        example = (self.context.example or "").replace("\\", "").strip()
        return bool(rule.looks.fullmatch(example)) if example else not rule.needs_example

    def _relate(self, rule: Rule, sentence: Block) -> None:
        """A rule over several parameters, where the whole sentence states one."""
        if len(sentence.text) > _LONGEST_RELATION or not self.context.names:
            return
        match = rule.pattern.match(sentence.text)
        if match:
            relations = Relations(self.language, self.context.name, self.context.names)
            self.findings.rules.extend(relations.read(rule.relations, match, sentence.text))

    def _yield(self, rule: Rule, match: re.Match[str], sentence: Block, index: int | None) -> None:
        said = groups(match)
        subject = said.get("subject")
        letter = subject if subject and len(subject) == 1 else None
        if subject and not letter and not self.context.is_self(subject):
            return
        says = sentence.text
        marks = {mark for mark in MARKS if said.get(mark) is not None}
        if "values" in marks or (letter and "value" in marks):
            self._values(sentence, match.end(), letter, index)
        elif letter:
            pass
        elif "value" in marks:
            self._enumerate(self._inline(sentence, match.end()), says)
        elif "choices" in marks:
            self._enumerate(self._borne_out(self._inline(sentence, match.end(), least=2)), says)
        elif "only" in marks:
            self._enumerate(self._borne_out(self._inline(sentence, match.end(), most=1)), says)
        elif index is not None and marks & {"listed", "shown"}:
            self._below(index, says, shown="shown" in marks)
        elif "default" in marks:
            self._default(sentence, match.end())
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
                self.findings.add(keyword, number, says)
        length, unit = said.get("length"), said.get("unit")
        if length and self.context.takes("max_length"):
            self.findings.add("min_length", int(length), says)
            self.findings.add("max_length", int(length), says)
        if unit:
            self.findings.add("unit", unit.strip(), says)
        for keyword, setting in rule.sets.items():
            self.findings.add(keyword, setting, says)

    def _values(self, sentence: Block, position: int, letter: str | None, index: int | None) -> None:
        """What follows `Valid values:`: a range, a list in the sentence, or the list below it."""
        bounds = grammar.read_range(sentence.text, position, len(sentence.text), self.language)
        if bounds:
            if not self._range_ends(sentence.text, bounds.end):
                return
            if letter:
                self.findings.index(letter, bounds.minimum, bounds.maximum)
            elif self.context.takes("minimum") and not self._contradicted(bounds):
                self.findings.add("minimum", bounds.minimum, sentence.text)
                self.findings.add("maximum", bounds.maximum, sentence.text)
                if bounds.unit:
                    self.findings.add("unit", bounds.unit, sentence.text)
        elif letter:
            found = grammar.read_values(sentence, position, len(sentence.text), self.language)
            if (
                found
                and len(found.values) == 1
                and found.values[0].text.isdigit()
                and self._ends(sentence.text, found.end)
            ):
                self.findings.index(letter, int(found.values[0].text), int(found.values[0].text))
        elif _TERMINAL.match(sentence.text, position):
            values = self._listed(index) if index is not None else None
            self._enumerate(values, _with_values(sentence.text, values))
        else:
            values = self._described(position) or self._inline(sentence, position)
            self._enumerate(values, sentence.text)

    def _described(self, position: int) -> list[Value] | None:
        """Values with descriptions from a position in the sentence on, over the sentences that follow."""
        block, start = self.tail
        start += len(block.text[start:]) - len(block.text[start:].lstrip())
        values = grammar.read_described(block, start + position, self.language)
        return values if len(values) > 1 else None

    def _headed(self, index: int) -> bool:
        """Whether an item is about one value, one part or one case: `Port: …`, or is below a condition."""
        block = self.blocks[index]
        if block.item and _HEAD.match(block.text):
            return True
        lead = self._leads[index]
        return lead is not None and (lead.item or bool(self.language.conditional.search(lead.text)))

    @functools.cached_property
    def _leads(self) -> list[Block | None]:
        """For each block the nearest one before it that is less deep."""
        out: list[Block | None] = []
        open_blocks: list[Block] = []
        for block in self.blocks:
            while open_blocks and open_blocks[-1].depth >= block.depth:
                open_blocks.pop()
            out.append(open_blocks[-1] if open_blocks else None)
            open_blocks.append(block)
        return out

    def _range_ends(self, text: str, position: int) -> bool:
        """Whether a range is all that is said: `1 to 100, and -1` is more than a range."""
        if _MIXED.match(text, position):
            return False
        after = self.language.after.match(text, position)
        if after:
            position = after.end()
        return not _MIXED.match(text, position) and self._ends(text, position)

    def _contradicted(self, bounds: grammar.Range) -> bool:
        """Whether the example is no number at all, so that the range must be about a part of the value."""
        example = (self.context.example or "").strip()
        return (
            self.context.type not in ("integer", "number") and bool(re.search(r"[A-Za-z\[]", example)) and bool(bounds)
        )

    def _ends(self, text: str, position: int) -> bool:
        return bool(_TERMINAL.match(text, position) or _CLAUSE.match(text, position))

    def _below(self, index: int, says: str, *, shown: bool) -> None:
        """A list that is not called one of values: it is where the example is in it."""
        values = self._listed(index)
        example = (self.context.example or "").replace("\\", "").strip()
        texts = [value.text for value in values or ()]
        borne_out = example in texts or not (shown or example)
        plain = all(_IDENTIFIER.fullmatch(text) for text in texts)
        if values and len(values) > 1 and borne_out and plain and not set(texts) & set(self.context.names):
            self._enumerate(values, _with_values(says, values))

    def _borne_out(self, values: list[Value] | None) -> list[Value] | None:
        """The values, where quotes or the example show that they are no ordinary words."""
        if not values or not self.language.latin or all(value.quoted for value in values):
            return values
        if self.context.example in [value.text for value in values]:
            return values
        return None

    def _inline(self, sentence: Block, position: int, *, least: int = 1, most: int | None = None) -> list[Value] | None:
        found = grammar.read_values(sentence, position, len(sentence.text), self.language)
        if not found or len(found.values) < least or (most is not None and len(found.values) > most):
            return None
        if not self._ends(sentence.text, found.end) and not (
            len(found.values) == 1 and _COLON.match(sentence.text, found.end)
        ):
            return None
        return found.values if len(found.values) > 1 or self._certain(found.values[0]) else None

    def _certain(self, value: Value) -> bool:
        """Whether a lone word is a value and not the beginning of a sentence."""
        if value.text == self.context.example:
            return True
        if self.before and self.language.conditional.search(self.before):
            return False
        if value.quoted or not self.language.latin:
            return True
        return not value.text.islower() and value.text.lower() not in self.language.not_values

    def _listed(self, index: int) -> list[Value] | None:
        """The values in the list, or in the paragraphs that stand for a list, below the block at `index`."""
        lead = self.blocks[index]
        items: list[Block] = []
        for block in self.blocks[index + 1 :]:
            if block.depth <= lead.depth:
                break
            if block.item and block.depth == lead.depth + 1:
                items.append(block)
        if not items:
            return self._paragraphs(index)
        values: list[Value] = []
        for item in items:
            value = grammar.read_item(item, self.language)
            if value is None:
                return None
            values.append(value)
        if (
            any(value.loose for value in values)
            and self.language.latin
            and self.context.example not in [value.text for value in values]
        ):
            return None
        return values

    def _paragraphs(self, index: int) -> list[Value] | None:
        """Values that stand one a paragraph, `**on**: …` and `**off**: …`, or one paragraph that lists them all."""
        depth = self.blocks[index].depth
        values: list[Value] = []
        for block in self.blocks[index + 1 :]:
            if block.item or block.code or block.depth != depth:
                break
            value = grammar.read_item(block, self.language)
            if value is None or not (value.quoted or (len(block.text) < 80 and not values)):
                break
            values.append(value)
        if values:
            self.consumed.update(range(index + 1, index + 1 + len(values)))
            return values if len(values) > 1 or (self._certain(values[0]) and not values[0].loose) else None
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if following is None or following.item or following.code:
            return None
        return self._inline(following, 0)

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
        if typed is None:
            return
        after = self.language.after.match(text, position)
        if after:
            position = after.end()
        if self._ends(text, position) or self.language.and_more.match(text, position):
            self.findings.add("default", typed, text)
        elif phrase := _PHRASE.match(text, start):
            self.findings.add("word", phrase.group(), text)
