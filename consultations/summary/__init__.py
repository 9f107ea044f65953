"""The case summary: what the specialists read, as a PDF in English and Chinese."""
