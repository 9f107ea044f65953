"""Plain text, in whatever letters it was written."""

import codecs

MOST = 4 * 1024 * 1024
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(source) -> str:
    """The text. Chinese before Russian: Russian words of odd length are no Chinese."""
    source.seek(0)
    data = source.read(MOST)
    if data.startswith(MARKS):
        return data.decode("utf-16", "replace")
    for coding in ("utf-8-sig", "gb18030", "cp1251"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
