"""The Python target: an installable client package. `DESIGN.md` beside this file shows what it aims at."""

from docpact.targets.python.target import PythonTarget

__all__ = ["PythonTarget"]
