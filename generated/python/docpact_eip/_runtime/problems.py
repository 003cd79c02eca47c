"""What is wrong with an argument, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .facts import Facts
from .masking import MASK, without_secrets
from .unset import UNSET

At: TypeAlias = "tuple[Any, ...]"
"""The way to a value inside an argument: the argument's `Parameter`, then numbers of items (from 1) and those of members."""
_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "a mapping",
}
_HOLDERS = (dict, list, tuple)
_NOTHING: Mapping[str, Any] = {}
_ALL = ("parameter", "rule", "value", "message", "says", "code", "argument")


class Problem:
    """One way in which an argument breaks a documented rule. It is put into words when it is read.

    `rule` is a keyword of JSON Schema (`required`, `type`, `enum`, `maximum`, …) or the kind of a rule over several
    parameters. `value` is the value, `***` where it is a secret, `UNSET` where none was given.
    """

    __slots__ = ("_at", "_of", "_told", "rule", "value")

    def __init__(self, of: Facts, rule: str, value: object, at: At = (), told: Mapping[str, Any] = _NOTHING) -> None:
        """`of` is the parameter or member, `at` the way to the value inside an argument, `told` are words that are known."""
        self._of = of
        self._at = at
        self._told = told
        self.rule = rule
        self.value = value
        if of.secret and value is not UNSET:
            self._told = {"message": self.message, **told}  # worded while the value is known
            self.value = MASK
        elif isinstance(value, _HOLDERS):
            self.value = without_secrets(value)

    @property
    def parameter(self) -> str:
        """The wire name, with the place inside lists and structures: `Tag.2.Key`."""
        at = self._at
        if not at:
            return str(self._told.get("parameter") or self._of.wire)
        words = str(at[0].wire)
        for step in at[1:]:
            words = f"{words}.{step if step.__class__ is int else step.wire}"
        return words

    @property
    def argument(self) -> str:
        """The same place as a Python caller writes it: `tag[1].key`."""
        at = self._at
        if not at:
            return str(self._told.get("argument") or self._of.name)
        words = str(at[0].name)
        for step in at[1:]:
            words = f"{words}[{step - 1}]" if step.__class__ is int else f"{words}.{step.name}"
        return words

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self._told.get("message") or _WORDS[self.rule](self._of, self.value)

    @property
    def says(self) -> str:
        """The sentence of the page that states the rule; empty where none does."""
        return self._told["says"] if "says" in self._told else self._of.says.get(self.rule, "")

    @property
    def code(self) -> str | None:
        """The documented error code that the service would have answered with."""
        if "code" in self._told:
            return self._told["code"]  # type: ignore[no-any-return]
        codes = self._of.codes or (self._at[0].codes if self._at else _NOTHING)
        return codes.get(self.rule) or (None if self.rule == "required" else codes.get(""))

    def __str__(self) -> str:
        said = f' (documented: "{self.says}")' if self.says else ""
        return f"{self.parameter}: {self.message}{said}"

    def __repr__(self) -> str:
        return f"Problem({', '.join([f'{name}={getattr(self, name)!r}' for name in _ALL])})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and all(getattr(self, name) == getattr(other, name) for name in _ALL)

    def __hash__(self) -> int:
        return hash((self.parameter, self.rule, self.message))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, tuple(getattr(self, name) for name in _ALL)


def _restored(*words: Any) -> Problem:
    """A problem that was pickled."""
    problem = Problem.__new__(Problem)
    told: dict[str, Any] = dict(zip(_ALL, words, strict=True))
    problem._of, problem._at, problem._told = Facts("", ""), (), told
    problem.rule, problem.value = told["rule"], told["value"]
    return problem


# --------------------------------------------------------------------------------------------- messages


def _required(of: Facts, value: Any) -> str:
    return "it is required and was not given" if value is UNSET else "it is required and is empty"


def _type(of: Facts, value: Any) -> str:
    if value is None:
        return "None is no value here; leave the argument out to send nothing"
    if of.kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return "it is no finite number"
    wanted = _KINDS.get(of.kind, "a value") if of.struct is None else of.struct.__name__
    return f"it must be {wanted}, not {type(value).__name__}"


def _enum(of: Facts, value: Any) -> str:
    hint = '; to send it all the same, wrap it in unchecked("…")' if of.kind == "string" else ""
    return f"{_shown(of, value)} is none of the documented values: {', '.join(map(str, of.values))}{hint}"


def _format(of: Facts, value: Any) -> str:
    if of.kind == "string":
        return f"{_shown(of, value)} is no date and time like 2026-01-31T12:00:00Z"
    return f"{_shown(of, value)} does not fit {of.format or 'int64'}"


def _shown(of: Facts, value: Any) -> str:
    if of.secret:
        return "the value"
    return repr(str.__str__(value) if isinstance(value, str) else value)


_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "required": _required,
    "type": _type,
    "enum": _enum,
    "additionalProperties": lambda of, value: f"it has no documented member {value!r}",
    "format": _format,
    "minimum": lambda of, value: f"{_shown(of, value)} is less than {of.minimum}",
    "maximum": lambda of, value: f"{_shown(of, value)} is more than {of.maximum}",
    "minLength": lambda of, value: f"it has {len(value)} characters, at least {of.min_length} are needed",
    "maxLength": lambda of, value: f"it has {len(value)} characters, at most {of.max_length} are allowed",
    "minItems": lambda of, value: f"it has {len(value)} items, at least {of.min_items} are needed",
    "maxItems": lambda of, value: f"it has {len(value)} items, at most {of.max_items} are allowed",
    "pattern": lambda of, value: f"{_shown(of, value)} does not have the documented form {of.pattern}",
}
