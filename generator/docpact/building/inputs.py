"""What a build depends on: every file that it may read, by content."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docpact.cache import files_key_parts, key_of, program_key
from docpact.config import FILE_NAME, Config, Service

_SKIPPED = frozenset(("__pycache__", "node_modules"))


@dataclass(frozen=True, slots=True)
class ServiceInputs:
    """The files that one service is built from: by path from the project's root, with `/`, sorted.

    `key` is a digest over them, the settings of the service, the templates and the program.
    """

    service: Service
    files: dict[str, bytes]
    key: str

    def pages(self, root: Path) -> list[str]:
        """The paths of the pages among the files."""
        top = relative(self.service.pages, root)
        return [path for path in self.files if path.endswith(".md") and (path == top or path.startswith(f"{top}/"))]


def read(config: Config, service: Service) -> ServiceInputs:
    """Reads the inputs of a service. A file that cannot be read counts as absent: compiling will say so."""
    files: dict[str, bytes] = {}
    for path in sorted(set(paths(config, service))):
        try:
            files[relative(path, config.root)] = path.read_bytes()
        except OSError:
            continue
    settings = repr((service.name, *(relative(p, config.root) for p in (service.pages, service.contract))))
    targets = repr([(t.name, relative(t.output, config.root), sorted(t.options.items())) for t in service.targets])
    overlay = relative(service.overlay, config.root) if service.overlay else ""
    parts: list[bytes | str] = [program_key(), templates_key(), settings, overlay, repr(service.dialect), targets]
    parts += [plugin_key(target.name) for target in service.targets]
    for name, data in files.items():
        parts += (name, data)
    return ServiceInputs(service, files, key_of(*parts))


def relative(path: Path, root: Path) -> str:
    """A path as seen from the project's root, with forward slashes."""
    return os.path.relpath(path, root).replace(os.sep, "/")


@functools.cache
def templates_key() -> str:
    """A digest of all templates and runtime files."""
    from docpact.templates import templates_root

    root = templates_root()
    return key_of(*files_key_parts(root, (Path(p) for p in _walk(str(root), frozenset()))))


def paths(config: Config, service: Service) -> Iterator[Path]:
    """The pages, the overlay, the dialect file, and what else stands beside the contract for targets to read."""
    outputs = frozenset(str(target.output) for s in config.services for target in s.targets)
    for found in _walk(str(service.pages), outputs) if service.pages.is_dir() else [str(service.pages)]:
        yield Path(found)
    if service.overlay is not None:
        yield service.overlay
    if service.dialect is not None and Path(service.dialect).is_file():
        yield Path(service.dialect)
    folder = service.contract.parent
    if folder == config.root or folder in config.root.parents:
        beside = [entry.path for entry in os.scandir(folder) if entry.is_file() and entry.name != FILE_NAME]
    else:
        beside = list(_walk(str(folder), outputs))
    contracts = {str(s.contract) for s in config.services}
    yield from (Path(path) for path in beside if path not in contracts and not os.path.basename(path).startswith("."))


def _walk(top: str, outputs: frozenset[str]) -> Iterator[str]:
    """The files below a folder, without hidden ones, caches and what builds put out."""
    for folder, folders, names in os.walk(top):
        folders[:] = [
            name
            for name in folders
            if name not in _SKIPPED and name[0] != "." and os.path.join(folder, name) not in outputs
        ]
        for name in names:
            if name[0] != ".":
                yield os.path.join(folder, name)


def plugin_key(target: str) -> str:
    """What a target that another package brings depends on: that package's version and the file of the target."""
    from docpact.targets import registry

    if target in registry.BUILTIN:
        return ""
    import importlib.util
    from importlib.metadata import entry_points

    parts: list[bytes | str] = []
    for point in entry_points(group=registry.ENTRY_POINTS, name=target):
        parts += [point.value, point.dist.version if point.dist else ""]
        try:
            spec = importlib.util.find_spec(point.value.partition(":")[0])
            parts.append(Path(spec.origin).read_bytes() if spec and spec.origin else b"")
        except (OSError, ImportError, ValueError):
            continue
    templates = getattr(registry.find(target), "templates", None)
    if templates is not None:
        parts += files_key_parts(templates, (Path(p) for p in _walk(str(templates), frozenset())))
    return key_of(*parts)
