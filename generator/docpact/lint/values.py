"""Whether a value as a page writes it keeps to a schema. Where that cannot be told, it does."""

from __future__ import annotations

import json
import re
from datetime import datetime
from ipaddress import ip_address, ip_network

from docpact.contract.model import JSON, Schema

# Pages mask what is private or long: `eip-2ze****`, `192.xx.xx.4`, `AK...`, `<yourId>`, `{id}`, `[id]`.
_MASKED = re.compile(r"\*|(?i:x{2,})|\.\.\.|…|[<>{}\[\]]|(?i:\byour)")
_INTEGER = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_DATE_TIME = re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def is_masked(text: str) -> bool:
    """Whether parts of the value are left out or stand for something else."""
    return _MASKED.search(text) is not None


def unlisted(text: str, schema: Schema) -> str:
    """The part of the value that the schema's list of values lacks; empty where all of it is listed."""
    if schema.type == "array" and schema.items is not None:
        items = _items(text)
        return next((part for item in items if (part := unlisted(item, schema.items))), "")
    if not schema.enum or not text or is_masked(text):
        return ""
    listed = {written(value) for value in schema.enum}
    if text in listed or (schema.type == "boolean" and text.lower() in {v.lower() for v in listed}):
        return ""
    parts = [part.strip() for part in re.split(r"\s*[,|/;，、]\s*|\s+(?:or|and)\s+", text)]
    return "" if all(part in listed for part in parts) else text


def written(value: JSON) -> str:
    """A value as a page writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def outside(text: str, schema: Schema) -> str:
    """Which bound of the schema the value breaks, in words; empty where it keeps to all."""
    if schema.type in ("integer", "number") or schema.minimum is not None or schema.maximum is not None:
        if not _NUMBER.fullmatch(text):
            return ""
        number = float(text)
        if schema.minimum is not None and number < schema.minimum:
            return f"is below the minimum {schema.minimum}"
        if schema.maximum is not None and number > schema.maximum:
            return f"is above the maximum {schema.maximum}"
        return ""
    if schema.type == "string" and text and not is_masked(text):
        if schema.min_length is not None and len(text) < schema.min_length:
            return f"has {len(text)} characters, fewer than the minimum {schema.min_length}"
        if schema.max_length is not None and len(text) > schema.max_length:
            return f"has {len(text)} characters, more than the maximum {schema.max_length}"
    return ""


def mistyped(text: str, schema: Schema) -> str:
    """The type that the value is not of, with its article; empty where it is or may be of the schema's type."""
    if not text or is_masked(text):
        return ""
    if schema.type == "integer" and not _INTEGER.fullmatch(text.replace(",", "")):
        return "an integer"
    if schema.type == "number" and not _NUMBER.fullmatch(text.replace(",", "")):
        return "a number"
    if schema.type == "boolean" and text.lower() not in ("true", "false"):
        return "a boolean"
    return ""


def malformed(text: str, schema: Schema) -> str:
    """The format or pattern that the value does not have, in words; empty where it has it or may have it."""
    if not text or is_masked(text) or schema.type != "string":
        return ""
    wanted = {
        "date-time": "a time in ISO 8601",
        "date": "a date",
        "ipv4": "an IPv4 address",
        "ipv6": "an IPv6 address",
        "cidr": "a CIDR block",
    }
    if schema.format in wanted and not _has_format(text, schema.format):
        return f"is not {wanted[schema.format]}"
    if schema.pattern is not None:
        try:
            matches = re.fullmatch(schema.pattern, text)
        except re.error:
            return ""  # an ECMA-262 expression that Python does not read
        if matches is None:
            return f"does not match the documented pattern {schema.pattern}"
    return ""


def _has_format(text: str, form: str) -> bool:
    try:
        if form in ("ipv4", "ipv6"):
            return all(ip_address(part.strip()).version == int(form[-1]) for part in text.split(","))
        if form == "cidr":
            return all(bool(ip_network(part.strip(), strict=False)) for part in text.split(","))
        if _DATE_TIME.fullmatch(text) is None:
            return False
        datetime.strptime("-".join(f"{int(p):02d}" for p in re.split(r"[T ]", text)[0].split("-")), "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _items(text: str) -> list[str]:
    """The items of a list as an example cell writes one."""
    if text.startswith("["):
        try:
            value = json.loads(text)
        except ValueError:
            return []
        return (
            [written(item) for item in value if not isinstance(item, (dict, list))] if isinstance(value, list) else []
        )
    return [part.strip() for part in text.split(",")]
