"""Docstrings: what the page says, wrapped for the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docpact.contract.model import ErrorRow, Operation, Parameter, Schema
from docpact.escape import Code
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import docstring, paragraphs

COLUMNS = 112
_OPEN_ENDS = " :;,：；，"
"""What ends a clause of which more follows: no full stop comes after it."""
_CODE_OR_ESCAPE = re.compile(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)|\\([!-/:-@\[-`{-~])")


def first_sentence(text: str, fallback: str) -> tuple[str, str]:
    """The first sentence of a text, on one line, and the rest."""
    lines = readable(text).strip().split("\n\n", 1)
    head = " ".join(lines[0].split())
    rest = lines[1] if len(lines) > 1 else ""
    end = head.find(". ")
    if end > 0:
        head, rest = head[: end + 1], f"{head[end + 2 :]}\n\n{rest}"
    if not head:
        return fallback, rest.strip()
    if len(head) > COLUMNS - 8:
        return fallback, f"{head} {rest}".strip()
    return head if head[-1] in ".!?…。" else f"{head.rstrip(_OPEN_ENDS)}.", rest.strip()


def readable(markdown: str) -> str:
    """Markdown as plain text has it: without the backslashes that escape punctuation outside of code."""
    if "\\" not in markdown:
        return markdown
    return _CODE_OR_ESCAPE.sub(lambda found: found[2] or found[0], markdown)


def quoted(text: str) -> str:
    """A code or a value in a docstring, whose escape does the rest."""
    return f"`{' '.join(text.split())}`"


def few(listed: Sequence[str], most: int) -> str:
    """`A, B and 3 more`"""
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")


def described(text: str, fallback: str, depth: int) -> Code:
    """The docstring of a class or a field."""
    head, rest = first_sentence(text, fallback)
    lines = [head]
    if rest:
        lines += ["", *paragraphs(rest, COLUMNS - 4 * depth)]
    return docstring(lines, depth)


def function_lines(
    operation: Operation,
    arguments: Sequence[Argument],
    errors: Iterable[tuple[str, ErrorRow]],
    *,
    returns: str,
    lead: str = "",
) -> list[str]:
    """The documentation of a function: what it does, its arguments, what it raises, its page."""
    head, rest = first_sentence(operation.summary or operation.description, f"Call {operation.name}.")
    lines = [lead or head]
    if lead:
        lines += ["", *paragraphs(head, COLUMNS)]
    if rest:
        lines += ["", *paragraphs(rest, COLUMNS)]
    if operation.description and operation.summary and operation.description.strip() != operation.summary.strip():
        lines += ["", *paragraphs(readable(operation.description), COLUMNS)]
    if operation.deprecated:
        lines += ["", "Deprecated: the page says that this operation should no longer be used."]
    if arguments:
        lines += ["", "Args:"]
        for argument in arguments:
            lines += _entry(str(argument.name), _argument_text(argument.parameter))
    lines += ["", "Returns:", *_hang(returns, 4)]
    rows = list(errors)
    lines += ["", "Raises:", "    ValidationError: The arguments break documented rules; nothing was sent."]
    for name, row in rows:
        said = readable(row.description) or row.message
        lines += _entry(name, f"{row.status or ''} {row.code}. {said}".strip())
    lines.append("    ApiError: The service refused the call for another reason.")
    if operation.page:
        lines += ["", f"Page: {operation.page}"]
    return lines


def _argument_text(parameter: Parameter) -> str:
    schema = parameter.schema
    text = readable(parameter.description or schema.description).strip()
    facts = [f"`{parameter.name}` on the wire.", *_facts(schema, text)]
    example = parameter.example if parameter.example is not None else schema.example
    if example not in (None, ""):
        facts.append(f"Example: `{_short(str(example))}`.")
    if parameter.deprecated:
        facts.insert(0, "Deprecated.")
    if parameter.name == "RegionId":
        facts.append("Left out, the client's region is sent.")
    if parameter.name == "ClientToken":
        facts.append("Left out, the client makes one, which makes it safe to try again.")
    return "\n\n".join([text, " ".join(facts)] if text else [" ".join(facts)])


def _facts(schema: Schema, said: str) -> list[str]:
    """What the contract knows of a value; not what the text lists already."""
    facts = []
    if schema.enum and not schema.enum_descriptions and not all(_mentions(said, value) for value in schema.enum):
        facts.append(f"One of {_short(', '.join(f'`{value}`' for value in schema.enum), 300)}.")
    if schema.minimum is not None or schema.maximum is not None:
        low, high = schema.minimum, schema.maximum
        facts.append(
            f"From {low} to {high}."
            if None not in (low, high)
            else f"At least {low}." if high is None else f"At most {high}."
        )
    if schema.min_length is not None or schema.max_length is not None:
        low, high = schema.min_length, schema.max_length
        facts.append(f"{low or 0} to {high} characters." if high is not None else f"At least {low} characters.")
    if schema.max_items is not None:
        facts.append(f"At most {schema.max_items} items.")
    if schema.pattern is not None:
        facts.append(f"Of the form `{schema.pattern}`.")
    if schema.default is not None:
        facts.append(f"Default: `{schema.default}`.")
    if schema.unit is not None:
        facts.append(f"In {schema.unit}.")
    return facts


def _mentions(text: str, value: object) -> bool:
    return re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", text) is not None


def _entry(name: str, text: str) -> list[str]:
    lines = paragraphs(f"{name}: {text}", COLUMNS - 8)
    return [f"    {lines[0]}", *(f"        {line}" if line else "" for line in lines[1:])]


def _hang(text: str, columns: int) -> list[str]:
    return [" " * columns + line for line in paragraphs(text, COLUMNS - columns)]


def _short(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit]}…"
