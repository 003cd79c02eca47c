"""What a build made of its inputs, so that the next one with the same inputs only has to look whether it still stands."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docpact.cache import Store, key_of
from docpact.diagnostics import Findings
from docpact.output import hash_of


@dataclass(frozen=True, slots=True)
class Stamp:
    """The outputs of one service: hashes by path from the project's root.

    `summary` is what the build said, `findings` its findings in the form of `saying`.
    """

    files: Mapping[str, str]
    summary: tuple[str, ...] = ()
    findings: bytes = field(default=b"")


def load(store: Store, key: str) -> Stamp | None:
    """The stamp of a build with these inputs, or None."""
    data = store.get(key_of("stamp", key))
    if data is None:
        return None
    head, _, findings = data.partition(b"\n")
    try:
        document = json.loads(head)
        return Stamp(document["files"], tuple(document["summary"]), findings)
    except (ValueError, KeyError, TypeError):
        return None


def save(store: Store, key: str, stamp: Stamp) -> None:
    document = {"files": dict(stamp.files), "summary": stamp.summary}
    store.put(key_of("stamp", key), json.dumps(document).encode() + b"\n" + stamp.findings)


def stands(stamp: Stamp, root: Path) -> bool:
    """Whether all outputs are on the disk as the build made them. (What else stands there is not docpact's.)"""
    top = str(root)
    return all(hash_of(os.path.join(top, path)) == digest for path, digest in stamp.files.items())


def saying(findings: Findings) -> bytes:
    """Findings, to be told again."""
    from docpact.building import values

    return values.dumps(list(findings)) if len(findings) else b""


def said(stamp: Stamp) -> Findings:
    """What the build found. What cannot be read is not told again."""
    from docpact.building import values

    try:
        return Findings(list(values.loads(stamp.findings)) if stamp.findings else [])
    except (values.UnknownValue, TypeError):
        return Findings()
