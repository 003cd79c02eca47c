"""Applies an OpenAPI Overlay 1.0: corrections, and facts that pages cannot say, each with its reason.

Actions are done one after the other on the plain document. The reasons of those that were done are kept in the
document, under `x-docpact-overlay`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import jsonpath

from docpact.contract import yaml_reader
from docpact.contract.overlay_codes import (
    INVALID_OVERLAY,
    INVALID_TARGET,
    MISFIT_UPDATE,
    UNEXPLAINED_ACTION,
    UNMATCHED_TARGET,
)
from docpact.diagnostics import Code, Diagnostic, Span

RECORD = "x-docpact-overlay"

_Pointer: TypeAlias = tuple[str | int, ...]


def apply(document: Any, overlay_text: str, path: str) -> tuple[Any, list[Diagnostic]]:
    """The document with the overlay's actions done, and what is wrong with the overlay.

    `path` is the overlay's name in messages. The document that is given stays as it is. An action that cannot be
    done is reported and left out; the others are done.
    """
    source = _Source(overlay_text, path)
    try:
        overlay = yaml_reader.load(overlay_text)
    except yaml_reader.YamlError as error:
        span = Span(path, error.line, error.column, error.line, error.column + 1)
        source.found.append(INVALID_OVERLAY.at(span, f"not valid YAML: {error}", help="mend the line"))
        return document, source.found
    result = copy.deepcopy(document)
    done = [entry for index, action in _actions(overlay, source) if (entry := _do(result, action, index, source))]
    if done and isinstance(result, dict):
        result[RECORD] = [*result.get(RECORD, []), *done]
    return result, source.found


class _Source:
    """The overlay's text, to say where something stands, and the findings so far."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.found: list[Diagnostic] = []

    def report(self, code: Code, pointer: _Pointer, message: str, help: str) -> None:
        line, column = yaml_reader.locate(self.text, pointer)
        rows = self.text.splitlines()
        end = len(rows[line - 1].rstrip()) + 1 if line <= len(rows) else column
        self.found.append(code.at(Span(self.path, line, column, line, max(end, column + 1)), message, help=help))

    def invalid(self, pointer: _Pointer, message: str, help: str) -> None:
        self.report(INVALID_OVERLAY, pointer, message, help)


