"""Several processes that judge, and answers that come in the order of what was asked.

Each process has a pipe of its own.  Of what lies in a file as it is, a process is told the
place, and has the next one told while it judges; anything else it is given one at a
time, so neither side ever waits for the other to read.  When the parent is gone, however it
went, the pipe ends and with it the process.
"""

import gc
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, TypeVar


class Work(Protocol):
    """What is asked of a process; `lies` says where it is, if that process reads it for itself."""

    @property
    def lies(self) -> object | None:
        """Where it lies; None where all of it is sent."""

    def light(self) -> "Work":
        """Return what is sent."""

    def here(self) -> "Work":
        """Return it with all that it takes, in the process that is asked."""


Asked = TypeVar("Asked", bound=Work)
Answered = TypeVar("Answered")
# Answers waiting for their turn, for each process: bounds the memory.
_AHEAD = 4
# Chunks that a process knows of at a time: it judges one, and the next is at hand then.
_AT_ONCE = 2


class ProcessDied(RuntimeError):
    """A process ended without an answer: killed from outside, or out of memory."""


def in_order(
    judge: Callable[[Asked], Answered], chunks: Iterable[Asked], processes: int
) -> Iterator[tuple[Asked, Answered]]:
    """Yield each chunk with what came of it, in order; a single chunk needs no other process."""
    rest = iter(chunks)
    begun = [each for each in (next(rest, None), next(rest, None)) if each is not None]
    every = chain(begun, rest)
    if processes < 2 or len(begun) < 2:
        for chunk in every:
            yield chunk, judge(chunk)
        return
    with _crew(judge, processes) as crew:
        yield from _shared_out(every, crew)


def _shared_out(chunks: Iterator[Asked], crew: list[Connection]) -> Iterator[tuple[Asked, Any]]:
    most = _AHEAD * len(crew)
    asked: dict[int, Asked] = {}
    told: dict[Connection, list[int]] = {connection: [] for connection in crew}
    done: dict[int, Any] = {}
    sent = written = 0
    chunk = next(chunks, None)
    while chunk is not None or asked:
        while chunk is not None and sent < written + most:
            connection = min(crew, key=lambda each: len(told[each]))
            if len(told[connection]) >= (1 if chunk.lies is None else _AT_ONCE):
                break
            try:
                connection.send(chunk.light())
            except OSError as error:
                raise ProcessDied from error
            asked[sent] = chunk
            told[connection].append(sent)
            sent += 1
            chunk = next(chunks, None)
        answered = set(wait([each for each in crew if told[each]]))
        for connection in [each for each in crew if each in answered]:
            try:
                done[told[connection].pop(0)] = connection.recv()
            except (EOFError, OSError) as error:
                raise ProcessDied from error
        while written in done:
            yield asked.pop(written), done.pop(written)
            written += 1


@contextmanager
def _crew(judge: Callable[[Any], object], processes: int) -> Iterator[list[Connection]]:
    """Start processes, give their pipes, and leave none of them behind."""
    # not forked: nothing of the parent, neither its threads nor other pipes, goes along
    context = get_context("spawn")
    started: list[tuple[Any, Connection]] = []
    try:
        with _without_interrupts():
            for _ in range(processes):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(judge, theirs), daemon=True)
                process.start()
                theirs.close()
                started.append((process, ours))
        yield [connection for _, connection in started]
    finally:
        for process, connection in started:
            connection.close()
            process.terminate()
        for process, _ in started:
            process.join()
            process.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C, and let what is started meanwhile ignore it for good: the parent ends it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work(judge: Callable[[Any], object], connection: Connection) -> None:
    """Judge what comes through the pipe until it ends."""
    # hardly anything of a submission refers to itself: looking for that less often is enough
    gc.set_threshold(20_000)
    with suppress(EOFError, OSError):
        while True:
            connection.send(judge(connection.recv().here()))
