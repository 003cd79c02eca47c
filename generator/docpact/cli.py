"""The command line. Each command is a module of its own and is imported only when it is called."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from docpact import __version__

# Name, module below docpact.commands, one line for `docpact --help`; in the order of a user's work.
COMMANDS = (
    ("init", "init", "Start a new project."),
    ("build", "build", "Build everything that docpact.toml names."),
    ("compile", "compile", "Compile pages into a contract file."),
    ("generate", "generate", "Generate one target from a contract."),
    ("lint", "lint", "Say what is wrong with pages."),
    ("explain", "explain", "Explain a diagnostic code."),
    ("serve", "serve", "Serve a contract: validation, signatures, documented errors."),
    ("verify", "verify", "Run the conformance suite against an endpoint."),
    ("diff", "diff", "Say what changed between two contracts, and what it breaks."),
    ("release", "release", "Bump the generated packages and write their changelog."),
    ("history", "history", "Replay the revisions of pages as a timeline."),
    ("publish", "publish", "Publish the documentation as a static site."),
)


INTERRUPTED = 130
"""The exit code that shells give to what Ctrl-C ended."""


class _Lazy(click.Group):
    """A group whose help needs no command's module, and whose commands come when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, module, _ in COMMANDS if _exists(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = next((module for name, module, _ in COMMANDS if name == cmd_name), None)
        if module is None or not _exists(module):
            return None
        command = importlib.import_module(f"docpact.commands.{module}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\ninterrupted", err=True)
            sys.exit(INTERRUPTED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = set(self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, _, summary in COMMANDS if name in shown])


def _exists(module: str) -> bool:
    return importlib.util.find_spec(f"docpact.commands.{module}") is not None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="docpact")
def cli() -> None:
    """Compile API reference pages into a contract, and the contract into everything that must agree with them.

    \b
    In a project (a folder with docpact.toml):
        docpact build            pages -> contract -> clients, server, conformance suite
        docpact build --check    exit 1 if anything generated is stale
        docpact serve            an implementation to test against
        docpact verify           does an implementation do what the pages say?
    Without one:
        docpact compile PAGE.md -o openapi.yaml

    Exit codes: 0 clean; 1 findings, stale files or failed cases; 2 usage, configuration, or files that cannot be
    used; 3 internal error; 130 interrupted.
    """
    _finish_delivery()


def _finish_delivery() -> None:
    """Before any command looks at the outputs of a project, a build that was killed half-way is finished."""
    from docpact import config
    from docpact.building import recovery

    found = config.find(Path.cwd())
    if found is not None:
        try:
            recovery.finish(found.parent, lambda line: click.echo(line, err=True))
        except OSError as error:
            raise click.ClickException(
                f"a build was cut off while it put its files in place, and cannot be finished: cannot write "
                f"{error.filename}: {error.strerror}"
            ) from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits the process."""
    for name in ("stdout", "stderr"):  # they are None where the caller has closed them
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - as long as the process
    try:
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="docpact")
    except SystemExit:
        raise
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if os.environ.get("DOCPACT_TRACEBACK"):
            raise
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is still in the buffer can go nowhere
        click.echo(f"docpact: {error.filename or 'the output'}: {error.strerror or error}", err=True)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("DOCPACT_TRACEBACK"):
            raise
        click.echo(f"docpact: internal error: {type(error).__name__}: {error}", err=True)
        click.echo("This is a defect of docpact. DOCPACT_TRACEBACK=1 shows where; please report it.", err=True)
        sys.exit(3)
    finally:
        if not gc.isenabled():
            gc.freeze()  # the interpreter would look for cycles in all that is left when it ends
