"""Joins clean copies, PDFs and JPEGs that lie one after another, into one PDF.

Arguments: `parts`, each with its `type` and `size`. Output: `joined.pdf`.
"""

import io

from records import sniff


def run(source, arguments, out) -> dict:
    import pikepdf

    from records.sandbox.shown import sheets

    parts, made, start = arguments["parts"], io.BytesIO(), 0
    with pikepdf.new() as pdf:
        opened = []
        for done, part in enumerate(parts, start=1):
            source.seek(start)
            data = source.read(part["size"])
            start += part["size"]
            if part["type"] == sniff.JPEG:
                sheets.append_photo(pdf, data)
            else:
                opened.append(pikepdf.open(io.BytesIO(data)))
                pdf.pages.extend(opened[-1].pages)
            out.progress(done * 80 // len(parts))
        pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        pages = len(pdf.pages)
    out.emit("joined.pdf", made.getbuffer())
    return {"pages": pages}
