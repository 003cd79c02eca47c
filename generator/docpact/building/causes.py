"""Which page makes which file stale.

The contract file on the disk is what the outputs were made from. An operation that the pages now state differently is
put into it, alone, and the targets are made again: the files that come out differently are those that its page
makes stale. What differs for no page is due to the overlay, the templates, the options or docpact itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from docpact.building.inputs import ServiceInputs, relative
from docpact.building.service import Built, make_target
from docpact.cache import Store
from docpact.contract import openapi, yaml_reader
from docpact.contract.model import Contract, Operation

_MOST = 12
"""With more changed pages than this, files are not told apart: each is said to be due to any of them."""

Stale = Sequence[tuple[str, str]]


def find(root: Path, found: ServiceInputs, built: Built, stale: Stale, store: Store) -> Mapping[tuple[str, str], str]:
    """For each stale file (its target and path) the reason, as the end of a sentence."""
    assert built.contract is not None
    new = openapi.load(built.contract)
    old = _on_disk(found)
    if old is None:
        return dict.fromkeys(stale, "the contract file was never built, or cannot be read")
    changed = _changed(old, new)
    targets = [name for name in dict.fromkeys(name for name, _ in stale) if name]
    reasons: dict[tuple[str, str], list[str]] = {}
    if changed and len(changed) <= _MOST:
        folders = {target.name: relative(target.output, root) for target in found.service.targets}
        for target in targets:
            base = make_target(found, root, store, old, target)
            for page, operation in changed:
                variant = make_target(found, root, store, _with(old, new, operation), target)
                for path in {*base, *variant}:
                    if base.get(path) != variant.get(path):
                        reasons.setdefault((target, f"{folders[target]}/{path}"), []).append(page)
    pages = list(dict.fromkeys(page for page, _ in changed))
    told: dict[tuple[str, str], str] = {}
    for target, path in stale:
        due = reasons.get((target, path)) or (pages if not target or len(changed) > _MOST else [])
        if not due and path.endswith("/MANIFEST.json"):
            due = sorted({page for key, names in reasons.items() if key[0] == target for page in names})
        told[target, path] = _say(due, bool(changed))
    return told


def _say(pages: Sequence[str], changed: bool) -> str:
    if not pages:
        others = "the overlay, a template, an option or docpact itself changed, or the file was edited or is missing"
        return others if not changed else f"no page accounts for it alone: {others}"
    names = list(dict.fromkeys(pages))
    shown = ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
    return f"because of {shown}"


def _on_disk(found: ServiceInputs) -> Contract | None:
    try:
        return openapi.load(found.service.contract.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml_reader.YamlError, openapi.ContractError):
        return None


def _changed(old: Contract, new: Contract) -> list[tuple[str, str]]:
    """The pages and names of the operations that are not what they were, or are new or gone."""
    names = dict.fromkeys([*(o.name for o in new.operations), *(o.name for o in old.operations)])
    changed = []
    for name in names:
        before, after = old.operation(name), new.operation(name)
        if before != after:
            either = after or before
            assert either is not None
            changed.append((either.page or name, name))
    return changed


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
