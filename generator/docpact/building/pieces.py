"""What targets made of single operations and of views, kept from one build to the next.

Of a file only its hash is kept. Where a file with that hash stands in the output folder it is not made again; where
it does not, it is made of what it was made of before. So the cache never has to hold what stands on the disk anyway.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

from docpact.building import loading, values
from docpact.cache import Store, key_of
from docpact.contract.model import JSON, Contract, Operation
from docpact.diagnostics import Findings
from docpact.output import FileSet, hash_of
from docpact.targets.base import Copy, Job, Pieces, Standing, Text, View


class Remembered(Pieces):
    """The pieces of one target.

    `digests` are those of the operations, by name; an operation without one is made each time. `frame` is all else that
    every piece depends on, `folder` the output folder. What making a piece added to the findings is told again.
    """

    def __init__(
        self, store: Store, key: str, frame: str, digests: Mapping[str, str], findings: Findings, folder: Path
    ) -> None:
        self.store = store
        self.key = key
        self.frame = frame
        self.digests = digests
        self.findings = findings
        self.folder = str(folder)
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
        standing = self._standing(path, digest)
        if standing is not None:
            return Job(path, standing), self.used[path][2]
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

    def contract(self, place: str, data: bytes) -> Contract:
        loaded = loading.load(data, self.store, key_of("beside", self.key, place))
        return super().contract(place, data) if loaded is None else loaded.contract

    def rendered(self, path: str, view: View | Copy) -> Standing | None:
        if path in self.fresh or isinstance(view, Copy):
            return None
        try:  # all fields of a view are in its pickled form; not so in its `repr`
            digest = hashlib.sha256(self.frame.encode() + pickle.dumps(view, protocol=5)).hexdigest()
        except Exception:  # a view of another package's target may hold anything
            return None
        standing = self._standing(path, digest)
        if standing is None:
            self.fresh[path] = (digest, None, "")
        return standing

    def save(self, files: FileSet) -> bool:
        """Keeps the pieces of this build, where any is new, and says so; `files` are those that came out of it."""
        hashes = files.hashes()
        for path, (digest, facts, told) in self.fresh.items():
            if path in hashes:
                self.used[path] = [digest, hashes[path], facts, told]
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

    def _standing(self, path: str, digest: str) -> Standing | None:
        """The file of that path, if it was made of what has that digest and stands in the output folder."""
        known = self.known.get(path)
        if not isinstance(known, list) or len(known) != 4 or known[1] != hash_of(f"{self.folder}/{path}"):
            return None
        return None if self._known(path, digest) is None else Standing(str(known[1]))

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