def _actions(overlay: Any, source: _Source) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The well-formed actions with their places in the list. What is not well-formed is reported."""
    if not isinstance(overlay, dict):
        source.invalid(
            (), "an overlay is a mapping with `overlay`, `info` and `actions`", "run `docpact explain DP310`"
        )
        return
    _only(overlay, {"overlay", "info", "extends", "actions"}, (), source)
    version = overlay.get("overlay")
    if not re.fullmatch(r"1\.\d+\.\d+", version if isinstance(version, str) else ""):
        source.invalid(("overlay",), f"`overlay` is {version!r}, not a version 1.x", "write `overlay: 1.0.0`")
    info = overlay.get("info")
    for key in ("title", "version"):
        if not isinstance(info, dict) or not isinstance(info.get(key), str):
            source.invalid(("info",), f"`info.{key}` is missing or not a string", f"add `{key}` below `info`")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        source.invalid(("actions",), "`actions` must be a list with at least one action", "add an action")
        return
    for index, action in enumerate(actions):
        if _is_action(action, ("actions", index), source):
            yield index, action


def _is_action(action: Any, pointer: _Pointer, source: _Source) -> bool:
    before = len(source.found)
    if not isinstance(action, dict):
        source.invalid(pointer, "an action is a mapping", "give it `target` and `update` or `remove: true`")
        return False
    _only(action, {"target", "description", "update", "remove"}, pointer, source)
    if not isinstance(action.get("target"), str):
        source.invalid((*pointer, "target"), "`target` must be a JSONPath string", "write `target: $.…`")
    if not isinstance(action.get("remove", False), bool):
        source.invalid((*pointer, "remove"), "`remove` must be true or false", "write `remove: true`")
    elif not action.get("remove") and "update" not in action:
        source.invalid(pointer, "the action neither updates nor removes", "add `update: …` or `remove: true`")
    if not isinstance(action.get("description", ""), str):
        source.invalid((*pointer, "description"), "`description` must be a string", "put it in quotes")
    return len(source.found) == before


def _only(table: Mapping[str, Any], known: set[str], pointer: _Pointer, source: _Source) -> None:
    for key in table:
        if key not in known and not key.startswith("x-"):
            source.invalid((*pointer, key), f"unknown field `{key}`", f"known fields are {', '.join(sorted(known))}")


def _do(document: Any, action: Mapping[str, Any], index: int, source: _Source) -> dict[str, Any] | None:
    """Does one action in place. Returns its record, or None where it could not be done."""
    at: _Pointer = ("actions", index, "target")
    target, reason = action["target"], str(action.get("description") or "").strip()
    if not reason:
        source.report(
            UNEXPLAINED_ACTION, at, "the action does not say why it is right", "add a `description` with the reason"
        )
    selected = _select(document, target, at, source)
    if not selected:
        return None
    misfit = _remove(document, selected) if action.get("remove") else _update(document, selected, action["update"])
    if misfit:
        source.report(MISFIT_UPDATE, at, misfit, "run `docpact explain DP313`")
        return None
    return {"target": target, **({"reason": reason} if reason else {})}


def _select(document: Any, target: str, at: _Pointer, source: _Source) -> list[_Pointer]:
    """The places that the path selects; reports a path that is broken or selects nothing."""
    try:
        matches = jsonpath.JSONPathEnvironment(strict=True).finditer(target, document)
        selected = [tuple(match.parts) for match in matches]
    except (jsonpath.JSONPathError, RecursionError) as error:
        why = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        place = getattr(getattr(error, "token", None), "index", None)
        where = f", at character {place + 1} of the path" if isinstance(place, int) and place >= 0 else ""
        source.report(
            INVALID_TARGET, at, f"`{target}` is not a JSONPath expression: {why}{where}", "paths begin with `$`"
        )
        return []
    if not selected:
        source.report(
            UNMATCHED_TARGET,
            at,
            f"`{target}` selects nothing{_nearest(document, target)}",
            "mend the path, or remove the action if the pages now say the same",
        )
    return selected


def _nearest(document: Any, target: str) -> str:
    """How far a path leads: `; $.paths['/A'] is there, its `post` is not`. Empty where that cannot be told."""
    steps = re.findall(r"\$|\.\.?[\w-]+|\.\*|\[(?:'[^']*'|\"[^\"]*\"|[^\]'\"]|'[^']*'|\"[^\"]*\")*\]", target)
    if "".join(steps) != target:
        return ""
    for end in range(len(steps) - 1, 0, -1):
        head = "".join(steps[:end])
        try:
            if next(iter(jsonpath.finditer(head, document)), None) is not None:
                return f": `{head}` is there, but nothing below it is `{steps[end]}`"
        except jsonpath.JSONPathError:
            return ""
    return ""


def _update(document: Any, selected: list[_Pointer], value: Any) -> str:
    """Merges the value into every selected place. Returns why it does not fit, or nothing."""
    nodes = [_node(document, pointer) for pointer in selected]
    for pointer, node in zip(selected, nodes, strict=True):
        if isinstance(node, dict) and not isinstance(value, dict):
            return f"{_say(pointer)} is an object, and `update` is not"
        if not isinstance(node, dict | list):
            return f"{_say(pointer)} is neither an object nor an array"
    for node in nodes:
        if isinstance(node, list):
            node.append(copy.deepcopy(value))
        else:
            _merge(node, value)
    return ""


def _merge(node: dict[str, Any], value: Mapping[str, Any]) -> None:
    for key, new in value.items():
        old = node.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            _merge(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            old.extend(copy.deepcopy(new))
        else:
            node[key] = copy.deepcopy(new)


def _remove(document: Any, selected: list[_Pointer]) -> str:
    if () in selected:
        return "the whole document cannot be removed"
    # From the end, so that an index stays right until its turn comes; what lies inside comes before what holds it.
    for pointer in sorted(set(selected), key=_reading_order, reverse=True):
        del _node(document, pointer[:-1])[pointer[-1]]
    return ""


def _reading_order(pointer: _Pointer) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in pointer]


def _node(document: Any, pointer: _Pointer) -> Any:
    for step in pointer:
        document = document[step]
    return document


def _say(pointer: _Pointer) -> str:
    return "/" + "/".join(str(step) for step in pointer)
