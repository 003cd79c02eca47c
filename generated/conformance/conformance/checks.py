"""Comparing an answer with what a case allows. Every problem is a sentence that names the fault."""

from __future__ import annotations

import calendar
import json
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.answers import Parsed, select
from conformance.cases import Check, Outcome, Row
from conformance.shapes import Shapes


def judge(parsed: Parsed, outcomes: Iterable[Outcome]) -> list[str]:
    """Why none of the allowed outcomes fits; empty where one does."""
    outcomes = list(outcomes)
    reasons = [_against(parsed, outcome) for outcome in outcomes]
    if not reasons or not all(reasons):
        return []
    closest = min(zip(reasons, outcomes, strict=True), key=lambda pair: _distance(parsed, pair[1], pair[0]))[0]
    words = closest[0] if closest else ""
    wanted = _shorten([outcome.words() for outcome in outcomes])
    return [f"{words}; expected {wanted}"]


def _shorten(words: list[str]) -> str:
    words = list(dict.fromkeys(words))
    return ", or ".join(words[:3]) + (f", or one of {len(words) - 3} other documented answers" if words[3:] else "")


def _distance(parsed: Parsed, outcome: Outcome, reasons: list[str]) -> tuple[bool, bool, int]:
    return (outcome.success != parsed.success, parsed.code not in outcome.codes, len(reasons))


def _against(parsed: Parsed, outcome: Outcome) -> list[str]:
    if outcome.success != parsed.success:
        came = parsed.words()
        return [f"the call was refused with {came}" if outcome.success else f"the call was accepted ({came})"]
    out = []
    status = str(parsed.answer.status)
    if outcome.status and not (status == outcome.status or outcome.status == f"{status[0]}xx"):
        out.append(
            f"the HTTP status is {status}, not {outcome.status}" + (f" ({parsed.words()})" if parsed.code else "")
        )
    if outcome.success:
        return out
    if outcome.codes and parsed.code not in outcome.codes:
        out.insert(0, f"the code is {parsed.code!r} ({parsed.words()})")
    if parsed.code in outcome.not_codes:
        out.append(f"the code {parsed.code!r} rejects the value itself")
    if outcome.message is not None and not _matches(parsed.message or "", outcome.message, outcome.match):
        out.append(_message_problem(parsed.message, outcome))
    return out


def _matches(came: str, wanted: str, how: str) -> bool:
    if how == "prefix":
        return came.startswith(wanted)
    if how == "template":
        return (
            re.fullmatch(".+".join(re.escape(part) for part in re.split("%s|%d", wanted)), came, re.DOTALL) is not None
        )
    return came == wanted


def _message_problem(came: str | None, outcome: Outcome) -> str:
    wanted = outcome.message or ""
    said = (
        f"the message is {json.dumps(came, ensure_ascii=False)}, documented is {json.dumps(wanted, ensure_ascii=False)}"
    )
    if came is not None and outcome.match == "exact":
        at = next(
            (n for n, (a, b) in enumerate(zip(came, wanted, strict=False)) if a != b), min(len(came), len(wanted))
        )
        if came.rstrip(". ") == wanted.rstrip(". "):
            said += " (only the end differs)"
        elif came.lower() == wanted.lower():
            said += " (only the case of letters differs)"
        elif at:
            said += f" (they part at character {at + 1})"
    return said


def envelope(parsed: Parsed, rules: Mapping[str, Any], host: str, shape: Mapping[str, Any]) -> list[str]:
    """What every answer must have: a request id in header and body, and, of an error, the documented envelope.

    `shape` is that of the operation's success answer, which may well have members `Code` and `Message` of its own.
    """
    places = rules["places"]
    if not isinstance(parsed.value, dict):
        return []
    out = []
    request_id = parsed.value.get("RequestId")
    if not isinstance(request_id, str) or not request_id:
        where = "error envelope" if not parsed.success else "answer"
        out.append(f"the {where} has no RequestId ({places['RequestId']})")
    header = parsed.answer.headers.get(rules["header"])
    if rules["header_required"] and not header:
        out.append(f"the header {rules['header']} is missing ({places['header']})")
    elif header and isinstance(request_id, str) and request_id and header != request_id:
        out.append(f"the header {rules['header']} is {header!r} but RequestId is {request_id!r} ({places['header']})")
    if parsed.success:
        if "Code" in parsed.value and "Message" in parsed.value and "Code" not in shape.get("properties", {}):
            out.append(f"an error envelope came with a success status ({places['success']})")
        return out
    for name in rules["error_fields"]:
        value = parsed.value.get(name)
        if name == "RequestId" or (isinstance(value, str) and (value or name == "Message")):
            continue
        said = f"{name} is {value!r}, no text" if name in parsed.value else f"the error envelope has no {name}"
        out.append(f"{said} ({places['error']})")
    if parsed.format == "XML" and parsed.root != rules["error_root"]:
        root = f"<{parsed.root}>, documented is <{rules['error_root']}>"
        out.append(f"the root element of the error is {root} ({places['error']})")
    host_id = parsed.value.get("HostId")
    if "HostId" in rules["error_fields"] and isinstance(host_id, str) and host_id and _bare(host_id) != _bare(host):
        out.append(f"HostId is {host_id!r}, not the host that was called, {host} ({places['HostId']})")
    return out


