"""`docpact release`: the next version of the generated packages, and what it says in the changelog."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from docpact import versions
from docpact.building import project, recovery
from docpact.building.delivery import Delivery
from docpact.building.project import Request
from docpact.commands import common
from docpact.commands.build import tell
from docpact.config import Config, ConfigError, Service
from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.diagnostics import Findings, Span
from docpact.diff import releasing
from docpact.diff.codes import NO_SIDE, TOO_SMALL
from docpact.diff.compare import compare
from docpact.diff.model import Comparison
from docpact.diff.settings import Rule
from docpact.diff.settings import read as read_rules
from docpact.diff.sides import Side, SideError, Subject, read
from docpact.versions import Versions


@click.command("release")
@click.argument("service", required=False)
@click.option("--as", "bump", type=click.Choice(versions.BUMPS), help="The bump; default: what the changes need.")
@click.option("--since", metavar="SIDE", help="Compare with this, as `docpact diff` does; default: the last release.")
@click.option("--date", metavar="YYYY-MM-DD", help="The date of the changelog's entry; default: today.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the version and the entry.")
def command(service: str | None, bump: str | None, since: str | None, date: str | None, dry_run: bool) -> None:
    """Release the packages generated for SERVICE (which need not be named where it is the only one).

    Compares the contract with the last release, bumps the version of each package by what the changes mean for
    callers (breaking: major, also of 0.x; new or risky: minor; words only: patch), writes the changelog's entry, keeps
    the contract of the release, and builds. A release that calls a breaking change a minor one is refused.

    What is written stands beside the contract: release.toml, CHANGELOG.md, releases/VERSION.yaml.
    """
    config = common.project()
    chosen = _service(config, service)
    day = date or datetime.date.today().isoformat()
    if not _is_day(day):
        raise click.BadParameter(f"{day!r} is no day in the form YYYY-MM-DD", param_hint="--date")
    if not dry_run:
        _build(config, chosen)
    try:
        sys.exit(_Release(config, chosen, bump, since, day, dry_run).run())
    except (SideError, ConfigError) as error:
        common.show(Findings([error.diagnostic]))
        sys.exit(common.USAGE)


class _Release:
    def __init__(
        self, config: Config, service: Service, bump: str | None, since: str | None, day: str, dry_run: bool
    ) -> None:
        self.config = config
        self.service = service
        self.folder = service.contract.parent
        self.bump = bump
        self.since = since
        self.day = day
        self.dry_run = dry_run

    def run(self) -> int:
        """Releases, and gives the exit code. Raises SideError and ConfigError."""
        kept = versions.read(self.folder)
        new = read("", self.subject) if self.dry_run else read(common.relative(self.service.contract, Path.cwd()))
        old = self._old(kept)
        rules = read_rules(self.config.root / "docpact.toml")
        comparison = None if old is None else compare(old.contract, new.contract, rules)
        since_release = self._since_release(kept, comparison, new.contract, rules)
        bump = self.bump or (releasing.needed(since_release) if since_release is not None else "minor")
        if not bump:
            common.say(f"{self.service.name}: nothing changed since {kept.version}; `--as patch` releases it anyway")
            return common.FOUND
        if since_release is not None and (refused := releasing.too_small(bump, since_release)):
            self._refuse(bump, since_release, [change.message for change in refused])
            return common.FOUND
        names = [target.name for target in self.service.targets]
        released = releasing.next_versions(kept, bump, names, first=old is None)
        released, contract, ended = releasing.with_aliases(released, new.contract)
        if old is not None and ended:
            comparison = compare(old.contract, contract, rules)
        entry = releasing.entry(released.version or "", self.day, comparison)
        for alias in ended:
            common.say(f"{self.service.name}: ends the old name of {alias}; remove it from the overlay")
        if self.dry_run:
            click.echo(entry, nl=False)
            return common.OK
        self._write(released, entry, contract if ended else None)
        _build(self.config, self.service)
        return common.OK

    @property
    def subject(self) -> Subject:
        return Subject(self.service.pages, self.service.overlay, self.service.dialect, self.folder)

    def _old(self, kept: Versions) -> Side | None:
        if self.since is not None:
            return read(self.since, self.subject)
        if kept.version is None:
            return None
        snapshot = common.relative(self.folder / "releases" / f"{kept.version}.yaml", Path.cwd())
        if not Path(snapshot).is_file():
            help = "put the file back, or name what to compare with: `--since REVISION`"
            raise SideError(NO_SIDE, snapshot, f"the contract of the last release, {snapshot}, is missing", help)
        return read(snapshot)

    def _since_release(
        self, kept: Versions, comparison: Comparison | None, new: Contract, rules: Sequence[Rule]
    ) -> Comparison | None:
        """What decides the version: the changes since the last release, whatever the changelog's entry begins with."""
        snapshot = self.folder / "releases" / f"{kept.version}.yaml"
        if self.since is None or not snapshot.is_file():
            return comparison
        return compare(read(common.relative(snapshot, Path.cwd())).contract, new, rules)

    def _refuse(self, bump: str, comparison: Comparison, messages: list[str]) -> None:
        shown = "; ".join(messages[:5]) + (f"; and {len(messages) - 5} more" if len(messages) > 5 else "")
        wanted = releasing.needed(comparison)
        span = Span.whole(common.relative(self.service.contract, Path.cwd()))
        message = f"this cannot be released as a {bump} version: {shown}"
        help = f"release it with `--as {wanted}`, or say in docpact.toml ([[diff.rules]]) why the change is harmless"
        common.show(Findings([TOO_SMALL.at(span, message, help=help)]))

    def _write(self, released: Versions, entry: str, contract: Contract | None) -> None:
        """Writes all files, or none. `contract` replaces the one on disk."""
        assert released.version is not None
        changelog = self.folder / "CHANGELOG.md"
        record = self.folder / versions.FILE_NAME
        present, text, kept = (_text(path) for path in (changelog, self.service.contract, record))
        if contract is not None:
            lead = "".join(line for line in text.splitlines(keepends=True)[:1] if line.startswith("#"))
            text = lead + openapi.dump(contract)
        try:
            with recovery.delivering(self.config.root, [], common.say):
                delivery = Delivery(self.config.root, self.config.root / recovery.RECORD)
                delivery.text(self.folder / "releases" / f"{released.version}.yaml", text)
                delivery.text(changelog, releasing.with_entry(present, released.version, entry))
                delivery.text(record, versions.text(released, kept))
                delivery.commit()
        except OSError as error:
            raise click.UsageError(f"cannot write {error.filename}: {error.strerror}") from None
        packages = ", ".join(f"{name} {version}" for name, version in sorted(released.packages.items()))
        common.say(f"{self.service.name}: released {released.version}{f' ({packages})' if packages else ''}")


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text(path: Path) -> str:
    """The text of a file, empty where there is none; ends the command where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise click.UsageError(f"cannot read {common.relative(path, Path.cwd())}: {reason}") from None


def _service(config: Config, name: str | None) -> Service:
    names = ", ".join(service.name for service in config.services)
    if name is None:
        if len(config.services) != 1:
            raise click.UsageError(f"name the service to release; there are {names}")
        return config.services[0]
    found = config.service(name)
    if found is None:
        raise click.UsageError(f"docpact.toml names no service {name!r}; it has {names}")
    return found


def _build(config: Config, service: Service) -> None:
    """Builds the service; ends the command where that fails, for what is released must be what is built."""
    for outcome in project.build(config, Request(services=(service.name,))):
        if outcome.failed:
            tell(outcome)
            sys.exit(common.FOUND)
