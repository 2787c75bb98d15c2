"""Where submissions lie: in files, lines, folders, on standard input, or as a mapping."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from conformance.checking.decode import BOM, decode
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library.bounds import MOST_AUTHORED_BYTES, MOST_BYTES
from conformance.model.submission import Submission

_NOTHING = Text("", "")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One submission as it was found, not yet decoded.

    `digest` is `sha256:` and the hex digits: of the bytes read; for a folder of its files' digests,
    each followed by a line feed, in the order of the files' paths below it; for a mapping of
    its canonical JSON.  `line` is where a line of a `.jsonl` file stands.  `problems` say why
    there are no bytes.
    """

    name: str
    data: bytes
    format: str
    digest: str
    line: int = 1
    problems: tuple[Diagnostic, ...] = ()

    def decode(self) -> Submission:
        """Return the submission; raises IllFormed with the places in the whole file."""
        if self.problems:
            raise IllFormed(self.problems)
        try:
            return decode(self.data, file=self.name, format=self.format)
        except IllFormed as error:
            if self.line == 1:
                raise
            problems = [_moved(problem, self.line - 1) for problem in error.diagnostics]
        raise IllFormed(problems)

    def digest_at_last(self) -> str:
        """Return the digest, made now where it was not worth making before."""
        return self.digest or digest_of(self.data)


def read_mapping(data: Mapping[str, object], *, name: str = "submission") -> Source:
    """Return a mapping as a source; raises IllFormed where it has no canonical JSON."""
    from conformance.checking.mappings import canonical

    raw = canonical(data, name)
    return Source(name=name, data=raw, format="mapping", digest=digest_of(raw))


def read_submissions(path: str | Path) -> Iterator[Source]:
    """Yield every submission at `path`, in the order of names; `-` is standard input.

    A `.jsonl` file has one a line.  A folder with a `submission.*` in it is one; any other folder
    is every submission below it.  What cannot be read is a source with problems, so that the
    others are still judged.
    """
    if str(path) == "-":
        yield from _read_input()
        return
    path = Path(path)
    # Unlike Path.is_dir, this has an answer for names that no file can have.
    if os.path.isdir(path):
        yield from _read_folder(path)
    else:
        yield from _read_file(path)


_FORMATS = {".json": "json", ".jsonl": "jsonl", ".yaml": "yaml", ".yml": "yaml"}


def _read_input() -> Iterator[Source]:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    lines = data.removeprefix(BOM).strip().splitlines()
    if not lines or not lines[0].startswith((b"{", b"[")):
        yield _source("<stdin>", data, "yaml")
    elif len(lines) > 1 and _is_json(lines[0]):
        yield from _read_lines("<stdin>", BytesIO(data + sys.stdin.buffer.read()))
    else:
        yield _source("<stdin>", data, "json")


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except msgspec.DecodeError:
        return False
    return True


def _read_folder(folder: Path) -> Iterator[Source]:
    whole = _whole_submission(folder)
    if len(whole) == 1:
        digest = _folder_digest(folder)
        for source in _read_file(whole[0]):
            yield msgspec.structs.replace(source, digest=digest)
    elif whole:
        names = ", ".join(path.name for path in whole)
        message = Text(f"同一文件夹中有 {names}", f"the folder has {names}")
        yield _unreadable(folder, "several-submissions", message, _KEEP_ONE)
    else:
        sources = _below(folder)
        first = next(sources, None)
        if first is None:
            message = Text("文件夹中没有提交文件", "no submission lies in the folder")
            help = Text(f"可用:{_READABLE}", f"readable are {_READABLE}")
            first = _unreadable(folder, "nothing-to-check", message, help)
        yield first
        yield from sources


_KEEP_ONE = Text("请只保留一个", "keep one of them")
_READABLE = " ".join(_FORMATS)


def _whole_submission(folder: Path) -> list[Path]:
    formats = _FORMATS.keys() - {".jsonl"}
    return sorted(path for path in folder.glob("submission.*") if path.suffix in formats)


def _below(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and _whole_submission(path):
            yield from _read_folder(path)
        elif path.is_dir() and not path.is_symlink():
            yield from _below(path)
        elif path.suffix in _FORMATS and not _lists_others(path):
            yield from _read_file(path)


def _lists_others(path: Path) -> bool:
    """Return whether a file is an `index.yaml` each of whose keys is a file that lies beside it."""
    if path.name != "index.yaml":
        return False
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_AUTHORED_BYTES)
    except OSError:
        return False
    from conformance.library import nodes

    document, _ = nodes.read_yaml(data, str(path))
    if not isinstance(document, nodes.Mapping) or not document.entries:
        return False
    # A key of a submission has no ending, so that no submission can be taken for a list.
    keys = [Path(key.text) for key, _ in document.entries]
    return all(
        key.suffix and key.name == str(key) and (path.parent / key).is_file() for key in keys
    )


def _read_file(path: Path) -> Iterator[Source]:
    format = _FORMATS.get(path.suffix)
    if format is None:
        message = Text(f"不能读取 '{path.suffix}' 文件", f"a '{path.suffix}' file cannot be read")
        help = Text(f"可用:{_READABLE}", f"readable are {_READABLE}")
        yield _unreadable(path, "format-unknown", message, help)
        return
    try:
        with path.open("rb") as stream:
            if format == "jsonl":
                yield from _read_lines(str(path), stream)
            else:
                yield _source(str(path), stream.read(MOST_BYTES + 1), format)
    except FileNotFoundError:
        yield _unreadable(path, "file-missing", Text("没有这个文件", "there is no such file"))
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield _unreadable(
            path, "file-unreadable", Text(f"无法读取:{said}", f"it cannot be read: {said}")
        )


def _read_lines(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Yield a source for each line that is not blank; only one line is in memory."""
    number = 0
    while line := stream.readline(MOST_BYTES + 2):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
        if line.strip():
            yield _source(name, line.rstrip(b"\r\n"), "json", number)
        if len(line) > MOST_BYTES and not line.endswith(b"\n"):
            # The rest of a line that is too long is no line of its own.
            while (rest := stream.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
                pass


def _source(name: str, data: bytes, format: str, line: int = 1) -> Source:
    return Source(name=name, data=data, format=format, digest=digest_of(data), line=line)


def _unreadable(path: Path, code: str, message: Text, help: Text = _NOTHING) -> Source:
    problem = Diagnostic(code, message, Span(str(path), 0), help)
    return Source(name=str(path), data=b"", format="", digest="", problems=(problem,))


def digest_of(data: bytes) -> str:
    """Return the digest of the bytes that were read."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _folder_digest(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    files.sort(key=lambda path: path.relative_to(folder).as_posix())
    digests = (_file_digest(path) for path in files)
    return digest_of("".join(f"{digest}\n" for digest in digests).encode())


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _moved(problem: Diagnostic, lines: int) -> Diagnostic:
    def moved(span: Span) -> Span:
        return replace(span, line=span.line + lines) if span.line else span

    see = tuple((note, moved(span)) for note, span in problem.see)
    return replace(problem, span=moved(problem.span), see=see)
