"""Uploads that survive a broken line: the tus protocol, version 1.0.0 (https://tus.io).

Core with creation (and creation with upload), termination, checksum and expiration. Pieces go
straight into the vault; the row `Upload` is the truth of what came. No piece is copied or put
together at the end: the row of the finished file takes the parts over.
"""
