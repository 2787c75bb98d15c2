"""A file that was made for people, read in a process of its own."""

import subprocess
import sys
from pathlib import Path

import msgspec

from conformance.intake.child import MOST_SECONDS, Answer
from conformance.intake.document import Document
from conformance.intake.problems import refuse

# How much longer it may take to look at pictures of pages.
_SLOWER = 5
MOST_BYTES = 64 * 1024 * 1024


# The folder of a file is no place to import from: only what this package itself is imported from.
_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
    "from conformance.intake.child import main; main()"
)


def read_document(
    path: str | Path, *, seconds: float = MOST_SECONDS + 10, recognise: bool = False
) -> Document:
    """Return what a file says; raises `IllFormed` where it cannot be read.

    Nothing in the file is trusted: it is parsed in a process of its own, within memory and time.
    `recognise` has another program look at pages without text; nothing of that is sure.
    """
    if recognise:
        seconds *= _SLOWER
    document = ask("recognise" if recognise else "read", path, seconds=seconds).document
    assert document is not None
    return document


def ask(task: str, path: str | Path, *, seconds: float = MOST_SECONDS + 10) -> Answer:
    """Return the answer of the process that reads a file; raises `IllFormed`."""
    name = str(path)
    try:
        size = Path(path).stat().st_size
        with Path(path).open("rb"):
            pass
    except FileNotFoundError:
        raise refuse("file-missing", name) from None
    except (OSError, ValueError) as error:
        raise refuse("file-unreadable", name, getattr(error, "strerror", "") or "") from None
    if size > MOST_BYTES:
        raise refuse("file-too-large", name)
    command = [sys.executable, "-I", "-c", _START, task, name, name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise refuse("took-too-long", name) from None
    try:
        said = msgspec.json.decode(done.stdout, type=Answer)
    except msgspec.DecodeError:
        raise refuse(_ending(done), name) from None
    if said.refused is not None:
        raise refuse(said.refused, name, said.detail)
    return said


def _ending(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Return why a process ended without an answer: out of time, out of memory, or a crash."""
    if done.returncode in (-24, -9):
        return "took-too-long"
    return "took-too-much" if b"MemoryError" in done.stderr else "file-damaged"
