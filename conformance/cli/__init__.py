"""The command line: arguments, exit codes, and no decision about any product.

Exit codes (docs/exit-codes.md): 0 pass, 1 fail, 3 evidence missing, 64 usage,
65 unreadable input, 70 our own bug.
"""

import os
import sys
from collections.abc import Sequence

USAGE = 64
INPUT = 65
BUG = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but the answer goes to standard output."""
    from conformance.cli.app import run

    return run(sys.argv[1:] if arguments is None else list(arguments))


def say(answer: str | bytes) -> None:
    """Write `answer` to standard output; a reader who has closed the pipe has seen enough.

    Bytes are those of a file and are written as they are.
    The verdict's exit code stands whether or not anybody reads to the end.
    """
    try:
        if isinstance(answer, bytes):
            sys.stdout.buffer.write(answer)
            sys.stdout.flush()
        else:
            print(answer, flush=True)
    except BrokenPipeError:
        # keep the interpreter from flushing into the closed pipe once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