def _bare(host: str) -> str:
    return host.partition(":")[0].lower()


def documented(parsed: Parsed, rows: Iterable[Row]) -> list[str]:
    """Whether an error with a documented code has the status and message that its row gives it."""
    code = parsed.code
    if parsed.success or code is None:
        return []
    fitting = [(row, names) for row in rows if (names := _names(row.code, code)) is not None]
    best: list[str] | None = None
    for row, names in fitting:
        message = row.message
        for name, word in names.items():
            message = message.replace("{" + name + "}", word)
        wanted = Outcome(False, row.status, (code,), message or None, row.match)
        reasons = _against(parsed, wanted)
        if not reasons:
            return []
        if best is None or len(reasons) < len(best):
            best = [f"{reason} ({row.place or f'the row of {code}'})" for reason in reasons]
    return best or []


def _names(pattern: str, code: str) -> dict[str, str] | None:
    if "{" not in pattern:
        return {} if pattern == code else None
    expression = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[A-Z]\\w*)", re.escape(pattern))
    match = re.fullmatch(expression, code)
    return match.groupdict() if match else None


def content(parsed: Parsed, shape: Mapping[str, Any], seen: set[str]) -> list[str]:
    """How a success answer differs from the documented shape; paths that were found right go into `seen`."""
    if not isinstance(parsed.value, dict) or not shape:
        return []
    out = []
    if parsed.format == "XML" and shape.get("root") and parsed.root != shape["root"]:
        out.append(f"the root element is <{parsed.root}>, documented is <{shape['root']}>")
    walker = Shapes(parsed.format, seen)
    walker.walk(parsed.value, shape, "")
    return out + walker.problems


def demands(parsed: Parsed, checks: Iterable[Check], variables: Mapping[str, Any]) -> list[str]:
    """The checks that an answer does not meet, each as a sentence."""
    out = []
    for check in checks:
        found = select(parsed.value, check.path)
        wanted = fill(check.value, variables)
        problem = _demand(check, found, wanted)
        if problem:
            out.append(problem + (f" ({check.says})" if check.says else ""))
    return out


def _demand(check: Check, found: list[Any], wanted: Any) -> str:
    path, came = check.path, json.dumps(found[:5], ensure_ascii=False)
    match check.op:
        case "present" if not [value for value in found if value not in ("", None)]:
            return f"{path} is missing or empty"
        case "absent" if [value for value in found if value not in ("", None, [], {})]:
            return f"{path} should be absent or empty, it is {came}"
        case "equals" if not found or not all(_same(value, wanted) for value in found):
            return f"{path} is {came if found else 'missing'}, not {json.dumps(wanted, ensure_ascii=False)}"
        case "each" if not all(_same(value, wanted) for value in found):
            return f"{path} holds {came}, and each should be {json.dumps(wanted, ensure_ascii=False)}"
        case "one_of" if not found or not all(any(_same(v, w) for w in wanted) for v in found):
            return f"{path} is {came if found else 'missing'}, not one of {json.dumps(wanted, ensure_ascii=False)}"
        case "not" if not found or any(_same(value, wanted) for value in found):
            return f"{path} is {came if found else 'missing'}, and should differ from {json.dumps(wanted)}"
        case "matches" if not found or not all(re.fullmatch(wanted, str(value)) for value in found):
            return f"{path} is {came if found else 'missing'}, which does not match {wanted}"
        case "recent" if not found or not all(_recent(str(value)) for value in found):
            return f"{path} is {came if found else 'missing'}, which is not the present time"
        case "count" if len(found) != int(wanted):
            return f"{path} selects {len(found)} values, not {wanted}"
        case "count_at_most" if len(found) > int(wanted):
            return f"{path} selects {len(found)} values, more than {wanted}"
        case "count_at_least" if len(found) < int(wanted):
            return f"{path} selects {len(found)} values, fewer than {wanted}"
        case "at_least" if not found or any(not _number(value) or float(value) < float(wanted) for value in found):
            return f"{path} is {came if found else 'missing'}, which is less than {wanted}"
    return ""


def _same(came: Any, wanted: Any) -> bool:
    if isinstance(came, bool) or isinstance(wanted, bool):
        return str(came).lower() == str(wanted).lower()
    return str(came) == str(wanted)


def _recent(text: str) -> bool:
    try:
        then = calendar.timegm(time.strptime(text[:16], "%Y-%m-%dT%H:%M"))
    except ValueError:
        return False
    return abs(time.time() - then) < 86400


def _number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def fill(value: Any, variables: Mapping[str, Any]) -> Any:
    """Replaces `${name}` by the variable of that name, in text and in lists. Raises KeyError."""
    if isinstance(value, list):
        return [fill(item, variables) for item in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    whole = re.fullmatch(r"\$\{([^}]*)\}", value)
    if whole:
        return variables[whole[1]]
    return re.sub(r"\$\{([^}]*)\}", lambda match: str(variables[match[1]]), value)
