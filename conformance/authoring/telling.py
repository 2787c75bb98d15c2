"""Changes of a submission that may tell a plan from one that asks something slightly else.

The boundaries of a requirement, and beside them what tells apart its statistics, the
number of its specimens, its method and conditions, the products it applies to, the
documents and dates that the spec's policies ask for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

from conformance.authoring.boundaries import limit_of, probes, written
from conformance.authoring.changes import ABSENT, SUBJECT
from conformance.authoring.scenes import Scene, day_of, products, read_all
from conformance.authoring.second_reading import NotRead, exact, holds
from conformance.authoring.standings import Change
from conformance.model.dates import read_date, read_period
from conformance.model.plan import ConditionAsked, Plan
from conformance.quantities.units import find_units

_MOST_PRODUCTS = 40

Told = tuple[str, Scene, Change]
"""What a change is about, the scene, and the change."""


def telling(scene: Scene, texts: Sequence[str | None] = ()) -> Iterator[Told]:
    """Yield changes that may tell the requirement of a scene from a slip in it.

    `texts` are conditions of the slip, whose products are tried as well.
    """
    for probe in probes(scene):
        yield probe.about, probe.scene, probe.change
    yield from _of_figures(scene)
    yield from _of_rows(scene)
    yield from _of_documents(scene)
    yield from _of_products(scene, texts)
    yield from _of_sizes(scene)
    yield from _of_its_day(scene)


def _of_figures(scene: Scene) -> Iterator[Told]:
    """Yield lists of readings: one beyond the limit, a mean on it, one specimen fewer or more."""
    ask = scene.ask
    if scene.requirement.statement is not None:
        yield "a pass and no figure", scene, scene.reading("符合")
    if not scene.rows:
        return
    count = max(ask.specimens or 1, 1)
    own = _own_reading(scene)
    if own is not None:
        for number in dict.fromkeys((count - 1, count + 1, 1, 2)):
            if number > 0:
                yield f"{number} specimens", scene, scene.readings([own] * number, _beside(scene))
    limit = limit_of(scene) if ask.expects == "number" else None
    if limit is None:
        return
    factor = limit.unit.factor if limit.unit else Fraction(1)
    for bound in limit.bounds:
        digit = bound.digit or factor / 1000
        at = bound.value if exact(bound.value / factor) else (bound.value // digit) * digit
        steps: list[tuple[str, list[int]]] = [
            ("one of several is beyond", [1, -1] if count < 2 else [1] + [-1] * (count - 1)),
            ("one of several is below", [-1, 1] if count < 2 else [-1] + [1] * (count - 1)),
            ("the mean is on the limit", [0] * (count - 2) + [2, -2]),
            ("the mean is beyond", [0] * (count - 2) + [3, -1]),
            ("the mean is below", [0] * (count - 2) + [1, -3]),
        ]
        for about, each in steps:
            readings = [written(at + step * digit, limit.unit, digit) for step in each]
            texts = [text for text in readings if text is not None and not text.startswith("-")]
            if len(texts) == len(each):
                yield about, scene, scene.readings(texts, _beside(scene))
        if ask.correction is not None:
            corrected = at / (1 - Fraction(ask.correction))
            for value in (at, corrected, corrected + digit):
                text = written((value // digit) * digit, limit.unit, digit)
                if text:
                    yield "not corrected", scene, scene.reading(text, {"corrected": "no"})


def _beside(scene: Scene) -> dict[str, object]:
    return {"corrected": "yes"} if scene.ask.correction is not None else {}


def _own_reading(scene: Scene) -> str | None:
    """Return the reading that the scene has, of the first row."""
    row = scene.rows[0]
    values = row.get("values")
    own = values[0] if isinstance(values, list) and values else row.get("value")
    if own is None and row.get("verdict"):
        return str(row["verdict"])
    return own if isinstance(own, str) else None


def _of_rows(scene: Scene) -> Iterator[Told]:
    """Yield what a row says beside its reading: method, conditions, a bare pass, its edition."""
    if not scene.rows:
        return
    ask, key, gone = scene.ask, scene.key, scene.without_certificates()
    yield "a pass and no figure", scene, {
        key: {"value": ABSENT, "values": ABSENT, "verdict": "P"}, **gone
    }  # fmt: skip
    yield "another method", scene, {key: {"method": "GB 0-1900"}, **gone}
    yield "no method", scene, {key: {"method": ABSENT}, **gone}
    met = {asked.name: _meeting(asked) for asked in ask.conditions}
    for asked in ask.conditions:
        without = {**met, asked.name: ABSENT}
        yield f"{asked.name} not stated", scene, {key: {"conditions": without}, **gone}
        for other in (each for row in asked.rows for text in row.any for each in _around(text)):
            stated: dict[str, object] = {key: {"conditions": {**met, asked.name: other}}, **gone}
            yield f"{asked.name} {other}", scene, stated
    for clause in ask.implied_by:
        said: dict[str, object] = {key: {"clause": clause}, **gone}
        yield "a clause that implies it", scene, said
        edition = scene.plan.editions.get(clause.partition("#")[0])
        for report in scene.reports if edition and edition.withdrawn else ():
            on_the_last_day = tested_on(report, edition.withdrawn or "") if edition else {}
            yield "a clause that implies it", scene, {**said, report["id"]: on_the_last_day}
    for text in ("0.95", "0.949", "0.90", "0.899", "0.89", "0.9", "0.94", "0.96", "0.91", "0.5"):
        yield f"read with confidence {text}", scene, {key: {"confidence": text}, **gone}


def _meeting(asked: ConditionAsked) -> str:
    """Return a stated condition that meets the one a clause fixes."""
    text = asked.rows[0].any[0]
    return next(_around(text), text)


def _around(text: str) -> Iterator[str]:
    """Yield what a condition allows at its end, and what lies a digit either side of it."""
    number = re.search(r"\d+(?:\.\d+)?", text)
    if number is None:
        return
    unit = re.split(r"\s\.\.\s", text[number.end() :])[0]
    for match in re.finditer(r"\d+(?:\.\d+)?", text):
        step = Fraction(1, 10 ** len(match[0].partition(".")[2]))
        for sign in (0, 1, -1):
            value = exact(Fraction(match[0]) + sign * step, step)
            if value is not None:
                yield f"{value}{unit}".strip()


# ---- documents


def _of_documents(scene: Scene) -> Iterator[Told]:
    requirement = scene.requirement
    if requirement.group is not None:
        members = requirement.group.members
        for name in members:
            yield f"without {name}", scene, {name: ABSENT}
            others: dict[str, object] = {other: ABSENT for other in members if other != name}
            yield f"{name} alone", scene, others
        return
    if scene.rows and scene.documents:
        yield "documents alone", scene, _rows_gone(scene)
        yield "rows alone", scene, scene.without_certificates()
    for document in scene.documents:
        yield from _of_document(scene, document)
    for document in scene.reports:
        yield from of_report(scene, document)


def _rows_gone(scene: Scene) -> Change:
    """Return the change that leads the rows of a scene nowhere and leaves other documents."""
    return {scene.source: {"requirement": ABSENT, "clause": ABSENT, "item": "—"}}


def _of_document(scene: Scene, document: dict[str, Any]) -> Iterator[Told]:
    name = document["id"]
    yield f"without {name}", scene, {name: ABSENT}
    for standard in document.get("standards") or ():
        left = [each for each in document["standards"] if each != standard]
        yield f"without {standard}", scene, {name: {"standards": left}}
    if document.get("kind") in ("certificate", "licence"):
        yield "another scheme", scene, {name: {"scheme": "another"}}
        yield "other categories", scene, {name: {"categories": ["another"]}}
        made = (scene.tree.get(SUBJECT) or {}).get("manufactured")
        for field in ("issued", "expires"):
            for day in _days_around(made, scene.standing.as_of.isoformat()):
                yield f"{field} {day}", scene, {name: {field: day}}
    if document.get("kind") == "declaration":
        for field in ("signed", "expires"):
            for day in _days_around(scene.standing.as_of.isoformat()):
                yield f"{field} {day}", scene, {name: {field: day}}
    if document.get("kind") == "marking":
        yield "only told", scene, {name: {"shown_by": "applicant"}}
        yield "elsewhere", scene, {name: {"where": "packaging"}}


def of_report(scene: Scene, document: dict[str, Any]) -> Iterator[Told]:
    """Yield what the policies for reports and visits look at."""
    name, gone = document["id"], scene.without_certificates()

    def told(about: str, fields: dict[str, object]) -> Told:
        return about, scene, {name: fields, **gone}

    if document.get("kind") == "test-report":
        cma, cnas = "200000000000", "L1234"
        yield told("no accreditation", {"laboratory": {"cma": ABSENT, "cnas": ABSENT}})
        yield told("CMA alone", {"laboratory": {"cma": cma, "cnas": ABSENT}})
        yield told("CNAS alone", {"laboratory": {"cma": ABSENT, "cnas": cnas}})
        yield told("sample of the client", {"sample": {"drawn_by": "client"}})
        yield told("sample of nobody", {"sample": {"drawn_by": ABSENT}})
    yield told("completeness not stated", {"complete": ABSENT})
    policies = (scene.plan.policies[way] for way in scene.requirement.ways)
    ages = {policy.age for policy in policies if policy.age}
    for age in ages:
        for day in _oldest(age, scene.standing.as_of):
            yield told(f"tested {day}", tested_on(document, day))


def tested_on(document: dict[str, Any], day: str) -> dict[str, object]:
    """Return the fields that move a report or a visit to a day."""
    if document.get("kind") == "test-report":
        return {"received": ABSENT, "tested": {"from": day, "to": day}, "issued": day}
    return {"date": day, "issued": ABSENT}


def _oldest(age: str, as_of: date) -> Iterator[str]:
    """Yield the oldest day that an age, a month more and a month less, lets in."""
    match = re.search(r"\d+", age)
    for months in (-1, 0, 1) if match else ():
        number = str(int(match[0]) + months) if match else ""
        period = read_period(re.sub(r"\d+", number, age, count=1).lstrip("≤<= "))
        day = as_of
        while period is not None and period.after(day) >= as_of:
            day -= timedelta(days=1)
        yield (day + timedelta(days=1)).isoformat()
        yield day.isoformat()


def _days_around(*texts: str | None) -> Iterator[str]:
    for text in texts:
        day = read_date(text or "")
        for step in (-1, 0, 1) if day else ():
            if day is not None:
                yield (day + timedelta(days=step)).isoformat()


# ---- products and days


def _of_products(scene: Scene, texts: Sequence[str | None]) -> Iterator[Told]:
    """Yield every kind of product that the conditions tell apart, on its own limit and without."""
    conditions = read_all(scene.ask.applies, *(row.when for row in scene.ask.rows), *texts)
    if not conditions:
        return
    for _, change in islice(products(scene, conditions), _MOST_PRODUCTS):
        other = scene.after(change)
        try:
            applies = holds(scene.ask.applies, other.declared)
        except NotRead:
            applies = None
        yield "another product", other, {}
        if scene.rows:
            without: dict[str, object] = {scene.source: ABSENT, **scene.without_certificates()}
            yield "another product, not tested", other, without
        if applies is not False and scene.ask.expects in ("number", "stress"):
            for probe in probes(other):
                yield f"another product, {probe.about}", probe.scene, probe.change


def _of_its_day(scene: Scene) -> Iterator[Told]:
    """Yield the boundaries on a day when no other edition is accepted that might hide them."""
    family = next((f for f in scene.plan.families if f.id == scene.requirement.family), None)
    day = None if family is None or scene.ask.use is None else day_of(family, scene.ask.use)
    if family is None or day is None or day > scene.standing.as_of:
        return
    other = scene.after({SUBJECT: {family.decided_by: day.isoformat()}})
    for probe in probes(other):
        yield f"{probe.about} on {day}", probe.scene, probe.change


_SIZES = (
    "0.1",
    "0.2",
    "0.5",
    "0.8",
    "0.85",
    "0.9",
    "0.95",
    "1.05",
    "1.1",
    "1.25",
    "1.5",
    "2",
    "5",
    "10",
)


def _of_sizes(scene: Scene) -> Iterator[Told]:
    """Yield smaller and larger products, where a limit is computed from what is declared."""
    text = " ".join(row.limit for row in scene.ask.rows)
    for name, kind in scene.types.items():
        own = scene.declared.amounts().get(name)
        named = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text)
        if own is None or kind.kind is None or named is None or name in scene.plan.fixed:
            continue
        spelled = re.sub(r"^[\d.\s]+", "", scene.declared.facts[name])
        unit = next(iter(find_units(spelled)), None)
        for size in _SIZES:
            value = exact(own * Fraction(size) / (unit.factor if unit else 1))
            if value is None:
                continue
            declared = f"{value} {unit.symbol if unit else ''}".strip()
            other = scene.after({SUBJECT: {"attributes": {name: declared}}})
            for probe in probes(other):
                yield f"{name} {declared}, {probe.about}", probe.scene, probe.change


def days(plan: Plan, scene: Scene, moved: tuple[str, str]) -> Iterator[Told]:
    """Yield submissions of the days on which a moved date makes a difference."""
    decided = {family.decided_by for family in plan.families} | {"manufactured"}
    for text in moved:
        day = read_date(text)
        if day is None:
            continue
        for name in sorted(decided & {"manufactured", "imported", "sold"}):
            yield f"{name} {text}", scene, {SUBJECT: {name: text}}
        for document in scene.reports:
            yield f"tested {text}", scene, {document["id"]: tested_on(document, text)}
        if day != scene.standing.as_of:
            base = scene.standing.base.on(day)
            yield f"judged {text}", replace(
                scene, standing=replace(scene.standing, base=base, as_of=day)
            ), {}  # fmt: skip
