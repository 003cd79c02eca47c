"""`docpact generate`: one target from a contract."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from docpact.building import recovery, stamp
from docpact.building.inputs import plugin_key, templates_key
from docpact.building.stamp import Stamp
from docpact.cache import FOLDER, Store, key_of, program_key
from docpact.commands import telling
from docpact.commands.telling import Telling
from docpact.contract.model import JSON
from docpact.diagnostics import Findings
from docpact.output import MANIFEST, FileSet, hash_of

_CONTRACT_ONLY = frozenset(("python", "server"))
"""Targets that read the contract and nothing else. By name, because importing one to ask takes longer than the answer."""


def _option(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, JSON]:
    options: dict[str, JSON] = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"{value!r} is not KEY=VALUE")
        options[key] = text
    return options


@click.command("generate")
@click.argument("contract", type=click.Path(path_type=Path))
@click.option("-t", "--target", "name", required=True, metavar="TARGET", help="What to generate: python, server, …")
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The folder to fill.")
@click.option(
    "--option", "options", multiple=True, metavar="KEY=VALUE", callback=_option, help="An option of the target."
)
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@telling.options
def command(
    contract: Path, name: str, folder: Path, options: dict[str, JSON], force: bool, form: str, notes: bool
) -> None:
    """Generate one target from a contract file into a folder.

    Only changed files are written, and only what changed is worked on; `.docpact/cache` may be deleted at any time. Files
    of an earlier run that are no longer made are removed; files edited by hand are reported and kept.

    \b
        docpact generate spec/eip/openapi.yaml -t python -o generated/python --option package=eip
    """
    gc.disable()  # everything lives until the end, which is near
    run = _Run(contract, name, folder, options)
    said, code = run.stands(), 0
    if said is None:
        try:
            with recovery.delivering(Path.cwd(), [folder], lambda line: click.echo(line, err=True)):
                said, code = run.make(force)
        except OSError as error:
            raise click.UsageError(f"cannot write {error.filename}: {error.strerror}") from None
    else:
        run.line = f"{folder}: nothing changed"
    Telling(form, notes).tell(said)
    if run.line:
        click.echo(run.line, err=True)
    sys.exit(code)


class _Run:
    """One target of one contract file. The cache knows what an earlier run with the same inputs made, and in which pieces."""

    def __init__(self, contract: Path, target: str, folder: Path, options: Mapping[str, JSON]) -> None:
        self.contract = contract
        self.target = target
        self.folder = folder
        self.options = options
        self.source = os.path.normpath(contract).replace(os.sep, "/")
        self.store = Store(Path(FOLDER))
        self.place = key_of("generate", target, self.source, str(folder.resolve()), str(contract.resolve().parent))
        self.frame = ""
        self.stamp_key = ""
        self.line = ""
        """What became of the folder, to be said at the end."""
        try:
            self.data = contract.read_bytes()
        except OSError:
            self.data = b""
        if target in _CONTRACT_ONLY and self.data:
            chosen = json.dumps(options, sort_keys=True)
            self.frame = key_of(self.place, program_key(), templates_key(), plugin_key(target), chosen)
            self.stamp_key = key_of("generate", self.frame, self.data)

    def stands(self) -> Findings | None:
        """What there was to say where the folder holds already what would be made, else None."""
        kept = stamp.load(self.store, self.stamp_key) if self.stamp_key else None
        if kept is None or not stamp.stands(kept, self.folder.resolve()):
            return None
        return stamp.said(kept)

    def make(self, force: bool) -> tuple[Findings, int]:
        """Makes what is to be made, and puts it into the folder. Gives what there is to say, and the exit code."""
        from docpact import pipeline
        from docpact.building.delivery import fill
        from docpact.building.loading import Loaded, load
        from docpact.building.pieces import Remembered
        from docpact.contract.lines import locate
        from docpact.targets import registry
        from docpact.targets.base import Pieces, Settings, TargetError

        if wrong := registry.unknown_option(self.target, self.options):
            raise click.UsageError(f"the target {self.target} knows no option {wrong[0]!r}: {wrong[1]}")
        findings = Findings()
        loaded = load(self.data, self.store, self.place) if self.frame else None
        if loaded is None:
            contract = pipeline.load_contract(self.contract, findings)
            if contract is None:
                return findings, 2
            loaded = Loaded(contract, {})
        pieces = Pieces()
        if loaded.digests:
            key = key_of("pieces", self.place)
            pieces = Remembered(self.store, key, self.frame, loaded.digests, findings, self.folder.resolve())
        settings = Settings(self.source, self.contract.resolve().parent, self.options, findings, pieces)
        try:
            files = pipeline.generate(loaded.contract, registry.find(self.target), settings)
        except TargetError as error:
            raise click.UsageError(str(error)) from None
        locate(findings, self.data)
        done = fill(self.folder, files, overwrite_edited=force)
        if isinstance(pieces, Remembered):
            pieces.save(files)
        self.line = f"{self.folder}: {done.counts(force)}"
        if findings.failed:
            return findings, 1
        if done.edited and not force:
            from docpact.output_codes import edited

            findings.extend(edited(done.edited, self.folder))
            return findings, 1
        self.keep(files, findings)
        return findings, 0

    def keep(self, files: FileSet, findings: Findings) -> None:
        """Remembers what was made."""
        manifest = hash_of(self.folder / MANIFEST)
        if self.stamp_key and manifest is not None:
            stamp.save(
                self.store, self.stamp_key, Stamp({**files.hashes(), MANIFEST: manifest}, (), stamp.saying(findings))
            )
