"""Rules over several parameters: which sentence forbids, demands or ignores one because of another.

A rule is made only where the whole sentence matches, every name in it is a parameter of the operation and every value
is a plain word; anything else stays prose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from docpact.contract.model import Condition, Rule, RuleKind
from docpact.understand.prose import values as grammar
from docpact.understand.prose.language import Language
from docpact.understand.prose.markdown import Block

_INDEX = re.compile(r"\.(?:[nNmM]|1)$")  # a list may be called without its index: `PetIds` for `PetIds.N`
_QUOTES = "`'\"“”‘’ "


class Relations:
    """Reads the rules that hold between the parameters of one operation."""

    def __init__(self, language: Language, name: str, names: Collection[str]) -> None:
        self.language = language
        self.name = name
        self.names = tuple(dict.fromkeys((*names, name)))
        self.folded = {_INDEX.sub("", other).lower(): other for other in reversed(self.names)}
        self.folded |= {other.lower(): other for other in self.names}

    def read(self, kinds: Iterable[str], said: Mapping[str, str | None], says: str) -> Iterator[Rule]:
        """The rules of one sentence, `said` being what its groups matched; none where a part of it is not understood."""
        target = self._resolve(said["target"] or self.name) if "target" in said else self.name
        when = self._conditions(said["condition"] or "") if "condition" in said else ()
        others = self._others(said["others"] or "") if "others" in said else ()
        if target is None or when is None or others is None or any(condition.parameter == target for condition in when):
            return
        for kind in kinds:
            if kind == "ignored_unless":
                for condition in when:
                    negated = replace(condition, negated=not condition.negated)
                    yield Rule(kind=RuleKind.IGNORED_IF, parameter=target, when=(negated,), says=says)
            elif kind in ("exclusive", "any_of"):
                together = (target, *others) if "target" in said else others
                order = [name for name in self.names if name in together]
                if len(order) > 1:
                    yield Rule(kind=RuleKind(kind), parameter=order[0], others=tuple(order[1:]), says=says)
            elif kind == "together" and self.name in others and len(others) > 1:
                rest = tuple(other for other in others if other != self.name)
                yield Rule(kind=RuleKind.REQUIRES, parameter=self.name, others=rest, says=says)
            elif kind == "requires" and target not in others:
                yield Rule(kind=RuleKind.REQUIRES, parameter=target, others=others, says=says)
            elif kind == "required_if" and when == (Condition(parameter=self.name),):
                yield Rule(kind=RuleKind.REQUIRES, parameter=self.name, others=(target,), says=says)
            elif kind not in ("requires", "together") and when:
                yield Rule(kind=RuleKind(kind), parameter=target, when=when, says=says)

    def _resolve(self, text: str) -> str | None:
        """The parameter that a name in the prose stands for."""
        text = text.strip(_QUOTES)
        if self.language.self.fullmatch(text):
            return self.name
        return text if text in self.names else self.folded.get(text.lower())

    def _conditions(self, text: str) -> tuple[Condition, ...] | None:
        """`X is set to a or b`, also several joined by `and`; None where not all of it is understood."""
        one = self._condition(text)
        if one is not None:
            return (one,)
        parts = [self._condition(part) for part in self.language.conjunction.split(text)]
        conditions = tuple(part for part in parts if part is not None)
        return conditions if len(conditions) == len(parts) else None

    def _condition(self, text: str) -> Condition | None:
        text = text.strip(" ,，")
        for form in self.language.conditions:
            match = form.pattern.fullmatch(text)
            if match is None:
                continue
            parameter = self._resolve(match.group("name"))
            if parameter is None:
                continue
            if "choice" not in match.re.groupindex:
                return Condition(parameter=parameter, negated=form.negated)
            choice = match.group("choice")
            found = grammar.read_values(Block(choice), 0, len(choice), self.language)
            if (
                found
                and found.end == len(choice)
                and not any(value.text in self.names or "=" in value.text for value in found.values)
            ):
                return Condition(
                    parameter=parameter, values=tuple(value.text for value in found.values), negated=form.negated
                )
        return None

    def _others(self, text: str) -> tuple[str, ...] | None:
        """The names in `the A and B parameters`."""
        text = self.language.filler.sub(" ", text).strip()
        names = [self._resolve(part) for part in self.language.separator.split(text) if part.strip(_QUOTES)]
        resolved = tuple(name for name in names if name is not None)
        return resolved if resolved and len(resolved) == len(names) else None
