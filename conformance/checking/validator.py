"""The validator: a plan and a submission in, findings out, and the verdict that follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from conformance.checking.admissibility import issued_later, says, unconfirmed
from conformance.checking.answers import (
    FAIL,
    MISSING,
    NA,
    PASS,
    Answer,
    combined,
    determined,
    over_parts,
    resting,
    unknown_limit,
)
from conformance.checking.days import answer_days
from conformance.checking.dispositions import dispositions
from conformance.checking.documents import (
    best_shown,
    cited,
    rejected,
    show_chain,
    show_document,
    valid_on,
)
from conformance.checking.editions import choose_among, uses_of
from conformance.checking.gate import Gate
from conformance.checking.groups import answer_group
from conformance.checking.identifiers import answer_identifier
from conformance.checking.identity import another_subject
from conformance.checking.linked import answer_linked
from conformance.checking.phrases import show_words
from conformance.checking.prepared import NoCriterion, prepared
from conformance.checking.relations import Proven, proven_relations
from conformance.checking.rows import Index, Matched, Row, ask_of, index_of, match_rows
from conformance.checking.sampling import answer_lot
from conformance.checking.subject import NOBODY, Facts, gather
from conformance.checking.tested import bad_words, show_certificates, weigh
from conformance.checking.values import criterion_of
from conformance.judging import Criterion, determine
from conformance.model.assessment import (
    Assessment,
    Finding,
    LeftOut,
    PartFinding,
    Rejected,
    Remark,
    Upcoming,
)
from conformance.model.dates import read_date
from conformance.model.plan import Ask, FamilyPlan, LinkedAsked, Plan, Requirement
from conformance.model.submission import (
    Declaration,
    Document,
    Head,
    Part,
    Subject,
    Submission,
    TestReport,
)
from conformance.quantities.conditions import truth
from conformance.quantities.reading import read_reading
from conformance.verdicts import Verdict, whole
from conformance.wording import FACT_TITLES

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile


@dataclass(frozen=True)
class Validator:
    """A plan made ready to check submissions with; immutable, and safe to share."""

    plan: Plan
    index: Index
    as_of: date
    tool: dict[str, str]
    strict: bool = False
    spec: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[tuple[str, int | None], Mapping[str, object]] = field(default_factory=dict)
    linked: Mapping[str, "Validator"] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, as_of: date, version: str, *, strict: bool = False) -> "Validator":
        """Return the validator of a plan for one as-of date."""
        tool = {"name": "conformance", "version": version}
        heads = {
            (requirement.id, ask.use): _head(requirement, ask)
            for requirement in plan.requirements
            for ask in requirement.asks
        }
        spec = {"id": plan.spec, "version": plan.version, "digest": plan.digest}
        linked = {
            name: cls.of(other, as_of, version, strict=strict)
            for name, other in plan.linked.items()
        }
        return cls(plan, index_of(plan), as_of, tool, strict, spec, heads, linked)

    def check(
        self,
        submission: Submission,
        digest: str,
        assessor: "AssessorFile" = NOBODY,
        linked: Sequence[Submission] = (),
    ) -> Assessment:
        """Return the assessment of a submission whose bytes have the `digest`.

        `linked` are the submissions that were sent with it, some of which it may name.
        """
        return Check(self, submission, digest, assessor, linked).assessment()

    def barred(self, facts: Facts) -> str | None:
        """Return why the findings on a subject give no verdict; None where they do."""
        plan, as_of = self.plan, self.as_of
        start, end = read_date(plan.start or ""), read_date(plan.end or "")
        if (start and as_of < start) or (end and as_of > end):
            return "spec-not-in-force"
        if facts.contradicted or (facts.subject.kind and facts.subject.kind != plan.subject):
            return "out-of-scope"
        return None


def whole_of(mandatory: Sequence[tuple[str, bool, Verdict]]) -> tuple[Verdict, str | None]:
    """Return the verdict of the whole, from the mandatory findings and nothing else.

    Of each of them `mandatory` has the section, whether it is core, and the verdict.
    """
    verdicts = [verdict for _, _, verdict in mandatory]
    evaluated = {section for section, _, verdict in mandatory if verdict in (PASS, FAIL)}
    demonstrated = evaluated == {section for section, _, _ in mandatory} and bool(evaluated)
    demonstrated = demonstrated and all(v in (PASS, FAIL) for _, core, v in mandatory if core)
    verdict = whole(verdicts, demonstrated=demonstrated)
    if verdict is MISSING and MISSING not in verdicts:
        return verdict, "nothing-evaluated"
    return verdict, None


def _head(requirement: Requirement, ask: Ask) -> dict[str, object]:
    """Return what every finding on a requirement has, whatever the submission."""
    return {
        "requirement": requirement.id,
        "section": requirement.section,
        "title": {"zh": requirement.title.zh, "en": requirement.title.en},
        "mandatory": requirement.mandatory,
        "clause": ask.clause,
        "provenance": ask.provenance if ask.clause is not None else None,
        "core": requirement.core,
        "law": ask.law,
        "basis": requirement.basis,
    }


def title_of(plan: Plan, name: str) -> dict[str, str] | None:
    """Return what a fact is called: an attribute, a fact of a part, a date or a status."""
    kind, _, fact = name.partition(".")
    if fact and kind in plan.parts and fact in plan.parts[kind].facts:
        part, of_part = plan.parts[kind], plan.parts[kind].facts[fact]
        return {"zh": f"{part.zh}的{of_part.zh}", "en": f"{of_part.en} of the {part.en}"}
    attribute = plan.attributes.get(name)
    return FACT_TITLES.get(name) if attribute is None else {"zh": attribute.zh, "en": attribute.en}


def titles_of(plan: Plan, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what facts are called, by their names; dates are nobody's attribute."""
    titles = ((name, title_of(plan, name)) for name in names)
    return {name: title for name, title in titles if title is not None}


