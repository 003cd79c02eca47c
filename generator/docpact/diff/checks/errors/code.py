"""Error codes under another spelling."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.aliases import aliases
from docpact.contract.model import ErrorRow
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level, Suggestion
from docpact.diff.selecting import selector
from docpact.diff.spelling import corrected

_SLIP = "[{status: 400, code: Forbiden, message: The disk belongs to another account.}]"
_GOOD = "[{status: 400, code: Forbidden, message: The disk belongs to another account.}]"
_NEW = "[{status: 400, code: OwnerMismatch, message: The disk belongs to another account.}]"
_ALIAS = (
    "[{status: 400, code: Forbidden, message: The disk belongs to another account., x-docpact-aliases: [Forbiden]}]"
)

CORRECTED = Kind(
    "error-code-corrected",
    Level.BREAKING,
    "A misspelt error code is spelt differently.",
    "It is one change, not an error removed and one added. Either the service answers the new spelling, or only the page was"
    " corrected and the old one still travels: find out which. The class of the error has a new name; the change carries"
    " an overlay action that keeps the old one as a deprecated alias, so that code written for either goes on working.",
    changed=Example("errors", _SLIP, _GOOD),
    same=Example("errors", _SLIP, _NEW),
)
REPLACED = Kind(
    "error-code-replaced",
    Level.BREAKING,
    "An error has another code.",
    "Status and message are the same, the code is another one: the row was renamed, and so is the class of the error.",
    changed=Example("errors", _SLIP, _NEW),
    same=Example("errors", _SLIP, _GOOD),
)
ALIASED = Kind(
    "error-code-renamed-with-alias",
    Level.COMPATIBLE,
    "An error has another code, and the old one goes on working in the clients.",
    "The overlay declares the old code (`x-docpact-aliases` on the row): both spellings raise the same class, which can"
    " be named either way.",
    changed=Example("errors", _SLIP, _ALIAS),
    same=Example("errors", _GOOD, _ALIAS),
)
DROPPED = Kind(
    "error-alias-removed",
    Level.BREAKING,
    "An old code of an error is no longer accepted.",
    "The deprecated alias leaves the clients. That is meant to happen, in a major version.",
    changed=Example("errors", _ALIAS, _GOOD),
    same=Example("errors", _ALIAS, _ALIAS),
)


def _find(both: Both[ErrorRow]) -> Iterator[Found]:
    old, new = both.old, both.new
    for alias in aliases(old.extensions):
        if alias not in (*aliases(new.extensions), new.code):
            yield Found(
                DROPPED, f"The error {both.subject} is no longer known under its old code {code(alias)}.", "code"
            )
    if not both.renamed:
        return
    slip = corrected(old.code, new.code)
    spelt = "spelt" if slip else "called"
    message = f"The error {code(old.code)} of {both.operation} is now {spelt} {code(new.code)}"
    if both.aliased:
        yield Found(ALIASED, f"{message}; the old name goes on working.", "code")
        return
    yield Found(
        CORRECTED if slip else REPLACED,
        f"{message}.",
        "code",
        suggestion=Suggestion(
            selector(both.new_at),
            {"x-docpact-aliases": [*aliases(old.extensions), old.code]},
            f"{old.code} was renamed to {new.code}; code written for the old name keeps working",
        ),
    )


CHECKS = (Check(Both, ErrorRow, (CORRECTED, REPLACED, ALIASED, DROPPED), _find),)
