"""What can be wrong with an overlay."""

from docpact.diagnostics import Code, Severity

INVALID_OVERLAY = Code(
    "DP310",
    "invalid-overlay",
    Severity.ERROR,
    """The file is not an overlay in the sense of OpenAPI Overlay 1.0: not YAML, or a field is missing, unknown or of the wrong kind.

The smallest overlay that says something:

    overlay: 1.0.0
    info: {title: Corrections, version: 1.0.0}
    actions:
      - target: $.paths['/AssociateEipAddress'].*.parameters[?@.name=='InstanceType'].schema.enum
        description: The error IncorrectHaVipStatus shows that the value exists.
        update: HaVip

An action has a `target` and either `update` or `remove: true`. Names that begin with `x-` are free.
""",
)

INVALID_TARGET = Code(
    "DP311",
    "invalid-overlay-target",
    Severity.ERROR,
    """The `target` of an overlay action is not a JSONPath expression (RFC 9535).

A path begins with `$`. Keys with other characters than letters, digits and `_` stand in brackets and quotes:

    $.paths['/AssociateEipAddress'].*.parameters[?@.name=='Mode'].schema
""",
)

UNMATCHED_TARGET = Code(
    "DP312",
    "unmatched-overlay-target",
    Severity.ERROR,
    """The `target` of an overlay action selects nothing in the compiled document.

The Overlay specification allows this. docpact does not, because a correction that no longer reaches its place is
lost without a word: the page was mended, the parameter was renamed, or the path is misspelt.

Compare the path with the contract file; remove the action if the page now says the same.
""",
)

MISFIT_UPDATE = Code(
    "DP313",
    "misfit-overlay-update",
    Severity.ERROR,
    """The value of `update` does not fit what `target` selects.

- An object takes an object: members are merged, arrays inside are joined, other values are replaced.
- An array takes one entry, which is added at its end.
- A string, number or boolean cannot be a target. Select the object around it:

      target: $.info
      update: {version: '2016-04-28'}

- The document itself (`$`) cannot be removed.
""",
)

UNEXPLAINED_ACTION = Code(
    "DP314",
    "unexplained-overlay-action",
    Severity.WARNING,
    """An overlay action has no `description`.

An overlay says something that the pages do not say. Whoever reviews the contract needs to know why it is true: name
the page, the error row or the observation. The reason is kept in the contract, under `x-docpact-overlay`.
""",
)

ENDED_ALIAS = Code(
    "DP315",
    "ended-alias",
    Severity.WARNING,
    """The overlay declares an old name (`x-docpact-aliases`) that a major release has ended.

An old name keeps callers working for one major version. `release.toml` says which version first had it; since the next
major release, it is left out of the contract and of everything that is generated.

Remove the action from the overlay. Where the name must live on, remove its line from `[aliases]` in `release.toml`: the
next release records it anew.
""",
)
