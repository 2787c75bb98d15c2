"""Submissions as JSON in a column of Parquet files: one file, or a folder such as Spark writes.

A row is a submission, whatever else the table has.  One that is empty is not passed over: it is
told as what could not be assessed, for something was meant to be there.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from conformance.bulk.arrow import arrow
from conformance.checking.sources import Source
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

ENDING = ".parquet"
COLUMN = "submission"
_NOTHING = Text("", "")
_AT_ONCE = 64
_BUFFERED = 1 << 20


def is_table(path: Path) -> bool:
    """Return whether a file or folder has one submission a row."""
    return path.name.endswith(ENDING)


def files_of_table(path: Path) -> list[Path]:
    """Return the files of a table in the order of their names; what begins with _ or . is none."""
    if not path.is_dir():
        return [path]
    return sorted(
        each
        for each in path.rglob(f"*{ENDING}")
        if each.is_file() and not each.name.startswith(("_", "."))
    )


def column_of(path: Path, wanted: str | None) -> str:
    """Return the column with the submissions: the one wanted, `submission`, or the only text.

    Raises IllFormed where there is none, or it is no text.
    """
    parquet = import_module("pyarrow.parquet")
    files = files_of_table(path)
    if not files:
        raise IllFormed(
            [_unfit(path, Text("文件夹中没有 .parquet 文件", "it has no .parquet files"))]
        )
    try:
        schema = parquet.read_schema(files[0])
    except (OSError, ValueError) as error:
        raise IllFormed([_unfit(files[0], _said(error))]) from None
    texts: list[str] = [each.name for each in schema if _is_text(each.type)]
    if wanted is None and COLUMN not in schema.names and len(texts) == 1:
        return texts[0]
    name = wanted or COLUMN
    if name in texts:
        return name
    listed = ", ".join(texts) or "—"
    if name in schema.names:
        kind = schema.field(name).type
        message = Text(
            f"列 {name!r} 的类型为 {kind},不是文本", f"the column {name!r} is {kind}, no text"
        )
        help = Text("请把每份提交写成一段 JSON 文本", "write each submission as one text of JSON")
    else:
        message = Text(f"没有列 {name!r}", f"there is no column {name!r}")
        help = Text(f"用 --column 指明;文本列有:{listed}",
                    f"name it with --column; columns of text: {listed}")  # fmt: skip
    raise IllFormed([_unfit(path, message, help)])


def sources_of_table(
    path: Path, column: str | None, start: tuple[int, int]
) -> Iterator[tuple[Source, tuple[int, int], float]]:
    """Yield a submission for each row, where the next one is, and the share that is read then.

    A place is the number of the file, and that of the row in it.  Each file is read a little at a
    time, however long its groups of rows are.  One that is damaged is one problem.
    """
    name = column_of(path, column)
    every = files_of_table(path)
    for number, each in enumerate(every[start[0] :], start[0]):
        done = start[1] if number == start[0] else 0
        for source, row, share in _rows(each, name, done):
            place = (number + 1, 0) if source.problems else (number, row)
            yield source, place, (number + share) / len(every)


def _rows(path: Path, column: str, done: int) -> Iterator[tuple[Source, int, float]]:
    """Yield the rows of one file after the first `done`, with their numbers from 1 on."""
    pyarrow = arrow()
    row = done
    try:
        with import_module("pyarrow.parquet").ParquetFile(
            path, buffer_size=_BUFFERED, pre_buffer=False
        ) as file:
            before, groups = _groups(file.metadata, done)
            for cells in _cells(pyarrow, file, column, groups):
                for cell in cells[max(0, done - before) :]:
                    row += 1
                    source = Source(name=f"{path}#{row}", data=cell or b"", format="json",
                                    digest="")  # fmt: skip
                    yield source, row, row / file.metadata.num_rows
                before += len(cells)
    except (OSError, ValueError, LookupError, pyarrow.ArrowException) as error:
        problem = Diagnostic(
            "rest-unreadable",
            _said(error),
            Span(f"{path}#{row + 1}", 0),
            Text("请重新传送该文件", "send the file again"),
        )
        broken = Source(name=f"{path}#{row + 1}", data=b"", format="", digest="",
                        problems=(problem,))  # fmt: skip
        yield broken, row, 1.0


def _groups(metadata: Any, done: int) -> tuple[int, list[int]]:
    """Return how many rows need not be read at all, and the groups that have to be."""
    before = group = 0
    while group < metadata.num_row_groups:
        rows = metadata.row_group(group).num_rows
        if before + rows > done:
            break
        before, group = before + rows, group + 1
    return before, list(range(group, metadata.num_row_groups))


def _cells(pyarrow: Any, file: Any, column: str, groups: list[int]) -> Iterator[list[bytes | None]]:
    # group by group: what is before a damaged one is read
    for group in groups:
        for batch in file.iter_batches(_AT_ONCE, row_groups=[group], columns=[column]):
            cells = batch.column(column)
            if pyarrow.types.is_dictionary(cells.type):
                cells = cells.dictionary_decode()
            yield cells.cast(pyarrow.large_binary()).to_pylist()


def _is_text(kind: Any) -> bool:
    types = import_module("pyarrow").types
    inner = kind.value_type if types.is_dictionary(kind) else kind
    return any(
        is_one(inner)
        for is_one in (types.is_string, types.is_large_string, types.is_string_view,
                       types.is_binary, types.is_large_binary, types.is_binary_view)
    )  # fmt: skip


def _said(error: Exception) -> Text:
    said = (str(error) or type(error).__name__).splitlines()[0]
    return Text(f"从此处起无法读取:{said}", f"from here on it cannot be read: {said}")


def _unfit(path: Path, message: Text, help: Text = _NOTHING) -> Diagnostic:
    return Diagnostic("table-unfit", message, Span(str(path), 0), help)
