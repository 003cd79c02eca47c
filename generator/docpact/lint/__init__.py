"""What is wrong with pages, beyond what keeps them from being understood.

`engine.lint` runs the rules of `docpact.lint.rules`, one module each, over pages and their operations.
"""
