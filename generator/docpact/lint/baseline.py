"""A baseline: the findings that are known and accepted for now, so that only new ones are reported.

The file is JSON: for each page, rule and message the number of times it was found. Line numbers are left out, because
they change with every edit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from docpact.diagnostics import Diagnostic

_Key: TypeAlias = tuple[str, str, str]


class BaselineError(Exception):
    """The file is no baseline."""


def read(path: Path) -> Counter[_Key]:
    """The accepted findings. Raises BaselineError."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        pages = data["findings"]
        return Counter(
            {
                (page, code, message): int(count)
                for page in pages
                for code in pages[page]
                for message, count in pages[page][code].items()
            }
        )
    except OSError as error:
        raise BaselineError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BaselineError(f"{path} is no baseline; write one with --write-baseline") from None


def dump(findings: Iterable[Diagnostic]) -> str:
    """The text of a baseline that accepts these findings."""
    pages: dict[str, dict[str, dict[str, int]]] = {}
    for (page, code, message), count in sorted(Counter(map(_key, findings)).items()):
        pages.setdefault(page, {}).setdefault(code, {})[message] = count
    return json.dumps({"version": 1, "findings": pages}, indent=2, ensure_ascii=True) + "\n"


def new(findings: Iterable[Diagnostic], accepted: Counter[_Key]) -> list[Diagnostic]:
    """The findings that the baseline does not accept; of equal ones, as many as are too many, the last ones."""
    left = Counter(accepted)
    out = []
    for finding in findings:
        key = _key(finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            out.append(finding)
    return out


def _key(d: Diagnostic) -> _Key:
    return (d.span.path, d.code.id, d.message)
