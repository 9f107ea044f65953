"""Plain text, in whatever letters it was written."""

import codecs

MOST = 4 * 1024 * 1024
# Of one family the first fits most languages; the library weighs how likely the words are.
CODINGS = (
    "gb18030", "big5", "cp1251", "koi8_r", "cp1252", "cp1250", "cp1254", "cp1256",
)  # fmt: skip
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(source) -> str:
    """The text. Any bytes can be read as Chinese or Russian, so the likeliest is taken."""
    source.seek(0)
    data = source.read(MOST)
    if data.startswith(MARKS):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _likeliest(data)


def _likeliest(data: bytes) -> str:
    import charset_normalizer

    found = charset_normalizer.from_bytes(data, cp_isolation=list(CODINGS)).best()
    return data.decode("cp1252", "replace") if found is None else str(found)
