"""A dialect: the words in which one vendor's pages, in one language, say what a part of a page is.

Dialects are data, `dialects/*.toml`; see the comments there. Nothing else in docpact knows a heading or a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from docpact.understand import dialect_file
from docpact.understand.dialect_file import DialectError
from docpact.understand.markdown import plain

__all__ = ["Dialect", "DialectError", "Guess", "TreeForms", "TypeName", "Words", "builtin", "fold", "load", "parse"]

_TRIM = "?:：.。,，;；!！*` "
_NUMBERING = r"[*\s]*(?:(?:table|表)\s*\d+|\d+(?:\.\d+)*[.)、]?(?=\D))[\s:：.*]*"
_CLOSE = 0.82
_MEMORY = 4096
_LONGEST_MARKED = 200


@dataclass(frozen=True, slots=True)
class Guess:
    """What a word stands for. `meant` is the dialect's spelling where the page's is nearly that."""

    role: str
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class TypeName:
    """What a type cell says. `of` is the type of the items; `of_name` their name where it is no known type."""

    type: str | None
    format: str | None = None
    of: TypeName | None = None
    of_name: str | None = None
    json: bool = False
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class TreeForms:
    """How the dialect writes a table that shows an answer as a tree. `{}` stands for what a form is about."""

    name: str
    """The head of the column of names; it is what marks such a table."""
    item: str
    """The type of a row that describes the items of the list above it."""
    unlisted: str
    """The type of a member that only examples have."""
    untyped: str
    """The type of a member for which the table has none, as the example shows it."""
    disputed: str
    """The type of a member, then the type in the table and the one in the example, which are not the same."""
    respelt: str
    """The name of a member in the table and in the example, which are not the same."""
    again: str
    """The name of a row that is about the member above it too."""


def fold(text: str) -> str:
    """A word for comparison: without Markdown, blanks, case and trailing punctuation."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    return plain(text).replace(" ", "").strip(_TRIM).casefold()


_SHORT = 100
_fold_short = lru_cache(maxsize=_MEMORY)(_fold)


