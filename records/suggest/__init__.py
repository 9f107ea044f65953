"""What a file says of its own date and kind: offered to a person, never decided.

The rules here read plain text that a child of the sandbox found, and names of files. They
write nothing: `records/suggestions.py` keeps what is offered, and what became of it.
"""
