"""The font of the stamps: ours, cut down to the signs they use."""


def shared(pdf, data: bytes, told: dict):
    """The font as all pages of this PDF share it; `told` is what its file says of it."""
    import pikepdf

    name = pikepdf.Name("/SLSTMP+SL-Text")
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=told["box"],
        ItalicAngle=0,
        Ascent=told["ascent"],
        Descent=told["descent"],
        CapHeight=told["height"],
        StemV=80,
        FontFile2=pikepdf.Stream(pdf, data, Length1=len(data)),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=name,
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=0,
            LastChar=255,
            Widths=told["widths"],
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
