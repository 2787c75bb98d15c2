"""Ways to bend one requirement of a submission: fail it, take its evidence away, test its edge.

Only what passes can be bent, and only the rows that its finding cites.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Any

from conformance.checking.decode import decode
from conformance.checking.rows import Row, index_of, match_rows
from conformance.checking.validator import Validator
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.submission import Inspection
from conformance.testing.evidence import asked_last
from conformance.testing.facts import Data, Facts, facts_of, with_part
from conformance.testing.readings import bad_readings, readings_at_the_limit
from conformance.verdicts import Verdict

Edit = Callable[[Data, str], None]
"""Changes a submission in place; the text is put for a reading where the wish is hostile."""


@dataclass(frozen=True, slots=True)
class Change:
    """One way to bend one requirement."""

    requirement: str
    edits: tuple[Edit, ...]

    def apply(self, data: Data, text: str = "") -> None:
        """Bend a submission in place."""
        for edit in self.edits:
            edit(data, text)
        for document in data["evidence"]:
            if "results" in document:
                document["results"] = [row for row in document["results"] if row is not None]


def changes_of(plan: Plan, base: Data, as_of: date, wish: str) -> list[Change]:
    """Return every way to bend each requirement of `base` as wished for."""
    bent = _Bent(plan, base, as_of, wish)
    found = {
        requirement.id: list(bent.ways(requirement))
        for requirement in plan.requirements
        if requirement.group is None and requirement.id in bent.passing
    }
    for requirement in plan.requirements:
        if requirement.group is not None and wish in ("failing", "missing"):
            members = [found[name] for name in requirement.group.members if found.get(name)]
            if len(members) == len(requirement.group.members):
                # every member at once, each in one of its ways
                found[requirement.id] = [
                    _together(ways, members)
                    for ways in zip_longest(*members)
                ]  # fmt: skip
    return [Change(name, edits) for name, ways in found.items() for edits in ways]


def _together(
    ways: Iterable[tuple[Edit, ...] | None], members: list[list[tuple[Edit, ...]]]
) -> tuple[Edit, ...]:
    chosen = (way or first[0] for way, first in zip(ways, members, strict=True))
    return tuple(chain.from_iterable(chosen))


class _Bent:
    """A submission whose requirements are to be bent in one manner."""

    def __init__(self, plan: Plan, base: Data, as_of: date, wish: str) -> None:
        self.plan, self.base, self.as_of, self.wish = plan, base, as_of, wish
        submission = decode(base)
        self.rows, _ = match_rows(index_of(plan), submission)
        checked = Validator.of(plan, as_of, "0").check(submission, "")
        self.passing = {
            finding.requirement: {(each.document, each.locator) for each in finding.evidence}
            for finding in checked.findings
            if finding.verdict is Verdict.PASS
        }
        subject: Mapping[str, Any] = base.get("subject") or {}
        self.facts = facts_of(plan, subject, as_of)
        self.parts = {part["id"]: part for part in subject.get("parts", [])}

    def ways(self, requirement: Requirement) -> Iterator[tuple[Edit, ...]]:
        """Yield each way as edits that belong together."""
        ask = asked_last(self.plan, requirement)
        if ask is None:
            return
        cited = self.passing[requirement.id]
        rows = [
            row
            for row in self.rows.get(requirement.id, ())
            if row.doubt is None and (row.document.id, row.locator) in cited
        ]
        if requirement.document is not None:
            yield from self.of_document(requirement)
        elif requirement.statement is not None:
            yield from self.of_statement(requirement.statement, ask)
        elif ask.phrase is not None:
            yield from self.of_words(ask)
        elif self.wish == "missing" and rows:
            # those that a later document replaced as well, or they would count again
            yield (_without_rows(self.rows[requirement.id]), _without_certificates)
        else:
            for row in rows:
                # under another edition the requirement is to be bent as well
                others = [r for r in self.rows[requirement.id] if r.clause != row.clause]
                also = tuple(_with_verdict(r, "F") for r in others if self.wish == "failing")
                yield from ((edit, *also) for edit in self.of_row(row, requirement, ask))

    # ---- rows

    def of_row(self, row: Row, requirement: Requirement, ask: Ask) -> Iterator[Edit]:
        edition = next((a for a in requirement.asks if a.clause == row.clause), ask)
        facts = self.known(row.part)
        if requirement.sampling is not None and self.wish == "failing":
            sample = row.document.sample if isinstance(row.document, Inspection) else None
            if sample is not None and sample.count is not None:
                yield _with_readings(row, str(sample.count))  # every one of them is a defect
        elif self.wish == "failing":
            for text in bad_readings(edition, facts):
                yield _with_readings(row, text, only_first=edition.statistic == "range")
            yield _with_verdict(row, "F")
        elif self.wish == "boundary" and edition.statistic != "range":
            for text in readings_at_the_limit(edition, facts):
                yield _with_readings(row, text)
        elif self.wish == "hostile":
            yield _with_readings(row, None)

    def known(self, part: str | None) -> Facts:
        if part is None or part not in self.parts:
            return self.facts
        return with_part(self.facts, self.parts[part], self.plan)

    # ---- documents, statements, words

    def of_document(self, requirement: Requirement) -> Iterator[tuple[Edit, ...]]:
        asked = requirement.document
        if asked is None:
            return

        def is_meant(document: Data) -> bool:
            return document["kind"] == asked.kind and asked.scheme in (
                None, document.get("scheme"),
            )  # fmt: skip

        if not any(map(is_meant, self.base["evidence"])):
            return
        if self.wish == "missing":
            yield (_without(is_meant),)
        elif self.wish == "failing" and asked.kind == "certificate":
            yield (_with(is_meant, {"status": "withdrawn"}),)
        elif self.wish == "failing" and asked.kind in ("licence", "declaration"):
            past = (self.as_of - timedelta(days=1)).isoformat()
            yield (_with(is_meant, {"expires": past}),)

    def of_statement(self, name: str, ask: Ask) -> Iterator[tuple[Edit, ...]]:
        def is_meant(document: Data) -> bool:
            return document["kind"] == "declaration" and name in document.get("statements", {})

        if not any(map(is_meant, self.base["evidence"])):
            return
        if self.wish == "missing":
            yield (_stating(is_meant, name, None),)
        elif self.wish == "failing":
            bad: list[object] = [False] if ask.expects == "inspection" else []
            bad += bad_readings(ask, self.facts) if ask.expects != "inspection" else []
            yield from ((_stating(is_meant, name, value),) for value in bad)
        elif self.wish == "boundary":
            for text in readings_at_the_limit(ask, self.facts):
                yield (_stating(is_meant, name, text),)
        elif self.wish == "hostile":
            yield (_stating(is_meant, name, None, hostile=True),)

    def of_words(self, ask: Ask) -> Iterator[tuple[Edit, ...]]:
        phrase = ask.phrase
        if phrase is None:
            return

        def is_meant(document: Data) -> bool:
            return document["kind"] == "marking" and document.get("where") in phrase.on

        if not any(map(is_meant, self.base["evidence"])):
            return
        if self.wish == "missing":
            yield (_without(is_meant),)
        elif self.wish == "failing":
            if phrase.any or phrase.exactly_one:
                yield (_with(is_meant, {"text": "—"}),)
            yield from ((_with(is_meant, {"text": words}),) for words in phrase.forbidden)
        elif self.wish == "hostile":
            yield (_with_text(is_meant),)


# ---- edits


def _document(data: Data, row: Row) -> Data:
    found: Data = next(each for each in data["evidence"] if each["id"] == row.document.id)
    return found


def _with_readings(row: Row, text: str | None, *, only_first: bool = False) -> Edit:
    def edit(data: Data, drawn: str) -> None:
        result = _document(data, row)["results"][row.index]
        put = drawn if text is None else text
        if "values" not in result:
            result["value"] = put
        elif only_first or text is None:
            result["values"][0] = put
        else:
            result["values"] = [put] * len(result["values"])

    return edit


def _with_verdict(row: Row, word: str) -> Edit:
    def edit(data: Data, _: str) -> None:
        _document(data, row)["results"][row.index]["verdict"] = word

    return edit


def _without_rows(rows: Sequence[Row]) -> Edit:
    def edit(data: Data, _: str) -> None:
        for row in rows:  # those behind it keep their numbers until all edits are made
            _document(data, row)["results"][row.index] = None

    return edit


def _without_certificates(data: Data, _: str) -> None:
    """Take away what may show a clause beside its rows."""
    data["evidence"] = [each for each in data["evidence"] if each["kind"] != "certificate"]


def _without(is_meant: Callable[[Data], bool]) -> Edit:
    def edit(data: Data, _: str) -> None:
        data["evidence"] = [each for each in data["evidence"] if not is_meant(each)]

    return edit


def _with(is_meant: Callable[[Data], bool], changes: Data) -> Edit:
    def edit(data: Data, _: str) -> None:
        for document in filter(is_meant, data["evidence"]):
            document |= changes

    return edit


def _with_text(is_meant: Callable[[Data], bool]) -> Edit:
    def edit(data: Data, drawn: str) -> None:
        _with(is_meant, {"text": drawn})(data, drawn)

    return edit


def _stating(
    is_meant: Callable[[Data], bool], name: str, value: object, *, hostile: bool = False
) -> Edit:
    def edit(data: Data, drawn: str) -> None:
        for document in filter(is_meant, data["evidence"]):
            if value is None and not hostile:
                del document["statements"][name]
            else:
                document["statements"][name] = drawn if hostile else value

    return edit
