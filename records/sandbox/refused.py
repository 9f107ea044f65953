"""How a look says that a file is not to be used."""


class RefusedError(Exception):
    """Ends a job; `code` says why, one sentence for each in `records/refusals.py`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
