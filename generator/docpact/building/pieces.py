"""What targets made of single operations, kept from one build to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from docpact.building import values
from docpact.cache import Store
from docpact.contract.model import JSON, Operation
from docpact.diagnostics import Findings
from docpact.targets.base import Job, Pieces, Text, View


class Remembered(Pieces):
    """The pieces of one target. `digests` are those of the operations, `frame` is all else that every piece depends on.

    What making a piece added to the findings is kept with it, and told again.
    """

    def __init__(self, store: Store, key: str, frame: str, digests: Mapping[str, str], findings: Findings) -> None:
        self.store = store
        self.key = key
        self.frame = frame
        self.digests = digests
        self.findings = findings
        self.known: dict[str, list[JSON]] = {}
        self.used: dict[str, list[JSON]] = {}
        self.fresh: dict[str, tuple[str, JSON, str]] = {}
        try:
            known = json.loads(store.get(key) or b"{}")
            self.known = known if isinstance(known, dict) else {}
        except ValueError:
            pass

    def job(
        self,
        path: str,
        operation: Operation | None,
        depends: tuple[object, ...],
        make: Callable[[], tuple[View | Text, JSON]],
    ) -> tuple[Job, JSON]:
        digest = self._digest(operation, depends)
        known = self._known(path, digest)
        if known is not None:
            return Job(path, Text(str(known[1]), proved=True)), known[2]
        before = len(self.findings)
        view, facts = make()
        if digest:
            self.fresh[path] = (digest, facts, self._told_since(before))
        return Job(path, view), facts

    def value(self, name: str, operation: Operation, depends: tuple[object, ...], make: Callable[[], JSON]) -> JSON:
        name = f"{name}\0{operation.name}"
        digest = self._digest(operation, depends)
        known = self._known(name, digest)
        if known is not None:
            return known[1]
        before = len(self.findings)
        value = make()
        if digest:
            self.used[name] = [digest, value, None, self._told_since(before)]
        return value

    def save(self, files: Mapping[str, str]) -> bool:
        """Keeps the pieces of this build, where any is new, and says so; `files` are those that came out of it.

        Without digests of the operations nothing is known, and nothing kept: what is there is of the real contract.
        """
        if not self.digests:
            return False
        for path, (digest, facts, told) in self.fresh.items():
            if path in files:
                self.used[path] = [digest, files[path], facts, told]
        if self.used == self.known:
            return False
        self.store.put(self.key, json.dumps(self.used).encode())
        return True

    def _digest(self, operation: Operation | None, depends: tuple[object, ...]) -> str:
        own = "-" if operation is None else self.digests.get(operation.name)
        text = f"{self.frame}\0{own}\0{depends!r}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if own else ""

    def _told_since(self, before: int) -> str:
        """What was found since then, as text; empty where nothing was."""
        told = self.findings.items[before:]
        return values.dumps(told).hex() if told else ""

    def _known(self, name: str, digest: str) -> list[JSON] | None:
        """The piece of that name, if its digest is the same; what was found when it was made is told again."""
        known = self.known.get(name)
        if not isinstance(known, list) or len(known) != 4 or not digest or known[0] != digest:
            return None
        if known[3]:
            try:
                self.findings.extend(values.loads(bytes.fromhex(str(known[3]))))
            except (ValueError, TypeError, values.UnknownValue):
                return None
        self.used[name] = known
        return known
