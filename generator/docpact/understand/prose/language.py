"""What a language's data file says: its vocabulary and its rules, compiled when first needed.

A file is TOML. `[words]` and `[patterns]` feed the value grammar, `[macros]` name fragments for the rules, and each
`[[rule]]` has

- `id`, and `about`: one line on what it reads;
- `words`: a rule is tried only in cells that contain one of these, in small letters;
- `pattern`: a regular expression, searched within one sentence; `{name}` is a macro. What it yields are its named
  groups. `minimum`, `max_length`, … capture numbers, `literal` a default, `subject` whose values are meant. Empty ones mark
  where the value grammar takes over: `{values}` a range or values, also listed below; `{choices}` two values or more;
  `{value}` one; `{only}` one that is quoted; `{listed}` a list below; `{shown}` a list below with the example among it;
  `{default}` one value. `contains`, `contains_only`, `starts`, `not_starts`, `not_contains` capture where a list of characters
  begins, `regex` a regular expression. `{target}`, `{condition}` and `{others}` belong to rules over several parameters;
- `conditional = true` where a sentence under a condition will do, `item = true` where a list item that begins so will do
  (`item = "sentence"`: any item that is plain prose), `types` where only
  parameters of these types will do, `shown` where the parameter's example, if it has one, must look like that (and
  `needs_example = true` where it must have one), `first = true` where only the cell's first sentence will do, `unless` where the
  cell must not hold this expression anywhere;
- `sets`: keywords with fixed values; `relations`: the kinds of a rule over several parameters;
- `examples`: sentences and exactly what they yield. They are the rule's tests.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

NUMBER = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.[0-9]{1,9})?(?![0-9.]*[0-9])"
NAME = r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
MARKS = ("values", "value", "choices", "only", "listed", "shown", "default")
"""The empty groups that mark where the value grammar takes over."""
_GROUP = re.compile(r"\(\?P<([a-z_]+)>")
_MACRO = re.compile(r"\{([a-z_]+)\}")
NUMBERS = ("minimum", "maximum", "min_length", "max_length", "min_items", "max_items")
"""The keywords whose values a pattern captures as numbers."""
FORMS = ("contains", "contains_only", "starts", "not_starts", "not_contains", "counted", "regex")
"""The groups that capture a list of characters, and the regular expression that a page gives itself."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One prose rule."""

    id: str
    words: tuple[str, ...]
    source: str
    raw: str = ""
    conditional: bool = False
    item: bool | str = False
    types: tuple[str, ...] = ()
    shown: str | None = None
    needs_example: bool = False
    first: bool = False
    unless: str | None = None
    relations: tuple[str, ...] = ()
    sets: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Mapping[str, Any], ...] = ()

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source, re.IGNORECASE)

    @functools.cached_property
    def looks(self) -> re.Pattern[str]:
        """What the example must look like, compiled."""
        return re.compile(self.shown or "", re.DOTALL)

    @functools.cached_property
    def veto(self) -> re.Pattern[str]:
        """What the cell must not hold, compiled."""
        return re.compile(self.unless or r"(?!)", re.IGNORECASE)

    @functools.cached_property
    def form(self) -> bool:
        """Whether the rule is about the characters of the value."""
        return any(f"(?P<{name}>" in self.raw for name in FORMS)

    @functools.cached_property
    def below(self) -> bool:
        """Whether the rule is about the list below a sentence."""
        return "{listed}" in self.raw or "{shown}" in self.raw


