"""What could not be assessed, as a row with its place and every problem."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from conformance.checking.sources import Source
from conformance.diagnostics import Diagnostic, Span, Text

INTERNAL = "internal"


def place_of(source: Source) -> str:
    """Return the file, and the line where it has more than one."""
    lines = source.name.endswith((".jsonl", ".gz", ".zst"))
    return f"{source.name}:{source.line}" if lines else source.name


def reject_row(source: Source, problems: Sequence[Diagnostic], trace: str = "") -> bytes:
    """Return a line of JSON with the place and the problems; `trace` is that of a bug of ours."""
    row: dict[str, Any] = {"at": place_of(source), "problems": [problem_told(p) for p in problems]}
    if trace:
        row["trace"] = trace
    # surrogates in names of files have no UTF-8
    return json.dumps(row, ensure_ascii=True).encode() + b"\n"


def problem_told(problem: Diagnostic) -> dict[str, Any]:
    """Return a problem as plain data, with its place and in both languages."""
    told = {"at": str(problem.span), "code": problem.code, "pointer": problem.span.pointer,
            "message": asdict(problem.message), "help": asdict(problem.help),
            "see": [{"at": str(span), **asdict(note)} for note, span in problem.see]}  # fmt: skip
    empty: tuple[object, ...] = ("", [], {"zh": "", "en": ""})
    return {name: value for name, value in told.items() if value not in empty}


def bug(source: Source) -> Diagnostic:
    """Return the problem that a submission met a bug of ours."""
    return Diagnostic(
        INTERNAL,
        Text(
            "这是 conformance 的缺陷,不是提交的问题",
            "this is a bug of conformance, not of your input",
        ),
        Span(source.name, source.line),
        Text("请连同此行报告", "report it together with this line"),
    )
