"""Markdown becomes a Page: sections, tables whose cells run over lines, fences, prose; a Span on everything.

`read` takes text, `load` a file. Neither raises: what is wrong with a page becomes a diagnostic. Nothing here
knows what a heading or a column means: that is `docpact.understand`.
"""

from docpact.pages.files import load
from docpact.pages.reader import read

__all__ = ["load", "read"]
