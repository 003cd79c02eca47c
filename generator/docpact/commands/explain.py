"""`docpact explain`: the page of a diagnostic code."""

from __future__ import annotations

import difflib
import sys

import click

from docpact.commands import common
from docpact.diagnostics import Code
from docpact.reporting import catalogue


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what CODE means, why it matters and how to mend it. Without CODE, list all codes.

    \b
        docpact explain DP310
        docpact explain invalid-overlay
        docpact explain diff                the kinds of change that `docpact diff` tells apart
        docpact explain parameter-renamed
    """
    if code is None:
        click.echo(_listing(), nl=False)
        return
    found = catalogue.find(code)
    if found is None:
        page = _change_page(code)
        if page is not None:
            _show(page)
            return
        similar = [*catalogue.similar(code), *_similar_kinds(code)]
        hint = f"did you mean {' or '.join(similar)}?" if similar else "`docpact explain` lists all codes"
        raise click.UsageError(f"there is no code {code!r}; {hint}")
    _show(f"# {found.id} {found.name} ({found.severity.value})\n\n{_body(found)}")


def _change_page(name: str) -> str | None:
    """The page of a kind of change, or with the name `diff` the list of them."""
    from docpact.diff.checks import all_kinds
    from docpact.diff.examples import listing, page

    if name.strip().lower() == "diff":
        return listing()
    kind = all_kinds().get(name.strip().lower())
    return None if kind is None else page(kind)


def _similar_kinds(name: str) -> list[str]:
    from docpact.diff.checks import all_kinds

    return difflib.get_close_matches(name.strip().lower(), all_kinds(), 3)


def _body(code: Code) -> str:
    return code.explanation.strip() + "\n"


def _listing() -> str:
    codes = catalogue.codes().values()
    names = max(len(code.name) for code in codes)
    rows = (f"{code.id}  {code.name:<{names}}  {code.severity.value:<7}  {_summary(code)}" for code in codes)
    return "\n".join(rows) + "\n"


def _summary(code: Code) -> str:
    first = code.explanation.strip().split("\n", 1)[0]
    return first if len(first) <= 90 else first[:89].rsplit(" ", 1)[0] + " …"


def _show(markdown: str) -> None:
    """Laid out on a terminal; as it is where something else reads it."""
    if common.coloured(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(common.width(sys.stdout), 100)).print(Markdown(markdown))
    else:
        click.echo(markdown, nl=False)
