"""Runs a language's rules over the blocks of a cell and decides which sentences speak for the whole parameter.

A sentence does so only where it stands in the cell itself and under no condition. Each statement is kept with its
sentence; a keyword for which two sentences say different things is not claimed.
"""

from __future__ import annotations

import functools
import re

from docpact.understand.prose.claims import Claims, Sentence
from docpact.understand.prose.context import Context, Findings
from docpact.understand.prose.language import Rule
from docpact.understand.prose.markdown import Block
from docpact.understand.prose.readings import Match, Reading, readings
from docpact.understand.prose.relations import Relations

_HEAD = re.compile(r"(?:[^.。,，;；]|\.(?=\w)){1,60}?[:：](?!//)")


class Study:
    """One pass over a cell."""

    def __init__(self, blocks: list[Block], context: Context) -> None:
        self.blocks = blocks
        self.context = context
        self.language = context.language
        self.claims = Claims(blocks, context)
        self.findings = self.claims.findings

    def run(self) -> Findings:
        """Let every sentence say what it says of the parameter."""
        for index, block in enumerate(self.blocks):
            if block.code or index in self.claims.consumed:
                continue
            partial = block.depth > 0 and (self.context.composed or self._headed(index))
            if partial:
                self._leave_open(block.text)
            for said in readings(block.text, self.language, followed=index + 1 < len(self.blocks)):
                last = index if said.end == len(block.text) else None
                sentence = Sentence(block.part(said.start, said.end), block, said.start, last, said.before)
                self._sentence(sentence, said, first=not index and not said.start, partial=partial)
        self._shape()
        self.findings.in_unit(self.language)
        return self.findings

    def _shape(self) -> None:
        """The pattern that the sentences about characters make together."""
        found, context = self.findings, self.context
        if not found.form.says or context.type not in (None, "string") or context.composed:
            return
        if "enum" in found.statements or any(self.language.open_form.search(block.text) for block in self.blocks):
            return
        if any(self.language.separated.search(block.text) for block in self.blocks):
            return
        default = found.agreed("default")
        pattern = found.form.pattern(context.shown, "" if default is None else str(default.value))
        if pattern is not None:
            found.add("pattern", pattern, " ".join(found.form.says))

    def _sentence(self, sentence: Sentence, said: Reading, *, first: bool, partial: bool) -> None:
        """One sentence; `partial` where its block is about a part of the value."""
        depth = sentence.block.depth
        for rule, matches in said.matches:
            if depth and (rule.item is not True if partial else not rule.item):
                continue
            if rule.relations:
                self._relate(rule, matches[0], sentence.block.text)
            elif not self._applies(rule, sentence, first=first):
                continue
            elif not rule.conditional and self._conditional(said):
                self.findings.form.open |= rule.form  # under a condition
            else:
                for match, groups in matches:
                    if depth and (sentence.start or (match.start() and rule.item is True)):
                        self.findings.form.open |= rule.form
                        break  # an item speaks for the parameter only where the rule is all that it says
                    self.claims.take(rule, match, groups, sentence)

    def _conditional(self, said: Reading) -> bool:
        """Whether a sentence speaks of a case, or of each of several things; a number is not several things."""
        return said.conditional or (said.each and self.context.type not in ("integer", "number"))

    def _leave_open(self, text: str) -> None:
        """What is said of a part of the value leaves the characters of the whole value open."""
        form, small = self.findings.form, text.lower()
        form.open = form.open or any(
            rule.pattern.search(text) for rule in self.language.item_forms if any(word in small for word in rule.words)
        )

    def _applies(self, rule: Rule, sentence: Sentence, *, first: bool) -> bool:
        """Whether the rule is meant for such a place in the cell, and the parameter's type and example admit it."""
        if rule.first and not first:
            return False
        if rule.types and (self.context.type or "string") not in rule.types:
            return False
        if rule.unless is not None and any(rule.veto.search(block.text) for block in self.blocks):
            return False
        if rule.shown is None:
            return True
        shown = self.context.shown
        return bool(rule.looks.fullmatch(shown)) if shown else not rule.needs_example

    def _relate(self, rule: Rule, match: Match, says: str) -> None:
        """A rule over several parameters, where the whole sentence states one."""
        if self.context.names:
            relations = Relations(self.language, self.context.name, self.context.names)
            self.findings.rules.extend(relations.read(rule.relations, match.said, says))

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
