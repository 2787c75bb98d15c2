"""Where a document contradicts itself, or the catalogue: each is said with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from conformance.diagnostics import IllFormed
from conformance.intake.cellwords import folded
from conformance.intake.document import Document
from conformance.intake.draft import locator, matches, with_unit
from conformance.intake.results import ReadRow
from conformance.judging import judge
from conformance.model.plan import Ask, Plan
from conformance.quantities.limit import Accepted, parse_limit, resolve
from conformance.verdicts import Verdict

_PASS = {"pass", "passed", "p", "符合", "合格", "p(pass)", "符合要求", "conform", "complies"}
_FAIL = {"fail", "failed", "f", "不符合", "不合格", "f(fail)", "不符合要求"}
# Which of two days comes first, with what each is called.
_ORDER = (
    ("received", "tested", "收样 · received", "检测 · tested"),
    ("received", "issued", "收样 · received", "签发 · issued"),
    ("tested", "issued", "检测 · tested", "签发 · issued"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two things in a document that cannot both be right; `reason` is worded elsewhere."""

    reason: str
    facts: Mapping[str, str]
    file: str
    locator: str | None = None


def contradictions(
    documents: Sequence[Document], plan: Plan | None = None
) -> Iterator[Contradiction]:
    """Yield what contradicts in documents; with a plan, their limits are held against its own."""
    for document in documents:
        yield from _conclusion(document)
        yield from _verdicts(document)
        yield from _days(document)
        yield from _pages(document)
        yield from _unread(document)
        if plan is not None:
            yield from _limits(document, plan)
    yield from _same_number(documents)


def _conclusion(document: Document) -> Iterator[Contradiction]:
    if document.header.overall != "pass":
        return
    for row in document.rows:
        if folded(row.verdict or "") in _FAIL:
            facts = {"item": row.item, "found": row.verdict or ""}
            yield _at(document, row, "report-passes-failing-row", facts)


def _verdicts(document: Document) -> Iterator[Contradiction]:
    """Yield the rows whose number and verdict disagree by the document's own limit."""
    for row in document.rows:
        said = folded(row.verdict or "")
        if not row.limit or not row.value or said not in _PASS | _FAIL:
            continue
        limit = with_unit(row.limit, row.limit_unit) or row.limit
        value = with_unit(row.value, row.unit) or row.value
        verdict = _judged(limit, value)
        wrong = (verdict is Verdict.FAIL and said in _PASS) or (
            verdict is Verdict.PASS and said in _FAIL
        )
        if wrong:
            facts = {"item": row.item, "value": value, "limit": limit, "found": row.verdict or ""}
            yield _at(document, row, "report-verdict-against-number", facts)


def _judged(limit: str, value: str) -> Verdict | None:
    # a bare number is no limit: whether it is the most or the least is not said
    if limit.strip()[:1].isdigit() and ".." not in limit and "~" not in limit:
        return None
    try:
        return judge(limit, value).verdict
    except IllFormed:
        return None


def _days(document: Document) -> Iterator[Contradiction]:
    days: dict[str, tuple[date, ...]] = dict(document.header.dates)
    for first, second, one, other in _ORDER:
        if first in days and second in days and days[first][0] > days[second][-1]:
            yield Contradiction(
                reason="report-days-impossible", file=document.file,
                facts={"first": f"{one} {days[first][0]}", "second": f"{other} {days[second][-1]}"},
            )  # fmt: skip


def _pages(document: Document) -> Iterator[Contradiction]:
    """Yield the pages that `page x of y` promises and that are not there."""
    marks = document.header.pages
    totals = {total for _, total in marks}
    if len(totals) != 1:
        return
    total = totals.pop()
    missing = sorted(set(range(1, total + 1)) - {number for number, _ in marks})
    # a report whose last page alone is marked promises nothing about the others
    if missing and total <= 1000 and len(marks) > 1:
        listed = ", ".join(map(str, missing[:20]))
        yield Contradiction(
            reason="report-pages-missing", file=document.file,
            facts={"count": str(total), "number": listed},
        )  # fmt: skip


def _unread(document: Document) -> Iterator[Contradiction]:
    """Yield what stands in a document and was not read: a failure may stand there."""
    for place in document.unread:
        yield Contradiction(
            reason="report-part-unread", file=document.file, facts={"detail": place}
        )


def _limits(document: Document, plan: Plan) -> Iterator[Contradiction]:
    """Yield the rows whose quoted limit is another than that of the clause they are about."""
    asks: dict[str, Ask] = {
        ask.clause: ask for each in plan.requirements for ask in each.asks if ask.clause
    }
    for match in matches(document, plan):
        row, ask = match.row, asks.get(match.clause or "")
        if ask is None or len(ask.rows) != 1 or not row.limit:
            continue
        quoted = with_unit(row.limit, row.limit_unit) or row.limit
        if _differ(quoted, ask.rows[0].limit):
            facts = {"item": row.item, "found": quoted, "limit": ask.rows[0].limit}
            yield _at(document, row, "report-quotes-another-limit", facts)


def _differ(quoted: str, limit: str) -> bool:
    """Return whether two limits are known to accept different values."""
    try:
        one, other = resolve(parse_limit(quoted)), resolve(parse_limit(limit))
    except IllFormed:
        return False
    if not isinstance(one, Accepted) or not isinstance(other, Accepted):
        return False
    if one.units == other.units:
        return one.values != other.values
    # in different units their ends are compared, in what one unit of a common kind is
    kinds = {unit.kind for unit in one.units} & {unit.kind for unit in other.units}
    return any(_ends(one, kind) != _ends(other, kind) for kind in kinds)


def _ends(limit: Accepted, kind: str) -> set[Fraction]:
    unit = next(unit for unit in limit.units if unit.kind == kind)
    return {bound * unit.factor + unit.offset for bound in limit.digits}


def _same_number(documents: Sequence[Document]) -> Iterator[Contradiction]:
    first: dict[str, Document] = {}
    for document in documents:
        number = document.header.number
        if number is None:
            continue
        before = first.setdefault(number, document)
        if _content(before) != _content(document):
            yield Contradiction(
                reason="report-number-twice", file=document.file,
                facts={"number": number, "first": before.file, "second": document.file},
            )  # fmt: skip


def _content(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [(row.item, row.value, row.verdict) for row in document.rows]


def _at(document: Document, row: ReadRow, reason: str, facts: Mapping[str, str]) -> Contradiction:
    return Contradiction(reason=reason, facts=facts, file=document.file, locator=locator(row))
