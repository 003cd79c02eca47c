"""Builds the services of a project: writes what changed, or says what would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docpact.building import inputs as reading
from docpact.building import recovery, stamp
from docpact.building.inputs import ServiceInputs, relative
from docpact.building.stamp import Stamp
from docpact.cache import FOLDER, Store
from docpact.config import Config
from docpact.diagnostics import Findings, Span

if TYPE_CHECKING:
    from docpact.building.delivery import Delivery
    from docpact.building.service import Built


@dataclass(slots=True)
class Outcome:
    """What became of one service. `fresh` says that everything stood already; `difference` is what `diff` asks for."""

    service: str
    summary: Sequence[str] = ()
    findings: Findings = field(default_factory=Findings)
    fresh: bool = False
    difference: str = ""

    @property
    def failed(self) -> bool:
        return self.findings.failed


@dataclass(frozen=True, slots=True)
class Request:
    """How to build: `mode` is `write`, `check` or `diff`; `force` overwrites what was edited by hand.

    `services` names the ones to build, all where it is empty. `processes` bounds the processes used here;
    `scheduler` is the address of a Dask cluster to build services on.
    """

    mode: str = "write"
    force: bool = False
    services: tuple[str, ...] = ()
    processes: int | None = None
    scheduler: str | None = None


def build(config: Config, request: Request, say: Callable[[str], None] = lambda _: None) -> list[Outcome]:
    """Builds the project. `say` is told about the progress.

    Raises ConfigError, OSError where outputs cannot be written, DialectError, and ClusterError.
    """
    _check(config)
    if request.mode != "write":
        recovery.finish(config.root, say)
        return _build(config, request, say)
    with recovery.delivering(config.root, [*_outputs(config)], say):
        return _build(config, request, say)


def _check(config: Config) -> None:
    """Raises ConfigError where the configuration asks for a target, or gives one an option, that is not known."""
    from docpact.targets import registry

    for service in config.services:
        for target in service.targets:
            where = f"services.{service.name}.targets.{target.name}"
            if target.name not in registry.BUILTIN and target.name not in registry.names():
                known = f"there are {', '.join(registry.names())}"
                raise config.wrong(where, "", f"there is no target `{target.name}`", known)
            if wrong := registry.unknown_option(target.name, target.options):
                raise config.wrong(where, wrong[0], f"unknown key `{wrong[0]}` in [{where}]", wrong[1])


def _build(config: Config, request: Request, say: Callable[[str], None]) -> list[Outcome]:
    store = Store(config.root / FOLDER)
    outcomes: dict[str, Outcome] = {}
    stale: list[ServiceInputs] = []
    for service in config.services:
        if request.services and service.name not in request.services:
            continue
        found = reading.read(config, service)
        known = stamp.load(store, found.key)
        if known is not None and stamp.stands(known, config.root):
            outcomes[service.name] = Outcome(service.name, known.summary, stamp.said(known), fresh=True)
        else:
            outcomes[service.name] = Outcome(service.name)
            stale.append(found)
    if stale:
        _work(config, request, store, stale, outcomes, say)
    return list(outcomes.values())


def _work(
    config: Config,
    request: Request,
    store: Store,
    stale: Sequence[ServiceInputs],
    outcomes: Mapping[str, Outcome],
    say: Callable[[str], None],
) -> None:
    """Builds the services that do not stand and delivers them, all at once."""
    from docpact.building import work
    from docpact.building.delivery import Delivery

    for found in stale:
        say(f"{found.service.name}: reading {relative(found.service.pages, Path.cwd())}")
    delivery = Delivery(config.root, config.root / recovery.RECORD, request.force)
    finished: list[tuple[ServiceInputs, Built]] = []
    for found, built in zip(stale, work.run(config, stale, store, request), strict=True):
        outcome = outcomes[found.service.name]
        outcome.findings = built.findings
        outcome.summary = built.summary
        if built.contract is None:
            finished.append((found, built))
            continue
        delivered = _Delivering(config, found, built, outcome, request, delivery)
        delivered.run(store)
        if request.mode == "write" and built.complete and not delivered.edited:
            finished.append((found, built))
    if request.mode == "write":
        delivery.commit()
        for found, built in finished:
            stamp.save(store, found.key, _stamp(config, found, built, outcomes[found.service.name]))


class _Delivering:
    """Hands the files of one service over: to the disk, or to the eyes."""

    def __init__(
        self, config: Config, found: ServiceInputs, built: Built, outcome: Outcome, request: Request, delivery: Delivery
    ) -> None:
        self.root = config.root
        self.found = found
        self.service = found.service
        self.built = built
        self.outcome = outcome
        self.request = request
        self.delivery = delivery
        self.edited = False

    def run(self, store: Store) -> None:
        from docpact import output

        assert self.built.contract is not None
        lines = [*self.outcome.summary]
        stale: list[tuple[str, str]] = []  # target (empty: the contract file) and path from the root
        if self.request.mode == "write":
            self.delivery.text(self.service.contract, self.built.contract)
        elif self._differs(self.built.contract):
            stale.append(("", relative(self.service.contract, self.root)))
        for target in self.service.targets:
            if target.name not in self.built.targets:
                continue
            files = self.built.targets[target.name]
            folder = relative(target.output, self.root)
            if self.request.mode == "write":
                plan = self.delivery.folder(files, target.output)
                lines.append(
                    f"{target.name}: {plan.counts(self.request.force)} in {relative(target.output, Path.cwd())}"
                )
            else:
                plan = output.plan(files, target.output)
                stale += ((target.name, f"{folder}/{path}") for path in (*plan.changed, *plan.leftover))
                if self.request.mode == "diff":
                    self.outcome.difference += output.diff(files, target.output, folder)
            if plan.edited and not self.request.force:
                from docpact.output_codes import edited

                self.edited = True
                self.outcome.findings.extend(edited(plan.edited, folder))
        self.outcome.summary = lines
        if stale:
            self._tell(stale, store)

    def _differs(self, text: str) -> bool:
        from docpact import output

        path = self.service.contract
        present = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if present != text and self.request.mode == "diff":
            self.outcome.difference += output.difference(present, text, relative(path, self.root))
        return present != text

    def _tell(self, stale: Sequence[tuple[str, str]], store: Store) -> None:
        from docpact.building import causes
        from docpact.output_codes import STALE

        because = causes.find(self.root, self.found, self.built, stale, store)
        for target, path in stale:
            why = because.get((target, path), "")
            message = f"this file is stale{': ' if why else ''}{why}"
            self.outcome.findings.add(STALE.at(Span.whole(path), message, help="run `docpact build` and commit it"))


def _stamp(config: Config, found: ServiceInputs, built: Built, outcome: Outcome) -> Stamp:
    from docpact import output

    said = stamp.saying(outcome.findings)
    if built.contract is None:  # to be told again: nothing was made of these inputs
        return Stamp({}, built.summary, said)
    files = {relative(found.service.contract, config.root): output.hash_of_text(built.contract)}
    for target in found.service.targets:
        folder = relative(target.output, config.root)
        hashes = built.targets[target.name].hashes()
        files |= {f"{folder}/{path}": digest for path, digest in hashes.items()}
        files[f"{folder}/{output.MANIFEST}"] = output.hash_of_text(output.manifest_text(hashes))
    return Stamp(files, built.summary, said)


def _outputs(config: Config) -> Iterator[Path]:
    for service in config.services:
        yield from (target.output for target in service.targets)
