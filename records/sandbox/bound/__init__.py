"""Binding documents into one PDF: pages as they are, a stamp below each, ways to and fro."""
