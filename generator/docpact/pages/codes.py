"""What can be wrong with a page as a text, before anybody asks what it means."""

from docpact.diagnostics import Code, Severity

MISSING_PAGE = Code(
    "DP101",
    "missing-page",
    Severity.ERROR,
    """
The page does not exist or cannot be read: the path is misspelt, it is a folder, or permissions forbid it.
The other pages are compiled as usual.

**Mend:** correct the path, or make the file readable.
""",
)

WRONG_ENCODING = Code(
    "DP102",
    "wrong-encoding",
    Severity.WARNING,
    """
Pages are UTF-8. This one holds bytes that are not. UTF-16 and GB 18030 are recognised and read as what
they are; any other byte that is not UTF-8 is read as U+FFFD, so that the rest of the page still compiles.

**Mend:** save the page as UTF-8.
""",
)

BINARY_PAGE = Code(
    "DP103",
    "binary-page",
    Severity.ERROR,
    """
The file is no text: it holds NUL bytes or mostly bytes that no text encoding explains. It is not read.

**Mend:** name the Markdown page instead of the image, archive or document that stands under this path.
""",
)

UNCLOSED_FENCE = Code(
    "DP104",
    "unclosed-code-block",
    Severity.WARNING,
    """
A code block is opened and never closed. Markdown would take the rest of the page for code; docpact ends the block
before the next heading, so that the sections after it are still read.

**Mend:** close the block with a line of as many backticks as it was opened with.
""",
)

UNCLOSED_ROW = Code(
    "DP105",
    "unclosed-row",
    Severity.WARNING,
    """
A table row has no closing `|`. It is taken to end before the next row, the next heading or the end of the page.

**Mend:** end the row with ` |`.
""",
)

SHORT_ROW = Code(
    "DP106",
    "short-row",
    Severity.WARNING,
    """
A table row has fewer cells than its header. The missing ones are read as empty.

**Mend:** give the row as many cells as the header, empty ones included.
""",
)

LONG_ROW = Code(
    "DP107",
    "long-row",
    Severity.NOTE,
    r"""
A table row has more cells than its header, even when `|` inside code and bold text is not counted. What is too much
is read as part of the cell where the rest then looks like the other rows, as a rule the last one.

**Mend:** write `\|` for a bar that separates no cells.
""",
)

NO_DELIMITER = Code(
    "DP108",
    "table-without-delimiter",
    Severity.WARNING,
    """
Some lines look like a table but have no delimiter row (`|---|---|`), so Markdown shows them as text. docpact takes the
first of them for the header.

**Mend:** add the delimiter row under the header.
""",
)

NO_PAGES = Code(
    "DP109",
    "no-pages",
    Severity.ERROR,
    """
The folder holds no Markdown page: no file in it, or below it, has a name that ends in `.md`.

**Mend:** name the folder in which the pages are, or put them there.
""",
)
