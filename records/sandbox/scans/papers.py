"""Papers packed as scans: a PDF in a scan's clothes, and reports made of lines."""

PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"
REPORTS = "1.2.840.10008.5.1.4.1.1.88."  # every kind of structured report begins so
# ... but for lists of pictures and of doses, which are no report to read.
NOT_FOR_READING = {REPORTS + kind for kind in ("59", "67", "68", "73", "76")}
MOST_LINES, MOST_DEPTH, MOST_LETTERS = 3000, 20, 2000


def kind_of(sop_class: str) -> str:
    """`pdf`, `text`, or nothing."""
    if sop_class == PDF_CLASS:
        return "pdf"
    if sop_class.startswith(REPORTS) and sop_class not in NOT_FOR_READING:
        return "text"
    return ""


def content_of(header, kind: str) -> bytes:
    """The PDF as it was packed, or the lines of the report; empty when there is none."""
    if kind == "text":
        return "\n".join(lines_of(header)).encode()
    packed = bytes(header.get("EncapsulatedDocument") or b"")
    return packed if packed[:1024].lstrip().startswith(b"%PDF-") else b""


def lines_of(header) -> list[str]:
    lines: list[str] = []
    _walk(header, 0, lines)
    return lines


def _walk(item, depth: int, lines: list[str]) -> None:
    if depth > MOST_DEPTH or len(lines) >= MOST_LINES:
        return
    name, value = _meaning(item, "ConceptNameCodeSequence"), _value(item)
    if name or value:
        said = ": ".join(part for part in (name, value) if part)
        lines.append("  " * depth + said[:MOST_LETTERS])
    for inner in item.get("ContentSequence") or ():
        _walk(inner, depth + 1, lines)


def _value(item) -> str:
    kind = str(item.get("ValueType", ""))
    if kind == "NUM":
        return _measured(item)
    if kind == "CODE":
        return _meaning(item, "ConceptCodeSequence")
    named = {
        "TEXT": "TextValue",
        "DATE": "Date",
        "TIME": "Time",
        "DATETIME": "DateTime",
        "PNAME": "PersonName",
    }
    return _line(item.get(named.get(kind, ""), "")) if kind in named else ""


def _measured(item) -> str:
    for measured in item.get("MeasuredValueSequence") or ():
        unit = _meaning(measured, "MeasurementUnitsCodeSequence")
        return f"{_line(measured.get('NumericValue', ''))} {unit}".strip()
    return ""


def _meaning(item, name: str) -> str:
    for code in item.get(name) or ():
        return _line(code.get("CodeMeaning", ""))
    return ""


def _line(value) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in str(value or ""))
    return " ".join(text.split())
