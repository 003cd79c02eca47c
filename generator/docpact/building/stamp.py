"""What a build made of its inputs, so that the next one with the same inputs only has to look whether it still stands."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docpact.cache import Store, key_of


@dataclass(frozen=True, slots=True)
class Stamp:
    """The outputs of one service: hashes by path from the project's root; `folders` are those of its targets.

    `summary` is what the build said, `findings` its findings in the form of `docpact.building.values`.
    """

    files: Mapping[str, str]
    folders: tuple[str, ...]
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
        return Stamp(document["files"], tuple(document["folders"]), tuple(document["summary"]), findings)
    except (ValueError, KeyError, TypeError):
        return None


def save(store: Store, key: str, stamp: Stamp) -> None:
    document = {"files": dict(stamp.files), "folders": stamp.folders, "summary": stamp.summary}
    store.put(key_of("stamp", key), json.dumps(document).encode() + b"\n" + stamp.findings)


def stands(stamp: Stamp, root: Path) -> bool:
    """Whether all outputs are on the disk as the build made them. (What else stands there is not docpact's.)"""
    top = str(root)
    for path, digest in stamp.files.items():
        try:
            with open(os.path.join(top, path), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != digest:
                    return False
        except OSError:
            return False
    return True


def of_outputs(
    contract: str, text: str, folders: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The hashes of a contract file and of folders of files with their manifests, and the names of the folders."""
    files = {contract: _hash(text)}
    for folder, content in folders.items():
        files |= {f"{folder}/{path}": _hash(data) for path, data in content.items()}
    return files, tuple(folders)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
