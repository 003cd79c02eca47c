"""Reads YAML as OpenAPI means it, and finds the place of a value again when somebody must be told.

Plain scalars follow the JSON schema of YAML 1.2: no dates, only `true` and `false` are booleans, no octal or
sexagesimal numbers. Nothing but plain data is ever built. PyYAML's C loader does the work.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from yaml import SafeLoader as BaseLoader
else:
    BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(Exception):
    """The text is not YAML, or not YAML of the safe kind. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class _Loader(BaseLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else str(key)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+\Z", "-+0123456789"),
    (
        "float",
        r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def _construct_int(loader: Any, node: Any) -> int:
    return int(loader.construct_scalar(node))


def _construct_map(loader: Any, node: Any) -> Any:
    return loader.construct_mapping(node, deep=True)


def _construct_seq(loader: Any, node: Any) -> Any:
    return loader.construct_sequence(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_seq)


def load(text: str) -> Any:
    """The value that the YAML text says.

    Raises YamlError where the text is broken, holds two equal keys or asks for anything but plain data.
    """
    try:
        return yaml.load(text, _Loader)  # noqa: S506  (a SafeLoader with fewer resolvers)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(str(error.problem or error.context), line, column) from None
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], 1, 1) from None
    except RecursionError:
        raise YamlError("the values are nested too deeply", 1, 1) from None
    except ValueError as error:
        raise YamlError(str(error), 1, 1) from None


def locate(text: str, pointer: tuple[str | int, ...]) -> tuple[int, int]:
    """Line and column (from 1) of the value at `pointer`, or of its nearest ancestor that exists.

    Slow beside `load`: meant for messages, after the fact. For many pointers into one text, use `Places`.
    """
    return Places(text).locate(pointer)


class Places:
    """Where the values of one YAML text stand. The text is parsed once, when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @functools.cached_property
    def _root(self) -> Any:
        try:
            return yaml.compose(self._text, _Loader)
        except (yaml.YAMLError, RecursionError):
            return None

    def locate(self, pointer: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column (from 1) of the value at `pointer`, or of its nearest ancestor that exists."""
        node: Any = self._root
        line, column = 1, 1
        for step in pointer:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if getattr(k, "value", None) == step), None)
                if found is None:
                    break
                key, node = found
                line, column = key.start_mark.line + 1, key.start_mark.column + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line, column = node.start_mark.line + 1, node.start_mark.column + 1
            else:
                break
        return (line, column)
