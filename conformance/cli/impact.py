"""`conformance impact`: what a change of a spec does to stored submissions."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE
from conformance.cli.check import (
    LanguageOption,
    LibraryOption,
    day_of_option,
    own_language,
    read_assessor_file,
    tell,
    with_progress,
    write,
)
from conformance.cli.diff import refused
from conformance.cli.store import is_store, opened

if TYPE_CHECKING:
    from conformance.authoring.impact import Effect
    from conformance.authoring.impact_formats import Impact
    from conformance.checking.validator import Validator
    from conformance.model.assessor import AssessorFile
    from conformance.model.plan import Plan
    from conformance.model.submission import Submission

HARM = frozenset({"now-fails", "needs-evidence"})


class ImpactFormat(StrEnum):
    """How effects are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def impact_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A spec, or its file. 原规范")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The other. 新规范")],
    against: Annotated[
        list[str],
        typer.Option(
            "--against", metavar="STORE", help="Submissions: a store, folder, JSONL, files."
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Today at +08:00 if not given. 判定基准日"),
    ] = None,
    assessor: Annotated[
        str | None, typer.Option(metavar="FILE", help="The assessing side's file. 评定方文件")
    ] = None,
    form: Annotated[ImpactFormat, typer.Option("--format", help="格式")] = ImpactFormat.TEXT,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Write it to a file.")
    ] = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say which stored submissions a change of a spec affects. 规范变更的影响.

    Every submission is judged under both. Those that now fail, and by how much; those
    that need new evidence; the fewest tests and documents to send, for each and in all.

    Exit code: 0 nobody fails or lacks evidence who did not, 1 somebody does, 64 usage,
    65 a submission that cannot be read; the others are still judged.
    """
    from conformance.authoring.impact_formats import Impact
    from conformance.cli.sides import plan_named
    from conformance.diagnostics import IllFormed
    from conformance.engine import today

    language = (lang or own_language()).value
    day = today() if as_of is None else day_of_option(as_of)
    try:
        own = None if assessor is None else read_assessor_file(assessor)
        with plan_named(old, library) as one, plan_named(new, library) as two:
            plans = one, two
    except IllFormed as problems:
        return refused(problems, language)
    effects, ill = _effects(plans, against, day, own, language)
    names = [f"{plan.spec}@{plan.version}" for plan in plans]
    impact = Impact(names[0], names[1], day.isoformat(), tuple(effects))
    if write(_written(impact, form, language), output):
        return USAGE
    if ill:
        return INPUT
    return 1 if any(each.group in HARM or each.steps for each in effects) else 0


def _effects(
    plans: "tuple[Plan, Plan]",
    stores: Sequence[str],
    day: date,
    assessor: "AssessorFile | None",
    lang: str,
) -> "tuple[list[Effect], int]":
    """Return what comes of every submission, and how many could not be read."""
    from conformance import __version__
    from conformance.authoring.impact import effect
    from conformance.checking.subject import NOBODY
    from conformance.checking.validator import Validator
    from conformance.diagnostics import IllFormed

    before, after = (Validator.of(plan, day, __version__) for plan in plans)
    columnar = [each for each in stores if is_store(each)]
    stores = [each for each in stores if each not in columnar]
    sent = _linked(stores, columnar)
    effects: list[Effect] = []
    ill = 0
    for store in columnar:
        effects += _of_store(store, before, after, assessor, sent)
    for source in with_progress(stores):
        try:
            submission = source.decode()
        except IllFormed as problems:
            tell(problems.diagnostics, lang, source)
            ill += 1
            continue
        others = sent if submission.linked else ()
        answers = [
            each.check(submission, source.digest, assessor or NOBODY, others)
            for each in (before, after)
        ]
        effects.append(effect(answers[0], answers[1], plans[1]))
    return effects, ill


def _of_store(
    store: str,
    before: "Validator",
    after: "Validator",
    assessor: "AssessorFile | None",
    sent: "Sequence[Submission]",
) -> "Iterator[Effect]":
    """Yield what comes of each submission of a columnar store.

    Columns say which are affected at all; these alone are checked in full.  What an
    assessor says has no column, so that with one all of them are.
    """
    from conformance.authoring.impact import Effect, effect
    from conformance.bulk.store.compared import compared
    from conformance.checking.decode import decode
    from conformance.checking.subject import NOBODY

    folder, manifest = opened(store)
    for each in compared(folder, manifest, before, after, columns=assessor is None):
        if each.data is None:
            yield Effect(each.submission, each.subject, "unaffected", each.before, each.after,
                         (), ())  # fmt: skip
            continue
        submission = decode(each.data)
        others = sent if submission.linked else ()
        one, two = (
            side.check(submission, each.digest, assessor or NOBODY, others)
            for side in (before, after)
        )
        yield effect(one, two, after.plan)


def _linked(stores: Sequence[str], columnar: Sequence[str] = ()) -> "tuple[Submission, ...]":
    """Return every submission, for those that name another, where any does; else none."""
    from contextlib import suppress

    from conformance.checking.sources import read_submissions
    from conformance.diagnostics import IllFormed

    found: list[Submission] = []
    for store in columnar:
        from conformance.bulk.store.build import linked_among

        found += linked_among(*opened(store))
    for source in (each for store in stores if store != "-" for each in read_submissions(store)):
        with suppress(IllFormed):
            found.append(source.decode())
    return tuple(found) if any(each.linked for each in found) else ()


def _written(impact: "Impact", form: ImpactFormat, lang: str) -> str | bytes:
    from conformance.authoring.impact_formats import as_csv, as_data, as_page, as_text

    match form:
        case ImpactFormat.TEXT:
            return as_text(impact, lang)
        case ImpactFormat.JSON:
            return json.dumps(as_data(impact), ensure_ascii=False, indent=1)
        case ImpactFormat.CSV:
            return as_csv(impact, lang)
        case ImpactFormat.HTML:
            return as_page(impact, lang).rstrip("\n")
