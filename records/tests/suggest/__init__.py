"""Labelled examples of what papers and file names say, and what is suggested of each.

`python -m records.tests.suggest` writes docs/suggestions.md anew.
"""
