"""Runs conformance cases against an implementation and reports what agrees with the pages and what does not.

The cases are data (`cases/*.json`, described in README.md); this package is the thin runner for them:
`python -m conformance --endpoint URL`, or `pytest` in the folder above. Standard library only.
"""
