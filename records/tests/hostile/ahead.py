"""Reads a little at many places that it names first, and hands out much in between."""

STEP, MUCH = 40_000, bytes(400_000)


def run(source, arguments, out) -> dict:
    places = range(0, source.seek(0, 2), STEP)
    source.raw.expect(places)
    found = []
    with out.open("much") as written:
        for place in places:
            source.seek(place)
            found.append(source.read(8).hex())
            written.write(MUCH)
    return {"found": found}
