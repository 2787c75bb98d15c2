"""One run at a time for each output: a lock that the system takes back, however a run ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text


def lock_of(output: Path) -> Path:
    """Return the file that a run holds on to while it writes an output."""
    return output.with_name(f"{output.name}.lock")


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Keep every other run from writing an output; raises IllFormed where one already does.

    The lock is on the open file and not its being there: after a kill nothing has to be cleared
    away.  Where the system has no such locks, nothing is kept from anybody.
    """
    if find_spec("fcntl") is None:
        yield
        return
    path = lock_of(output)
    held = _taken(path)
    try:
        yield
    finally:
        # before the lock is given up: who waits for it finds that the file is another one
        path.unlink(missing_ok=True)
        os.close(held)


def _taken(path: Path) -> int:
    fcntl = import_module("fcntl")
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            by = os.read(file, 20).decode("ascii", "replace").strip() or "?"
            os.close(file)
            raise IllFormed([_in_use(path, by)]) from None
        except BaseException:
            os.close(file)
            raise
        if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
            os.truncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
            return file
        # the run before has ended between the two, and taken its file away
        os.close(file)


def _in_use(path: Path, by: str) -> Diagnostic:
    output = path.name.removesuffix(".lock")
    return Diagnostic(
        "output-in-use",
        Text(f"进程 {by} 正在写入 {output}", f"process {by} is writing {output}"),
        Span(str(path), 0),
        Text("请等它结束,或换一个输出文件", "wait until it has ended, or name another output"),
    )
