"""Findings about contract files."""

from docpact.diagnostics import Code, Severity

INVALID_CONTRACT = Code(
    "DP301",
    "invalid-contract",
    Severity.ERROR,
    """The file is not a contract: not YAML, not an OpenAPI document, or a value has the wrong kind.

Contracts are OpenAPI 3.1 in the docpact profile. `docpact compile` writes them from pages; a file changed by
hand or by an overlay can break them. The message names the value and the place.

Mend the value, or compile the pages again.
""",
)

NOT_OPENAPI = Code(
    "DP302",
    "not-valid-openapi",
    Severity.ERROR,
    """The compiled document breaks a rule of OpenAPI 3.1, as openapi-spec-validator checks it.

Other people's tools would refuse such a file. Where pages alone lead here, it is a defect of docpact: please
report it with the page. Where an overlay is applied, look at its actions first.
""",
)

UNREADABLE_CONTRACT = Code(
    "DP303",
    "unreadable-contract",
    Severity.ERROR,
    """The contract file cannot be read: it does not exist, is a folder, lacks permission or is not UTF-8.

`docpact build` writes the contract that `docpact.toml` names; `docpact compile PAGES -o FILE` writes any other.
""",
)
