"""Which page makes which file stale.

The contract file on the disk is what the outputs were made from. An operation that the pages now state differently is
put into it, alone, and the targets are made again: the files that come out differently are those that its page
makes stale. What the service says as a whole is put into it in the same way. Whatever is stale for none of these, is so
because the target is made otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from docpact.building.compiling import compile_service
from docpact.building.inputs import ServiceInputs, relative
from docpact.building.pool import Pool
from docpact.building.service import Built, make_target
from docpact.cache import Store
from docpact.contract import openapi, yaml_reader
from docpact.contract.model import Contract, Operation

_MOST = 12
"""With more changed pages than this, files are not told apart: each is said to be due to any of them."""

Stale = Sequence[tuple[str, str]]


def find(root: Path, found: ServiceInputs, built: Built, stale: Stale, store: Store) -> Mapping[tuple[str, str], str]:
    """For each stale file (its target, empty for the contract, and its path) the reason, as the end of a sentence."""
    assert built.contract is not None
    old = _on_disk(found)
    if old is None:
        return dict.fromkeys(stale, "the contract file was never built, or cannot be read")
    changes = list(_changes(root, found, store, old, openapi.load(built.contract)))
    everything = list(dict.fromkeys(cause for cause, _ in changes))
    reasons: dict[tuple[str, str], list[str]] = {}
    if len(changes) <= _MOST:
        reasons = _by_experiment(root, found, store, old, changes, [name for name, _ in stale if name])
    told: dict[tuple[str, str], str] = {}
    for target, path in stale:
        due = reasons.get((target, path)) or (everything if not target or len(changes) > _MOST else [])
        if not due and path.endswith("/MANIFEST.json"):
            due = sorted({cause for key, causes in reasons.items() if key[0] == target for cause in causes})
        if due:
            told[target, path] = f"because of {_listed(due)}"
        elif not os.path.lexists(root / path):
            told[target, path] = "it is missing"
        elif not target:
            told[target, path] = (
                "it says the same in another form: it was edited, or another version of docpact wrote it"
            )
        else:
            told[target, path] = (
                f"the target is made otherwise now: [services.{found.service.name}.targets.{target}], a file beside the "
                "contract, a template or docpact itself changed"
            )
    return told


def _by_experiment(
    root: Path,
    found: ServiceInputs,
    store: Store,
    old: Contract,
    changes: Sequence[tuple[str, Contract]],
    targets: Sequence[str],
) -> dict[tuple[str, str], list[str]]:
    """The causes of each file, by target and path: those whose change alone makes it come out differently."""
    reasons: dict[tuple[str, str], list[str]] = {}
    folders = {target.name: relative(target.output, root) for target in found.service.targets}
    for target in dict.fromkeys(targets) if changes else ():
        base = make_target(found, root, store, old, target)
        for cause, changed in changes:
            variant = make_target(found, root, store, changed, target)
            for path in {*base, *variant}:
                if base.get(path) != variant.get(path):
                    reasons.setdefault((target, f"{folders[target]}/{path}"), []).append(cause)
    return reasons


def _changes(
    root: Path, found: ServiceInputs, store: Store, old: Contract, new: Contract
) -> Iterator[tuple[str, Contract]]:
    """What is not as it was: its cause, and the old contract with this alone as it is now."""
    pages = _of_pages_alone(root, found, store)
    overlay = found.service.overlay and relative(found.service.overlay, root)
    folder = relative(found.service.contract.parent, root)
    names = dict.fromkeys([*(o.name for o in new.operations), *(o.name for o in old.operations)])
    for name in names:
        before, after = old.operation(name), new.operation(name)
        if before != after:
            either = after or before
            assert either is not None
            page = os.path.normpath(f"{folder}/{either.page}").replace(os.sep, "/") if either.page else name
            laid = overlay is not None and pages is not None and pages.operation(name) != after
            yield (f"{page} or {overlay}" if laid else page), _with(old, new, name)
    if replace(old, operations=()) != replace(new, operations=()):
        laid = (
            overlay is not None and pages is not None and replace(pages, operations=()) != replace(new, operations=())
        )
        whole = "what the pages say about the service as a whole"
        yield (f"{whole}, or {overlay}" if laid else whole), replace(new, operations=old.operations)


def _of_pages_alone(root: Path, found: ServiceInputs, store: Store) -> Contract | None:
    """The contract without the overlay's corrections."""
    if found.service.overlay is None:
        return None
    alone = replace(found, service=replace(found.service, overlay=None))
    return compile_service(alone, root, store, Pool(1)).compiled.contract


def _listed(causes: Sequence[str]) -> str:
    names = list(dict.fromkeys(causes))
    return ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def _on_disk(found: ServiceInputs) -> Contract | None:
    try:
        return openapi.load(found.service.contract.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml_reader.YamlError, openapi.ContractError):
        return None


def _with(old: Contract, new: Contract, name: str) -> Contract:
    """The old contract with one operation as it is in the new one."""
    after = new.operation(name)
    operations: list[Operation] = []
    for operation in old.operations:
        if operation.name != name:
            operations.append(operation)
        elif after is not None:
            operations.append(after)
    if after is not None and old.operation(name) is None:
        operations.append(after)
    return replace(old, operations=tuple(operations))
