"""Why a PDF was not made."""


class PaperError(Exception):
    """The PDF cannot be made; `code` says why, `detail` is for the desk.

    Codes: missing_glyph, font_missing, strange_font, style_broken, too_many_pages,
    too_many_rows, too_long, too_deep, too_big, too_slow, fetch_refused, attachment,
    untagged; of the case summary also front_sheet_too_long.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
