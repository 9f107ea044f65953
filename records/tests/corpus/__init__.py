"""Files nobody here made, with the verdict each must get (SECURITY F1, docs/verdicts.md).

`fetch.py` brings them into the folder CORPUS_DIR; none of them is kept in the project.
`python -m records.tests.corpus` looks at all of them and writes the table anew: read the
difference before you commit it.
"""
