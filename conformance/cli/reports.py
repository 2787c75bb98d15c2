"""Forms and reports on the command line: files that become submissions once their spec is known."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.checking.sources import Source
    from conformance.intake.document import Document
    from conformance.model.assessment import Remark
    from conformance.model.plan import Plan
    from conformance.model.submission import Submission

# Files with macros are known, so that what is said about them is why they are not read.
READABLE = frozenset({".pdf", ".xlsx", ".xlsm", ".docx", ".docm", ".csv", ".tsv"})
FORMAT = "report"


def is_report(name: str) -> bool:
    """Return whether a file is one that was made for people."""
    return Path(name).suffix.lower() in READABLE


def report_source(name: str) -> "Source":
    """Return a form or report as a source, not yet read; its digest is of its bytes."""
    from conformance.checking.sources import Source

    try:
        digest = hashlib.sha256(Path(name).read_bytes()).hexdigest()
    except (OSError, ValueError):
        digest = ""
    return Source(name=name, data=b"", format=FORMAT, digest=f"sha256:{digest}")


def sources_at(name: str) -> "Iterator[Source]":
    """Yield every submission at a place: a file, a folder, or reports where nothing else is.

    A form or a report named `submission.*` is the submission of its folder.  Reports beside other
    submissions are what these name as evidence, and are none of their own.
    """
    from conformance.checking.sources import read_submissions

    if is_report(name):
        yield report_source(name)
        return
    own = _named_submission(Path(name)) if os.path.isdir(name) else None
    if own is not None:
        yield report_source(str(own))
        return
    found = read_submissions(name)
    first = next(found, None)
    if first is not None and [each.code for each in first.problems] == ["nothing-to-check"]:
        reports = sorted(str(path) for path in Path(name).rglob("*") if is_report(path.name))
        if reports:
            yield from map(report_source, reports)
            return
    if first is not None:
        yield first
        yield from found


def _named_submission(folder: Path) -> Path | None:
    """Return the form or report that is the one submission of a folder; None without one."""
    named = sorted(path for path in folder.glob("submission.*") if path.is_file())
    reports = [path for path in named if is_report(path.name)]
    return reports[0] if len(reports) == 1 == len(named) else None


def spec_of(source: "Source") -> str | None:
    """Return the spec that a form names; a report names none.  Raises `IllFormed`."""
    form = _form(source.name)
    return None if form is None else form.spec


def submission_of(source: "Source", plan: "Plan") -> "Submission":
    """Return what a form or a report submits; raises `IllFormed` with every problem."""
    return read_report(source, plan)[0]


def read_report(source: "Source", plan: "Plan") -> "tuple[Submission, tuple[Remark, ...]]":
    """Return what a form or a report submits, and where a report contradicts itself."""
    from conformance.checking.decode import decode
    from conformance.diagnostics import IllFormed
    from conformance.intake.draft import draft_of, without_nothing
    from conformance.intake.problems import valueless
    from conformance.intake.reading import read_document

    form = _form(source.name)
    if form is not None:
        return form, ()
    document = read_document(source.name)
    if document.valueless:
        raise IllFormed(valueless(source.name, document.valueless))
    draft = without_nothing(draft_of([document], plan))
    return decode(draft, file=source.name), remarks_on([document], plan)


def remarks_on(documents: "Sequence[Document]", plan: "Plan | None") -> "tuple[Remark, ...]":
    """Return where documents contradict themselves, each other, or the plan."""
    from conformance.intake.contradictions import contradictions
    from conformance.model.assessment import Remark

    ids = {document.file: f"R{number}" for number, document in enumerate(documents, 1)}
    return tuple(
        Remark(each.reason, dict(each.facts), ids[each.file], each.locator)
        for each in contradictions(documents, plan)
    )


def _form(name: str) -> "Submission | None":
    from conformance.checking.decode import decode
    from conformance.diagnostics import IllFormed
    from conformance.intake.forms import is_form, placed, read_form
    from conformance.intake.problems import valueless
    from conformance.intake.reading import ask

    if Path(name).suffix.lower() != ".xlsx":
        return None
    said = ask("sheets", name)
    sheets = said.sheets
    if not is_form(sheets):
        return None
    filled = read_form(sheets, name)
    filled.problems += valueless(name, said.valueless)
    try:
        submission = decode(filled.data, file=name)
    except IllFormed as error:
        problems = [placed(each, filled, name) for each in error.diagnostics]
        raise IllFormed([*filled.problems, *problems]) from None
    if filled.problems:
        raise IllFormed(filled.problems)
    return submission
