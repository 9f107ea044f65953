"""Scans of the folder: reading discs, whose they are, and what pages say of them."""
