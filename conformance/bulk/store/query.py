"""A store as tables for DuckDB, and ready-made questions about it.

Tables that are many times as long as the store are made only where a question names them.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from conformance.bulk.store import layout
from conformance.bulk.store.arrow import pa
from conformance.bulk.store.check import Answer, Checker
from conformance.bulk.store.manifest import Manifest
from conformance.bulk.store.margins import RESULT, Results

QUESTIONS = {
    "by-month": """
        select strftime(issued, '%Y-%m') as month, count(*) as submissions,
               count(*) filter (verdict = 'pass') as pass,
               count(*) filter (verdict = 'fail') as fail,
               round(100.0 * count(*) filter (verdict = 'pass') / count(*), 1) as pass_percent
        from submissions group by month order by month""",
    "by-laboratory": """
        select done.laboratory, count(*) as submissions,
               count(*) filter (verdict = 'pass') as pass,
               count(*) filter (verdict = 'fail') as fail,
               round(100.0 * count(*) filter (verdict = 'pass') / count(*), 1) as pass_percent
        from (select distinct n, laboratory from documents where document = 'test-report') as done
        join submissions using (n)
        group by done.laboratory order by submissions desc, done.laboratory""",
    "by-requirement": """
        select requirement, count(*) filter (verdict = 'pass') as pass,
               count(*) filter (verdict = 'fail') as fail,
               count(*) filter (verdict = 'missing-evidence') as missing,
               round(100.0 * count(*) filter (verdict = 'pass')
                     / nullif(count(*) filter (verdict <> 'not-applicable'), 0), 1) as pass_percent
        from findings group by requirement order by pass_percent, requirement""",
    "margins": """
        select requirement, any_value(limit_text) as limit_text, count(margin) as specimens,
               min(margin) as least, median(margin) as median, any_value(margin_unit) as unit,
               round(100 * quantile_cont(share, 0.05), 1) as share_5_percent
        from results where margin is not null
        group by requirement order by share_5_percent, requirement""",
    "near-limit": """
        select submission, requirement, text, limit_text, margin, margin_unit as unit,
               round(100 * share, 2) as share_percent
        from results join submissions using (n)
        where share >= 0 and share <= 0.05 order by share, submission, requirement limit 100""",
}
"""Ready-made questions by their names."""


class BadQuery(ValueError):
    """Raised where DuckDB does not take a question, with what it says."""


def ask(
    folder: Path, manifest: Manifest, checker: Checker, question: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the heads and the rows of an answer; raises `BadQuery`."""
    duckdb: Any = import_module("duckdb")
    sql = QUESTIONS.get(question, question)
    with duckdb.connect() as connection:
        _tables(connection, folder, manifest, checker, sql)
        try:
            found = connection.execute(sql)
        except duckdb.Error as error:
            raise BadQuery(str(error)) from error
        if found.description is None:
            return [], []
        return [each[0] for each in found.description], found.fetchall()


def _tables(connection: Any, folder: Path, manifest: Manifest, checker: Checker, sql: str) -> None:
    """Make the tables that a question may name."""
    names = [each.name for each in manifest.partitions if each.rows]
    starts = np.cumsum([0, *(each.rows for each in manifest.partitions if each.rows)]).tolist()
    connection.register("partitions", pa.table({"part": names, "start": starts[:-1]}))
    _read(connection, "stored", folder, names, layout.SUBMISSIONS, "file_row_number")
    _read(connection, "documents", folder, names, layout.DOCUMENTS, "row")
    verdicts: list[Any] = []
    wanted = {name for name in ("findings", "results") if re.search(rf"\b{name}\b", sql, re.I)}
    connection.execute(
        "create table findings (n bigint, requirement varchar, verdict varchar, reason varchar)"
    )
    connection.register("no_result", RESULT.empty_table())
    connection.execute("create table results as select * from no_result")
    results = Results(checker)
    start = 0
    for answer in checker.check(folder, manifest):
        if not answer.opened.count:
            continue
        verdicts.append(_verdicts(answer, start))
        if "findings" in wanted:
            for table in _findings(answer, start, checker):
                _insert(connection, "findings", table)
        if "results" in wanted:
            for table in results.tables(answer, start):
                _insert(connection, "results", table)
        start += answer.opened.count
    connection.register("judged", pa.concat_tables(verdicts) if verdicts else _NO_VERDICT)
    connection.execute("""
        create view submissions as
        select stored.* exclude (part, start, file_row_number, filename), judged.* exclude (n),
               issued, laboratory
        from stored join judged using (n) left join (
            select n, max(issued) as issued, arg_max(laboratory, issued) as laboratory
            from documents where document = 'test-report' group by n
        ) using (n)""")


def _read(connection: Any, view: str, folder: Path, names: list[str], file: str, row: str) -> None:
    """Make a view of a file of all partitions, with the number of the submission as `n`."""
    if not names:
        schema = {layout.SUBMISSIONS: layout.SUBMISSION, layout.DOCUMENTS: layout.DOCUMENT}[file]
        empty = schema.empty_table()
        for name in ("n", "start", "part", "filename", "file_row_number"):
            empty = empty.append_column(name, pa.array([], pa.int64()))
        connection.register(view, empty)
        return
    paths = [str(folder / name / file) for name in names]
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    connection.execute(f"""
        create view {view} as
        select start + "{row}" as n, *
        from read_parquet([{listed}], union_by_name = true, filename = true,
                          file_row_number = true)
        join partitions on part = string_split(filename, '/')[-2]""")


def _insert(connection: Any, table: str, rows: Any) -> None:
    connection.register("rows", rows)
    connection.execute(f"insert into {table} select * from rows")
    connection.unregister("rows")


_NO_VERDICT = pa.table({
    "n": pa.array([], pa.int64()),
    **{name: pa.array([], pa.string()) for name in ("verdict", "reason", "judged_from")},
})  # fmt: skip


def _verdicts(answer: Answer, start: int) -> Any:
    """Return the verdict of each submission, and what it was judged from."""
    which = pa.array(answer.whole)
    verdicts = pa.array([str(verdict) for verdict, _ in answer.wholes], pa.string())
    reasons = pa.array([reason for _, reason in answer.wholes], pa.string())
    ways = ["columns"] * answer.opened.count
    for row, why in answer.by_bytes.items():
        ways[row] = why
    numbers = np.arange(start, start + answer.opened.count)
    return pa.table({"n": numbers, "verdict": verdicts.take(which), "reason": reasons.take(which),
                     "judged_from": ways})  # fmt: skip


def _findings(answer: Answer, start: int, checker: Checker) -> Iterator[Any]:
    """Yield the findings on each requirement of the plan."""
    known = answer.codes.outcomes
    verdicts = pa.array([None if each is None else str(each[0]) for each in known], pa.string())
    reasons = pa.array([None if each is None else each[1] for each in known], pa.string())
    for place, requirement in enumerate(checker.quick.validator.plan.requirements):
        rows = np.flatnonzero(answer.found[place])
        if len(rows):
            codes = pa.array(answer.found[place, rows])
            name = pa.array([requirement.id] * len(rows), pa.string())
            columns = [rows + start, name, verdicts.take(codes), reasons.take(codes)]
            yield pa.table(columns, names=["n", "requirement", "verdict", "reason"])
