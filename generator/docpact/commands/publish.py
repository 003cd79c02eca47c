"""`docpact publish`: the documentation as a static site, and on request the site with a server to try it on."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import click

from docpact import pipeline
from docpact.building import recovery
from docpact.building.delivery import fill
from docpact.commands import common, serve
from docpact.config import Service
from docpact.contract.model import Contract
from docpact.diagnostics import Findings
from docpact.diff.sides import SideError, Subject, read
from docpact.output import FileSet
from docpact.output_codes import edited
from docpact.render import render
from docpact.targets.base import Settings, TargetError
from docpact.targets.site import SiteTarget, plan

FOLDER = "site"
API = "/"
"""Where the consoles find the server: where the site is, since clients know endpoints without a path only."""


def _older(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for value in values:
        label, equals, side = value.partition("=")
        if not equals or not label or not side:
            raise click.BadParameter(
                f"{value!r} is not LABEL=SIDE, a label and an older contract file, pages, or REVISION:PATH"
            )
        pairs.append((label, side))
    return pairs


@click.command("publish")
@click.argument("contract", required=False, metavar="[CONTRACT|SERVICE]")
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), help=f"The folder to fill. Default: {FOLDER}/."
)
@click.option("--label", help="What the version menu calls these pages.")
@click.option(
    "--older",
    multiple=True,
    metavar="LABEL=SIDE",
    callback=_older,
    help="An older version to show beside these pages, newest first: a contract file, pages, or REVISION:PATH.",
)
@click.option("--serve", "serving", is_flag=True, help="Then serve the site, with a server for its consoles.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --serve: the address to listen on.")
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), show_default=True, help="With --serve: 0 takes a free port."
)
@click.option("--force", is_flag=True, help="Overwrite files of the site that were edited by hand.")
def command(
    contract: str | None,
    folder: Path | None,
    label: str | None,
    older: list[tuple[str, str]],
    serving: bool,
    host: str,
    port: int,
    force: bool,
) -> None:
    """Publish the documentation as a static site: open its index.html, or put the folder on any web server.

    CONTRACT is a contract file, SERVICE a service of docpact.toml (which need not be named where it is the only
    one). The site works without a server and without JavaScript; search and consoles need JavaScript.

    \b
        docpact publish                                       site/ from this project's contract
        docpact publish --older 1.0=v1.0:spec/eip/openapi.yaml  with an older version and a changelog
        docpact publish --serve                               and a server behind its consoles
    """
    path, service = serve.locate(contract)
    findings = Findings()
    loaded = pipeline.load_contract(path, findings)
    if loaded is None:
        common.unusable(findings)
    folder = folder or _configured(service) or common.root() / FOLDER
    settings = _settings(path, service, label, API if serving else None, findings)
    files = _site(loaded, settings, older, service)
    common.show(findings)
    try:
        with recovery.delivering(common.root(), [folder], common.say):
            done = fill(folder, files, overwrite_edited=force)
    except OSError as error:
        raise click.UsageError(f"cannot write {error.filename}: {error.strerror}") from None
    common.say(f"{common.relative(folder, Path.cwd())}: {done.counts(force)}")
    if done.edited and not force:
        common.show(edited(done.edited, folder))
        sys.exit(common.FOUND)
    if serving:
        _serve(loaded, path, folder, host, port)


def _settings(
    path: Path, service: Service | None, label: str | None, endpoint: str | None, findings: Findings
) -> Settings:
    options: dict[str, Any] = {}
    if service is not None:
        options = {"samples": {target.name: dict(target.options) for target in service.targets}}
        options |= next((dict(target.options) for target in service.targets if target.name == "site"), {})
    if label:
        options["label"] = label
    if endpoint:
        options["endpoint"] = endpoint
    source = common.relative(path.resolve(), common.root())
    return Settings(source, path.resolve().parent, options, findings)


def _configured(service: Service | None) -> Path | None:
    if service is None:
        return None
    return next((target.output for target in service.targets if target.name == "site"), None)


def _site(contract: Contract, settings: Settings, older: list[tuple[str, str]], service: Service | None) -> FileSet:
    try:
        if not older:
            return pipeline.generate(contract, SiteTarget(), settings)
        subject = None if service is None else Subject(service.contract, service.overlay, service.dialect)
        versions = [(label, read(side, subject).contract) for label, side in older]
        return render(plan(contract, settings, versions), pipeline.templates_root())
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    except SideError as error:
        common.show(Findings([error.diagnostic]))
        sys.exit(common.USAGE)


def _serve(contract: Contract, path: Path, folder: Path, host: str, port: int) -> None:
    from starlette.staticfiles import StaticFiles

    try:
        package = serve.load_package(contract, serve.server_settings(path))
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    behaviour = serve.load_behaviour(package, path)
    api = package.create_app(behaviour, options=package.Options(forced_errors=True))
    pages = StaticFiles(directory=folder, html=True)

    async def site(scope: Any, receive: Any, send: Any) -> None:
        await (api if scope["type"] == "http" and _is_call(scope) else pages)(scope, receive, send)

    try:
        bound = package.listen(host, port)
    except OSError as error:
        raise click.UsageError(
            f"cannot listen on {host}:{port}: {error.strerror}; `--port 0` takes a free port"
        ) from None
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has ended in good order, and raises it once more
        package.serve(site, bound, _announce)


def _is_call(scope: Any) -> bool:
    """Whether a request is one to the service: it names an action, is signed, or does more than read."""
    headers = {name for name, _ in scope["headers"]}
    signed = bool(headers & {b"authorization", b"x-acs-action"})
    return (
        signed
        or scope["method"] not in ("GET", "HEAD")
        or "Action" in parse_qs(scope["query_string"].decode("latin-1"))
    )


def _announce(url: str) -> None:
    click.echo(url)
    common.say(f"site     {url}/")
    common.say(f"server   {url}, keys testid and testsecret")
    sys.stdout.flush()
