"""Scans on discs: who and what the headers name, pictures, and papers packed as scans."""
