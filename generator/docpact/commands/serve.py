"""`docpact serve`: runs what the server target makes of a contract."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from docpact import config, pipeline, running
from docpact.commands import common
from docpact.config import Service
from docpact.contract.model import JSON, Contract
from docpact.counting import counted
from docpact.diagnostics import Findings
from docpact.targets.base import Settings, TargetError
from docpact.targets.server import ServerTarget
from docpact.targets.server.plan import package_name

CHECKS = ("signature", "timestamp", "nonce", "version", "constraints")
_FILE = click.Path(path_type=Path)
_SECONDS = click.FloatRange(0, 1e9)


@click.command("serve")
@click.argument("contract", required=False, metavar="[CONTRACT|SERVICE]")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--key-id", default="testid", show_default=True, help="The access key that may call.")
@click.option("--secret", default="testsecret", show_default=True, help="Its secret.")
@click.option("--token", help="Make it a temporary credential with this security token.")
@click.option("--behaviour", type=_FILE, help="The implementation. Default: behaviour.py beside the contract.")
@click.option("--examples", is_flag=True, help="No behaviour: answer from the documented examples.")
@click.option("--state", type=_FILE, metavar="FILE", help="Keep the state in this SQLite file across restarts.")
@click.option(
    "--window", default=900.0, show_default=True, type=_SECONDS, help="Seconds by which a timestamp may be off."
)
@click.option("--nonce-window", type=_SECONDS, help="Seconds for which a nonce counts as used. Default: --window.")
@click.option("--no-signature", is_flag=True, help="Let everybody call, signed or not.")
@click.option("--no-timestamp", is_flag=True, help="Accept old and future timestamps.")
@click.option("--no-nonce", is_flag=True, help="Accept a nonce again.")
@click.option("--no-version", is_flag=True, help="Do not ask for the API version.")
@click.option("--no-constraints", is_flag=True, help="Check types and presence only: no enums, bounds, rules.")
@click.option("--no-console", is_flag=True, help="No console at /_docpact/.")
@click.option("--allow-origin", metavar="ORIGIN", help="Let scripts of this web origin call (CORS); `*` for any.")
@click.option("--no-states", is_flag=True, help="No state URL at /_docpact/states.")
def command(contract: str | None, **options: Any) -> None:
    """Serve a contract: validation, both signatures, documented errors, state.

    CONTRACT is a contract file, SERVICE a service of docpact.toml (which need not be named where it is the only
    one). With a behaviour.py the server is an implementation with state, without one it answers from the examples.

    A request with the header `x-docpact-error: CODE` (or `Prefer: example=CODE`) is answered with that documented
    error, whatever it asks for: `CODE#2` is the second row of a code, and the console lists the codes of each operation.

    \b
        docpact serve                              the service of this project
        docpact serve openapi.yaml --examples      answers from the examples
        docpact serve --port 8080 --state eip.db   keeps its state in a file
    """
    path, _ = locate(contract)
    findings = Findings()
    loaded = pipeline.load_contract(path, findings)
    if loaded is None:
        common.unusable(findings)
    common.show(findings)
    settings = server_settings(path)
    try:
        package = load_package(loaded, settings)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    common.show(settings.findings)
    if options["examples"] and (options["behaviour"] or options["state"]):
        raise click.UsageError("--examples answers without a behaviour: leave out --behaviour and --state")
    behaviour = None if options["examples"] else load_behaviour(package, path, options["behaviour"], options["state"])
    app = package.create_app(
        behaviour,
        keys=[package.Credential(options["key_id"], options["secret"], token=options["token"])],
        options=package.Options(
            **{check: not options[f"no_{check}"] for check in CHECKS},
            window=options["window"],
            nonce_window=options["nonce_window"],
            forced_errors=True,
            console=not options["no_console"],
            states=not options["no_states"] and behaviour is not None,
        ),
    )
    try:
        bound = package.listen(options["host"], options["port"])
    except OSError as error:
        raise click.UsageError(
            f"cannot listen on {options['host']}:{options['port']}: {error.strerror}; `--port 0` takes a free port"
        ) from None
    outside = app if options["allow_origin"] is None else _with_cors(app, options["allow_origin"])
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has ended in good order, and raises it once more
        package.serve(outside, bound, lambda url: _announce(url, loaded, app))


def load_package(contract: Contract, settings: Settings) -> ModuleType:
    """The package that the server target makes of the contract, imported. Raises TargetError."""
    folder = running.filled("serve", pipeline.generate(contract, ServerTarget(), settings))
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    return importlib.import_module(package_name(contract, settings))


def server_settings(contract: Path) -> Settings:
    """The settings of the server target: those of docpact.toml, where it names the contract."""
    found = config.find(Path.cwd())
    options: dict[str, JSON] = {}
    source = contract.name
    if found is not None:
        project = common.project(found)
        for service in project.services:
            if service.contract.resolve() == contract.resolve():
                source = common.relative(service.contract, project.root)
                options |= next((dict(target.options) for target in service.targets if target.name == "server"), {})
    return Settings(source, contract.resolve().parent, options)


def locate(named: str | None) -> tuple[Path, Service | None]:
    """The contract file that CONTRACT or SERVICE means, and the service where it means one."""
    if named is not None and (Path(named).suffix in (".yaml", ".yml", ".json") or Path(named).is_file()):
        return Path(named), None
    project = common.project()
    names = [service.name for service in project.services]
    if named is None and len(names) > 1:
        raise click.UsageError(f"docpact.toml names several services; say which: {', '.join(names)}")
    service = project.service(named or names[0])
    if service is None:
        raise click.UsageError(f"{named!r} is neither a contract file nor a service; there are {', '.join(names)}")
    return service.contract, service


def load_behaviour(package: ModuleType, contract: Path, named: Path | None = None, state: Path | None = None) -> Any:
    """The behaviour in the file that was named, or stands beside the contract; None where there is none."""
    path = named or contract.resolve().parent / "behaviour.py"
    if not path.is_file():
        if named is not None:
            raise click.UsageError(f"there is no behaviour at {named}")
        if state is not None:
            raise click.UsageError(f"there is no {path} whose state could be kept; name one with --behaviour")
        return None
    spec = importlib.util.spec_from_file_location("docpact_behaviour", path)
    if spec is None or spec.loader is None:
        raise click.UsageError(f"{path} is no Python module: the name of a behaviour ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise click.UsageError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    kinds = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, package.Handlers) and kind.__module__ == module.__name__
    ]
    if len(kinds) != 1:
        raise click.UsageError(
            f"{path} defines {len(kinds)} subclasses of {package.__name__}.Handlers; it must define one"
        )
    try:
        return kinds[0](package.SqliteStore(state) if state is not None else None)
    except sqlite3.Error as error:
        raise click.UsageError(f"{state} cannot hold the state: {error}") from None


def _with_cors(app: Any, origin: str) -> Any:
    """The application behind answers to the questions that browsers ask before a page of another origin may call."""
    from starlette.middleware.cors import CORSMiddleware

    return CORSMiddleware(
        app,
        allow_origins=[origin],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["x-acs-request-id"],
    )


def _announce(url: str, contract: Contract, app: Any) -> None:
    click.echo(url)
    if app.options.console:
        common.say(f"console    {url}/_docpact/")
    if app.options.states:
        common.say(f"state URL  {url}/_docpact/states")
    kind = "state" if app.behaviour is not None else "the documented examples"
    common.say(
        f"serving    {contract.title} {contract.version}, {counted(len(contract.operations), 'operation')}, from {kind}"
    )
    sys.stdout.flush()
