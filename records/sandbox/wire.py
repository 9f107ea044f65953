"""The frames between parent and child: a letter, a length, and so many bytes.

Both sides import this; nothing here is heavy. The parent believes no length that is larger
than its kind allows, so that a hostile child can make it hold a frame and no more.
"""

import struct

HEAD = struct.Struct(">cI")
ASK = struct.Struct(">QI")  # where, how much
SIZE = struct.Struct(">I")

# The parent begins: a length and the job as JSON, and the same of its source when that is
# ready. Then the child speaks, in frames.
READ = b"R"  # child: give me these bytes; parent answers SIZE and the bytes
LATE = b"L"  # child: give me the next of what was not ready when I began; answered as READ is
OPEN = b"O"  # child: what follows belongs to the output of this name
DATA = b"D"
PASS = b"V"  # child: these bytes of the source belong to the output, as they are
CLOSE = b"C"
PROGRESS = b"P"  # one byte, per cent
RESULT = b"X"  # JSON; the last frame

MOST_ASKED = 1024 * 1024  # bytes in one answer
MOST_DATA = 256 * 1024
MOST_RESULT = 4 * 1024 * 1024
MOST = {
    READ: ASK.size,
    LATE: 0,
    OPEN: 80,
    DATA: MOST_DATA,
    PASS: ASK.size,
    CLOSE: 0,
    PROGRESS: 1,
    RESULT: MOST_RESULT,
}