class Words:
    """A table from words to roles that forgives misspellings. In a word, `{}` stands for any text."""

    def __init__(self, roles: Mapping[str, Iterable[str]]) -> None:
        self._roles = {fold(word): role for role, words in roles.items() for word in words}
        self._forms = [(_form(word), role) for role, words in roles.items() for word in words if "{}" in word]
        self._spelt: dict[str, str] = {}
        for word in (word for words in roles.values() for word in words):
            self._spelt.setdefault(fold(word), word)  # of equal words the first is the spelling to suggest
        self._known: dict[str, Guess | None] = {}
        self._exact: dict[str, Guess | None] = {}

    def find(self, text: str, *, forgiving: bool = True) -> Guess | None:
        """What a word stands for, with `forgiving` also where it is nearly one that is known."""
        try:
            exact = self._exact[text]
        except KeyError:
            if len(self._exact) > _MEMORY:
                self._exact.clear()
                self._known.clear()
            role = self._roles.get(fold(text)) or self._of_form(text)
            exact = self._exact[text] = None if role is None else Guess(role)
        if exact is not None or not forgiving:
            return exact
        return self._nearly(fold(text))

    def _of_form(self, text: str) -> str | None:
        if not self._forms or len(text) > _SHORT:
            return None
        return next((role for pattern, role in self._forms if pattern.fullmatch(plain(text))), None)

    def _nearly(self, word: str) -> Guess | None:
        if not 3 <= len(word) <= 60:
            return None
        if word not in self._known:
            swapped = [known for known in self._roles if sorted(known) == sorted(word)]
            close = swapped if len(word) == 3 else get_close_matches(word, self._roles, 1, _CLOSE)
            self._known[word] = Guess(self._roles[close[0]], self._spelt[close[0]]) if close else None
        return self._known[word]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One dialect, ready for use. Obtain it from `load` or `builtin`."""

    id: str
    language: str
    sections: Words
    columns: Words
    error_columns: Words
    """What heads of columns mean in tables of errors, before `columns` is asked."""
    numbering: re.Pattern[str]
    positions: Words
    yes_no: Words
    pseudo_parameters: frozenset[str]
    no_example: frozenset[str]
    child_marks: str
    index_letters: frozenset[str]
    group_row: re.Pattern[str]
    yes_pattern: re.Pattern[str]
    marks: tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...]
    """How a table without a column for it says what is required: behind a name, before a description, and what it means."""
    body_table: re.Pattern[str]
    request_example: re.Pattern[str]
    error_example: re.Pattern[str]
    explorer: re.Pattern[str]
    common_errors_link: re.Pattern[str]
    common_parameters_title: re.Pattern[str]
    common_errors_title: re.Pattern[str]
    read_only_verbs: tuple[str, ...]
    versions: Mapping[str, str]
    sentences: Mapping[str, str]
    """The sentence that a column about the value stands for, with `{}` for its cell, by the column's role."""
    body_by_default: bool
    """Whether a POST, PUT or PATCH sends in its body what the page does not place."""
    tree: TreeForms | None
    _types: Words
    _compound: tuple[tuple[re.Pattern[str], str], ...]
    _type_cache: dict[str, TypeName | None] = field(default_factory=dict)

    def section(self, heading: str, *, forgiving: bool = True) -> Guess | None:
        """What the section below a heading is for; numbers in front of it (`2.1`, `Table 3:`) do not count."""
        return self.sections.find(_unnumbered(heading, self.numbering), forgiving=forgiving)

    def column(self, head: str, *, errors: bool = False) -> Guess | None:
        """What a column holds; `errors` says that its table stands where errors are expected."""
        own = self.error_columns.find(head, forgiving=False) if errors else None
        return own or self.columns.find(head)

    def marked(self, name: str, description: str) -> tuple[str, bool | None]:
        """The name without a mark that says whether it is required, and what that mark, or one of the description, says."""
        for behind, before, meaning in self.marks:
            found = behind.search(name) if len(name) <= _LONGEST_MARKED else None
            if found is not None or before.match(description[:_LONGEST_MARKED]):
                return name if found is None else name[: found.start()], meaning
        return name, None

    def required(self, text: str) -> bool | None:
        """What a cell of the `required` column says; None where it is neither yes nor no."""
        guess = self.yes_no.find(text, forgiving=False)
        if guess is None and fold(text).strip("[]()（）"):
            guess = self.yes_no.find(fold(text).strip("[]()（）"), forgiving=False)
        if guess is None:
            return True if self.yes_pattern.search(plain(text)) else None
        return guess.role == "yes"

    def nearly_required(self, text: str) -> Guess | None:
        """What a cell says that is neither yes nor no but nearly one of them: `Yse`, `Optinal`."""
        return self.yes_no.find(text)

    def type(self, text: str) -> TypeName | None:
        """What a type cell says; None where it is no known type."""
        if text not in self._type_cache:
            if len(self._type_cache) > _MEMORY:
                self._type_cache.clear()
            self._type_cache[text] = self._read_type(plain(text))
        return self._type_cache[text]

    def _read_type(self, text: str) -> TypeName | None:
        if not text:
            return TypeName(None)
        guess = self._types.find(text, forgiving=False)
        if guess is None:
            for pattern, role in self._compound:
                match = pattern.fullmatch(text)
                if match is not None:
                    inner = match[1].strip()
                    of = self._read_type(inner) if inner else None
                    if role == _ITSELF:
                        return of
                    return TypeName(role, of=of, of_name=inner if of is None else None)
            guess = self._types.find(text)
        if guess is None:
            return None
        if guess.role == "none":
            return TypeName(None)
        kind, _, form = guess.role.partition(":")
        if form == "json":
            return TypeName(kind, json=True, meant=guess.meant)
        return TypeName(kind, form or None, meant=guess.meant)

    def is_read_only(self, operation: str) -> bool:
        """Whether an operation of that name only reads."""
        for verb in self.read_only_verbs:
            head, rest = operation[: len(verb)], operation[len(verb) :]
            if head.casefold() == verb.casefold() and (not rest or not rest[0].islower()):
                return True
        return False


