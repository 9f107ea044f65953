"""Runs every benchmark and says which target was missed."""

import importlib
import sys

NAMES = [
    "discs",
    "packet",
    "pages",
    "queue",
    "records",
    "summary",
    "wire",
    "uploads",
    "downloads",
    "pages_under_load",
]


def run() -> int:
    missed = []
    for name in sys.argv[1:] or NAMES:
        print(f"--- {name}", flush=True)
        if not importlib.import_module(f"benchmarks.{name}").main():
            missed.append(name)
    print("All targets met." if not missed else f"Missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(run())
