"""`docpact build`: everything that the configuration names."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docpact import output, pipeline
from docpact.commands import common
from docpact.config import Config, Service
from docpact.contract.model import Contract
from docpact.diagnostics import Findings, Span
from docpact.output import FileSet
from docpact.targets import registry
from docpact.targets.base import Settings, TargetError


@click.command("build")
@click.option(
    "--config", "path", type=click.Path(path_type=Path), help="The docpact.toml to use; default: the nearest."
)
@click.option("--service", "names", multiple=True, metavar="NAME", help="Only this service; may be given again.")
@click.option("--check", "mode", flag_value="check", help="Write nothing; exit 1 if anything is stale.")
@click.option(
    "--diff", "mode", flag_value="diff", help="Write nothing; print what would change; exit 1 if anything would."
)
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited by hand.")
@click.option(
    "--verify", is_flag=True, help="Then serve the reference behaviour and run the conformance suite against it."
)
def command(path: Path | None, names: tuple[str, ...], mode: str | None, force: bool, verify: bool) -> None:
    """Build everything that docpact.toml names: contracts from pages, targets from contracts.

    Only changed files are written. A service with an error in its pages or overlay leaves its outputs as they
    were; the other services are still built.
    """
    config = common.project(path)
    if unknown := [name for name in names if config.service(name) is None]:
        known = ", ".join(service.name for service in config.services)
        raise click.UsageError(f"docpact.toml names no service {unknown[0]!r}; it has {known}")
    failed = False
    for service in config.services:
        if not names or service.name in names:
            builder = _Builder(config, service, mode or "write", force)
            failed |= not builder.run()
            if verify and not failed and mode is None:
                from docpact.commands.verify import verify_built

                failed |= not verify_built(config, service)
    sys.exit(common.FOUND if failed else common.OK)


class _Builder:
    """Builds one service in one mode: write, check or diff."""

    def __init__(self, config: Config, service: Service, mode: str, force: bool) -> None:
        self.config = config
        self.service = service
        self.mode = mode
        self.force = force
        self.findings = Findings()

    def run(self) -> bool:
        """Whether everything could be built and, where only asked, nothing is stale."""
        contract = self._contract()
        if contract is not None:
            for target in self.service.targets:
                files = self._files(target.name, target.options, contract)
                if files is not None:
                    self._deliver(files, target.output, target.name)
        common.show(self.findings)
        return not self.findings.failed

    def _relative(self, path: Path) -> str:
        return common.relative(path, self.config.root)

    def _contract(self) -> Contract | None:
        service = self.service
        common.say(f"{service.name}: reading {self._relative(service.pages)}")
        compiled = pipeline.compile_pages(
            [service.pages],
            base=service.contract.parent,
            overlay=service.overlay,
            dialect=service.dialect,
            source=self._relative(service.pages),
        )
        self.findings.extend(compiled.findings)
        if compiled.contract is None or compiled.findings.failed:
            common.say(f"{service.name}: not built, its outputs are left as they were")
            return None
        operations = compiled.contract.operations
        rules = sum(len(o.rules) for o in operations)
        rules += sum(len(s.says) for o in operations for p in o.parameters for _, s in p.schema.walk())
        common.say(
            f"{service.name}: {len(operations)} operations, {sum(len(o.parameters) for o in operations)} parameters,"
            f" {rules} rules, {sum(len(o.errors) for o in operations)} error rows"
        )
        self._deliver_one(compiled.text, service.contract)
        return compiled.contract

    def _files(self, name: str, options: object, contract: Contract) -> FileSet | None:
        service = self.service
        assert isinstance(options, dict)
        settings = Settings(self._relative(service.contract), service.contract.parent, options, self.findings)
        try:
            return pipeline.generate(contract, registry.find(name), settings)
        except TargetError as error:
            message = f"[services.{service.name}.targets.{name}] {error}"
            self.findings.add(common.TARGET_FAILED.at(Span.whole(str(self.config.root / "docpact.toml")), message))
            return None

    def _deliver_one(self, text: str, path: Path) -> None:
        """Writes, checks or compares a single file that has no manifest of its own."""
        present = path.read_text(encoding="utf-8") if path.is_file() else ""
        if present == text:
            return
        if self.mode == "write":
            output.write_atomically(path, text)
        elif self.mode == "check":
            self._stale(path)
        else:
            click.echo(output.difference(present, text, self._relative(path)), nl=False)
            self._stale(path)

    def _deliver(self, files: FileSet, folder: Path, name: str) -> None:
        if self.mode == "write":
            done = output.write(files, folder, overwrite_edited=self.force)
            common.say(
                f"{self.service.name}: {name}: {len(done.changed)} written, {len(done.unchanged)} unchanged,"
                f" {len(done.leftover)} removed in {self._relative(folder)}"
            )
        else:
            done = output.plan(files, folder)
            for path in (*done.changed, *done.leftover):
                self._stale(folder / path)
            if self.mode == "diff":
                click.echo(output.diff(files, folder), nl=False)
        if done.edited and not self.force:
            self.findings.extend(common.edited(done.edited, folder))

    def _stale(self, path: Path) -> None:
        self.findings.add(
            common.STALE.at(
                Span.whole(self._relative(path)), "this file is stale", help="run `docpact build` and commit it"
            )
        )
