"""One service from its inputs to all its files, in memory.

Pure: it reads its inputs and writes nothing but the cache, which changes no result. So it can run in this process,
or on another machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docpact.building.inputs import ServiceInputs, relative, templates_key
from docpact.cache import Store, key_of, program_key
from docpact.config import ConfigError
from docpact.contract.model import Contract
from docpact.counting import contents
from docpact.diagnostics import Findings, Span

_MANY = 40
"""From so many operations on, targets are made in processes of their own."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a service became.

    `contract` is the text of the contract file, None where the pages or the overlay do not allow one. `targets` are
    the files of each target that could be made, by the target's name and the file's path.
    """

    contract: str | None
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
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

    with Pool(processes) as pool:
        compiled = compile_service(inputs, root, store, pool)
        findings = compiled.findings
        if compiled.contract is None or findings.failed:
            return Built(None, {}, findings, ("not built, its outputs are left as they were",))
        maker = _Maker(inputs, root, store, compiled.contract, compiled.text)
        work = [target.name for target in inputs.service.targets]
        if len(compiled.contract.operations) < _MANY:
            made = [maker.make(name) for name in work]
        else:
            made = list(_forked(maker, work, pool.map_forked))
    targets: dict[str, Mapping[str, str]] = {}
    for name, result in zip(work, made, strict=True):
        findings.extend(result.findings)
        if result.files is not None:
            targets[name] = result.files
    return Built(compiled.text, targets, findings, (contents(compiled.contract),))


def make_target(inputs: ServiceInputs, root: Path, store: Store, contract: Contract, name: str) -> Mapping[str, str]:
    """The files that one target makes of any contract, with the settings of the service; none where it cannot."""
    from docpact.contract import openapi

    return _Maker(inputs, root, store, contract, openapi.dump(contract)).make(name).files or {}


@dataclass(frozen=True, slots=True)
class _Made:
    files: Mapping[str, str] | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the targets of one contract."""

    inputs: ServiceInputs
    root: Path
    store: Store
    contract: Contract
    text: str

    def make(self, name: str) -> _Made:
        """The files of one target, from the cache where the same were made before."""
        from docpact.building import values

        options = next(target.options for target in self.inputs.service.targets if target.name == name)
        beside = self._beside(pages=_reads_pages(name))
        key = key_of("target", name, repr(sorted(options.items())), self.text, beside, program_key(), templates_key())
        known = self.store.get(key)
        if known is not None:
            head, _, findings = known.partition(b"\n")
            try:
                return _Made(json.loads(head), values.loads(findings))
            except (ValueError, values.UnknownValue):
                pass
        made = self._plan(name, options)
        if made.files is not None:
            self.store.put(key, json.dumps(made.files).encode() + b"\n" + values.dumps(made.findings))
        return made

    def _beside(self, *, pages: bool) -> str:
        """What targets may read besides the contract: everything in the service's folder, the pages if they say so."""
        if pages:
            return key_of(*(part for path, data in self.inputs.files.items() for part in (path, data)))
        apart = set(self.inputs.pages(self.root))
        return key_of(*(part for path, data in self.inputs.files.items() if path not in apart for part in (path, data)))

    def _plan(self, name: str, options: Mapping[str, Any]) -> _Made:
        from docpact import pipeline, versions
        from docpact.targets import registry
        from docpact.targets.base import Settings, TargetError
        from docpact.targets.codes import TARGET_FAILED

        service, findings = self.inputs.service, Findings()
        try:
            version = versions.read(service.contract.parent).packages.get(name)
        except ConfigError as error:
            return _Made(None, Findings([error.diagnostic]))
        if version is not None:
            options = {"version": version, **options}
        settings = Settings(relative(service.contract, self.root), service.contract.parent, options, findings)
        try:
            return _Made(dict(pipeline.generate(self.contract, registry.find(name), settings)), findings)
        except TargetError as error:
            message = f"[services.{service.name}.targets.{name}] {error}"
            findings.add(TARGET_FAILED.at(Span.whole(str(self.root / "docpact.toml")), message))
            return _Made(None, findings)


_maker: _Maker | None = None


def _forked(maker: _Maker, work: list[str], run: Callable[..., Any]) -> Any:
    """Makes the targets in forked processes, which find the maker, contract and all, in their memory."""
    global _maker  # noqa: PLW0603
    _maker = maker
    try:
        return run(_make_here, work)
    finally:
        _maker = None


def _make_here(name: str) -> _Made:
    assert _maker is not None
    return _maker.make(name)


def _reads_pages(name: str) -> bool:
    from docpact.targets import registry
    from docpact.targets.base import TargetError

    try:
        return bool(getattr(registry.find(name), "reads_pages", False))
    except TargetError:
        return False
