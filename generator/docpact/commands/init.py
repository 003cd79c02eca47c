"""`docpact init`: a small project that builds."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from docpact import config, pipeline
from docpact.commands import common
from docpact.output import write_atomically

_CONFIG = """\
# What docpact builds: the pages of each service, the contract they become, and what is made of it.
# Paths are relative to this file.

[services.{name}]
pages = "spec/{name}/pages"
contract = "spec/{name}/openapi.yaml"

[services.{name}.targets.python]
output = "generated/python"
package = "{package}"
"""


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--service", default="notes", show_default=True, metavar="NAME", help="The service to begin with.")
def command(folder: Path, service: str) -> None:
    """Start a project in FOLDER: docpact.toml and two pages to replace with your own.

    Nothing that is there already is changed.

    \b
        docpact init shop --service orders
        cd shop && docpact build
    """
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", service):
        raise click.UsageError(
            f"{service!r} cannot name a service: use lower-case letters, digits, - and _, beginning with a letter"
        )
    settings = folder / config.FILE_NAME
    if settings.exists():
        raise click.UsageError(f"{settings} exists already; add a table [services.{service}] there")
    pages = folder / "spec" / service / "pages"
    model = pipeline.templates_root() / "init"
    files = {pages / source.name: source.read_text(encoding="utf-8") for source in sorted(model.glob("*.md"))}
    files = {} if pages.is_dir() and any(pages.glob("*.md")) else files
    if not (folder / ".gitignore").exists():
        files[folder / ".gitignore"] = "# What docpact remembers between runs, and its reports.\n/.docpact/\n"
    files[settings] = _CONFIG.format(name=service, package=service.replace("-", "_") + "_client")
    for path, text in files.items():
        try:
            write_atomically(path, text)
        except OSError as error:
            raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
        common.say(f"wrote {path}")
    place = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    common.say(f"next: {place}docpact build")
    sys.exit(common.OK)
