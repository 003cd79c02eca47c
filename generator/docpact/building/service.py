"""One service from its inputs to all its files, in memory.

Pure: it reads its inputs and writes nothing but the cache, which changes no result. So it can run in this process,
or on another machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docpact.building.inputs import ServiceInputs, plugin_key, relative, templates_key
from docpact.cache import Store, key_of, program_key
from docpact.config import ConfigError
from docpact.contract.model import Contract
from docpact.counting import contents
from docpact.diagnostics import Findings, Span
from docpact.output import FileSet

if TYPE_CHECKING:
    from docpact.building.pool import Pool

_NOT_BUILT = "not built, its outputs are left as they were"
_FEW = 4
_MANY = 40
"""With more documents to prove than few, or with many operations unless the targets remember almost all of them,
targets are made in processes of their own."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a service became.

    `contract` is the text of the contract file, None where the pages or the overlay do not allow one. `targets` are
    the files of each target that could be made, by the target's name.
    """

    contract: str | None
    targets: Mapping[str, FileSet] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    summary: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything could be made, and nothing is an error."""
        return self.contract is not None and not self.findings.failed


def build(inputs: ServiceInputs, root: Path, store: Store, processes: int | None = None) -> Built:
    """All files of a service. Raises DialectError."""
    from docpact.building.compiling import compile_service
    from docpact.building.pool import Pool
    from docpact.contract.lines import locate

    pool = Pool(processes)
    result = compile_service(inputs, root, store, pool)
    compiled, findings = result.compiled, result.compiled.findings
    if compiled.contract is None or findings.failed:
        return Built(None, {}, findings, (_NOT_BUILT,))
    work = [target.name for target in inputs.service.targets]
    maker = _Maker(inputs, root, store, compiled.contract, result.digests)
    many = len(result.unproved) > _FEW or (
        len(compiled.contract.operations) >= _MANY
        and (len(result.unproved) > 0 or result.fresh > _FEW or not all(map(maker.knows, work)))
    )
    made, answers = _side_by_side(maker, work, result.unproved, pool if many else Pool(1))
    result.prove(answers)
    if findings.failed:
        return Built(None, {}, findings, (_NOT_BUILT,))
    targets: dict[str, FileSet] = {}
    for name, one in zip(work, made, strict=True):
        findings.extend(one.findings)
        if one.files is not None:
            targets[name] = one.files
    locate(findings, compiled.text.encode("utf-8", "surrogatepass"))
    return Built(compiled.text, targets, findings, (contents(compiled.contract),))


def make_target(inputs: ServiceInputs, root: Path, store: Store, contract: Contract, name: str) -> Mapping[str, str]:
    """The files that one target makes of any contract, with the settings of the service; none where it cannot."""
    files = _Maker(inputs, root, store, contract).make(name).files
    return {} if files is None else dict(files)


@dataclass(frozen=True, slots=True)
class _Made:
    files: FileSet | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the targets of one contract."""

    inputs: ServiceInputs
    root: Path
    store: Store
    contract: Contract
    digests: Mapping[str, str] = field(default_factory=dict)

    def _beside(self) -> str:
        """What all targets may read besides the contract: everything in the service's folder but the pages.

        Pieces name the pages that they read, so that a page concerns only what quotes it.
        """
        apart = set(self.inputs.pages(self.root))
        return key_of(*(part for path, data in self.inputs.files.items() if path not in apart for part in (path, data)))

    def _options(self, name: str) -> Mapping[str, Any]:
        """The options of a target, with the version of its package. Raises ConfigError."""
        from docpact import versions

        options = next(target.options for target in self.inputs.service.targets if target.name == name)
        version = versions.read(self.inputs.service.contract.parent).packages.get(name)
        return options if version is None else {"version": version, **options}

    def _frame(self, name: str, options: Mapping[str, Any]) -> str:
        """The digest of all that a target depends on besides the contract."""
        return key_of(program_key(), templates_key(), plugin_key(name), repr(sorted(options.items())), self._beside())

    def knows(self, name: str) -> bool:
        """Whether the pieces of a target were made in an earlier build with all else as it is now."""
        try:
            frame = self._frame(name, self._options(name))
        except ConfigError:
            return False
        kept = key_of("pieces", name, str(self.inputs.service.contract))
        return self.store.get(key_of("frame", kept)) == frame.encode()

    def make(self, name: str) -> _Made:
        """The files of one target."""
        from docpact import pipeline
        from docpact.building.pieces import Remembered
        from docpact.targets import registry
        from docpact.targets.base import Pieces, Settings, TargetError
        from docpact.targets.codes import TARGET_FAILED

        service, findings = self.inputs.service, Findings()
        folder = next(target.output for target in service.targets if target.name == name)
        try:
            options = self._options(name)
        except ConfigError as error:
            return _Made(None, Findings([error.diagnostic]))
        frame, kept = self._frame(name, options), key_of("pieces", name, str(service.contract))
        pieces = Remembered(self.store, kept, frame, self.digests, findings, folder) if self.digests else Pieces()
        settings = Settings(relative(service.contract, self.root), service.contract.parent, options, findings, pieces)
        try:
            files = pipeline.generate(self.contract, registry.find(name), settings)
            if isinstance(pieces, Remembered) and pieces.save(files):
                self.store.put(key_of("frame", kept), frame.encode())
            return _Made(files, findings)
        except TargetError as error:
            message = f"[services.{service.name}.targets.{name}] {error}"
            findings.add(TARGET_FAILED.at(Span.whole(str(self.root / "docpact.toml")), message))
            return _Made(None, findings)


_maker: _Maker | None = None
"""What forked processes find in their memory: the contract need not be sent to them."""


def _side_by_side(
    maker: _Maker, targets: list[str], unproved: Sequence[str], pool: Pool
) -> tuple[list[_Made], list[bool]]:
    """Makes the targets, and proves documents valid, in processes beside each other."""
    global _maker  # noqa: PLW0603
    _maker = maker
    try:
        # What takes longest begins first; documents go out in handfuls.
        size = max(1, -(-len(unproved) // max(2, pool.size * 4)))
        handfuls = [list(unproved[at : at + size]) for at in range(0, len(unproved), size)]
        tasks: list[str | list[str]] = [*targets, *handfuls]
        done = pool.map(_do, tasks)
    finally:
        _maker = None
    made = [result for result in done[: len(targets)] if isinstance(result, _Made)]
    return made, [answer for result in done[len(targets) :] if isinstance(result, list) for answer in result]


def _do(task: str | list[str]) -> _Made | list[bool]:
    """One target by its name, or the answers to whether documents are valid."""
    if isinstance(task, str):
        assert _maker is not None
        return _maker.make(task)
    from docpact.building.compiling import is_valid

    return [is_valid(text) for text in task]
