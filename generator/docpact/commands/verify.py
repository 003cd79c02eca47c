"""`docpact verify`: does an implementation do what the pages say?"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from docpact import output, pipeline, verify
from docpact.commands import common
from docpact.config import Config, Service
from docpact.diagnostics import Findings
from docpact.targets.base import Settings, TargetError
from docpact.targets.conformance import ConformanceTarget

_FILE = click.Path(path_type=Path)
BOTH = "rpc,v3"
SIGNATURES = ("rpc", "v3", BOTH)


@click.command("verify")
@click.argument("contract", required=False, metavar="[CONTRACT|SERVICE]")
@click.option("--endpoint", metavar="URL", help="The implementation under test. Default: the embedded server.")
@click.option("--key-id", default="testid", show_default=True, help="The access key to call with.")
@click.option("--secret", default="testsecret", show_default=True, envvar="CONFORMANCE_SECRET", help="Its secret.")
@click.option("--token", envvar="CONFORMANCE_TOKEN", help="The security token of temporary credentials.")
@click.option("--state-url", metavar="URL", help="Where the implementation arranges states for the cases.")
@click.option("--fixtures", type=_FILE, metavar="FILE", help="JSON: from states or error codes to request parameters.")
@click.option("--examples", is_flag=True, help="Take the pages' example values for things that exist.")
@click.option("--operations", metavar="NAMES", help="Only these operations, with commas between.")
@click.option("--kinds", metavar="KINDS", help="Only these kinds of cases, with commas between.")
@click.option("--only", multiple=True, metavar="ID", help="Only this case, or all whose ids start so.")
@click.option(
    "--signatures",
    type=click.Choice(SIGNATURES),
    metavar="NAMES",
    help="Which must work: rpc, v3 or rpc,v3. Default: find out.",
)
@click.option("--strict", is_flag=True, help="Let answers fail that the pages leave open; on for the embedded server.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Cases side by side.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long to wait for an answer or a state.",
)
@click.option("--insecure", is_flag=True, help="Do not check TLS certificates.")
@click.option("--junit", type=_FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write an HTML report.")
@click.option("--json", "json_report", type=_FILE, metavar="FILE", help="Write a JSON report.")
@click.option("--list", "listing", is_flag=True, help="List the ids of the cases and stop.")
@click.option("--quiet", is_flag=True, help="No progress, no summary.")
def command(contract: str | None, endpoint: str | None, **options: Any) -> None:
    """Run the conformance suite of a contract against an implementation; exit 1 if a case fails.

    CONTRACT is a contract file, SERVICE a service of docpact.toml (which need not be named where it is the only
    one). States come from a state URL or a fixtures file; without either, the cases that need one are
    reported as not exercised.

    \b
        docpact verify                                     the embedded server
        docpact verify --endpoint http://127.0.0.1:8080 --state-url http://127.0.0.1:8080/states --html report.html
        docpact verify --operations AssociateEipAddress --only AssociateEipAddress/errors/
    """
    if sum(bool(options[name]) for name in ("state_url", "fixtures", "examples")) > 1:
        raise click.UsageError("give one of --state-url, --fixtures and --examples")
    path = contract_path(contract)
    suite = _suite(path)
    reports = {name: options.pop(name) for name in ("html", "junit", "json_report")}
    credentials = {name: options.pop(name) for name in ("key_id", "secret", "token")}
    listing, quiet = options.pop("listing"), options.pop("quiet")
    passed = {name.replace("_", "-"): _as_argument(value) for name, value in options.items()}
    again = _again(contract, endpoint, credentials["key_id"], passed)
    try:
        with ExitStack() as stack:
            if endpoint is None and not listing:
                arguments = ["--key-id", credentials["key_id"], "--secret", credentials["secret"]]
                arguments += ["--token", credentials["token"]] if credentials["token"] else []
                arguments += ["--examples"] if passed["examples"] else []
                served = stack.enter_context(verify.embedded(path, arguments))
                endpoint, passed = served.endpoint, _of_embedded(served, passed)
            summary = verify.run(
                suite,
                endpoint or "http://127.0.0.1",
                **credentials,
                **reports,
                options={**passed, "list": True} if listing else passed,
                again=again,
                quiet=quiet,
            )
    except verify.Refused:
        sys.exit(common.USAGE)
    except verify.VerifyError as error:
        raise click.UsageError(str(error)) from None
    sys.exit(common.FOUND if summary.failed or not (summary.passed or listing) else common.OK)


def _as_argument(value: Any) -> Any:
    """An option's value as the suite's own command line takes it; flags and lists stay as they are."""
    return str(value) if isinstance(value, (Path, int, float)) and not isinstance(value, bool) else value


def verify_built(project: Config, service: Service) -> bool:
    """Runs the suite that was just built against the reference behaviour; True where no case failed.

    The reports go to `.docpact/reports/<service>/`.
    """
    target = next((target for target in service.targets if target.name == "conformance"), None)
    suite = target.output if target is not None else _suite(service.contract)
    folder = project.root / ".docpact" / "reports" / service.name
    try:
        with verify.embedded(service.contract) as served:
            summary = verify.run(
                suite,
                served.endpoint,
                options=_of_embedded(served, {}),
                html=folder / "conformance.html",
                junit=folder / "conformance.xml",
                json_report=folder / "conformance.json",
                again=["docpact", "verify", service.name],
            )
    except verify.VerifyError as error:
        common.say(f"error: {error}")
        return False
    common.say(
        f"{service.name}: {summary.passed} cases passed, {summary.failed} failed, {summary.not_exercised} not exercised"
        f" in {summary.seconds:.1f} s; reports: "
        + ", ".join(common.relative(path, Path.cwd()) for path in summary.reports)
    )
    return summary.failed == 0 and summary.passed > 0


def contract_path(named: str | None) -> Path:
    """The contract file that an argument means: a path, a service of the project, or its only service."""
    if named is not None and (Path(named).suffix in (".yaml", ".yml", ".json") or Path(named).is_file()):
        return Path(named)
    project = common.project()
    names = [service.name for service in project.services]
    if named is None and len(names) > 1:
        raise click.UsageError(f"docpact.toml names several services; say which: {', '.join(names)}")
    service = project.service(named or names[0])
    if service is None:
        raise click.UsageError(f"{named!r} is neither a contract file nor a service; there are {', '.join(names)}")
    return service.contract


def _suite(contract: Path) -> Path:
    """The suite of a contract, generated below `.docpact`."""
    findings = Findings()
    loaded = pipeline.load_contract(contract, findings)
    if loaded is None:
        common.unusable(findings)
    root = common.root()
    settings = Settings(common.relative(contract, root), contract.resolve().parent, {}, findings)
    try:
        files = pipeline.generate(loaded, ConformanceTarget(), settings)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    common.show(findings)
    folder = root / ".docpact" / "verify" / (contract.resolve().parent.name or "contract")
    output.write(files, folder, overwrite_edited=True)
    return folder


def _of_embedded(served: verify.Served, options: dict[str, Any]) -> dict[str, Any]:
    """The embedded server knows both signatures; its behaviour arranges every state as `states.yaml` means it."""
    out = {**options, "signatures": options.get("signatures") or BOTH}
    out["strict"] = bool(served.state_url)
    if not any(out.get(name) for name in ("state-url", "fixtures", "examples")):
        out |= {"state-url": served.state_url} if served.state_url else {"examples": True}
    return out


def _again(contract: str | None, endpoint: str | None, key_id: str, options: dict[str, Any]) -> list[str]:
    """The command to give for running one case alone; the secret comes from the environment."""
    out = ["docpact", "verify", *([contract] if contract else [])]
    if endpoint:
        out += ["--endpoint", endpoint, "--key-id", key_id]
    for name in ("state-url", "fixtures", "signatures"):
        if options.get(name):
            out += [f"--{name}", options[name]]
    return [*out, "--examples"] if options.get("examples") else out
