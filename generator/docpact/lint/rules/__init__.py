"""The rules, one module each. A module's docstring is what `docpact explain` prints for its code."""
