"""Error answers as exceptions, and the errors that every product has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """One documented error: HTTP status, code and message as they travel."""

    status: int
    code: str
    message: str


class ApiError(Exception):
    """Ends a call with an error answer.

    `detail` says for the people who run the server what was wrong; callers never see it.
    """

    def __init__(self, status: int, code: str, message: str = "", detail: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail


GATEWAY_ERRORS = {
    row.code: row
    for row in (
        Row(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."),
        Row(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."),
        Row(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."),
        Row(400, "IncompleteSignature", "The request signature does not conform to Alibaba Cloud standards."),
        Row(400, "SignatureNonceUsed", "Specified signature nonce was used already."),
        Row(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."),
        Row(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."),
        Row(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed."),
        Row(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."),
        Row(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."),
        Row(400, "InvalidVersion", "Specified parameter Version is not valid."),
        Row(400, "InvalidParameter", "Specified parameter is not valid."),
        Row(403, "UnsupportedHTTPMethod", "This http method is not supported."),
        Row(413, "RequestTooLarge", "The request is too large."),
        Row(400, "IdempotentParameterMismatch", "The client token was used before with other parameters."),
        Row(500, "InternalError", "The request processing has failed due to some unknown error, exception or failure."),
        Row(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
        Row(400, "Throttling", "Request was denied due to request throttling."),
        Row(400, "Throttling.User", "Request was denied due to user flow control."),
        Row(
            403,
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        ),
    )
}


def missing(name: str, rows: Mapping[str, Row]) -> Row:
    """The row for a parameter that every request must have; of those in `rows`, the one that says most about it."""
    for code in (f"Missing{name}", "Missing{Param}", "MissingParameter"):
        if code in rows:
            status, code, message = rows[code]
            return Row(status, code.replace("{Param}", name), message.replace("{Param}", name))
    return Row(400, f"Missing{name}", f"{name} is mandatory for this action.")
