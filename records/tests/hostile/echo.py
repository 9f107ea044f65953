"""A job that behaves, nearly: reads, hands back, tells how far it is, once falsely."""

from records.sandbox import wire


def run(source, arguments, out):
    data = source.read()
    source.seek(-4, 2)
    if arguments.get("late"):
        data += bytes(source.raw.late())
    out.progress(50)
    out._line.send(wire.PROGRESS, bytes([20]))
    out.progress(100)
    if arguments.get("name"):
        with out.open(arguments["name"]) as made:
            made.write(data[:5])
            middle = len(data) // 2
            made.pass_on(5, middle)
            made.write(data[5 + middle :])
    return {"size": len(data), "end": source.read().decode(), "told": arguments}
