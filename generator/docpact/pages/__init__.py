"""Markdown becomes a Page: sections, tables whose cells run over lines, fences, prose; a Span on everything.

Nothing here knows what a heading or a column means: that is `docpact.understand`.
"""
