"""Case references: short, for people's eyes and the telephone, like K7XR-9MWA."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: letters that cannot be mistaken for each other.
LETTERS = "34679ACDEFGHJKMNPQRTWXY"


def new_reference() -> str:
    """Eight random letters in two groups: 23^8 possibilities, about 78 thousand million."""
    picked = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{picked[:4]}-{picked[4:]}"


def clean_reference(text: str) -> str:
    """What a person typed as a reference, in the stored form: `k7xr 9mwa` -> `K7XR-9MWA`."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return (
        f"{letters[:4]}-{letters[4:8]}" if len(letters) == 8 else text.upper().strip()
    )
