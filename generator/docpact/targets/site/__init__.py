"""The documentation as a static site: readable without a server, without JavaScript, without a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docpact.contract import openapi, yaml_reader
from docpact.contract.model import Contract
from docpact.targets import registry
from docpact.targets.base import Copy, Job, Settings, TargetError, Text
from docpact.targets.samples import OffersSamples, Sampler

_ASSETS = "site.css theme.js site.js search.js console.js fields.js answers.js rules.js validate.js sign.js samples.js icon.svg".split()
RELEASES = "releases"
"""The folder beside the contract in which `docpact release` keeps the contract of each release."""
_RELEASE = re.compile(r"\d+\.\d+\.\d+")


class SiteTarget:
    """Plans the site.

    Options: `versions`, a table of labels and contract files (relative to the service's folder), newest first,
    shown beside the present one (default: what `docpact release` kept); `label`, what the version menu calls the present one; `endpoint`, which the consoles
    offer first; `samples`, a table of each client target's own options; `base`, the path of the site on its web
    server (default `/`), from which the page for unknown addresses (`404.html`) loads what it needs.
    """

    name = "site"
    summary = "the documentation: a static site with search, console, changelog and Markdown"

    def plan(self, contract: Contract, settings: Settings) -> Iterable[Job]:
        """One page for each operation, the pages about all of them, and what their scripts load."""
        return plan(contract, settings, _older(settings))


def plan(contract: Contract, settings: Settings, older: Sequence[tuple[str, Contract]]) -> Iterator[Job]:
    """The jobs of a site with these older versions, newest first."""
    from docpact.targets.site import changelog_view, data, llms, page, service_views
    from docpact.targets.site.frame import editions
    from docpact.targets.site.operation_files import OperationFiles

    label = str(settings.options.get("label") or "")
    if not label and older and older[0][1] == contract:
        (label, _), *older = older  # what is published is the newest release
    label = label or ("next" if older else contract.version)
    all_editions = editions(contract, older, label)
    endpoint = str(settings.options.get("endpoint") or "")
    for name in _ASSETS:
        yield Job(f"assets/{name}", Copy(f"site/_runtime/assets/{name}"))
    for words in {edition.words.language: edition.words for edition in all_editions}.values():
        yield Job(f"assets/{words.file}", Text(words.words()))
    steps = changelog_view.steps(all_editions)
    for path, log in changelog_view.changelog(all_editions, steps):
        yield Job(path, log)
    yield Job("404.html", service_views.missing(all_editions[0], all_editions, _base(settings)))
    yield Job("changelog.md", Text(llms.changelog(all_editions[0], steps)))
    for edition in all_editions:
        root = edition.root
        samplers = _samplers(edition.contract, settings)
        files = OperationFiles(edition, all_editions, samplers, settings.pieces, endpoint)
        yield Job(f"{root}index.html", service_views.overview(edition, all_editions))
        yield Job(f"{root}common.html", service_views.common(edition, all_editions))
        yield Job(f"{root}common-parameters.md", Text(page.write_common_parameters(edition.contract)))
        yield Job(f"{root}common-errors.md", Text(page.write_common_errors(edition.contract)))
        yield Job(f"{root}errors.md", Text(llms.errors(edition)))
        for path, view in service_views.errors(edition, all_editions):
            yield Job(f"{root}{path}", view)
        yield Job(f"{root}nav.js", Text(data.navigation(edition)))
        yield Job(f"{root}index.js", Text(data.search_index(edition)))
        yield Job(f"{root}llms.txt", Text(llms.index(edition)))
        yield files.contract()
        yield from files.jobs()


def _base(settings: Settings) -> str:
    base = str(settings.options.get("base") or "/")
    if not re.fullmatch(r"/(?:[\w.~-]+/)*", base):
        raise TargetError(f"`base` is {base!r}; it must be a path that begins and ends with a slash, such as /docs/")
    return base


def _samplers(contract: Contract, settings: Settings) -> list[Sampler]:
    """What shows a call, from every target that can; each gets its own options from the site's option `samples`."""
    options = settings.options.get("samples")
    options = options if isinstance(options, dict) else {}
    found = []
    for name in registry.names():
        try:
            target = registry.find(name)
        except (ImportError, AttributeError):  # an installed package's target that is broken is not the site's concern
            continue
        if isinstance(target, OffersSamples):
            own = options.get(name)
            chosen = Settings(settings.source, settings.service, own if isinstance(own, dict) else {})
            found.append(target.samples(contract, chosen))
    return found


def _older(settings: Settings) -> list[tuple[str, Contract]]:
    """The older contracts: those that the options name, in their order, or else the kept releases, newest first."""
    versions = settings.options.get("versions")
    if versions is None:
        folder = (settings.service or Path()) / RELEASES
        kept = [path for path in folder.glob("*.yaml") if _RELEASE.fullmatch(path.stem)] if settings.service else []
        kept.sort(key=lambda path: tuple(map(int, path.stem.split("."))), reverse=True)
        versions = {path.stem: f"{RELEASES}/{path.name}" for path in kept}
    if not isinstance(versions, dict):
        raise TargetError("`versions` must be a table of labels and contract files")
    return [(label, _load(label, str(path), settings)) for label, path in versions.items()]


def _load(label: str, path: str, settings: Settings) -> Contract:
    file = (settings.service or Path()) / path
    try:
        return settings.pieces.contract(str(file), file.read_bytes())
    except (OSError, UnicodeDecodeError, yaml_reader.YamlError, openapi.ContractError) as error:
        raise TargetError(f"the contract of version {label!r}, {file}, cannot be used: {error}") from None
