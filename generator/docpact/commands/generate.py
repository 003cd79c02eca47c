"""`docpact generate`: one target from a contract."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from docpact import output, pipeline
from docpact.building import stamp, values
from docpact.building.inputs import templates_key
from docpact.cache import FOLDER, Store, key_of, program_key
from docpact.commands import common
from docpact.contract.model import JSON
from docpact.diagnostics import Findings
from docpact.output import FileSet
from docpact.output_codes import edited
from docpact.targets import registry
from docpact.targets.base import Settings, TargetError

_CONTRACT_ONLY = frozenset(("python",))
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
def command(contract: Path, name: str, folder: Path, options: dict[str, JSON], force: bool) -> None:
    """Generate one target from a contract file into a folder.

    Only changed files are written. Files of an earlier run that are no longer made are removed; files edited
    by hand are reported and kept.

    \b
        docpact generate spec/eip/openapi.yaml -t python -o generated/python --option package=eip
    """
    gc.disable()  # everything lives until the end, which is near
    source = os.path.normpath(contract).replace(os.sep, "/")
    memory = _Memory(contract, source, name, folder, options)
    told = memory.stands()
    if told is not None:
        common.show(told)
        common.say(f"{folder}: nothing changed")
        return
    findings = Findings()
    loaded = pipeline.load_contract(contract, findings)
    if loaded is None:
        common.show(findings)
        sys.exit(common.FOUND)
    settings = Settings(source, contract.resolve().parent, options, findings)
    try:
        files = pipeline.generate(loaded, registry.find(name), settings)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    common.show(findings)
    done = output.write(files, folder, overwrite_edited=force)
    common.say(f"{folder}: {len(done.changed)} written, {len(done.unchanged)} unchanged, {len(done.leftover)} removed")
    if findings.failed:
        sys.exit(common.FOUND)
    if done.edited and not force:
        common.show(edited(done.edited, folder))
        sys.exit(common.FOUND)
    memory.keep(files, findings)


class _Memory:
    """Knows whether a folder still holds what an earlier run with the same inputs made, and what that run said."""

    def __init__(self, contract: Path, source: str, target: str, folder: Path, options: Mapping[str, JSON]) -> None:
        self._store = Store(Path(FOLDER))
        self._folder = folder.resolve()
        self._key = ""
        if target in _CONTRACT_ONLY:
            with contextlib.suppress(OSError):
                chosen = json.dumps(options, sort_keys=True)
                text = contract.read_bytes()
                place = (target, source, str(self._folder), chosen)
                self._key = key_of("generate", program_key(), templates_key(), *place, text)

    def stands(self) -> Findings | None:
        """What there was to say where there is nothing to do, else None."""
        kept = stamp.load(self._store, self._key) if self._key else None
        if kept is None or not stamp.stands(kept, self._folder):
            return None
        try:
            return Findings(list(values.loads(kept.findings)))
        except values.UnknownValue:
            return None

    def keep(self, files: FileSet, findings: Findings) -> None:
        """Remembers what was made."""
        if self._key:
            hashes = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in files}
            hashes[output.MANIFEST] = hashlib.sha256((self._folder / output.MANIFEST).read_bytes()).hexdigest()
            stamp.save(self._store, self._key, stamp.Stamp(hashes, (), findings=values.dumps(list(findings))))
