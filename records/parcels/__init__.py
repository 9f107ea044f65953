"""Slides, blocks and discs by post: where they are, who acts next, and their papers."""
