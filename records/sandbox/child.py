"""The child's program: locks itself in, runs one job, says what came of it.

Started by `parent.py` with `python -I`; its process may be killed at any moment.
"""

import importlib
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main() -> None:
    sys.path.insert(0, ROOT)
    from records.sandbox import locks, remote, wire

    line = remote.Line(int(sys.argv[1]))
    told = json.loads(line.listen())
    # Folders above our jobs cannot be listed any more once the locks hold.
    importlib.import_module(told["job"].rpartition(".")[0])
    locks.take_away(told["limits"], told["paths"], cage=told["cage"])
    locks.leave_when_orphaned(told["parent"])
    result = answer(told["job"], line)
    line.send(wire.RESULT, json.dumps(result).encode("ascii"))
    # No destructor of a parser gets a say.
    os._exit(0)


def answer(name, line) -> dict:
    """What the job found. Whatever a parser throws, the file is one it cannot read."""
    from records.sandbox import remote
    from records.sandbox.refused import RefusedError

    try:
        job = importlib.import_module(name)
        told = json.loads(line.listen())  # what its source is, as soon as that is known
        source = remote.opened(line, told["size"])
        return job.run(source, told["arguments"], remote.Out(line))
    except RefusedError as refused:
        failed = {"code": refused.code}
    except MemoryError:
        failed = {"code": "memory"}
    except RecursionError:
        failed = {"code": "broken", "error": "RecursionError"}
    except Exception as error:
        failed = {"code": "broken", "error": type(error).__name__[:60]}
    return failed


if __name__ == "__main__":
    main()
