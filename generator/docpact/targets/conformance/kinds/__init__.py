"""The kinds of cases, a module for each group. Every module has `cases(draft)`, which yields cases of one operation."""
