"""Where many submissions come from: lines, plain or compressed, tables, or files below a folder.

They are read in chunks that a process judges in one go.  A place says where the
next chunk begins, so that reading can go on there after any interruption.
"""

import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from conformance.bulk.tables import is_table, sources_of_table
from conformance.checking.sources import Source, read_submissions
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.bounds import MOST_BYTES

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_BOM = b"\xef\xbb\xbf"
# A line longer than a submission may be is read up to here, to be refused.
_LONGEST = MOST_BYTES + 2
_SAMPLED = 65536
# Little at a time: a few bytes may stand for very many.
_COMPRESSED = 2048


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading goes on: after so many bytes (else submissions), at this line or file."""

    offset: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a file, by where they lie in it."""

    path: Path
    offset: int
    length: int

    def read(self) -> bytes:
        """Return the bytes; raises OSError, and EOFError where they are no longer there."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            data = file.read(self.length)
        if len(data) < self.length:
            raise EOFError("the file has become shorter")
        return data


@dataclass(frozen=True, slots=True)
class Chunk:
    """Submissions that are judged in one go: lines of one file, or what was found in files.

    `end` is where the next one begins; `share` is how much of the whole is read then, from 0 to 1.
    `lies` says where the lines are, if they are in a file as they are.
    """

    name: str
    lines: bytes
    first: int
    found: tuple[Source, ...]
    end: Place
    share: float
    lies: Stretch | None = None

    def light(self) -> "Chunk":
        """Return the chunk for another process, which reads for itself what lies in a file."""
        return self if self.lies is None else replace(self, lines=b"")

    def here(self) -> "Chunk":
        """Return the chunk with its lines; where they cannot be read, with the problem instead."""
        if self.lies is None or self.lines:
            return self
        try:
            return replace(self, lines=self.lies.read())
        except (OSError, EOFError) as error:
            return replace(self, found=(_broken(self.name, self.first, error),), lies=None)

    def sources(self) -> Iterator[Source]:
        """Yield every submission, as `read_submissions` does, without its digest where a line."""
        yield from self.found
        if not self.lines:
            return
        # bytes.splitlines would end a line at a lone carriage return, too
        for number, line in enumerate(self.lines.split(b"\n"), self.first):
            data = line.removeprefix(_BOM) if number == 1 else line
            if data.strip():
                yield Source(
                    name=self.name,
                    data=data[:_LONGEST].rstrip(b"\r\n"),
                    format="json",
                    digest="",
                    line=number,
                )


def is_lines(path: Path) -> bool:
    """Return whether a file has one submission a line."""
    return not path.is_dir() and path.name.endswith(ENDINGS)


def read_chunks(path: Path, start: Place, size: int, column: str | None = None) -> Iterator[Chunk]:
    """Yield what is at `path` from `start` on, in chunks of about `size` bytes.

    `column` is that of a table; None for the one that `column_of` finds.
    """
    if is_lines(path):
        yield from _chunks_of_lines(path, start, size)
    else:
        yield from _chunks(path, _sources(path, start, column), size)


# ---- lines


def _chunks_of_lines(path: Path, start: Place, size: int) -> Iterator[Chunk]:
    name, whole = str(path), path.stat().st_size or 1
    place = start
    with path.open("rb") as raw, _unpacked(path, raw) as stream:
        try:
            _skip(stream, raw, place.offset, size)
            while block := stream.read(size):
                if not block.endswith(b"\n"):
                    rest = stream.readline(_LONGEST)
                    block += rest
                    dropped = _end_of_line(stream) if len(rest) == _LONGEST else 0
                else:
                    dropped = 0
                end = Place(place.offset + len(block) + dropped, place.line + block.count(b"\n"))
                if dropped:
                    end = Place(end.offset, end.line + 1)
                share = min(raw.tell() / whole, 1.0)
                lies = Stretch(path, place.offset, len(block)) if stream.raw is raw else None
                yield Chunk(name, block, place.line, (), end, share, lies)
                place = end
        except (OSError, EOFError, ValueError, zlib.error, _zstd_error()) as error:
            yield Chunk(name, b"", place.line, (_broken(name, place.line, error),), place, 1.0)


def _broken(name: str, line: int, error: Exception) -> Source:
    """Return what stands for the rest of a file that cannot be read."""
    said = getattr(error, "strerror", None) or str(error)
    problem = Diagnostic(
        "rest-unreadable",
        Text(f"从此处起无法读取:{said}", f"from here on it cannot be read: {said}"),
        Span(name, line),
        Text("请重新传送该文件", "send the file again"),
    )
    return Source(name=name, data=b"", format="", digest="", line=line, problems=(problem,))


def _end_of_line(stream: io.BufferedReader) -> int:
    """Skip the rest of a line that is too long, which is no line of its own; return its length."""
    dropped = 0
    while rest := stream.readline(_SAMPLED):
        dropped += len(rest)
        if rest.endswith(b"\n"):
            break
    return dropped


def _unpacked(path: Path, raw: BinaryIO) -> io.BufferedReader:
    if path.suffix == ".gz":
        return io.BufferedReader(gzip.GzipFile(fileobj=raw))
    if path.suffix == ".zst":
        return io.BufferedReader(_Zstd(raw), _SAMPLED)
    return io.BufferedReader(raw)  # type: ignore[arg-type]


def _skip(stream: io.BufferedReader, raw: BinaryIO, offset: int, size: int) -> None:
    """Go to where reading goes on; what is compressed has to be read up to there."""
    if getattr(stream, "raw", None) is raw:
        stream.seek(offset)
        return
    while offset and (read := len(stream.read(min(size, offset)))):
        offset -= read


def _zstd_error() -> type[Exception]:
    from importlib.util import find_spec

    if find_spec("zstandard") is None:
        return EOFError
    from zstandard import ZstdError

    return ZstdError


class _Zstd(io.RawIOBase):
    """Frames of zstd as one stream, which, unlike the library's own, notices a frame cut short."""

    def __init__(self, raw: BinaryIO) -> None:
        self.file = raw
        self.frame: Any = None
        self.left = b""
        self.ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there is something; 0 at the end."""
        from zstandard import ZstdDecompressor

        while not self.ready:
            packed = self.left or self.file.read(_COMPRESSED)
            if not packed:
                if self.frame is not None:
                    raise EOFError("compressed data ends in the middle")
                return 0
            if self.frame is None:
                self.frame = ZstdDecompressor().decompressobj()
            self.ready, self.left = memoryview(self.frame.decompress(packed)), b""
            if self.frame.eof:
                self.left, self.frame = self.frame.unused_data, None
        count = min(len(buffer), len(self.ready))
        buffer[:count] = self.ready[:count]
        self.ready = self.ready[count:]
        return count


# ---- tables, and files below a folder


_Found = tuple[Source, Place, float]
"""A submission, where the next one is, and how much of the whole is read then."""


def _chunks(path: Path, sources: Iterable[_Found], size: int) -> Iterator[Chunk]:
    held: list[Source] = []
    held_bytes = 0
    for source, place, share in sources:
        held.append(source)
        held_bytes += len(source.data)
        if held_bytes >= size:
            yield Chunk(str(path), b"", 1, tuple(held), place, share)
            held, held_bytes = [], 0
    if held:
        yield Chunk(str(path), b"", 1, tuple(held), place, share)


def _sources(path: Path, start: Place, column: str | None) -> Iterator[_Found]:
    """Yield what is not lines: of a table, the offset is a row and the line the file, from 1."""
    if is_table(path):
        rows = sources_of_table(path, column, (start.line - 1, start.offset))
        for source, (file, row), share in rows:
            yield source, Place(row, file + 1), share
        return
    whole = max(1, sum(1 for _ in _files(path)))
    found = enumerate(read_submissions(path), 1)
    for count, source in islice(found, start.offset, None):
        yield source, Place(count, 1), min(count / whole, 1.0)


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below a folder in order; a file by itself is the only one."""
    if not path.is_dir():
        yield path.name, path.stat()
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.exists():
                yield file.relative_to(path).as_posix(), file.stat()


# ---- which input it is


def identify(path: Path) -> dict[str, object]:
    """Return what tells whether an input is the one that was begun; raises OSError.

    Of lines: their size, the day of the last change, and digests of the first and the last bytes.
    Of a folder: the names, sizes and changes of all files.  Reading every byte would cost a run.
    """
    digest = hashlib.sha256()
    if not is_lines(path):
        for name, stat in _files(path):
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        return {"input": str(path), "files": digest.hexdigest()}
    stat = path.stat()
    with path.open("rb") as stream:
        digest.update(stream.read(_SAMPLED))
        stream.seek(max(0, stat.st_size - _SAMPLED))
        digest.update(stream.read(_SAMPLED))
    return {"input": str(path), "size": stat.st_size, "changed": stat.st_mtime_ns,
            "ends": digest.hexdigest()}  # fmt: skip
