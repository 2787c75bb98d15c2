"""Several processes that judge, and answers that come in the order of what was asked.

Each process has a pipe of its own and is given one chunk at a time, so neither
side ever waits for the other to read.  When the parent is gone, however it
went, the pipe ends and with it the process.
"""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from conformance.bulk.inputs import Chunk
from conformance.bulk.judge import Judge, Judged

# Answers waiting for their turn, for each process: bounds the memory.
_AHEAD = 4


class ProcessDied(RuntimeError):
    """A process ended without an answer: killed from outside, or out of memory."""


def in_order(
    judge: Judge, chunks: Iterable[Chunk], processes: int
) -> Iterator[tuple[Chunk, Judged]]:
    """Yield each chunk with what came of it, in order; a single chunk needs no other process."""
    rest = iter(chunks)
    begun = [each for each in (next(rest, None), next(rest, None)) if each is not None]
    every = chain(begun, rest)
    if processes < 2 or len(begun) < 2:
        for chunk in every:
            yield chunk, judge(chunk)
        return
    with _crew(judge, processes) as idle:
        yield from _shared_out(every, idle)


def _shared_out(chunks: Iterator[Chunk], idle: list[Connection]) -> Iterator[tuple[Chunk, Judged]]:
    most = _AHEAD * len(idle)
    asked: dict[int, Chunk] = {}
    busy: dict[Connection, int] = {}
    done: dict[int, Judged] = {}
    sent = written = 0
    more = True
    while more or asked:
        while more and idle and sent < written + most:
            chunk = next(chunks, None)
            if chunk is None:
                more = False
                break
            connection = idle.pop()
            try:
                connection.send(chunk)
            except OSError as error:
                raise ProcessDied from error
            asked[sent], busy[connection] = chunk, sent
            sent += 1
        answered = set(wait(list(busy))) if busy else set()
        for connection in [each for each in busy if each in answered]:
            try:
                done[busy.pop(connection)] = connection.recv()
            except (EOFError, OSError) as error:
                raise ProcessDied from error
            idle.append(connection)
        while written in done:
            yield asked.pop(written), done.pop(written)
            written += 1


@contextmanager
def _crew(judge: Judge, processes: int) -> Iterator[list[Connection]]:
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


def _work(judge: Judge, connection: Connection) -> None:
    """Judge what comes through the pipe until it ends."""
    with suppress(EOFError, OSError):
        while True:
            connection.send(judge(connection.recv()))
