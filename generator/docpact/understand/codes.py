"""What can be unclear about a page's meaning."""

from docpact.diagnostics import Code, Severity

NO_OPERATION = Code(
    "DP201",
    "no-operation",
    Severity.ERROR,
    """
The page describes no operation although it has parts of one, or an operation's name: it has no request table with an
`Action` row, no request line and no link to the API explorer that names one. A page of nothing is reported so too, and
any page where no other one documents an operation. Pages of common parameters and common errors are recognised and are
no error; see also DP218.

**Mend:** give it the sections of an operation page, or leave the page out.
""",
)

OTHER_PAGE = Code(
    "DP218",
    "other-page",
    Severity.WARNING,
    """
The page has none of the parts of an operation's page: it is an overview, a list of links, a page about signatures. The
contract has nothing of it; the other pages count.

**Mend:** none is needed.
""",
)

UNKNOWN_TYPE = Code(
    "DP202",
    "unknown-type",
    Severity.WARNING,
    """
A type cell names no type that the dialect knows. The parameter is kept without a type; the cell's text is kept with it.

**Mend:** correct the cell, or add the name to the `[types]` of the dialect file.
""",
)

UNKNOWN_COLUMN = Code(
    "DP203",
    "unknown-column",
    Severity.WARNING,
    """
A column head is none that the dialect knows and the cells below it do not show what it holds. The cells are kept as text.

**Mend:** correct the head, or add it to the `[columns]` of the dialect file.
""",
)

UNKNOWN_TABLE = Code(
    "DP204",
    "unknown-table",
    Severity.NOTE,
    """
A table is neither one of parameters nor one of errors. It is kept as part of the description.

**Mend:** none is needed where the table is an illustration. Otherwise correct its column heads.
""",
)

MISSPELT = Code(
    "DP205",
    "misspelt-word",
    Severity.NOTE,
    """
A heading, a column head, a type or a yes or no is nearly one that the dialect knows, and is taken for it.

**Mend:** correct the spelling.
""",
)

DUPLICATE_PARAMETER = Code(
    "DP206",
    "duplicate-parameter",
    Severity.WARNING,
    """
Two rows of the request tables describe the same parameter. The first one counts; the other is kept with it.

**Mend:** delete one of them.
""",
)

BROKEN_EXAMPLE = Code(
    "DP207",
    "broken-example",
    Severity.WARNING,
    """
A JSON or XML example is not well-formed. As much of it as can be read is used; the example is kept as text.

**Mend:** correct the example.
""",
)

RESPONSE_CONFLICT = Code(
    "DP208",
    "example-contradicts-table",
    Severity.NOTE,
    """
The response table and the example disagree about a type or about nesting. The table's reading counts where both can
be meant; both are kept in `x-docpact-conflicts`.

**Mend:** correct whichever is wrong, or say in the overlay which one is right.
""",
)

UNKNOWN_REQUIRED = Code(
    "DP209",
    "unknown-required",
    Severity.NOTE,
    """
A cell of the `Required` column says neither yes nor no. The parameter is taken for optional; the text is kept.

**Mend:** write what the dialect knows for yes or no.
""",
)

ACTION_DIFFERS = Code(
    "DP210",
    "action-differs",
    Severity.WARNING,
    """
The title, the `Action` row and the examples do not agree on the operation's name. The name most of them give counts.

**Mend:** correct the one that is wrong.
""",
)

DUPLICATE_OPERATION = Code(
    "DP211",
    "duplicate-operation",
    Severity.WARNING,
    """
Two pages describe the same operation. Where they agree they count as one; where they do not, the newer page form counts
and the other page is named here.

**Mend:** delete one of the pages.
""",
)

UNKNOWN_POSITION = Code(
    "DP212",
    "unknown-position",
    Severity.WARNING,
    """
A cell of the `Position` column names no place in a request. The parameter is taken for one of the query, or of the
path where the path has a placeholder of its name.

**Mend:** write Path, Query, Header or Body.
""",
)

NOT_ON_PAGE = Code(
    "DP213",
    "undocumented-path-parameter",
    Severity.WARNING,
    """
The path has a placeholder that no row of the parameter table describes. It is added as a required string.

**Mend:** add the row.
""",
)

NAMELESS_ROW = Code(
    "DP214",
    "nameless-row",
    Severity.WARNING,
    """
A row of a parameter table has no name, or one that cannot be a name. Its text is kept as unparsed.

**Mend:** write the parameter's exact name in the first cell.
""",
)

CONTRADICTING_ROWS = Code(
    "DP215",
    "contradicting-rows",
    Severity.WARNING,
    """
Rows of one repeated or dotted group contradict each other: one makes the group's name a single value, another gives
it parts. The structure counts; the other row is kept with it.

**Mend:** describe the group in one way.
""",
)

SEVERAL_SERVICES = Code(
    "DP216",
    "several-services",
    Severity.WARNING,
    """
The pages name more than one product or API version. The contract takes what most pages name.

**Mend:** compile the pages of each product into a contract of their own.
""",
)

SAME_PLACE = Code(
    "DP217",
    "same-place",
    Severity.ERROR,
    """
Two operations of different names have the same method and path. A contract can hold one of them; the other is left
out.

**Mend:** correct the request line of the page that is wrong.
""",
)

SEVERAL_OPERATIONS = Code(
    "DP219",
    "several-operations",
    Severity.WARNING,
    """
The page documents more than one operation: its `Action` rows name different ones, or several of its headings are
request lines. A page is read as one operation, so that their parameters and answers are mixed, or none is found.

**Mend:** give each operation a page of its own.
""",
)

UNNAMED_SERVICE = Code(
    "DP220",
    "unnamed-service",
    Severity.WARNING,
    """
No page says of which product and version its operations are: docpact knows them from the link to the API explorer. The
contract is called `API`, its version is `0`, and clients made of it send that version.

**Mend:** say it in the overlay:

```yaml
overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
  - target: $.info
    description: The pages do not name the product.
    update: {title: Vpc, version: 2016-04-28}
```
""",
)
