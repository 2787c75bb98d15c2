"""What was read, as a draft submission: every value with its place and how sure it is."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.intake.document import Document
from conformance.intake.matching import Match, Matcher, standards_in
from conformance.intake.results import ReadRow
from conformance.model.plan import Plan

Draft = dict[str, Any]
# What stands in a column of units where there is none.
_NO_UNIT = ("/", "-", "—", "–", "--", "——", "N/A", "无")


def draft_of(documents: Sequence[Document], plan: Plan | None = None) -> Draft:
    """Return the draft submission of documents; `plan` is what their rows are matched with."""
    first = documents[0].header.fields if documents else {}
    return {
        "submission": None,
        "spec": f"{plan.spec}@{plan.version}" if plan is not None else None,
        "subject": {
            "kind": plan.subject if plan is not None else "product",
            "brand": first.get("brand"),
            "name": first.get("sample_name"),
            "model": first.get("model"),
            "manufacturer": {"name": first.get("manufacturer")},
        },
        "evidence": [
            _report(f"R{number}", document, plan) for number, document in enumerate(documents, 1)
        ],
    }


def matches(document: Document, plan: Plan) -> list[Match]:
    """Return every row of a document with what it is about in a plan."""
    matcher = Matcher(plan, standards_in(_cited(document)))
    return [matcher.match(row) for row in document.rows]


def _cited(document: Document) -> list[str]:
    fields = document.header.fields
    return [
        text for key, text in fields.items() if key in ("standards", "sample_name", "conclusion")
    ]


def _report(id: str, document: Document, plan: Plan | None) -> Draft:
    header = document.header
    fields = header.fields
    tested = header.dates.get("tested", ())
    matched: Sequence[Match] = (
        [Match(row=row, clause=_clause(row, document)) for row in document.rows]
        if plan is None
        else matches(document, plan)
    )
    return {
        "id": id,
        "kind": "test-report",
        "number": header.number,
        "brand": fields.get("brand"),
        "laboratory": {key: fields.get(name) for key, name in
                       (("name", "laboratory"), ("cma", "cma"), ("cnas", "cnas"))},
        "client": fields.get("client"),
        "manufacturer": fields.get("manufacturer"),
        "tested_model": fields.get("model"),
        "factory": fields.get("factory"),
        "sample": {"number": fields.get("sample_number"), "drawn_by": _drawn_by(fields)},
        "received": _day(header.dates.get("received")),
        "tested": {"from": tested[0].isoformat(), "to": tested[-1].isoformat()} if tested else None,
        "issued": _day(header.dates.get("issued")),
        "complete": _yes(fields.get("complete")),
        "final": _yes(fields.get("final")),
        "conclusion": {"pass": "P", "fail": "F"}.get(header.overall or ""),
        "confidence": _confidence(document),
        "file": document.file,
        "results": [_result(match) for match in matched],
    }  # fmt: skip


def _confidence(document: Document) -> str | None:
    """Return how sure all of a document is, where it is not: by its days, or by its letters."""
    if document.recognised:
        return "0.5"
    return "0.8" if document.header.doubts else None


def _drawn_by(fields: Mapping[str, str]) -> str | None:
    said = fields.get("sampled_by")
    if said is None:
        return None
    return (
        "client" if said.strip() in ("送样", "委托方送样", "client", "来样", "委托送样") else said
    )


def _yes(text: str | None) -> bool | None:
    if text is None:
        return None
    said = text.strip().lower()
    if said in ("是", "yes", "true", "完整", "正式", "complete", "final"):
        return True
    return False if said in ("否", "no", "false", "不完整", "incomplete", "draft") else None


def _day(days: Sequence[Any] | None) -> str | None:
    return days[-1].isoformat() if days else None


def _clause(row: ReadRow, document: Document) -> str | None:
    """Return the clause as it can be written without a plan: of the one standard cited."""
    if not row.clause:
        return None
    cited = standards_in(_cited(document))
    if "#" in row.clause or len(cited) != 1:
        return row.clause
    return f"{cited[0]}#{row.clause}"


def _result(match: Match) -> Draft:
    row = match.row
    values = list(row.values) if row.values else None
    return {
        "clause": match.clause,
        "requirement": match.requirement,
        "item": row.item or None,
        "part": row.part,
        "value": None if values else row.value,
        "values": values,
        "unit": None if _says_unit(row) or row.unit in _NO_UNIT else row.unit,
        "detection_limit": with_unit(row.lod, row.lod_unit),
        "quantification_limit": with_unit(row.loq, row.lod_unit),
        "requirement_text": with_unit(row.limit, row.limit_unit) or row.limit,
        "method": row.method,
        "verdict": row.verdict if row.verdict != row.value else None,
        "locator": locator(row),
        "confidence": row.confidence,
    }


def _says_unit(row: ReadRow) -> bool:
    return bool(row.value and row.unit and row.value.rstrip().endswith(row.unit))


def with_unit(limit: str | None, unit: str | None) -> str | None:
    """Return a limit with the unit of its column, where it is a bare number."""
    if limit is None or limit.strip() in ("-", "—", "/", "N/A", "NT"):
        return None
    bare = re.fullmatch(r"[<>≤≥＜＞]?\s*[\d.,]+", limit.strip())
    return f"{limit} {unit}" if bare and unit else limit


def locator(row: ReadRow) -> str:
    """Return where a value stands, as text.

    >>> locator(ReadRow(item="Lead", value="ND", page=4, table=2, row=7))
    'page 4, table 2, row 7'
    """
    if row.sheet and row.cell:
        return f"{row.sheet}!{row.cell}"
    if row.cell:
        return row.cell
    return f"page {row.page}, table {row.table}, row {row.row}"


# ---- as YAML, to be edited


def as_yaml(draft: Draft, notes: Sequence[str] = ()) -> str:
    """Return a draft as YAML, a row of a table on a line; empty keys of rows are left out."""
    head = [
        "# 由程序读出的草稿,请对照原文核对 · read by a program: compare it with the original",
        *(f"# {note}" for note in notes),
    ]
    return "\n".join([*head, *_lines(draft, 0)]) + "\n"


def _lines(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, inner in value.items():
        if isinstance(inner, dict):
            given = without_nothing(inner)
            yield f"{pad}{key}: {_flow(given)}" if given else f"{pad}{key}:"
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield f"{pad}{key}:"
            for each in inner:
                if key == "evidence":
                    body = list(_lines(each, depth + 2))
                    yield f"{pad}  - {body[0].strip()}"
                    yield from body[1:]
                else:
                    yield f"{pad}  - {_flow({k: v for k, v in each.items() if v is not None})}"
        elif inner is None:
            yield f"{pad}{key}:"
        else:
            yield f"{pad}{key}: {json.dumps(inner, ensure_ascii=False)}"


def _flow(value: Mapping[str, Any]) -> str:
    return (
        "{" + ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()) + "}"
    )


def without_nothing(value: Any) -> Any:
    """Return plain data without what is not stated."""
    if isinstance(value, dict):
        kept = {k: without_nothing(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, {}, [])}
    if isinstance(value, list):
        return [without_nothing(each) for each in value]
    return value
