"""The page of figures, as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.chart import Bar, Line
from tests.benchmarks.growth import Batched

HEAD = """\
# Beside others 性能对照

Written by `python -m tests.benchmarks{full} -o docs`. All figures are ratios taken in turns on one
shared machine with two cores, Python 3.11: the least, the median and the greatest of some rounds.
Before anything is measured, all have to agree on every verdict of every submission; the run stops
where two do not. [Speed](speed.md) says what is slow.

The work: 60 requirements, submissions of 7 kB with 54 readings, every second one bad in a third of
them. **Ours** gets the submission as it is sent: readings as text with a unit, two reports,
certificates and markings, and says what is evidence, what conforms, and why not. **The peers** get
the readings sorted out beforehand, as numbers in the limit's own unit keyed by clause, and compare
them; units, evidence, editions, digits and reasons are not theirs to do.
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was measured."""

    one: Sequence[Bar]
    many: Sequence[Bar]
    table: Sequence[Bar]
    grown: Sequence[Line]
    batched: Sequence[Batched]
    full: bool


def page(figures: Figures) -> str:
    """Return the whole page."""
    parts = [
        HEAD.format(full=" --full" if figures.full else ""),
        "## One submission\n",
        "![Time for one submission, ours dark, logarithmic](images/one-submission.svg)\n",
        _bars("processor time, × `orjson.loads` of the submission", figures.one),
        "## A batch\n",
        _bars("rate of the whole command, × that of one process of `orjson.loads`", figures.many),
        "## A stored stock judged again\n",
        "The peers have the numbers in memory; `store check` reads from disk what was sent, and\n"
        "weighs the evidence.\n",
        "![Time for a table, ours dark, logarithmic](images/a-table.svg)\n",
        _bars("time, × DuckDB", figures.table),
        "## Growth\n",
        "![Cost by requirements and by results, both scales logarithmic](images/growth.svg)\n",
        _lines(figures.grown),
        "Where a line is steeper from thousands on than before, so is that of `orjson.loads` of\n"
        "the same submissions, which no longer fit the processor's cache.\n",
        "A batch in two processes (`--brief`), from the start of the command to its end:\n",
        _batched(figures.batched),
    ]  # fmt: skip
    return "\n".join(parts)


def _bars(title: str, rows: Sequence[Bar]) -> str:
    lines = [f"| {title} | least | median | greatest |", "|---|--:|--:|--:|"]
    for row in rows:
        name = f"**{row.name}**" if row.ours else row.name
        figures = (row.least, row.median, row.greatest)
        lines.append(f"| {name} | {' | '.join(_figure(each) for each in figures)} |")
    return "\n".join(lines) + "\n"


def _lines(grown: Sequence[Line]) -> str:
    amounts = sorted({amount for line in grown for amount, _ in line.points})
    heads = [f"{amount:,.0f}" for amount in amounts]
    lines = [f"| cost, × that of ten | {' | '.join(heads)} |", f"|---|{'--:|' * len(amounts)}"]
    for line in grown:
        costs = dict(line.points)
        cells = [_figure(costs[each]) if each in costs else "" for each in amounts]
        lines.append(f"| {line.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _batched(batched: Sequence[Batched]) -> str:
    heads = ("submissions", "processor time, × the line before", "peak of a process, MB")
    lines = [f"| {' | '.join(heads)} |", "|--:|--:|--:|"]
    before: Batched | None = None
    for each in batched:
        more = "" if before is None else _figure(each.processors / before.processors)
        lines.append(f"| {each.count:,} | {more} | {each.peak} |")
        before = each
    return "\n".join(lines) + "\n"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
