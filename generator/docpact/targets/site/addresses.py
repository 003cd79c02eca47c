"""Where everything stands: file names and anchors, safe and free of collisions, the same on every run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docpact.contract.model import Contract, ErrorRow, Operation

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICES = frozenset("con prn aux nul".split()) | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}


def slug(text: str, fallback: str = "x") -> str:
    """`text` with only letters, digits, `.`, `_` and `-` left: good as a file name and in an anchor."""
    safe = _UNSAFE.sub("-", text).strip("-.")[:120] or fallback
    return f"{safe}-" if safe.split(".")[0].lower() in _DEVICES else safe


@dataclass(slots=True)
class Names:
    """Slugs that differ from each other even where case does not count."""

    taken: set[str] = field(default_factory=set)

    def give(self, text: str, fallback: str = "x") -> str:
        base = name = slug(text, fallback)
        number = 2
        while name.lower() in self.taken:
            name = f"{base}-{number}"
            number += 1
        self.taken.add(name.lower())
        return name


class Addresses:
    """The pages of one edition, relative to its folder.

    A page's name is the operation's. `anchors` gives each error row of an operation an anchor of its own:
    `error-OperationDenied`, `error-OperationDenied-2`.
    """

    def __init__(self, contract: Contract) -> None:
        names = Names()
        self._pages = {operation.name: names.give(operation.name, "operation") for operation in contract.operations}
        self._folded = {name.lower(): name for name in self._pages}

    def stem(self, operation: str) -> str:
        """`operations/AssociateEipAddress`: with `.html` the page, with `.md` its Markdown."""
        return f"operations/{self._pages[operation]}"

    def page(self, operation: str) -> str:
        return f"{self.stem(operation)}.html"

    def find(self, text: str) -> str | None:
        """The name of the operation that `text` names exactly, or None."""
        return text if text in self._pages else None

    def __contains__(self, operation: str) -> bool:
        return operation in self._pages


def anchors(kind: str, names: Iterable[str]) -> list[str]:
    """An anchor for each name, in order: `parameter-InstanceType`."""
    given = Names()
    return [f"{kind}-{given.give(name)}" for name in names]


def error_anchors(rows: Iterable[ErrorRow]) -> list[str]:
    """The anchors of an error table's rows."""
    return anchors("error", (row.code for row in rows))


def parameter_anchors(operation: Operation) -> dict[str, str]:
    """The anchors of the arguments by wire name."""
    names = [parameter.name for parameter in operation.arguments]
    return dict(zip(names, anchors("parameter", names), strict=True))
