"""The form of a spec as a workbook: a cover, the parts, the documents, the results, statements.

Everything is text, so that no program turns 12.30 into 12.3; what is not to be filled in is locked.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from conformance.authoring.checklist import Item, checklist
from conformance.authoring.template import Form, form
from conformance.intake.formcells import (
    COVER,
    DOCUMENTS,
    NO,
    PARTS,
    RESULTS,
    STATEMENTS,
    YES,
    flat,
)
from conformance.model.plan import Attribute, Plan
from conformance.wording.forms import form_word

_DOCUMENT_KEYS = (
    "id", "kind", "number", "scheme", "brand", "laboratory.name", "laboratory.cma",
    "laboratory.cnas", "client", "manufacturer", "tested_model", "factory", "sample.drawn_by",
    "sample.number", "sample.count", "received", "tested.from", "tested.to", "issued", "complete",
    "final", "conclusion", "issuer", "holder", "models", "standards", "expires", "status",
    "status_checked", "by", "signed", "where", "text", "shown_by", "model", "site", "auditor",
    "date", "file",
)  # fmt: skip
_RESULT_KEYS = (
    "document", "clause", "requirement", "item", "#title", "#limit", "#specimens", "#evidence",
    "part", "value",
    "values.1", "values.2", "values.3", "unit", "detection_limit", "requirement_text", "verdict",
    "method", "conditions", "locator",
)  # fmt: skip
_WIDE = {"item": 26, "#title": 26, "#limit": 24, "#evidence": 34, "text": 40, "value": 20,
         "clause": 24, "requirement": 24, "conditions": 22}  # fmt: skip
_CHOICES = {
    "verdict": ("P", "F", "N/A"), "complete": (YES, NO), "final": (YES, NO),
    "where": ("product", "packaging", "instructions"),
    "shown_by": ("photo", "inspection", "applicant"),
    "sample.drawn_by": ("client", "laboratory"),
}  # fmt: skip
_SPARE = 40


def as_workbook(plan: Plan, as_of: date, filled: Mapping[str, Any] | None = None) -> bytes:
    """Return the form of a spec as XLSX; `filled` is a submission to fill it with."""
    import xlsxwriter  # type: ignore[import-untyped]

    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": plan.title.en, "created": _moment(as_of)})
    writer = _Writer(book, plan, {item.requirement: item for item in checklist(plan, as_of)})
    submission = dict(filled) if filled is not None else form(plan, as_of)
    writer.cover(submission)
    subject = submission.get("subject") or {}
    evidence: Sequence[Form] = submission.get("evidence") or []
    writer.table(PARTS, _parts_keys(plan), [dict(flat(p)) for p in subject.get("parts", ())],
                 blank=filled is None)  # fmt: skip
    writer.table(DOCUMENTS, _DOCUMENT_KEYS, [_document(d) for d in evidence], blank=True)
    writer.table(RESULTS, _RESULT_KEYS, list(writer.results(evidence)), blank=True)
    writer.table(STATEMENTS, ("document", "name", "value"), list(_statements(evidence)))
    book.close()
    return held.getvalue()


def _moment(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def _parts_keys(plan: Plan) -> tuple[str, ...]:
    facts = [f"attributes.{name}" for part in plan.parts.values() for name in part.facts]
    return tuple(dict.fromkeys(["id", "kind", "brand", "name", "model", *facts]))


def _document(document: Form) -> dict[str, str]:
    rest = {k: v for k, v in document.items() if k not in ("results", "statements")}
    return dict(flat(rest))


def _statements(evidence: Sequence[Form]) -> Iterator[dict[str, str]]:
    for document in evidence:
        for name, value in (document.get("statements") or {}).items():
            said = {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value
            yield {"document": document["id"], "name": name, "value": str(said or "")}


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, plan: Plan, items: Mapping[str, Item]) -> None:
        self.book, self.plan = book, plan
        self.by_clause = {item.clause: item for item in items.values() if item.clause}
        self.items = items
        base = {"font_name": "Noto Sans CJK SC", "font_size": 10, "valign": "top",
                "text_wrap": True}  # fmt: skip
        line = {"bottom": 1, "bottom_color": "#D0D7DE"}
        self.key = book.add_format({**base, "font_size": 7, "font_color": "#8C959F"})
        self.head = book.add_format({**base, "bold": True, "bg_color": "#EAEEF2", **line})
        self.fixed = book.add_format({**base, "num_format": "@", "font_color": "#57606A", **line})
        self.open = book.add_format({**base, "num_format": "@", "locked": False,
                                     "bg_color": "#FFFBE6", **line})  # fmt: skip
        self.how = book.add_format({**base, "font_color": "#57606A", "text_wrap": False})
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True,
                           "insert_rows": True, "sort": True, "autofilter": True})  # fmt: skip
        sheet.hide_gridlines(2)
        return sheet

    def cover(self, submission: Mapping[str, Any]) -> None:
        """Write the subject and its attributes, a thing on each row."""
        sheet = self.sheet(COVER)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 2, 30)
        sheet.set_column(3, 3, 30)
        sheet.set_column(4, 4, 46)
        sheet.write_string(0, 1, f"{self.plan.title.zh} · {self.plan.title.en}", self.title)
        sheet.write_string(1, 1, form_word("#how"), self.how)
        row = 3
        subject = dict(submission.get("subject") or {})
        subject.pop("parts", None)
        rows = dict(flat({"spec": submission.get("spec"), "subject": subject,
                          "linked": submission.get("linked") or None,
                          "submission": submission.get("submission")}))  # fmt: skip
        keys = ["submission", "spec", "subject.kind", "subject.brand", "subject.name",
                "subject.model", "subject.manufacturer.name", "subject.manufacturer.uscc",
                "subject.factory.name", "subject.manufactured", "subject.imported",
                "subject.sold", "subject.lot", "subject.quantity"]  # fmt: skip
        names = [n for n in self.plan.attributes if n not in self.plan.fixed]
        keys += [f"subject.attributes.{name}" for name in names]
        for key in dict.fromkeys([*keys, *rows]):
            name = key.removeprefix("subject.attributes.")
            attribute = self.plan.attributes.get(name) if name != key else None
            zh, en = (attribute.zh, attribute.en) if attribute else _words(key)
            locked = key in ("spec", "subject.kind")
            sheet.write_string(row, 0, key, self.key)
            sheet.write_string(row, 1, zh, self.fixed)
            sheet.write_string(row, 2, en, self.fixed)
            sheet.write_string(row, 3, rows.get(key, ""), self.fixed if locked else self.open)
            if attribute is not None:
                sheet.write_string(row, 4, _kind(attribute), self.key)
                if attribute.choices:
                    _choose(sheet, row, 3, row, attribute.choices)
            row += 1
        sheet.freeze_panes(3, 0)

    def words(self, key: str) -> tuple[str, str]:
        """Return what a column is called; facts of parts are called as the spec calls them."""
        name = key.removeprefix("attributes.")
        facts = [part.facts[name] for part in self.plan.parts.values() if name in part.facts]
        return (facts[0].zh, facts[0].en) if name != key and facts else _words(key)

    def results(self, evidence: Sequence[Form]) -> Iterator[dict[str, str]]:
        """Yield the rows of results, with what is asked beside each."""
        for document in evidence:
            for result in document.get("results") or ():
                item = self.by_clause.get(result.get("clause")) or self.items.get(
                    result.get("requirement") or ""
                )
                notes = {} if item is None else _notes(item)
                stated = {
                    name: value
                    for name, value in result.items()
                    if not (isinstance(value, dict) and not any(value.values()))
                }
                yield {"document": document["id"], **dict(flat(stated)), **notes}

    def table(
        self, name: str, keys: Sequence[str], rows: Sequence[Mapping[str, str]], *,
        blank: bool = False,
    ) -> None:  # fmt: skip
        """Write a sheet with a row of keys, a row of headings, and a row for each thing."""
        sheet = self.sheet(name)
        extra = [key for row in rows for key in row if key not in keys]
        columns = tuple(dict.fromkeys([*keys, *extra]))
        for column, key in enumerate(columns):
            zh, en = self.words(key)
            sheet.set_column(column, column, _WIDE.get(key, 15))
            sheet.write_string(0, column, key, self.key)
            sheet.write_string(1, column, f"{zh}\n{en}", self.head)
        last = len(rows) + (_SPARE if blank else 5)
        for number in range(2, last + 2):
            row = rows[number - 2] if number - 2 < len(rows) else {}
            for column, key in enumerate(columns):
                given = row.get(key, "")
                printed = key.startswith("#") or (bool(given) and key in ("clause", "requirement"))
                sheet.write_string(number, column, given, self.fixed if printed else self.open)
        for column, key in enumerate(columns):
            if key in _CHOICES:
                _choose(sheet, 2, column, last + 1, _CHOICES[key])
        sheet.freeze_panes(2, 2)


def _notes(item: Item) -> dict[str, str]:
    evidence = f"{item.evidence['zh']} · {item.evidence['en']}"
    return {
        "#title": f"{item.title['zh']} · {item.title['en']}",
        "#limit": item.limit or "",
        "#specimens": str(item.specimens or 1) if item.limit else "",
        "#evidence": evidence,
    }


def _choose(sheet: Any, row: int, column: int, last: int, choices: Sequence[str]) -> None:
    # Excel keeps no list of more than 255 characters in a cell
    if len(",".join(choices)) <= 255 and not any("," in each for each in choices):
        sheet.data_validation(
            row, column, last, column,
            {"validate": "list", "source": list(choices), "error_type": "warning"},
        )  # fmt: skip


def _kind(attribute: Attribute) -> str:
    return " / ".join(attribute.choices) or attribute.kind or attribute.scale or "YYYY-MM-DD"


def _words(key: str) -> tuple[str, str]:
    zh, _, en = form_word(key).partition(" · ")
    return zh, en or key
