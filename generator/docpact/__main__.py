"""`python -m docpact`."""

from docpact.cli import main

main()