class Check:
    """One submission being checked; what is asked of it is worked out once, when it is read.

    The names of what it finds are those of the assessment.
    """

    def __init__(
        self,
        validator: Validator,
        submission: Submission,
        digest: str,
        assessor: "AssessorFile" = NOBODY,
        sent: Sequence[Submission] = (),
    ) -> None:
        self.validator, self.plan = validator, validator.plan
        self._given, self.digest, self.assessor, self.others = submission, digest, assessor, sent

    def assessment(self) -> Assessment:
        """Return what was found, complete."""
        verdict, reason = self.whole
        return Assessment(
            verdict=verdict, reason=reason, spec=self.spec, submission=self.submission,
            subject=self.subject, as_of=self.as_of, findings=self.findings, unused=self.unused,
            upcoming=self.upcoming, remarks=self.remarks, sections=self.sections,
            left_out=self.left_out, terms=self.terms, spec_title=self.spec_title,
            tool=self.tool, strict=self.strict,
        )  # fmt: skip

    # ---- what the checks look at

    @cached_property
    def given(self) -> Submission:
        """The submission, with every row of its documents."""
        return self._given

    @property
    def head(self) -> Head:
        """What the submission says beside its evidence."""
        return self.given

    @cached_property
    def facts(self) -> Facts:
        """What is known of the subject."""
        return gather(self.plan, self.given, self.validator.as_of, self.assessor)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The declared parts by their ids."""
        return {part.id: part for part in self.given.subject.parts} if self.given.subject else {}

    @property
    def documents(self) -> Sequence[Document]:
        """What was sent."""
        return self.given.evidence

    @cached_property
    def gate(self) -> Gate:
        """What the checks of evidence look at."""
        return Gate(self.plan, self.facts, self.assessor, self.parts, self.documents)

    @cached_property
    def rows(self) -> tuple[Matched, list[Remark]]:
        """The rows of every requirement, and those that are evidence for nothing."""
        return match_rows(self.validator.index, self.given)

    @cached_property
    def relations(self) -> tuple[list[Proven], list[Remark]]:
        """The relations between documents that are proven, and what is said of the others."""
        return proven_relations(self.gate)

    # ---- what is found, by the names of the assessment

    @cached_property
    def judged(self) -> tuple[tuple[Finding, ...], list[Remark]]:
        """The findings with their dispositions, and what is said of concessions."""
        findings, remarks = dispositions(self.gate, self._all_findings())
        return tuple(findings), remarks

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each requirement that the chosen editions have."""
        return self.judged[0]

    @property
    def whole(self) -> tuple[Verdict, str | None]:
        """The verdict of the whole, and the reason where it follows from no finding."""
        barred = self.validator.barred(self.facts)
        if barred is not None:
            return MISSING, barred
        return whole_of([(f.section, f.core, f.verdict) for f in self.findings if f.mandatory])

    @property
    def unused(self) -> tuple[Remark, ...]:
        """The rows that are evidence for nothing."""
        return tuple(self.rows[1])

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is worth saying and changes no verdict."""
        remarks = [*self.facts.remarks, *self.relations[1], *self.judged[1]]
        return (*remarks, *self._about_documents(), *self._about_findings(self.findings))

    @property
    def upcoming(self) -> tuple[Upcoming, ...]:
        """The requirements whose first day is to come."""
        return tuple(self._upcoming({finding.requirement for finding in self.findings}))

    @property
    def spec(self) -> dict[str, str]:
        """The spec, its version, and the digest of the plan."""
        return dict(self.validator.spec)

    @property
    def submission(self) -> dict[str, str]:
        """The submitter's own id, and the digest of what was read."""
        return {"id": self.head.submission or "", "digest": self.digest}

    @property
    def subject(self) -> dict[str, str]:
        """What was judged."""
        subject = self.head.subject or Subject()
        shown = {
            "kind": subject.kind, "brand": subject.brand, "name": subject.name,
            "model": subject.model,
        }  # fmt: skip
        return {name: text for name, text in shown.items() if text}

    @property
    def as_of(self) -> str:
        """The day for which it was judged."""
        return self.validator.as_of.isoformat()

    @property
    def sections(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """The sections of the answer with their titles."""
        return tuple((n, {"zh": t.zh, "en": t.en}) for n, t in self.plan.sections)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The clauses with legal force that the spec leaves out."""
        left = (each for each in self.plan.left_out if each.law)
        return tuple(LeftOut(each.clause, each.because, each.why) for each in left)

    @property
    def tool(self) -> dict[str, str]:
        """What judged."""
        return self.validator.tool

    @property
    def strict(self) -> bool:
        """Whether figures had to be read in the standard itself."""
        return self.validator.strict

    @property
    def terms(self) -> dict[str, dict[str, str]]:
        """The titles of the claims on which findings rest."""
        claims = sorted({name for finding in self.findings for name in finding.rests_on})
        return titles_of(self.plan, claims)

    @property
    def spec_title(self) -> dict[str, str]:
        """What the spec is called."""
        return {"zh": self.plan.title.zh, "en": self.plan.title.en}

    # ---- editions

    def _all_findings(self) -> list[Finding]:
        """Return one finding for each requirement that the chosen editions have."""
        found: dict[str, Finding] = {}
        for requirement in self.plan.requirements:
            if requirement.family is None and requirement.group is None:
                finding = self.finding(requirement, None)
                if finding is not None:
                    found[requirement.id] = finding
        for family in self.plan.families:
            for finding in self.of_family(family):
                found[finding.requirement] = finding
        for requirement in self.plan.requirements:
            if requirement.group is not None:
                verdicts = {name: finding.verdict for name, finding in found.items()}
                found[requirement.id] = self.group(requirement, verdicts)
        return [found[each.id] for each in self.plan.requirements if each.id in found]

    def of_family(self, family: FamilyPlan) -> Sequence[Finding]:
        """Return the findings of a family under the one choice of editions that is taken."""
        members = [each for each in self.plan.requirements if each.family == family.id]
        uses, known = uses_of(self.gate, family)
        by_use = {use: self._family_findings(members, use) for use in uses}
        return choose_among(family, members, by_use, known=known, claimed=self.facts.claimed)

    def _family_findings(self, members: Iterable[Requirement], use: int) -> list[Finding]:
        findings = [self.finding(requirement, use) for requirement in members]
        return [finding for finding in findings if finding is not None]

    # ---- one requirement

    def finding(self, requirement: Requirement, use: int | None) -> Finding | None:
        """Return the finding on one requirement; None where the edition does not ask it yet."""
        ask = ask_of(requirement, use)
        if ask is None or self._not_yet(ask):
            return None
        answer, parts = self._answer(requirement, ask)
        return self.verified(requirement, ask, answer, parts)

    def verified(
        self,
        requirement: Requirement,
        ask: Ask,
        answer: Answer,
        parts: tuple[PartFinding, ...] = (),
    ) -> Finding:
        """Return the finding that an answer gives, as strict mode has it."""
        return self._verified(self._as_finding(requirement, ask, answer, parts))

    def _as_finding(
        self,
        requirement: Requirement,
        ask: Ask,
        answer: Answer,
        parts: tuple[PartFinding, ...],
    ) -> Finding:
        head = self.validator.heads[requirement.id, ask.use]
        return Finding.of(head, answer.verdict, answer.reason, _Rest(answer, parts))

    def _not_yet(self, ask: Ask) -> bool:
        """Return whether the first day of a clause, or of its only edition, has not come yet."""
        day = read_date(self._first_day(ask) or "")
        return (
            day is not None
            and day > self.validator.as_of
            and (ask.in_force is not None or ask.use is None)
        )

    def _first_day(self, ask: Ask) -> str | None:
        edition = self.plan.editions.get(ask.standard or "")
        return ask.in_force or (edition.in_force if edition else None)

    def _upcoming(self, found: set[str]) -> Iterator[Upcoming]:
        """Yield the requirements that have no finding because their first day is to come."""
        for requirement in self.plan.requirements:
            for ask in requirement.asks if requirement.id not in found else ():
                day = read_date(self._first_day(ask) or "")
                if day is not None and day > self.validator.as_of:
                    title = {"zh": requirement.title.zh, "en": requirement.title.en}
                    yield Upcoming(requirement.id, title, day.isoformat(), ask.clause)
                    break

    def _answer(self, requirement: Requirement, ask: Ask) -> tuple[Answer, tuple[PartFinding, ...]]:
        if requirement.each is None:
            return self._for_one(requirement, ask, None, self.facts), ()
        parts = [part for part in self.parts.values() if part.kind == requirement.each]
        least = max(self.plan.parts[requirement.each].at_least, 1)
        if len(parts) < least:
            return self._too_few_parts(requirement, ask, least), ()
        answers = [
            self._for_one(requirement, ask, part, self.facts.with_part(part, self.plan))
            for part in parts
        ]
        lines = tuple(
            PartFinding(part.id, answer.verdict, answer.reason, dict(answer.facts))
            for part, answer in zip(parts, answers, strict=True)
        )
        return over_parts(answers), lines

    def _too_few_parts(self, requirement: Requirement, ask: Ask, least: int) -> Answer:
        """Return that parts are not declared, unless what is declared rules the requirement out.

        Saying nothing of such parts does not say that there are none.
        """
        if truth(prepared(ask).condition, self.facts.known, self.facts.types) is False:
            return self._for_one(requirement, ask, None, self.facts)
        facts = {"kind": requirement.each or "", "need": str(least)}
        if any(part.kind not in self.plan.parts for part in self.parts.values()):
            return Answer(MISSING, "part-kind-unknown", facts)
        return Answer(MISSING, "parts-not-declared", facts)

    def _for_one(
        self, requirement: Requirement, ask: Ask, part: Part | None, facts: Facts
    ) -> Answer:
        """Return the answer for the product, or for one of its parts."""
        ready = prepared(ask)
        used = ready.used
        applies = truth(ready.condition, facts.known, facts.types)
        rows = self._rows(requirement, part)
        rests = frozenset(used & facts.claimed)
        if applies is None:
            names = ", ".join(sorted(name for name in used if name not in facts.known))
            return Answer(MISSING, "applicability-unknown",
                          {"condition": ask.applies or "", "detail": names})  # fmt: skip
        if applies is False:
            return self._not_applicable(ask, rows, rests, used)
        if ask.open is not None:
            return Answer(MISSING, "clause-open", {"detail": ask.open}, rests_on=rests)
        answer = self._by_kind(requirement, ask, part, facts, rows)
        return resting(answer, rests)

    def _not_applicable(
        self, ask: Ask, rows: Sequence[Row], rests: frozenset[str], used: frozenset[str]
    ) -> Answer:
        """Return not-applicable, unless a claim needs a document or a document says otherwise."""
        facts = {"condition": ask.applies or "", "detail": ", ".join(sorted(used))}
        for row in rows:
            if _is_result(row) and another_subject(self.gate, row.document, None, ask) is None:
                facts["value"] = "; ".join(row.texts) or row.result.verdict or ""
                return Answer(MISSING, "attribute-contradicted", facts,
                              evidence=(cited(row.document, row.locator),))  # fmt: skip
        for name in sorted(rests):
            attribute = self.plan.attributes.get(name)
            if attribute is not None and attribute.evidenced:
                return Answer(MISSING, "attribute-unevidenced", {**facts, "detail": name})
        return Answer(NA, "condition-false", facts, rests_on=rests)

    def _rows(self, requirement: Requirement, part: Part | None) -> list[Row]:
        rows = self.rows[0].get(requirement.id, [])
        return [r for r in rows if part is None or r.part == part.id or r.doubt is not None]

    def _by_kind(
        self,
        requirement: Requirement,
        ask: Ask,
        part: Part | None,
        facts: Facts,
        rows: Sequence[Row],
    ) -> Answer:
        if requirement.sampling is not None:
            return answer_lot(self.gate, requirement, ask, rows, self.relations[0])
        if ask.phrase is not None:
            return self._phrase(requirement, ask, part, rows)
        if requirement.document is not None:
            shown, aside = show_document(self.gate, requirement.document, self.documents, part)
            answer = best_shown(shown, aside, requirement.document.kind)
        elif requirement.chain is not None:
            verdict, reason, told, evidence, aside = show_chain(
                self.gate, requirement.chain, self.documents
            )
            answer = Answer(verdict, reason, told, evidence=tuple(evidence), rejected=tuple(aside))
        elif requirement.identifier is not None:
            asked = requirement.identifier
            answer = answer_identifier(self.gate, asked, self.documents, part, facts)
        elif requirement.days is not None:
            answer = answer_days(requirement.days, ask, facts)
        elif requirement.linked is not None:
            answer = self._linked(requirement.linked)
        elif requirement.statement is not None:
            answer = self._statement(requirement, requirement.statement, ask, facts)
        else:
            return self._tested(requirement, ask, part, facts, rows)
        return _unless_adverse(answer, bad_words(self.gate, requirement, rows))

    def _linked(self, asked: LinkedAsked) -> Answer:
        """Return whether the linked submission meets its own spec."""
        validator = self.validator.linked[asked.spec]
        return answer_linked(
            self.gate, asked, self.given.linked, self.others,
            lambda other: validator.check(other, "", self.assessor, self.others),
        )  # fmt: skip

    def _statement(
        self, requirement: Requirement, statement: str, ask: Ask, facts: Facts
    ) -> Answer:
        """Return whether a declaration in force states what is asked."""
        criterion = criterion_of(ask, facts)
        if isinstance(criterion, NoCriterion):
            return unknown_limit(ask, criterion)
        policies = [self.plan.policies[way] for way in requirement.ways]
        aside: list[Rejected] = []
        answers: list[Answer] = []
        for document in self.documents:
            stated = (
                document.statements.get(statement) if isinstance(document, Declaration) else None
            )
            if not isinstance(document, Declaration) or stated is None:
                continue
            refusal = (
                issued_later(document, self.validator.as_of)
                or another_subject(self.gate, document, None, None)
                or unconfirmed(self.gate, document, policies)
            )
            if refusal is not None:
                aside.append(rejected(document, refusal))
                continue
            valid = valid_on(self.gate, document, document.signed, document.expires)
            if valid.verdict is not PASS:
                answers.append(
                    Answer(MISSING, valid.reason, valid.facts, evidence=(valid.evidence,))
                )
                continue
            text = ("符合" if stated else "不符合") if isinstance(stated, bool) else stated
            reading = read_reading(text, criterion.expects, scale=criterion.scale)
            found = determined(determine(criterion, [reading]), (cited(document),))
            # what to do about it is to declare anew, not to test again
            told = {**found.facts, "statement": statement} if found.verdict is FAIL else None
            answers.append(msgspec.structs.replace(found, told=told))
        return combined(answers, aside, "statement-missing", {"detail": statement})

    def _phrase(
        self, requirement: Requirement, ask: Ask, part: Part | None, rows: Sequence[Row]
    ) -> Answer:
        """Return what pictures of the marking show, and rows of those who inspected it."""
        policies = [self.plan.policies[way] for way in requirement.ways]
        pictured = show_words(self.gate, ask, policies)
        inspection = Criterion(accepted=None, text="")
        weighed = weigh(self.gate, requirement, ask, part, inspection, rows, self.relations[0])
        answers = [*([pictured] if pictured else []), *weighed.answers]
        aside = [*(pictured.rejected if pictured else ()), *weighed.aside]
        place = ", ".join(ask.phrase.on) if ask.phrase else ""
        answer = combined(answers, aside, "marking-missing", {"place": place})
        return _unless_adverse(answer, weighed.adverse)

    # ---- tested requirements

    def _tested(
        self,
        requirement: Requirement,
        ask: Ask,
        part: Part | None,
        facts: Facts,
        rows: Sequence[Row],
    ) -> Answer:
        criterion = criterion_of(ask, facts)
        if isinstance(criterion, NoCriterion):
            return unknown_limit(ask, criterion)
        used = frozenset(name for name in ask.uses if name in facts.claimed)
        weighed = weigh(self.gate, requirement, ask, part, criterion, rows, self.relations[0])
        ways, refused = show_certificates(self.gate, requirement, ask, part)
        answers, aside = [*weighed.answers, *ways], [*weighed.aside, *refused]
        kinds: dict[str, str] = {}
        if not answers and not aside:
            asked = dict.fromkeys(self.plan.policies[way].kind for way in requirement.ways)
            kinds["kind"] = " or ".join(asked)
        answer = combined(answers, aside, "no-evidence", kinds, criterion)
        answer = _unless_adverse(answer, weighed.adverse)
        return resting(answer, used)

    # ---- groups and the whole

    def group(self, requirement: Requirement, found: Mapping[str, Verdict]) -> Finding:
        """Return the finding on a group, whose members were found before."""
        group = requirement.group
        if group is None:
            raise AssertionError(requirement)
        ask = requirement.asks[0]
        applies = truth(prepared(ask).condition, self.facts.known, self.facts.types)
        answer = answer_group(group, found)
        if applies is False:
            answer = Answer(NA, "condition-false", {"condition": ask.applies or ""})
        elif applies is None:
            answer = Answer(MISSING, "applicability-unknown", {"condition": ask.applies or ""})
        return self._as_finding(requirement, ask, answer, ())

    def _verified(self, finding: Finding) -> Finding:
        """Return the finding as strict mode has it: figures must have been read in the standard."""
        if finding.provenance in (None, "text") or finding.verdict not in (PASS, FAIL):
            return finding
        facts = {**finding.facts, "provenance": finding.provenance or ""}
        if self.validator.strict:
            return replace(finding, verdict=MISSING, reason="clause-unverified", facts=facts)
        if finding.verdict is FAIL:
            facts["aside"] = "against-unverified-figure"
            return replace(finding, facts=facts)
        return finding

    def _about_findings(self, findings: Sequence[Finding]) -> Iterator[Remark]:
        """Yield what the whole does not show: recommendations, mixed editions, another spec."""
        named = (self.given.spec or self.plan.spec).partition("@")
        if named[0] != self.plan.spec or named[2] not in ("", self.plan.version):
            yield Remark("spec-chosen-by-assessor", {"found": self.given.spec or ""})
        members = {name for r in self.plan.requirements if r.group for name in r.group.members}
        for finding in findings:
            if finding.mandatory or finding.requirement in members:
                continue
            if finding.verdict in (FAIL, MISSING):
                missed = finding.verdict is FAIL
                reason = "recommendation-not-met" if missed else "recommendation-open"
                told = {"detail": f"{finding.title['zh']} · {finding.title['en']}"}
                yield Remark(reason, told, requirement=finding.requirement)
        for family in self.plan.families:
            editions = {edition for use in family.uses for edition in use.editions}
            refused = sorted(
                {
                    rejected.facts.get("found", "")
                    for finding in findings
                    if finding.verdict is MISSING
                    for rejected in finding.rejected
                    if rejected.reason == "edition-not-accepted"
                }
                & editions
            )
            if refused:
                yield Remark("editions-mixed", {"found": ", ".join(refused)})

    def _about_documents(self) -> Iterator[Remark]:
        """Yield what a report says against itself."""
        for document in self.documents:
            if not isinstance(document, TestReport) or says(document.conclusion) != "pass":
                continue
            failing = [row for row in document.results if says(row.verdict) == "fail"]
            if failing:
                first = failing[0]
                told = {"item": first.item or first.clause or first.requirement or ""}
                yield Remark("conclusion-against-row", told, document.id, failing[0].locator)


class _Rest:
    """What a finding has beside its head and its verdict, by the names of the finding."""

    disposition = None

    def __init__(self, answer: Answer, parts: tuple[PartFinding, ...]) -> None:
        self.answer, self.parts = answer, parts
        self.rests_on = tuple(sorted(answer.rests_on))
        self.otherwise: dict[str, str] = {}

    @property
    def disagreement(self) -> bool:
        found = self.answer.determination
        return found is not None and found.disagreement

    def __getattr__(self, name: str) -> object:
        return getattr(self.answer, name)


def _unless_adverse(answer: Answer, adverse: dict[str, str] | None) -> Answer:
    """Return the answer, but no pass while bad news in an inadmissible document is unresolved."""
    if answer.verdict is not PASS or adverse is None:
        return answer
    return msgspec.structs.replace(
        answer, verdict=MISSING, reason="adverse-evidence-unresolved", told=adverse
    )


def _is_result(row: Row) -> bool:
    """Return whether a row holds a result or a fail, and not only "does not apply"."""
    texts = [row.result.verdict, row.result.value if isinstance(row.result.value, str) else None]
    said = [says(text) for text in texts if text is not None]
    if "fail" in said:
        return True
    has_value = row.result.value is not None or row.result.values is not None
    return has_value and not any(word in ("not-applicable", "not-tested") for word in said)
