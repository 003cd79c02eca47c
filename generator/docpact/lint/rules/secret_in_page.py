"""A page shows what looks like a real credential.

Access key IDs, tokens and private keys in examples are found by programs that look for them. If it is real, it has to be
revoked: deleting it from the page does not help.

Bad:

```request
|KeyId|String|Yes|LTAI4FoobarBazQuux1234567|The key.|
```

Good:

```request
|KeyId|String|Yes|LTAI4F**********|The key.|
```

Mend: revoke it, and mask it in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP752", __name__, Severity.WARNING, __doc__)

# What it is, what it begins with, what it looks like.
_SECRETS = (
    ("an access key ID", "LTAI", re.compile(r"\bLTAI[0-9A-Za-z]{12,28}(?![\w*.])")),
    ("an access key ID", "AKIA", re.compile(r"\bAKIA[0-9A-Z]{16}(?![\w*.])")),
    ("a private key", "-----BEGIN", re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")),
    ("an access token", "gh", re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36}\b")),
)


def check(page: Subject) -> Iterator[Diagnostic]:
    looked_for = [(what, start, pattern) for what, start, pattern in _SECRETS if start in page.page.text]
    for number, line in enumerate(page.lines if looked_for else (), 1):
        for what, start, pattern in looked_for:
            for match in pattern.finditer(line) if start in line else ():
                if re.search(r"(?i)x{4}|example|(.)\1{5}", match[0]):
                    continue
                span = Span(page.path, number, match.start() + 1, number, match.end() + 1)
                yield CODE.at(span, f"this looks like {what}", help="revoke it if it is real, and mask it here")