@lru_cache(maxsize=_MEMORY)
def _unnumbered(heading: str, numbering: re.Pattern[str]) -> str:
    return numbering.sub("", heading, count=1)


def parse(text: str, where: str) -> Dialect:
    """The dialect that a TOML text says. Raises DialectError."""
    try:
        return _build(dialect_file.read(text, where, fold))
    except KeyError as error:
        help = 'write it, or take what the file does not say from another dialect: extends = "alibaba-en"'
        raise DialectError(f"{where}: the key {error} is missing; {help}") from None
    except re.error as error:
        raise DialectError(f"{where}: the pattern {error.pattern!r} is wrong: {error}") from None
    except (TypeError, AttributeError) as error:
        raise DialectError(f"{where}: {error}") from None


@cache
def load(path: Path) -> Dialect:
    """The dialect in a file. Raises DialectError and OSError."""
    return parse(path.read_text(encoding="utf-8"), str(path))


@cache
def builtin() -> tuple[Dialect, ...]:
    """The dialects that come with docpact."""
    return tuple(load(path) for path in sorted(dialect_file.FOLDER.glob("*.toml")))


def _form(word: str) -> re.Pattern[str]:
    """A word with a gap as a pattern whose first group is the gap."""
    before, after = (re.escape(part).replace(r"\ ", r"\s*") for part in word.split("{}", 1))
    return re.compile(f"{before}(.+?){after}", re.IGNORECASE | re.DOTALL)


_ITSELF = "{}"
"""The role of forms that mean just the type in their gap: `nullable {}`."""


def _build(data: dict[str, Any]) -> Dialect:
    words, labels, links, titles = data["words"], data["labels"], data["links"], data["pages"]
    simple, compound = {}, []
    for role, names in data["types"].items():
        simple[role] = [name for name in names if "{}" not in name]
        for name in names:
            if "{}" in name:
                compound.append((_form(name), role))
    flags = re.IGNORECASE
    return Dialect(
        id=str(data["id"]),
        language=str(data["language"]),
        sections=Words(data["sections"]),
        columns=Words(data["columns"]),
        error_columns=Words(data.get("error_columns", {})),
        numbering=re.compile(labels.get("numbering", _NUMBERING), flags),
        positions=Words(data["positions"]),
        yes_no=Words({"yes": words["yes"], "no": words["no"]}),
        pseudo_parameters=frozenset(fold(word) for word in words["pseudo_parameters"]),
        no_example=frozenset(fold(word) for word in words["no_example"]),
        child_marks="".join(words["child_marks"]),
        index_letters=frozenset(words["index_letters"]),
        group_row=re.compile(words["group_row"], flags),
        yes_pattern=re.compile(words["yes_pattern"], flags),
        marks=tuple(
            (
                re.compile(rf"[\s,(*_]+(?:{mark})[\s)*_.]*$", flags),
                re.compile(rf"[\s(*_]*(?:{mark})[\s)*_]*(?:[.,;:。，；：]|$)", flags),
                meaning,
            )
            for key, meaning in (("required_mark", True), ("optional_mark", False))
            if (mark := words.get(key))
        ),
        body_table=re.compile(labels["body_table"], flags),
        request_example=re.compile(labels["request_example"], flags),
        error_example=re.compile(labels["error_example"], flags),
        explorer=re.compile(links["explorer"]),
        common_errors_link=re.compile(links["common_errors"]),
        common_parameters_title=re.compile(titles["common_parameters"], flags),
        common_errors_title=re.compile(titles["common_errors"], flags),
        read_only_verbs=tuple(data["verbs"]["read_only"]),
        sentences=dict(data.get("sentences", {})),
        body_by_default=bool(data.get("requests", {}).get("body_by_default", False)),
        versions={str(product).casefold(): str(version) for product, version in data.get("versions", {}).items()},
        tree=TreeForms(**data["tree"]) if "tree" in data else None,
        _types=Words(simple),
        _compound=tuple(compound),
    )
