"""`docpact history`: the revisions of pages as a timeline."""

from __future__ import annotations

import difflib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from docpact.commands import common
from docpact.diff.history import Revision, replay
from docpact.diff.history_sources import folder_revisions, git_revisions, is_replayable
from docpact.diff.model import Level
from docpact.diff.report.history import FORMATS, report
from docpact.revisions import GitError


@click.command("history")
@click.argument("pages_or_repo", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--operation", "operations", multiple=True, metavar="NAME", help="Only this operation; may be given again."
)
@click.option("--format", "format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--level",
    type=click.Choice(("breaking", "risky", "compatible", "text")),
    default="compatible",
    show_default=True,
    help="Show changes of this level and above.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write the report; '-' prints it.")
def command(pages_or_repo: tuple[Path, ...], operations: tuple[str, ...], format: str, level: str, output: str) -> None:
    """Replay the revisions of pages, and say when each parameter, member and error came, went and changed.

    PAGES_OR_REPO is a page or a folder in a git repository, whose commits are replayed, or a folder of
    revisions as files, `<Operation>/<number>-<date>.md`. Of several, the revisions of one operation are told
    as one story, by date.

    \b
        docpact history spec/eip/pages --operation AssociateEipAddress
        docpact history revisions/vpc revisions/eip --format html -o history.html
    """
    gc.disable()  # everything lives until the end, which is near
    try:
        history = replay(_revisions(pages_or_repo), operations)
    except GitError as error:
        asked = ", ".join(map(str, pages_or_repo))
        raise click.UsageError(
            f"no revisions of {asked}: {error}; give pages in a git repository, or a folder of dated revisions"
        ) from None
    except OSError as error:
        raise click.UsageError(f"cannot read {error.filename}: {error.strerror}") from None
    for name in operations:
        if name not in history.known:
            near = difflib.get_close_matches(name, history.known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(history.known[:20]) or 'none'}"
            common.say(f"no revision describes an operation `{name}`; {hint}")
    text = report(history, format, Level.of(level))
    if output == "-":
        common.emit(text, sys.stdout)
    else:
        common.write(Path(output), text)
    sys.exit(common.OK if history.timelines else common.FOUND)


def _revisions(paths: tuple[Path, ...]) -> Iterator[Revision]:
    replayable = [path for path in paths if path.is_dir() and is_replayable(path)]
    for path in replayable:
        yield from folder_revisions(path)
    yield from git_revisions([path for path in paths if path not in replayable])
