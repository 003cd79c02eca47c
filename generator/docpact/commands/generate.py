"""`docpact generate`: one target from a contract."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from docpact import output, pipeline
from docpact.commands import common
from docpact.contract.model import JSON
from docpact.diagnostics import Findings
from docpact.output_codes import edited
from docpact.targets import registry
from docpact.targets.base import Settings, TargetError


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
    findings = Findings()
    loaded = pipeline.load_contract(contract, findings)
    if loaded is None:
        common.show(findings)
        sys.exit(common.FOUND)
    source = os.path.normpath(contract).replace(os.sep, "/")
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
