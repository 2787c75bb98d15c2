"""`conformance store`: submissions kept as columns, judged again without being read again."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.batch import INTERRUPTED, Bar, Form, exit_code
from conformance.cli.check import (
    AsOfOption,
    LanguageOption,
    LibraryOption,
    check_output,
    day_of_option,
    own_language,
    read_assessor_file,
    tell,
    write,
)
from conformance.cli.diff import refused

if TYPE_CHECKING:
    from datetime import date

    from conformance.bulk.store.answers import Totals
    from conformance.bulk.store.build import Built
    from conformance.bulk.store.manifest import Manifest
    from conformance.checking.validator import Validator

store_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Submissions as columns: judge a million again in seconds. 列式存储",
)
Folder = Annotated[str, typer.Argument(metavar="DIR", help="The store. 存储所在文件夹")]


@store_app.command("build")
def build_command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="IN...", help="JSONL, also compressed, Parquet, a folder. 提交"),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="The store. 存储所在文件夹")
    ],
    spec: Annotated[str, typer.Option(help="What `store check` judges by. 规范")],
    rows: Annotated[
        int, typer.Option(min=1, help="Submissions in a partition, about. 每个分区的份数")
    ] = 65536,
    lang: LanguageOption = None,
) -> int:
    """Add submissions to a store; run again, it goes on, and stores nothing twice. 建立存储.

    Exit code: 0 all stored, 65 some were no submissions, 64 usage.
    """
    from conformance.bulk.store.build import build
    from conformance.bulk.store.manifest import StoreBusy
    from conformance.diagnostics import IllFormed
    from conformance.wording.store import STORE

    language = (lang or own_language()).value
    words = STORE[language]
    folder = Path(output)
    _check_inputs(inputs, folder)
    try:
        with _needs_packages(), _progress() as watch:
            built = build(folder, [Path(each) for each in inputs], spec, rows=rows, watch=watch)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return USAGE
    except StoreBusy:
        print(f"conformance: {words['busy'].format(folder=output)}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print(f"conformance: {words['stopped']}", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        print(f"conformance: {error.filename or output}: {error.strerror}", file=sys.stderr)
        return INPUT
    return _say_built(built, folder, words)


def _say_built(built: "Built", folder: Path, words: dict[str, str]) -> int:
    say(words["built"].format(added=built.added, before=built.before, rejected=built.rejected,
                              folder=folder))  # fmt: skip
    if built.rejected:
        say(words["rejects"].format(path=folder / "part-*" / "rejects.jsonl"))
    return INPUT if built.rejected else 0


@store_app.command("check")
def check_store_command(
    store: Folder,
    spec: Annotated[
        str | None, typer.Option(help="A spec, or its file; else the store's. 规范")
    ] = None,
    as_of: AsOfOption = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help=".jsonl, .csv, .parquet: brief rows."),
    ] = None,
    format: Annotated[
        Form, typer.Option(help="table or json, of the totals. 汇总格式")
    ] = Form.TABLE,
    assessor: Annotated[
        str | None, typer.Option(metavar="FILE", help="The assessing side's own file. 判定方文件")
    ] = None,
    lang: LanguageOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Figures must have been read in the standard. 严格模式")
    ] = False,
    library: LibraryOption = None,
) -> int:
    """Judge everything that is stored, under any spec and day. 判定存储.

    Exit code: the worst of 1 fail, 3 evidence missing, 0 pass.
    """
    from conformance.bulk.store.answers import Totals
    from conformance.bulk.store.check import Checker
    from conformance.diagnostics import IllFormed
    from conformance.engine import today
    from conformance.wording.store import STORE

    language = (lang or own_language()).value
    _check_rows_file(output)
    day = today() if as_of is None else day_of_option(as_of)
    try:
        with _needs_packages():
            folder, manifest = opened(store)
            named = spec or manifest.spec
            validator = validator_named(named, day, library, strict=strict)
            own = None if assessor is None else read_assessor_file(assessor)
    except IllFormed as problems:
        return refused(problems, language)
    checker = Checker(validator, assessor=own, processes=os.cpu_count() or 1)
    totals = Totals(checker)
    totals.add(checker.check(folder, manifest), None if output is None else Path(output))
    if not totals.summary.count:
        print(f"conformance: {STORE[language]['empty']}", file=sys.stderr)
        return INPUT
    if format is Form.JSON:
        say(json.dumps(as_data(totals), ensure_ascii=False, indent=1))
    else:
        say(as_text(totals, language))
    return exit_code(totals.summary)


class AnswerForm(StrEnum):
    """How the answer to a question is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@store_app.command("query")
