"""The protocol sheet: what every service of this kind has in common, a line for each fact that a case quotes."""

from __future__ import annotations

from docpact.targets.conformance.book import Page

PATH = "PROTOCOL.md"

TEXT = """\
# The protocol, as the cases assert it

The pages of a service describe its operations; how requests are signed and what every answer looks like is the same for
all services of this kind. Cases that are about the protocol quote the lines below.

## Requests

- Parameters travel in the query, or with POST in an `application/x-www-form-urlencoded` body, or split over both; all of them count alike.
- `Format` asks for JSON or XML, and a client may always send it.
- Lists and structures are flattened into dotted names with indices from 1, such as `Tag.1.Key`.
- A parameter with an empty value is part of what is signed; older clients send an empty `SignatureType`.
- Parameters that an operation does not document have no effect on it, and are signed like all others.
- The names of parameters are spelled exactly as documented: a misspelt one is another parameter.

## The RPC signature (SignatureVersion 1.0, HMAC-SHA1)

- The signed set is all parameters of query and form body together, except `Signature`, sorted by name in byte order.
- Names and values are percent-encoded as UTF-8: only letters, digits and `-_.~` stay; a space is `%20`, never `+`.
- The string to sign is METHOD, `&%2F&` and the encoded canonical query; the method is that of the request.
- The key of the HMAC is the secret followed by `&`; the signature is the Base64 text of the whole digest.
- A nonce may be used once: another request with it, also the same request again, is refused.
- A timestamp must be close to the clock of the service, in UTC and of the form `YYYY-MM-DDThh:mm:ssZ`.

## The V3 signature (ACS3-HMAC-SHA256)

- The headers `x-acs-action`, `x-acs-version`, `x-acs-date`, `x-acs-signature-nonce`, `x-acs-content-sha256` and `Authorization` carry what the RPC signature has in parameters.
- The canonical request is method, path, sorted query, signed headers and the hash of the body; any change to one of them breaks the signature.
- `x-acs-content-sha256` is the hash of the body that is sent.

## Answers

- A 2xx status reports success; the answer is one JSON object, or XML with the root element `<{Action}Response>`.
- A 4xx or 5xx status reports an error: an object with `RequestId`, `HostId`, `Code` and `Message`, or XML with the root element `<Error>` and the same children.
- Every answer carries a `RequestId`, which no other answer has.
- Every answer repeats it in the header `x-acs-request-id`.
- `HostId` is the host of the endpoint that was called.
- The content type of the answer is `application/json` or `application/xml` (or the `text/` form of either), as the body is.

## Left open

What follows is not asserted by any case: sources contradict each other, or say nothing.

- The format of an answer to a request without `Format`.
- Which of several things that are wrong with a request is reported.
- How far a timestamp may be off: cases use a minute (accepted) and a day (refused).
- What comes of a parameter that is given twice, beyond that there is a well-formed answer.
- What an empty value of an optional parameter means.
- Whether names of parameters and the words of booleans may be written in another case.
- The number and unit in `x-acs-retry-after`.
"""


def page() -> Page:
    """The sheet as a page that can be quoted."""
    return Page(PATH, TEXT.splitlines())


_BY_FAULT = {
    "RequestId": "Every answer carries a `RequestId`",
    "header": "Every answer repeats it in the header",
    "HostId": "`HostId` is the host",
    "error": "A 4xx or 5xx status reports an error",
    "success": "A 2xx status reports success",
    "type": "The content type of the answer",
}


def places() -> dict[str, int]:
    """The lines of the sheet that faults of the envelope go against."""
    sheet = page()
    return {fault: line for fault, text in _BY_FAULT.items() if (line := sheet.find(text)) is not None}
