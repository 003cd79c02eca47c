"""The conformance suite: what an implementation of a contract must answer, as data with a thin runner."""

from docpact.targets.conformance.plan import ConformanceTarget

__all__ = ["ConformanceTarget"]
