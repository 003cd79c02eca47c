"""What the Python target reports."""

from __future__ import annotations

from docpact.diagnostics import Code, Severity

RENAMED = Code(
    "DP401",
    "python-name-changed",
    Severity.WARNING,
    """A name of the pages could not become the Python name it would plainly have: it is a keyword, a name that the
generated code needs for itself, or the name of something else.

The client is generated all the same, with the name that the message gives. To choose a better one, set
`x-docpact-name` on the operation, parameter, schema or error row in the overlay:

    - target: $.paths['/DescribeThings'].*.parameters[?@.name=='from']
      description: `from` is a Python keyword.
      update:
        x-docpact-name: start

Members of enumerations are named by `x-docpact-names` on the schema, a mapping from values to names; those of an error's
`Reason` by `x-docpact-reason` on the error row.
""",
)

GROUP_NAME = Code(
    "DP402",
    "error-code-named-like-a-group",
    Severity.NOTE,
    """An error code has the name of a group of errors (`InvalidParameter`, `NotFound`, `Throttled`, …). Its class
is called as the code with `Error` at the end, and belongs to the group: `except errors.InvalidParameter` catches both.

Set `x-docpact-name` on the error row in the overlay to choose another name.
""",
)

SPELLED_TWICE = Code(
    "DP403",
    "member-spelled-twice",
    Severity.NOTE,
    """Two members of a structure that is sent differ in letter case alone (`Tag.N.Key` and `Tag.N.key`): the service
takes both, and to a caller they are one thing. The client has one field, which sends the spelling that the message gives:
the one that is not deprecated, else the one that begins like the structure's own name.

To have both, give one of them a name of its own with `x-docpact-name` in the overlay.
""",
)

BAD_PATTERN = Code(
    "DP501",
    "pattern-not-usable",
    Severity.WARNING,
    """A `pattern` of the contract is no regular expression that Python understands. The generated validator does not
check it. Mend the pattern in the overlay.
""",
)

BAD_FACT = Code(
    "DP502",
    "paging-or-waiter-not-usable",
    Severity.WARNING,
    """An `x-docpact-pager` or `x-docpact-waiters` names an operation, a parameter or a field that the contract does
not have. It is left out of the generated client. The explanation of the message says which name is wrong.

    x-docpact-pager:
      number: PageNumber
      size: PageSize
      total: TotalCount
      items: EipAddresses.EipAddress

    x-docpact-waiters:
      EipInUse:
        operation: DescribeEipAddresses
        path: EipAddresses.EipAddress[].Status
        success: [InUse]
""",
)

BAD_OPTION = Code(
    "DP503",
    "rule-not-expressed",
    Severity.NOTE,
    """A rule over several parameters names something that is no argument of the operation (a member of a structure,
or a parameter that the table does not have). The generated validator does not check it.
""",
)
