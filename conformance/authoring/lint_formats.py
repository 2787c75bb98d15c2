"""What lint found, for people and for machines: text, JSON, GitHub annotations and SARIF 2.1.0."""

from collections.abc import Iterator
from typing import Any

from conformance import __version__
from conformance.authoring.lint import Severity
from conformance.authoring.linting import Found, Linted
from conformance.authoring.lints import BY_CODE
from conformance.diagnostics import Span, Text
from conformance.rendering import github
from conformance.rendering.said import json_text
from conformance.rendering.sarif import SCHEMA, uri

Data = dict[str, Any]
FORMAT = "conformance-lint/1"
_WORDS = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}


def as_text(linted: Linted, lang: str, *, notes: bool = False) -> str:
    """Return what was found, each with its line, and the counts at the end.

    Notes are shown where they are asked for; their number is said always.
    """
    shown = linted.found if notes else linted.problems
    lines = [_rendered(each, lang) + "\n" for each in shown]
    return "\n".join([*lines, _summary(linted, lang, notes=notes)])


def _rendered(found: Found, lang: str) -> str:
    """Return a finding; what does compile says so in its first line."""
    text = found.diagnostic.render(found.text, lang)
    if found.severity is Severity.ERROR:
        return text
    code = f": {found.diagnostic.code}: "
    word = getattr(_WORDS[found.severity], lang)
    return text.replace(code, f": {found.diagnostic.code} ({word}): ", 1)


def _summary(linted: Linted, lang: str, *, notes: bool) -> str:
    files, problems, count = linted.files, len(linted.problems), len(linted.notes)
    if lang == "zh":
        more = f",{count} 条提示{'' if notes else '(--notes 显示)'}" if count else ""
        return f"{files} 个文件,{problems} 个问题{more}"
    more = f", {count} notes{'' if notes else ' (--notes shows them)'}" if count else ""
    return f"{files} files, {problems} problems{more}"


def as_json(linted: Linted) -> str:
    """Return everything that was found as JSON, in both languages."""
    found = [
        {
            "code": each.diagnostic.code,
            "severity": each.severity.value,
            "message": _both(each.diagnostic.message),
            "help": _both(each.diagnostic.help),
            **_place(each.diagnostic.span),
            "see": [{"message": _both(note), **_place(span)} for note, span in each.diagnostic.see],
        }
        for each in linted.found
    ]
    answer = {
        "format": FORMAT,
        "files": linted.files,
        "problems": len(linted.problems),
        "notes": len(linted.notes),
        "found": found,
    }
    return json_text(answer)


def _both(text: Text) -> Data:
    return {"zh": text.zh, "en": text.en}


def _place(span: Span) -> Data:
    return {"file": span.file, "line": span.line, "column": span.column, "width": span.width}


def as_github(linted: Linted, lang: str, *, notes: bool = False) -> str:
    """Return one workflow command for each finding, which GitHub shows beside the line."""
    shown = linted.found if notes else linted.problems
    return "\n".join(_annotation(each, lang) for each in shown)


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _annotation(found: Found, lang: str) -> str:
    problem, span = found.diagnostic, found.diagnostic.span
    told = {"file": span.file.replace("\\", "/")}
    if span.line:
        end = span.column + span.width
        told |= {"line": str(span.line), "col": str(span.column), "endColumn": str(end)}
    said = " — ".join(part for part in _said(found, lang) if part)
    return github.command(_COMMANDS[found.severity], {**told, "title": problem.code}, said)


def _said(found: Found, lang: str) -> Iterator[str]:
    problem = found.diagnostic
    yield getattr(problem.message, lang)
    yield getattr(problem.help, lang)
    for note, span in problem.see:
        yield f"{span}: {getattr(note, lang)}"


def as_sarif(linted: Linted, lang: str) -> str:
    """Return everything that was found as SARIF 2.1.0 (OASIS), for code scanning."""
    codes = sorted({each.diagnostic.code for each in linted.found})
    driver = {
        "name": "conformance",
        "version": __version__,
        "rules": [_rule(code, lang) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes, lang) for each in linted.found],
    }
    answer = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(answer)


def _rule(code: str, lang: str) -> Data:
    lint = BY_CODE.get(code)
    if lint is None:
        return {"id": code}
    what, why, remedy = (getattr(each, lang) for each in (lint.what, lint.why, lint.remedy))
    return {
        "id": code,
        "shortDescription": {"text": what},
        "fullDescription": {"text": why},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": lint.severity.value},
    }


def _result(found: Found, codes: list[str], lang: str) -> Data:
    problem = found.diagnostic
    parts = [getattr(problem.message, lang), getattr(problem.help, lang)]
    result: Data = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": found.severity.value,
        "message": {"text": "\n".join(part for part in parts if part)},
        "locations": [{"physicalLocation": _location(problem.span)}],
    }
    if problem.see:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(span),
                "message": {"text": getattr(note, lang)},
            }
            for number, (note, span) in enumerate(problem.see)
        ]
    return result


def _location(span: Span) -> Data:
    location: Data = {"artifactLocation": {"uri": uri(span.file)}}
    if span.line:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endColumn": span.column + span.width,
        }
    return location
