"""The form of a dialect file: which tables and keys it has, and how one file builds on another.

`dialects/alibaba-en.toml` explains each of them, for those who write a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "dialects"
"""Where the dialects are that come with docpact, each in a file of its id's name."""

Data = dict[str, Any]

_TEXTS = frozenset({"id", "language", "extends"})
_SECTIONS = (
    "request path query header body body_detail syntax response response_header response_syntax example error "
    "description prose"
)
_COLUMNS = "name type required example description position status code message default values constraint"
_LISTS: Mapping[str, str] = {
    "sections": _SECTIONS,
    "columns": _COLUMNS,
    "error_columns": _COLUMNS,
    "positions": "query path header body",
    "words": "yes no pseudo_parameters no_example child_marks index_letters",
    "verbs": "read_only",
}
"""Tables of lists of words."""
_SINGLE: Mapping[str, str] = {
    "words": "yes_pattern group_row required_mark optional_mark",
    "sentences": "values default constraint",
    "tree": "name item unlisted untyped disputed respelt again",
    "labels": "request_example error_example body_table numbering",
    "links": "explorer common_errors",
    "pages": "common_parameters common_errors",
}
"""Tables of single texts, patterns most of them."""
_JSON_TYPES = frozenset("string integer number boolean array object none {}".split())
_TABLES = frozenset((*_LISTS, *_SINGLE, "types", "versions", "requests"))


class DialectError(Exception):
    """A dialect file is not one. The message says where and why."""


def read(text: str, where: str, fold: Callable[[str], str]) -> Data:
    """What a dialect file says, with all that it takes from the dialect it extends. Raises DialectError.

    `fold` is how words are compared: a word to which the file gives a meaning loses the one it had.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DialectError(f"{where}: {error}") from None
    _check(data, where)
    base = data.pop("extends", None)
    if base is None:
        return data
    file = FOLDER / f"{base}.toml"
    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if base not in known:
        raise DialectError(f"{where}: extends = {base!r}: there is no such dialect; there are {', '.join(known)}")
    return _extended(read(file.read_text(encoding="utf-8"), str(file), fold), data, fold)


def _extended(base: Data, data: Data, fold: Callable[[str], str]) -> Data:
    """The base with the file's own words in front of its lists, and the file's own texts instead of its texts."""
    out = dict(base)
    for key, value in data.items():
        if not isinstance(value, dict):
            out[key] = value
            continue
        own = {fold(word) for words in value.values() if isinstance(words, list) for word in words}
        table = {
            role: [word for word in words if fold(word) not in own] if isinstance(words, list) else words
            for role, words in base.get(key, {}).items()
        }
        for role, words in value.items():
            table[role] = [*words, *table.get(role, [])] if isinstance(words, list) else words
        out[key] = table
    return out


def _check(data: Data, where: str) -> None:
    _known(data, _TABLES | _TEXTS, where, "")
    for key, value in data.items():
        if key in _TEXTS:
            _expect(isinstance(value, str), where, key, 'a text: "..."')
            continue
        _expect(isinstance(value, dict), where, key, f"a table: [{key}]")
        lists, texts = _LISTS.get(key, "").split(), _SINGLE.get(key, "").split()
        if key == "types":
            for name in value:
                _known({name.partition(":")[0]: None}, _JSON_TYPES, where, key)
            lists = list(value)
        elif key == "versions":
            texts = list(value)
        elif key == "requests":
            _known(value, frozenset({"body_by_default"}), where, key)
            _expect(all(isinstance(v, bool) for v in value.values()), where, f"{key}.body_by_default", "true or false")
        else:
            _known(value, frozenset((*lists, *texts)), where, key)
        for name, said in value.items():
            if name in lists:
                sound = isinstance(said, list) and all(isinstance(word, str) and word for word in said)
                _expect(sound, where, f"{key}.{name}", 'a list of words: ["one", "two"]')
            elif name in texts:
                _expect(isinstance(said, str), where, f"{key}.{name}", 'a text: "..."')


def _expect(sound: bool, where: str, key: str, what: str) -> None:
    if not sound:
        raise DialectError(f"{where}: `{key}` must be {what}")


def _known(table: Mapping[str, Any], known: frozenset[str], where: str, name: str) -> None:
    for key in table:
        if key not in known:
            close = get_close_matches(key, sorted(known), 1)
            hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(sorted(known))}"
            raise DialectError(f"{where}: unknown key `{key}`{f' in [{name}]' if name else ''}: {hint}")
