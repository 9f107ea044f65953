"""Looks at bytes of strangers in a child process that can do nothing else.

`parent.run` is the way in. The child (`child.py`) knows neither Django nor a path nor a
key: it asks the parent for bytes and hands back what it made, over one socket.
See docs/decisions/0018-sandbox.md.
"""