def query_command(
    store: Folder,
    question: Annotated[
        str,
        typer.Argument(
            metavar="SQL",
            help="Of submissions, documents, findings, results; or by-month, by-laboratory, "
            "by-requirement, margins, near-limit. 查询",
        ),
    ],
    spec: Annotated[
        str | None, typer.Option(help="A spec, or its file; else the store's. 规范")
    ] = None,
    as_of: AsOfOption = None,
    format: Annotated[AnswerForm, typer.Option(help="table, csv or json. 格式")] = AnswerForm.TABLE,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Write it to a file.")
    ] = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Ask a store by SQL of DuckDB, after judging it. 查询存储.

    Exit code: 0 answered, 64 a question that DuckDB does not take.
    """
    from conformance.bulk.store.check import Checker
    from conformance.bulk.store.query import BadQuery, ask
    from conformance.diagnostics import IllFormed
    from conformance.engine import today

    language = (lang or own_language()).value
    check_output(output, [])
    day = today() if as_of is None else day_of_option(as_of)
    try:
        with _needs_packages("duckdb"):
            folder, manifest = opened(store)
            validator = validator_named(spec or manifest.spec, day, library)
            heads, rows = ask(folder, manifest, Checker(validator), question)
    except IllFormed as problems:
        return refused(problems, language)
    except BadQuery as error:
        print(f"conformance: {error}", file=sys.stderr)
        return USAGE
    return write(_written(heads, rows, format), output)


def _written(heads: list[str], rows: "list[tuple[Any, ...]]", format: AnswerForm) -> str:
    """Return an answer; what is not known is empty."""
    if format is AnswerForm.JSON:
        found = [dict(zip(heads, row, strict=True)) for row in rows]
        return json.dumps(found, ensure_ascii=False, indent=1, default=str)
    texts = [["" if cell is None else _number(cell) for cell in row] for row in rows]
    if format is AnswerForm.CSV:
        from conformance.bulk.brief import csv_lines

        return csv_lines([heads, *texts]).decode().rstrip("\n")
    from tabulate import tabulate

    return tabulate(texts, heads, tablefmt="simple", disable_numparse=True)


def _number(cell: object) -> str:
    """Return a cell; an exact number without the zeros that were not written."""
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return text.rstrip("0").rstrip(".") if isinstance(cell, Decimal) and "." in text else text


def as_data(totals: "Totals") -> dict[str, object]:
    """Return the totals as plain data."""
    ways = {"columns": totals.by_columns, "bytes": dict(sorted(totals.by_bytes.items()))}
    return {**totals.summary.as_data(), "judged_from": ways}


def as_text(totals: "Totals", language: str) -> str:
    """Return the totals in sentences, and what was judged from bytes with the reasons."""
    from conformance.rendering.batch_summary import summary_text
    from conformance.wording.store import ASIDE, STORE

    words = STORE[language]
    lines = [summary_text(totals.summary, "", language), ""]
    several = totals.by_bytes.total()
    lines.append(words["ways"].format(columns=totals.by_columns, bytes=several))
    for reason, count in totals.by_bytes.most_common():
        why = ASIDE[reason][0 if language == "zh" else 1]
        lines.append(words["way"].format(count=count, why=why))
    return "\n".join(lines)


@contextmanager
def _progress() -> "Iterator[Callable[[int, float], None]]":
    """Give what shows on a terminal how far it is."""
    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    try:
        yield Bar(0).show if shown else _unwatched
    finally:
        if shown:
            print("\x1b[K", end="", file=sys.stderr, flush=True)


def _unwatched(count: int, share: float) -> None:
    """Show nothing."""


# ---- what the command line names


@contextmanager
def _needs_packages(*more: str) -> Iterator[None]:
    """Refuse where the packages for columns are not installed."""
    for package in ("numpy", "pyarrow", *more):
        if find_spec(package) is None:
            raise typer.BadParameter(
                "a store needs packages: pip install 'conformance[bulk]'", param_hint="DIR"
            )
    yield


def _check_inputs(inputs: list[str], folder: Path) -> None:
    for name in inputs:
        if name == "-":
            raise typer.BadParameter("a store is built from files or folders", param_hint="IN")
        path = Path(name).absolute()
        if path.is_dir() and folder.absolute().resolve().is_relative_to(path.resolve()):
            raise typer.BadParameter(f"{str(folder)!r} lies in {name!r}", param_hint="-o")


def _check_rows_file(output: str | None) -> None:
    if output is not None and not output.endswith((".jsonl", ".csv", ".parquet")):
        raise typer.BadParameter(
            f"{output!r} ends in none of .jsonl .csv .parquet", param_hint="-o"
        )
    check_output(output, [])


def is_store(name: str) -> bool:
    """Return whether a name is that of a store."""
    return (Path(name) / "store.json").is_file()


def opened(name: str) -> "tuple[Path, Manifest]":
    """Return a store with its manifest; raises `IllFormed`."""
    from conformance.bulk.store.build import not_a_store
    from conformance.bulk.store.manifest import NoStore, read_manifest
    from conformance.diagnostics import IllFormed

    folder = Path(name)
    try:
        return folder, read_manifest(folder)
    except NoStore as error:
        raise IllFormed([not_a_store(folder, error)]) from None


def validator_named(
    name: str, day: "date", library: str | None, *, strict: bool = False
) -> "Validator":
    """Return the validator of a spec that is named by its id or file; raises `IllFormed`."""
    from conformance import __version__
    from conformance.checking.validator import Validator
    from conformance.cli.sides import plan_named

    with plan_named(name, library) as plan:
        return Validator.of(plan, day, __version__, strict=strict)
