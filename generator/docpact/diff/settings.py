"""What a project decides about changes: other levels, and what is not worth telling, each with a reason.

    [[diff.rules]]
    kind = "error-message-changed"      # a kind, or a pattern (`error-*`)
    operation = "AssociateEipAddress"   # optional: a name or a pattern
    subject = "OperationDenied"         # optional: the parameter, member or code; a name or a pattern
    level = "compatible"                # or "ignore"
    reason = "Only the punctuation differs on the wire."

The first rule that fits decides. A rule without a reason is refused: somebody will ask.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docpact.config import ConfigError
from docpact.diagnostics import Span
from docpact.diff.checks import all_kinds
from docpact.diff.codes import BAD_RULE
from docpact.diff.model import Change, Level

_HEAD = re.compile(r"\s*\[\[\s*(?:diff\s*\.\s*)?rules\s*\]\]")
_KEYS = ("kind", "operation", "subject", "level", "reason")


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision. `level` is None where the change is to be left out."""

    kind: str
    level: Level | None
    reason: str
    operation: str = "*"
    subject: str = "*"

    def fits(self, change: Change) -> bool:
        return (
            fnmatch.fnmatchcase(change.kind.name, self.kind)
            and fnmatch.fnmatchcase(change.operation, self.operation)
            and fnmatch.fnmatchcase(change.subject, self.subject)
        )

    def apply(self, change: Change) -> Change:
        return replace(change, level=change.level if self.level is None else self.level, reason=self.reason)


def read(path: Path) -> tuple[Rule, ...]:
    """The rules in a TOML file: `[[diff.rules]]`, or `[[rules]]` in a file of their own. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise _error(path, 1, f"cannot read the rules: {why}", "name or mend the TOML file of rules") from None
    section = data.get("diff", {})
    if not isinstance(section, dict) or section.keys() - {"rules"}:
        unknown = sorted(section.keys() - {"rules"})[0] if isinstance(section, dict) else "diff"
        line = next((n for n, row in enumerate(text.splitlines(), 1) if unknown in row), 1)
        raise _error(path, line, f"`{unknown}` is nothing that is set about changes", "write [[diff.rules]]")
    tables = [*_tables(section.get("rules", []), path), *_tables(data.get("rules", []), path)]
    lines = [n for n, row in enumerate(text.splitlines(), 1) if _HEAD.match(row)]
    return tuple(_rule(table, path, lines[index] if index < len(lines) else 1) for index, table in enumerate(tables))


def _rule(table: Mapping[str, Any], path: Path, line: int) -> Rule:
    for key in table:
        if key not in _KEYS:
            raise _error(
                path, line, f"unknown key `{key}` in a rule about changes", f"known keys are {', '.join(_KEYS)}"
            )
    fields = {key: table.get(key, "") for key in _KEYS}
    if not all(isinstance(value, str) for value in fields.values()):
        raise _error(path, line, "the keys of a rule about changes are strings", "write them in quotes")
    for key in ("kind", "level", "reason"):
        if not fields[key].strip():
            raise _error(path, line, f"a rule about changes has no `{key}`", f'add `{key} = "..."`')
    kinds = all_kinds()
    if not fnmatch.filter(kinds, fields["kind"]):
        near = difflib.get_close_matches(fields["kind"], kinds, 1)
        hint = f"did you mean `{near[0]}`?" if near else "`docpact explain diff` lists the kinds"
        raise _error(path, line, f"there is no kind of change `{fields['kind']}`", hint)
    level = None
    if fields["level"] != "ignore":
        try:
            level = Level.of(fields["level"])
        except ValueError as error:
            raise _error(path, line, str(error), "or write `ignore`") from None
    return Rule(fields["kind"], level, fields["reason"], fields["operation"] or "*", fields["subject"] or "*")


def _tables(value: object, path: Path) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise _error(path, 1, "`rules` about changes are tables", "write each as [[diff.rules]], with its keys below")
    return value


def _error(path: Path, line: int, message: str, help: str) -> ConfigError:
    return ConfigError(BAD_RULE.at(Span(str(path), line, 1, line, 1), message, help=help))
