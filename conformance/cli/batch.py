"""`conformance batch`: a stream of submissions in, a file of answers out, totals at the end."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import BUG, INPUT, USAGE, say
from conformance.cli.check import (
    AsOfOption,
    LanguageOption,
    LibraryOption,
    check_output,
    started,
    tell,
)

if TYPE_CHECKING:
    from conformance.bulk import Batch, Judge, Summary
    from conformance.bulk import Form as Written
    from conformance.bulk.journal import Progress
    from conformance.diagnostics import Diagnostic

INTERRUPTED = 130


class Form(StrEnum):
    """How the totals are written."""

    TABLE = "table"
    JSON = "json"


def batch_command(
    input: Annotated[
        str,
        typer.Argument(
            metavar="INPUT", help=".jsonl, .jsonl.gz, .jsonl.zst, .parquet, or a folder. 提交"
        ),
    ],
    spec: Annotated[str, typer.Option(help="id or id@version. 规范")],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="OUT", help=".jsonl; .csv and .parquet are brief. 输出文件"
        ),
    ],
    as_of: AsOfOption = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="Verdict, counts and reasons, no sentences. 简要")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, help="One for each core if not given. 进程数")
    ] = os.cpu_count() or 1,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew, whatever was done before. 重新开始")
    ] = False,
    format: Annotated[
        Form, typer.Option(help="table or json, of the totals. 汇总格式")
    ] = Form.TABLE,
    assessor: Annotated[
        str | None, typer.Option(metavar="FILE", help="The assessing side's own file. 判定方文件")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="Of a .parquet: the one with submissions as JSON. 列名")
    ] = None,
    lang: LanguageOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Figures must have been read in the standard. 严格模式")
    ] = False,
    library: LibraryOption = None,
) -> int:
    """Check a million submissions against one spec; run again, it goes on. 批量判定.

    Exit code: the worst of 65 (some not assessed), 1 fail, 3 evidence missing, 0 pass.
    """
    from conformance.bulk import Batch, Judge
    from conformance.bulk.alone import alone
    from conformance.checking.sources import digest_of
    from conformance.diagnostics import IllFormed

    _check_places(input, output)
    run = started([input], spec, as_of, assessor, lang, library, strict=strict)
    if isinstance(run, int):
        return run
    unread = _unreadable(input, column)
    if unread:
        tell(unread, run.lang)
        return INPUT
    form = _form(output, brief=brief)
    by = None if assessor is None else digest_of(Path(assessor).read_bytes())

    def batch_of(day: date) -> "Batch":
        ready = run.opened.compile(spec, day, strict=strict)
        judge = Judge(ready, form, run.assessor)
        identity = _identity(input, judge, day, strict=strict, assessor=by, column=column)
        return Batch(input=Path(input), output=Path(output), judge=judge, identity=identity,
                     processes=processes, column=column)  # fmt: skip

    try:
        with alone(Path(output)):
            return _alone(batch_of(run.as_of), batch_of, run.lang, format,
                          restart=restart, given=as_of is not None)  # fmt: skip
    except IllFormed as problems:
        tell(problems.diagnostics, run.lang)
        return USAGE
    except OSError as error:
        print(f"conformance: {error.filename or output}: {error.strerror}", file=sys.stderr)
        return USAGE


def _alone(
    batch: "Batch", batch_of: "Callable[[date], Batch]", lang: str, format: Form,
    *, restart: bool, given: bool,
) -> int:  # fmt: skip
    """Run, nobody else writing the same output, and say what came of it."""
    from conformance.bulk.journal import rejects_of
    from conformance.rendering.batch_summary import summary_text
    from conformance.wording.batch import BATCH

    words = BATCH[lang]
    begun = None if restart else _begun(batch, batch_of, given=given)
    if begun is not None:
        batch, progress = begun
        print(words["resumed"].format(count=progress.summary.count, day=batch.identity["as_of"]),
              file=sys.stderr)  # fmt: skip
    summary = _watched(batch, begun[1] if begun else None, words)
    if isinstance(summary, int):
        return summary
    if not summary.count:
        print(f"conformance: {words['nothing']}", file=sys.stderr)
        return INPUT
    if format is Form.JSON:
        say(json.dumps(summary.as_data(), ensure_ascii=False, indent=1))
    else:
        say(summary_text(summary, str(rejects_of(batch.output)), lang))
    return exit_code(summary)


def exit_code(summary: "Summary") -> int:
    """Return the worst of all submissions."""
    from conformance.bulk.rejects import INTERNAL

    if summary.rejects[INTERNAL]:
        return BUG
    if summary.rejects:
        return INPUT
    return 1 if summary.verdicts["fail"] else 3 if summary.verdicts["missing-evidence"] else 0


# ---- what the command line names


def _check_places(input: str, output: str) -> None:
    """Refuse an output that cannot be, or that would be read as input."""
    if output == "-" or not output.endswith((".jsonl", ".csv", ".parquet")):
        raise typer.BadParameter(
            f"{output!r} ends in none of .jsonl .csv .parquet", param_hint="-o"
        )
    if input == "-":
        raise typer.BadParameter("a batch can only go on in a file or folder", param_hint="INPUT")
    if output.endswith(".parquet") and find_spec("pyarrow") is None:
        raise typer.BadParameter(
            ".parquet needs a package: pip install 'conformance[bulk]'", param_hint="-o"
        )
    check_output(output, [input])
    folder = Path(input)
    if folder.is_dir() and Path(output).absolute().resolve().is_relative_to(folder.resolve()):
        raise typer.BadParameter(f"{output!r} lies in the folder to check", param_hint="-o")


def _unreadable(input: str, column: str | None) -> "Sequence[Diagnostic]":
    """Return why nothing of an input can be read; nothing where some of it can."""
    from conformance.bulk.inputs import identify
    from conformance.bulk.tables import column_of, is_table
    from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

    path, table = Path(input), is_table(Path(input))
    for ending, needed in ((".zst", "zstandard"), (".parquet", "pyarrow")):
        if input.endswith(ending) and find_spec(needed) is None:
            raise typer.BadParameter(
                f"{ending} needs a package: pip install 'conformance[bulk]'", param_hint="INPUT"
            )
    if column is not None and not table:
        raise typer.BadParameter("only a .parquet has columns", param_hint="--column")
    try:
        identify(path)
        if table:
            column_of(path, column)
    except IllFormed as problems:
        return problems.diagnostics
    except FileNotFoundError:
        message = Text("没有这个文件", "there is no such file")
        return [Diagnostic("file-missing", message, Span(input, 0))]
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        message = Text(f"无法读取:{said}", f"it cannot be read: {said}")
        return [Diagnostic("file-unreadable", message, Span(input, 0))]
    return ()


def _form(output: str, *, brief: bool) -> "Written":
    from conformance.bulk import Form as Written

    kinds = {".csv": Written.CSV, ".parquet": Written.PARQUET}
    return kinds.get(Path(output).suffix, Written.BRIEF if brief else Written.FULL)


def _identity(
    input: str, judge: "Judge", day: date, *, strict: bool, assessor: str | None, column: str | None
) -> dict[str, object]:
    """Return what must be the same for a run to go on."""
    from conformance import __version__
    from conformance.bulk.inputs import identify

    given = {"assessor": assessor, "column": column}
    return {
        **identify(Path(input)), "spec": judge.ready.plan.digest, "as_of": day.isoformat(),
        "strict": strict, "form": str(judge.form), "conformance": __version__,
        **{name: value for name, value in given.items() if value is not None},
    }  # fmt: skip


def _begun(
    batch: "Batch", batch_of: "Callable[[date], Batch]", *, given: bool
) -> "tuple[Batch, Progress] | None":
    """Return what to go on with: where no day is given, on the day on which it was begun."""
    from conformance.bulk.journal import journal_of, read_journal

    if not given:
        known = read_journal(journal_of(batch.output))
        if known is not None:
            batch = batch_of(date.fromisoformat(str(known[0]["as_of"])))
    progress = batch.begun()
    return None if progress is None else (batch, progress)


# ---- while it runs


def _watched(batch: "Batch", begun: "Progress | None", words: dict[str, str]) -> "Summary | int":
    """Run the batch with its progress on a terminal; return the exit code where it was cut off."""
    from conformance.bulk.crew import ProcessDied

    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    bar = Bar(begun.summary.count if begun else 0)
    try:
        return batch.run(begun, bar.show) if shown else batch.run(begun)
    except KeyboardInterrupt:
        print(f"conformance: {words['stopped']}", file=sys.stderr)
        return INTERRUPTED
    except ProcessDied:
        print(f"conformance: {words['died']}", file=sys.stderr)
        return BUG
    finally:
        if shown:
            print("\x1b[K", end="", file=sys.stderr, flush=True)


class Bar:
    """Progress with rate and time left, written over itself."""

    def __init__(self, before: int, clock: Callable[[], float] = monotonic) -> None:
        self.before, self.clock = before, clock
        self.start = self.last = clock()
        self.share: float | None = None

    def show(self, count: int, share: float) -> None:
        """Show how far it is, a few times a second."""
        now = self.clock()
        if self.share is None:
            # what an earlier run did says nothing of how fast this one is
            self.share = share
        if now - self.last < 0.2:
            return
        self.last = now
        print(self.text(count, share, now) + "\x1b[K\r", end="", file=sys.stderr, flush=True)

    def text(self, count: int, share: float, now: float) -> str:
        """Return one line: how many, which share, how many a second, how long it will take."""
        spent = now - self.start
        rate = (count - self.before) / spent if spent else 0
        gained = share - (self.share or 0)
        left = f" · {_clock(spent * (1 - share) / gained)}" if gained > 0 else ""
        return f"{count:,} · {share:.0%} · {rate:,.0f}/s{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
