"""Whether a name stands anywhere in bytes, whatever they are: the last look before writing."""

import re

LEAST = 4  # letters; shorter words stand in pixels by chance
LEAST_ANY_CASE = 6
AT_ONCE = 1 << 24
ENCODINGS = (
    "utf-8", "latin-1", "cp1251", "iso8859-5", "koi8-r", "iso8859-6", "cp1256", "iso8859-7",
    "iso8859-8", "iso8859-9", "tis-620", "gb18030", "big5", "euc-kr", "shift-jis",
    "utf-16-le", "utf-16-be",
)  # fmt: skip


class Traces:
    """What must stand nowhere, in every way in which it may be written in bytes."""

    def __init__(self, words: list[str]) -> None:
        long = [word for word in words if len(word) >= LEAST or _is_dense(word)]
        self._exact = sorted({form for word in long for form in _forms(word)})
        any_case = {w.lower() for w in long if w.isascii() and len(w) >= LEAST_ANY_CASE}
        self._small = sorted(
            {word.encode(how) for word in any_case for how in ("ascii", "utf-16-le")}
        )

    def in_(self, content: bytes) -> bool:
        if any(form in content for form in self._exact):
            return True
        if not self._small:
            return False
        overlap = max(map(len, self._small))
        return any(
            form in small
            for start in range(0, len(content), AT_ONCE)
            for small in [content[start : start + AT_ONCE + overlap].lower()]
            for form in self._small
        )


def _is_dense(word: str) -> bool:
    """Of a script in which two signs are a name."""
    return (
        len(word) >= 2 and re.search("[\u3400-\u9fff\uac00-\ud7af]", word) is not None
    )


def _forms(word: str):
    """Encoded; of four bytes or more, for fewer stand everywhere."""
    for written in {word, word.lower(), word.upper(), word.title()}:
        for encoding in ENCODINGS:
            try:
                form = written.encode(encoding)
            except UnicodeEncodeError:
                continue
            if len(form) >= LEAST:
                yield form
