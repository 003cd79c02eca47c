"""Where the templates are."""

from __future__ import annotations

from pathlib import Path


def templates_root() -> Path:
    """The folder of the templates: inside an installed package, or beside `generator/` in a checkout."""
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent.parent / "templates"
