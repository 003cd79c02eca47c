"""Signatures that are wrong, requests that are too old, nonces that were used."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import JSON, Style
from docpact.targets.conformance import outcomes
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED, SUCCESS, Outcome

_SET = "The signed set is all parameters"
_ENCODING = "Names and values are percent-encoded"
_METHOD = "The string to sign is METHOD"
_KEY = "The key of the HMAC is"
_NONCE = "A nonce may be used once"
_TIME = "A timestamp must be close"
_HEADERS = "The headers `x-acs-action`"
_CANONICAL = "The canonical request is method"
_HASH = "`x-acs-content-sha256` is the hash"

_SPACE: dict[str, JSON] = {"set": {"DocpactText": "a b"}}

_RPC_FAULTS: tuple[tuple[str, str, str, dict[str, JSON]], ...] = (
    ("wrong", "signed with another secret", _KEY, {}),
    ("truncated", "the end of the signature cut off", _KEY, {}),
    ("no-ampersand", "the HMAC key without its closing `&`", _KEY, {}),
    ("other-method", "signed for the other method", _METHOD, {}),
    ("plus", "signed with `+` for a space", _ENCODING, _SPACE),
    ("unsorted", "signed in the wrong order", _SET, {}),
    ("altered", "a parameter added after signing", _SET, {}),
    ("case", "the letters of the signature in the other case", _KEY, {}),
)
_V3_FAULTS: tuple[tuple[str, str, str, dict[str, JSON]], ...] = (
    ("wrong", "signed with another secret", _CANONICAL, {}),
    ("truncated", "the end of the signature cut off", _CANONICAL, {}),
    ("other-method", "signed for the other method", _CANONICAL, {}),
    ("plus", "signed with `+` for a space", _ENCODING, _SPACE),
    ("altered", "a parameter added after signing", _CANONICAL, {}),
    ("unsigned-header", "the time not among the signed headers", _CANONICAL, {}),
    ("payload-hash", "the hash of another body", _HASH, {"place": "form"}),
)
_WAYS: tuple[tuple[str, dict[str, JSON]], ...] = (
    ("", {}),
    ("-post", {"method": "POST", "place": "form"}),
    ("-xml", {"method": "POST", "place": "split", "format": "XML"}),
)
_COMMON = ("Version", "AccessKeyId", "Signature", "SignatureMethod", "Timestamp", "SignatureVersion", "SignatureNonce")
_V3_COMMON = ("x-acs-version", "x-acs-date", "x-acs-signature-nonce", "Authorization")


def cases(draft: Draft) -> Iterator[Case]:
    """The cases of one operation."""
    if draft.operation.style is Style.RPC:
        yield from _rpc(draft)
    yield from _v3(draft)
    yield from _replay(draft)


def _refused(
    draft: Draft,
    kind: str,
    name: str,
    title: str,
    quotes: list[str],
    protocol: str,
    expect: list[Outcome],
    request: dict[str, JSON],
) -> Case:
    covers = [f"/common error/{code}" for code in _codes(expect)]
    covers += [f"/common parameter/{quoted}" for quoted in quotes if quoted in _COMMON]
    return draft.case(
        kind,
        name,
        title,
        [*draft.common_quotes(*quotes), draft.protocol_quote(protocol)],
        covers,
        expect=expect,
        request=request,
        stateless=True,
    )


def _codes(expect: list[Outcome]) -> list[str]:
    return [str(code) for outcome in expect[:1] for code in (outcome.get("codes") or [])]  # type: ignore[union-attr]


def _rpc(draft: Draft) -> Iterator[Case]:
    request: dict[str, JSON]
    mismatch = outcomes.common(draft.contract, "SignatureDoesNotMatch")
    for fault, title, protocol, extra in _RPC_FAULTS:
        expect = mismatch
        if fault == "truncated":
            expect = outcomes.common(draft.contract, "SignatureDoesNotMatch", "IncompleteSignature")
        for label, way in _WAYS:
            if label and fault not in ("wrong", "other-method", "altered"):
                continue
            request = {**extra, **way, "fault": fault}
            name = f"{fault}{label}"
            quotes = ["SignatureDoesNotMatch", "Signature"]
            yield _refused(draft, "signature", name, f"refused: {title}", quotes, protocol, expect, request)
    for parameter in _COMMON:
        request = {"common": {parameter: None}}
        title = f"refused: {parameter} left out"
        quotes = [parameter, "Missing{Param}"]
        yield _refused(
            draft, "signature", f"without-{parameter}", title, quotes, _SET, _without(draft, parameter), request
        )
    unknown: dict[str, JSON] = {"common": {"AccessKeyId": "DocpactNoSuchKey"}}
    expect = outcomes.common(draft.contract, "InvalidAccessKeyId.NotFound")
    quotes = ["InvalidAccessKeyId.NotFound", "AccessKeyId"]
    yield _refused(draft, "signature", "unknown-key", "refused: a key that nobody has", quotes, _KEY, expect, unknown)
    for parameter, value in (("SignatureMethod", "HMAC-MD5"), ("SignatureVersion", "9.9")):
        request = {"common": {parameter: value}}
        name = f"bad-{parameter}"
        yield _refused(draft, "signature", name, f"refused: {parameter}={value}", [parameter], _SET, [REFUSED], request)
    expect = outcomes.common(draft.contract, "InvalidVersion", "InvalidAction.NotFound")
    request = {"common": {"Version": "1999-01-01"}}
    quotes = ["InvalidVersion", "Version"]
    yield _refused(draft, "signature", "bad-Version", "refused: Version=1999-01-01", quotes, _SET, expect, request)
    for parameter in ("Signature", "SignatureNonce", "Timestamp", "AccessKeyId"):
        request = {"common": {parameter: ""}}
        name, title = f"empty-{parameter}", f"refused: {parameter} without a value"
        yield _refused(draft, "signature", name, title, [parameter], _SET, [REFUSED], request)
    request = {"common": {"SecurityToken": "docpact"}}
    title = "refused: a security token with a key that has none"
    strict = _refused(draft, "signature", "needless-token", title, ["SecurityToken"], _KEY, [REFUSED], request)
    if strict["quotes"]:
        yield {**strict, "strict": True}
    yield from _times(draft, "Timestamp", {}, "")


def _without(draft: Draft, parameter: str) -> list[Outcome]:
    """A request without a common parameter is incomplete in more than one way: any row about it will do."""
    found = outcomes.missing(draft.contract, None, parameter)
    if found == [REFUSED]:
        return found
    also = {
        "Version": ("InvalidVersion", "InvalidAction.NotFound"),
        "AccessKeyId": ("InvalidAccessKeyId.NotFound", "IncompleteSignature"),
        "Timestamp": ("InvalidTimeStamp.Format", "InvalidTimeStamp.Expired", "IncompleteSignature"),
    }.get(parameter, ("IncompleteSignature", "SignatureDoesNotMatch"))
    return found + [outcome for outcome in outcomes.common(draft.contract, *also) if outcome != REFUSED]


def _v3(draft: Draft) -> Iterator[Case]:
    way: dict[str, JSON] = {"method": "POST", "signature": "v3"}
    mismatch = outcomes.common(draft.contract, "SignatureDoesNotMatch")
    for fault, title, protocol, extra in _V3_FAULTS:
        expect = mismatch
        if fault == "truncated":
            expect = outcomes.common(draft.contract, "SignatureDoesNotMatch", "IncompleteSignature")
        elif fault in ("payload-hash", "unsigned-header"):
            expect = [REFUSED]
        request = {**way, **extra, "fault": fault}
        quotes = ["SignatureDoesNotMatch"]
        yield _refused(draft, "signature", f"v3-{fault}", f"refused, V3: {title}", quotes, protocol, expect, request)
    for header in _V3_COMMON:
        request = {**way, "common": {header: None}}
        yield _refused(
            draft,
            "signature",
            f"v3-without-{header}",
            f"refused, V3: {header} left out",
            [],
            _HEADERS,
            [REFUSED],
            request,
        )
    yield from _times(draft, "x-acs-date", way, "v3-")


def _times(draft: Draft, name: str, way: dict[str, JSON], prefix: str) -> Iterator[Case]:
    expired = outcomes.common(draft.contract, "InvalidTimeStamp.Expired")
    form = outcomes.common(draft.contract, "InvalidTimeStamp.Format")
    quotes = ["InvalidTimeStamp.Expired", "Timestamp"]
    old: dict[str, JSON] = {**way, "common": {name: "-86400"}}
    yield _refused(draft, "replay", f"{prefix}expired", "refused: signed a day ago", quotes, _TIME, expired, old)
    future: dict[str, JSON] = {**way, "common": {name: "+86400"}}
    yield _refused(draft, "replay", f"{prefix}future", "refused: signed a day ahead", quotes, _TIME, [REFUSED], future)
    for label, value in (("word", "yesterday"), ("blank", "@%Y-%m-%d %H:%M:%S")):
        request: dict[str, JSON] = {**way, "common": {name: value}}
        quotes = ["InvalidTimeStamp.Format", "Timestamp"]
        title = f"refused: the time written {value.strip('@')!r}"
        yield _refused(draft, "replay", f"{prefix}format-{label}", title, quotes, _TIME, form, request)
    for label, value in (("offset", "@%Y-%m-%dT%H:%M:%S+00:00"), ("fraction", "@%Y-%m-%dT%H:%M:%S.000Z")):
        request = {**way, "common": {name: value}}
        title = f"refused: the time written {value.strip('@')!r}"
        case = _refused(draft, "replay", f"{prefix}format-{label}", title, quotes, _TIME, form, request)
        yield {**case, "strict": True}
    for label, offset, expect in (("quarter", "-840", [SUCCESS]), ("beyond-quarter", "-960", expired)):
        request = {**way, "common": {name: offset}}
        quotes = ["InvalidTimeStamp.Expired", "Timestamp"]
        title = f"a time {offset} s off, about the usual quarter of an hour"
        yield {**_refused(draft, "replay", f"{prefix}{label}", title, quotes, _TIME, expect, request), "strict": True}
    for label, offset in (("minute-old", "-60"), ("minute-ahead", "+60")):
        yield draft.case(
            "replay",
            f"{prefix}{label}",
            f"accepted: a clock that is a minute off ({offset} s)",
            [*draft.common_quotes("Timestamp"), draft.protocol_quote(_TIME)],
            ["/common parameter/Timestamp"],
            expect=[SUCCESS],
            request={**way, "common": {name: offset}},
        )


def _replay(draft: Draft) -> Iterator[Case]:
    used = outcomes.common(draft.contract, "SignatureNonceUsed")
    quotes = [*draft.common_quotes("SignatureNonceUsed", "SignatureNonce"), draft.protocol_quote(_NONCE)]
    covers = ["/common error/SignatureNonceUsed", "/common parameter/SignatureNonce"]
    v3: dict[str, JSON] = {"method": "POST", "signature": "v3"}
    ways: list[tuple[str, dict[str, JSON]]] = [("", {}), ("-form", {"method": "POST", "place": "form"})]
    if draft.operation.style is Style.REST:
        ways = []
    for label, way in [*ways, ("-v3", v3)]:
        way = draft.request(way)
        first: dict[str, JSON] = {"request": dict(way), "expect": [SUCCESS], "says": "the first use of a nonce"}
        again: dict[str, JSON] = {
            "request": dict(way),
            "expect": list(used),
            "resend": True,
            "says": "the same request again",
        }
        title = "refused: the same request a second time"
        yield draft.steps("replay", f"resent{label}", title, quotes, covers, [first, again])
        reuse: dict[str, JSON] = {
            "request": {**way, "set": {"DocpactText": "another request"}},
            "expect": list(used),
            "same_nonce": True,
            "says": "a new request with the same nonce",
        }
        together: dict[str, JSON] = {
            "race": [dict(way)] * 4,
            "expect": [SUCCESS, *used],
            "resend": True,
            "winners": "one",
            "says": "one request, sent four times at once",
        }
        title = "accepted once: the same request several times at once"
        once = draft.steps("replay", f"at-once{label}", title, quotes, covers, [together])
        yield {**once, "alone": True}
        title = "refused: a nonce used by an earlier request"
        yield draft.steps("replay", f"nonce-reused{label}", title, quotes, covers, [first, reuse])
