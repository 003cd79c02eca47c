"""What the conformance target has to say about the files it reads."""

from docpact.diagnostics import Code, Severity

QUOTE_NOT_FOUND = Code(
    "DP510",
    "quote-not-found",
    Severity.WARNING,
    """A scenario rests on a sentence that no page says any more.

`scenarios.yaml` gives, under `says`, the sentences of the pages that each sequence rests on, and its cases quote them with page and
line. Where the pages changed, read what they say now: the scenario may be wrong, or only its quote.

Quote a sentence, or its beginning, as the page has it; markup and spacing do not count.
""",
)