@dataclass(frozen=True, eq=False)
class Form:
    """One way to say that a parameter has a value, or is or is not given."""

    source: str
    negated: bool = False

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern: groups `name` and, where values are compared, `choice`."""
        return re.compile(self.source, re.IGNORECASE)


class Language:
    """The vocabulary and the rules of one language."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.name: str = data["language"]
        words: Mapping[str, list[str]] = data["words"]
        patterns: Mapping[str, str] = data["patterns"]
        self.macros = {
            "number": NUMBER,
            "to": f"(?:{_any(words['to'])}|[-~～–—])",
            "unit": _any(words["units"]),
            **{name: f"(?P<{name}>{NUMBER})" for name in NUMBERS},
            **{name: f"(?P<{name}>)" for name in MARKS},
            "name": rf"(?P<name>{patterns['self']}|{NAME})",
            "choice": "(?P<choice>.+)",
            "others": "(?P<others>.+?)",
            "condition": "(?P<condition>.+?)",
            **{name: f"(?:{source})" for name, source in patterns.items()},
        }
        for name, source in data.get("macros", {}).items():
            self.macros[name] = f"(?:{self.expand(source)})"
        self.nothing = frozenset(word.lower() for word in words["nothing"])
        self.nothing_at = re.compile(rf"(?:{_any(words['nothing'])})(?![A-Za-z0-9_-])", re.IGNORECASE)
        self.not_values = frozenset(word.lower() for word in words["not_values"])
        glued = patterns.get("glued", "(?!)")
        self.boundary = re.compile(rf"(?<![(（])[.!?](?=[\"')\]’”]*(?:\s|$))|[。！？；\n]|{glued}")
        self.abbreviations = tuple(words["abbreviations"])
        self.conditional = re.compile(patterns["conditional"], re.IGNORECASE)
        self.each = re.compile(patterns.get("each", "(?!)"), re.IGNORECASE)
        self.default_note = re.compile(patterns["default_note"], re.IGNORECASE)
        self.default_sentence = re.compile(patterns["default_sentence"], re.IGNORECASE)
        self.condition_item = re.compile(self.expand(patterns["condition_item"]), re.IGNORECASE)
        self.after = re.compile(self.expand(patterns["after"]), re.IGNORECASE)
        self.latin: bool = data["latin"]
        self.self = re.compile(patterns["self"], re.IGNORECASE)
        self.index_subject = re.compile(patterns["index_subject"])
        self.and_more = re.compile(patterns["and_more"], re.IGNORECASE)
        joined = rf"\s+(?:{_any(words['and'])})\s+" if self.latin else rf"\s*(?:{_any(words['and'])})\s*"
        self.separator = re.compile(rf"\s*[,，、|｜;；/]\s*(?:(?:{_any(words['and'])})\b\s*)?|{joined}", re.IGNORECASE)
        self.list_goes_on = re.compile(rf"(?:{self.separator.pattern})|\s*(?:[.。;；\])）}}\n]|$)", re.IGNORECASE)
        self.label = re.compile(patterns["label"])
        self.remark = re.compile(rf"(?:{patterns['remark']})\s*[:：]")
        self.item_colon = re.compile(rf"\s*[:：=]\s*|\s+[-–—]+\s+|\s*——?\s*|[,，]\s*|\s*(?:{_any(words['means'])})\s*")
        self.means = re.compile(rf"\s*[:：]\s*|\s*(?:{_any(words['means'])})\s*", re.IGNORECASE)
        unit = f"\\s?(?:{_any(words['units'])})(?![A-Za-z])"
        self.range = re.compile(
            rf"\s*(?:{patterns['before_range']})?(?:"
            rf"(?P<low>{NUMBER})(?P<low_unit>{unit})?\s*(?:{_any(words['to'])}|[-~～–—])\s*(?P<high>{NUMBER})(?P<high_unit>{unit})?"
            rf"|(?:{patterns['between']})(?P<least>{NUMBER})(?:{unit})?\s+and\s+(?P<most>{NUMBER})(?P<most_unit>{unit})?"
            rf"|[\[［【](?P<left>{NUMBER})\s*[,，~～-]\s*(?P<right>{NUMBER})[\]］】])",
            re.IGNORECASE,
        )
        self.unit_at = re.compile(rf"\s*(?P<unit>{_any(words['units'])})(?![A-Za-z])", re.IGNORECASE)
        self._same = {unit.lower(): units[0] for units in words.get("same_units", ()) for unit in units}
        self.separated = re.compile(patterns["separated"], re.IGNORECASE)
        self.json_list = re.compile(patterns["json_list"], re.IGNORECASE)
        self.field_required = re.compile(patterns["field_required"], re.IGNORECASE)
        self.types = {kind: re.compile(source, re.IGNORECASE) for kind, source in data["types"].items()}
        self.conjunction = re.compile(patterns["conjunction"], re.IGNORECASE)
        self.filler = re.compile(patterns["filler"], re.IGNORECASE)
        self.clause = re.compile(patterns.get("clause", "(?!)"), re.IGNORECASE)
        self.symbol = re.compile(patterns.get("symbol", "(?!)"), re.IGNORECASE)
        self.open_form = re.compile(patterns.get("open_form", "(?!)"), re.IGNORECASE)
        self.characters = tuple(
            (re.compile(entry["name"], re.IGNORECASE), tuple(entry["classes"])) for entry in data.get("character", ())
        )
        self.conditions = tuple(
            Form(self.expand(entry["pattern"]), entry.get("negated", False)) for entry in data["condition"]
        )
        self.rules = tuple(self._rule(entry) for entry in data["rule"])
        self.item_forms = tuple(rule for rule in self.rules if rule.form and rule.item)
        told: dict[str, set[int]] = {}
        for position, rule in enumerate(self.rules):
            for word in rule.words:
                told.setdefault(word, set()).add(position)
        self._told = tuple(told.items())

    def candidates(self, lowered: str) -> list[Rule]:
        """The rules that may match a text in small letters, in the order of the file."""
        told = [positions for word, positions in self._told if word in lowered]
        return [self.rules[position] for position in sorted(set().union(*told))]

    def same_unit(self, one: str, other: str) -> bool:
        """Whether two spellings are of one unit: `seconds` and `s`."""
        one, other = one.lower(), other.lower()
        return self._same.get(one, one) == self._same.get(other, other)

    def expand(self, source: str) -> str:
        """A pattern with its macros filled in."""
        expanded = _MACRO.sub(lambda match: self.macros.get(match.group(1), match.group()), source)
        seen: dict[str, int] = {}

        def rename(match: re.Match[str]) -> str:
            """Alternatives may name a group again; `groups` reads them as one."""
            name = match.group(1)
            seen[name] = seen.get(name, 0) + 1
            return f"(?P<{name}{'__' + str(seen[name]) if seen[name] > 1 else ''}>"

        return _GROUP.sub(rename, expanded)

    def _rule(self, entry: Mapping[str, Any]) -> Rule:
        return Rule(
            id=entry["id"],
            words=tuple(entry["words"]),
            source=self.expand(entry["pattern"]),
            raw=entry["pattern"],
            conditional=entry.get("conditional", False),
            item=entry.get("item", False),
            types=tuple(entry.get("types", ())),
            shown=entry.get("shown"),
            needs_example=entry.get("needs_example", False),
            first=entry.get("first", False),
            unless=entry.get("unless"),
            relations=tuple(entry.get("relations", ())),
            sets=entry.get("sets", {}),
            examples=tuple(entry.get("examples", ())),
        )


def groups(match: re.Match[str]) -> dict[str, str | None]:
    """The named groups of a match; of a group that alternatives repeat, the one that took part."""
    said = match.groupdict()
    if not any("__" in name for name in said):
        return said
    found: dict[str, str | None] = {}
    for name, text in said.items():
        base = name.partition("__")[0]
        if found.get(base) is None:
            found[base] = text
    return found


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def load(path: Traversable | Path) -> Language:
    """The language that a data file describes.

    Raises ValueError that names the file and what is wrong with it: no TOML, a part missing, a pattern that does not compile.
    """
    try:
        found = Language(tomllib.loads(path.read_text(encoding="utf-8")))
    except KeyError as error:
        raise ValueError(f"{path}: {error.args[0]!r} is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error) as error:
        raise ValueError(f"{path}: {error}") from error
    return found


@functools.cache
def language(name: str) -> Language | None:
    """The language of that name, or None where no data file speaks it."""
    file = resources.files(__package__) / "languages" / f"{name}.toml"
    return load(file) if name.isalnum() and file.is_file() else None
