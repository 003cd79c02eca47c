"""Jobs become files: finished views go through templates, runtime files are copied.

Pure: the result is a FileSet, nothing is written here.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docpact.escape import Code
from docpact.escape.check import checked
from docpact.output import FileSet
from docpact.targets.base import Copy, Job, Pieces, Standing, Text


class UnescapedText(Exception):
    """A template was about to print a plain string: a view holds text that no escape has made safe."""


def _only_code(value: Any) -> Any:
    if hasattr(value, "__html__"):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Code(value)
    if isinstance(value, jinja2.Undefined):
        return value  # StrictUndefined raises with the name when it is printed
    raise UnescapedText(f"a template prints {value!r}, which is {type(value).__name__} and not Code")


@functools.cache
def environment(root: Path) -> jinja2.Environment:
    """The template environment over one folder: sandboxed, strict, and printing only `Code`."""
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(root),
        undefined=jinja2.StrictUndefined,
        finalize=_only_code,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(jobs: Iterable[Job], templates: Path, pieces: Pieces | None = None) -> FileSet:
    """The files of `jobs`; `templates` is the folder that template names are relative to.

    `pieces` knows which files stand already as their views would come out. Raises UnescapedText where a view holds unescaped text, EscapedText where the text of a page got out of the
    constant or comment that should hold it, and jinja2.TemplateError where a template is wrong.
    """
    files = FileSet()
    env = environment(templates)
    known = pieces or Pieces()
    for job in jobs:
        content = job.content
        if not isinstance(content, (Text, Standing)):
            content = known.rendered(job.path, content) or content
        match content:
            case Standing(digest):
                files.stand(job.path, digest)
            case Text(text):
                files.add(job.path, checked(job.path, text))
            case Copy(source):
                files.add(job.path, (templates / source).read_text(encoding="utf-8"))
            case view:
                files.add(job.path, checked(job.path, str(env.get_template(view.template).render(view=view))))
    return files
