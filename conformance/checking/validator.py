"""The validator: a plan and a submission in, findings out, and the verdict that follows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import msgspec

from conformance.checking.admissibility import (
    Gate,
    another_subject,
    inadmissible,
    issued_later,
    refuse,
    says,
)
from conformance.checking.dispositions import dispositions
from conformance.checking.documents import (
    Shown,
    certificate_way,
    cited,
    markings,
    plain_words,
    rejected,
    show_chain,
    show_document,
    valid_on,
)
from conformance.checking.editions import choose_among, uses_of
from conformance.checking.relations import superseded
from conformance.checking.rows import Index, Row, ask_of, index_of, match_rows
from conformance.checking.subject import NOBODY, Facts, gather
from conformance.checking.values import (
    NoCriterion,
    criterion_of,
    facts_of,
    judge_rows,
)
from conformance.judging import Criterion, Determination, determine
from conformance.model.assessment import (
    Assessment,
    Cited,
    Finding,
    PartFinding,
    Rejected,
    Remark,
    Upcoming,
)
from conformance.model.assessor import AssessorFile
from conformance.model.dates import read_date
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.submission import (
    Certificate,
    Declaration,
    Document,
    Part,
    Submission,
    TestReport,
)
from conformance.quantities.conditions import names_in, parse_condition, truth
from conformance.quantities.reading import read_reading
from conformance.verdicts import Verdict, all_of, any_of, at_least, score, whole

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Answer:
    """What was found for one requirement, or one part of it, before it becomes a finding."""

    verdict: Verdict
    reason: str
    facts: dict[str, str] = field(default_factory=dict)
    limit: str | None = None
    determination: Determination | None = None
    evidence: tuple[Cited, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rests_on: frozenset[str] = frozenset()
    claimed: bool = False


@dataclass(frozen=True)
class Validator:
    """A plan made ready to check submissions with; immutable, and safe to share."""

    plan: Plan
    index: Index
    as_of: date
    tool: dict[str, str]
    strict: bool = False

    @classmethod
    def of(cls, plan: Plan, as_of: date, version: str, *, strict: bool = False) -> "Validator":
        """Return the validator of a plan for one as-of date."""
        tool = {"name": "conformance", "version": version}
        return cls(plan, index_of(plan), as_of, tool, strict)

    def check(
        self, submission: Submission, digest: str, assessor: AssessorFile = NOBODY
    ) -> Assessment:
        """Return the assessment of a submission whose bytes have the `digest`."""
        return _Check(self, submission, digest, assessor).run()


class _Check:
    """One submission being checked."""

    def __init__(
        self, validator: Validator, submission: Submission, digest: str, assessor: AssessorFile
    ) -> None:
        self.validator, self.plan = validator, validator.plan
        self.submission, self.digest, self.assessor = submission, digest, assessor
        self.facts = gather(self.plan, submission, validator.as_of, assessor)
        parts = submission.subject.parts if submission.subject else ()
        self.parts: dict[str, Part] = {part.id: part for part in parts}
        self.gate = Gate(self.plan, self.facts, assessor, self.parts)
        self.documents: Sequence[Document] = submission.evidence
        self.matched, self.unused = match_rows(validator.index, submission)
        self.gone, self.relation_remarks = superseded(self.gate, self.documents, self.matched)

    def run(self) -> Assessment:
        findings = self._all_findings()
        findings = [self._verified(finding) for finding in findings]
        findings, about_concessions = dispositions(self.gate, self.plan, findings)
        remarks = [*self.facts.remarks, *self.relation_remarks, *about_concessions]
        remarks += self._about_documents()
        verdict, reason = self._whole(findings)
        subject = self.facts.subject
        shown = {
            "kind": subject.kind, "brand": subject.brand, "name": subject.name,
            "model": subject.model,
        }  # fmt: skip
        return Assessment(
            verdict=verdict,
            reason=reason,
            spec={"id": self.plan.spec, "version": self.plan.version, "digest": self.plan.digest},
            submission={"id": self.submission.submission or "", "digest": self.digest},
            subject={name: text for name, text in shown.items() if text},
            as_of=self.validator.as_of.isoformat(),
            findings=tuple(findings),
            unused=tuple(self.unused),
            upcoming=tuple(self._upcoming()),
            remarks=tuple(remarks),
            tool=self.validator.tool,
            strict=self.validator.strict,
        )

    # ---- editions

    def _all_findings(self) -> list[Finding]:
        """Return one finding for each requirement that the chosen editions have."""
        found: dict[str, Finding] = {}
        for requirement in self.plan.requirements:
            if requirement.family is None and requirement.group is None:
                finding = self._finding(requirement, None)
                if finding is not None:
                    found[requirement.id] = finding
        for family in self.plan.families:
            members = [each for each in self.plan.requirements if each.family == family.id]
            uses, known = uses_of(self.gate, family)
            by_use = {use: self._family_findings(members, use) for use in uses}
            for finding in choose_among(family, members, by_use, known=known):
                found[finding.requirement] = finding
        for requirement in self.plan.requirements:
            if requirement.group is not None:
                found[requirement.id] = self._group(requirement, found)
        return [found[each.id] for each in self.plan.requirements if each.id in found]

    def _family_findings(self, members: Iterable[Requirement], use: int) -> list[Finding]:
        findings = [self._finding(requirement, use) for requirement in members]
        return [finding for finding in findings if finding is not None]

    # ---- one requirement

    def _finding(self, requirement: Requirement, use: int | None) -> Finding | None:
        ask = ask_of(requirement, use)
        if ask is None or self._not_yet(ask):
            return None
        answer = self._answer(requirement, ask)
        return self._as_finding(requirement, ask, answer[0], answer[1])

    def _as_finding(
        self,
        requirement: Requirement,
        ask: Ask,
        answer: Answer,
        parts: tuple[PartFinding, ...],
    ) -> Finding:
        found = answer.determination
        provenance = ask.provenance if ask.clause is not None else None
        claimed = sorted(answer.rests_on & self.facts.claimed)
        if answer.claimed:
            claimed.append("status")
        return Finding(
            requirement=requirement.id,
            section=requirement.section,
            title={"zh": requirement.title.zh, "en": requirement.title.en},
            mandatory=requirement.mandatory,
            verdict=answer.verdict,
            reason=answer.reason,
            clause=ask.clause,
            facts=answer.facts,
            limit=answer.limit,
            measured=found.measured if found else (),
            margin=str(found.margin) if found and found.margin is not None else None,
            rule=str(found.criterion.rule) if found and answer.limit else None,
            rounding=str(found.criterion.rounding) if found and answer.limit else None,
            evidence=answer.evidence,
            rejected=answer.rejected,
            parts=parts,
            provenance=provenance,
            rests_on=tuple(claimed),
            core=requirement.core,
            law=ask.law,
            basis=requirement.basis,
            disagreement=bool(found and found.disagreement),
        )

    def _not_yet(self, ask: Ask) -> bool:
        """Return whether a clause's first day, later than its standard's, has not come yet."""
        day = read_date(ask.in_force) if ask.in_force else None
        return day is not None and day > self.validator.as_of

    def _upcoming(self) -> Iterator[Upcoming]:
        for requirement in self.plan.requirements:
            for ask in requirement.asks:
                if self._not_yet(ask):
                    title = {"zh": requirement.title.zh, "en": requirement.title.en}
                    yield Upcoming(requirement.id, title, ask.in_force or "", ask.clause)
                    break

    def _answer(self, requirement: Requirement, ask: Ask) -> tuple[Answer, tuple[PartFinding, ...]]:
        if requirement.each is None:
            return self._for_one(requirement, ask, None, self.facts), ()
        parts = [part for part in self.parts.values() if part.kind == requirement.each]
        declared = self.plan.parts[requirement.each]
        if len(parts) < declared.at_least:
            facts = {"kind": requirement.each, "need": str(declared.at_least)}
            return Answer(MISSING, "parts-not-declared", facts), ()
        if not parts:
            # no such part is claimed to exist: that is a claim about the product
            rests = frozenset({f"parts.{requirement.each}"})
            facts = {"kind": requirement.each}
            return Answer(NA, "no-such-part", facts, rests_on=rests), ()
        answers = []
        for part in parts:
            facts_here = self.facts.with_part(part, self.plan)
            answers.append((part, self._for_one(requirement, ask, part, facts_here)))
        return self._over_parts(answers)

    @staticmethod
    def _over_parts(
        answers: Sequence[tuple[Part, Answer]],
    ) -> tuple[Answer, tuple[PartFinding, ...]]:
        """Return the answer over all parts: that of the worst, and a line for each."""
        verdict = all_of(answer.verdict for _, answer in answers)
        worst = next(answer for _, answer in answers if answer.verdict is verdict)
        lines = tuple(
            PartFinding(part.id, answer.verdict, answer.reason, answer.facts)
            for part, answer in answers
        )
        rests = frozenset().union(*(answer.rests_on for _, answer in answers))
        evidence = tuple(dict.fromkeys(c for _, a in answers for c in a.evidence))
        refused = tuple(r for _, a in answers for r in a.rejected)
        merged = Answer(
            verdict, worst.reason, worst.facts, worst.limit, worst.determination, evidence,
            refused, rests,
        )  # fmt: skip
        return merged, lines

    def _for_one(
        self, requirement: Requirement, ask: Ask, part: Part | None, facts: Facts
    ) -> Answer:
        """Return the answer for the product, or for one of its parts."""
        condition = None if ask.applies is None else parse_condition(ask.applies)
        used = names_in(condition) if condition is not None else frozenset()
        applies = truth(condition, facts.known, facts.types)
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
        return replace(answer, rests_on=answer.rests_on | rests)

    def _not_applicable(
        self, ask: Ask, rows: Sequence[Row], rests: frozenset[str], used: frozenset[str]
    ) -> Answer:
        """Return not-applicable, unless a claim needs a document or a document says otherwise."""
        facts = {"condition": ask.applies or "", "detail": ", ".join(sorted(used))}
        for row in rows:
            if _is_result(row) and another_subject(self.gate, row.document, None, ask) is None:
                facts["value"] = str(row.result.value or row.result.values or row.result.verdict)
                return Answer(MISSING, "attribute-contradicted", facts,
                              evidence=(cited(row.document, row.locator),))  # fmt: skip
        for name in sorted(rests):
            attribute = self.plan.attributes.get(name)
            if attribute is not None and attribute.evidenced:
                return Answer(MISSING, "attribute-unevidenced", {**facts, "detail": name})
        return Answer(NA, "condition-false", facts, rests_on=rests)

    def _rows(self, requirement: Requirement, part: Part | None) -> list[Row]:
        rows = self.matched.get(requirement.id, [])
        return [row for row in rows if part is None or row.part == part.id]

    def _by_kind(
        self,
        requirement: Requirement,
        ask: Ask,
        part: Part | None,
        facts: Facts,
        rows: Sequence[Row],
    ) -> Answer:
        if requirement.document is not None:
            return self._document(requirement)
        if requirement.chain is not None:
            verdict, reason, told, evidence, aside = show_chain(
                self.gate, requirement.chain, self.documents
            )
            return Answer(verdict, reason, told, evidence=tuple(evidence), rejected=tuple(aside))
        if requirement.statement is not None:
            return self._statement(requirement, ask, facts)
        if ask.phrase is not None:
            return self._phrase(ask)
        return self._tested(requirement, ask, part, facts, rows)

    # ---- documents, statements, phrases

    def _document(self, requirement: Requirement) -> Answer:
        if requirement.document is None:
            raise AssertionError(requirement)
        shown, aside = show_document(self.gate, requirement.document, self.documents)
        return _best_shown(shown, aside, requirement.document.kind)

    def _statement(self, requirement: Requirement, ask: Ask, facts: Facts) -> Answer:
        """Return whether a declaration in force states what is asked."""
        criterion = criterion_of(ask, facts)
        if isinstance(criterion, NoCriterion):
            return _unknown_limit(ask, criterion)
        aside: list[Rejected] = []
        answers: list[Answer] = []
        for document in self.documents:
            if not isinstance(document, Declaration):
                continue
            stated = document.statements.get(requirement.statement or "")
            if stated is None:
                continue
            refusal = issued_later(document, self.validator.as_of)
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
            found = determine(criterion, [reading])
            answers.append(_from_determination(found, (cited(document),)))
        return _combined(
            answers, aside, "statement-missing", {"detail": requirement.statement or ""}
        )

    def _phrase(self, ask: Ask) -> Answer:
        """Return whether every place that is asked for shows the words, and none forbidden."""
        if ask.phrase is None:
            raise AssertionError(ask)
        evidence: list[Cited] = []
        aside: list[Rejected] = []
        verdicts: list[Answer] = []
        for place in ask.phrase.on:
            shown = []
            for document, refusal in markings(self.gate, self.documents, place):
                if refusal is None:
                    shown.append(document)
                    evidence.append(cited(document))
                else:
                    aside.append(rejected(document, refusal))
            verdicts.append(_words_at(place, [d.text or "" for d in shown], ask))
        verdict = all_of(answer.verdict for answer in verdicts)
        first = next(answer for answer in verdicts if answer.verdict is verdict)
        if verdict is MISSING and aside and not evidence:
            first = Answer(MISSING, "marking-not-shown", {**first.facts, "found": "—"})
        return replace(first, evidence=tuple(evidence), rejected=tuple(aside))

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
            return _unknown_limit(ask, criterion)
        used = {name for name in ask.uses if name in facts.claimed} if len(ask.rows) else set()
        admitted, aside, adverse = self._admit(requirement, ask, part, criterion, rows)
        answers = [
            _from_determination(found, tuple(cited(row.document, row.locator) for row in group))
            for group, found in admitted
        ]
        ways, refused = self._certificates(requirement, ask)
        answers += ways
        aside += refused
        combined = _combined(answers, aside, "no-evidence", {}, str_limit(criterion))
        if combined.verdict is PASS and adverse is not None:
            row, found = adverse
            told = {**facts_of(found), "document": row.document.number or row.document.id}
            combined = replace(
                combined, verdict=MISSING, reason="adverse-evidence-unresolved", facts=told
            )
        return replace(combined, rests_on=combined.rests_on | frozenset(used))

    def _admit(
        self,
        requirement: Requirement,
        ask: Ask,
        part: Part | None,
        criterion: Criterion,
        rows: Sequence[Row],
    ) -> tuple[
        list[tuple[list[Row], Determination]], list[Rejected], tuple[Row, Determination] | None
    ]:
        """Return the admitted sample sets, what was refused, and bad news among the refused."""
        policies = [self.plan.policies[way] for way in requirement.ways]
        admitted: list[tuple[list[Row], Determination]] = []
        aside: list[Rejected] = []
        adverse: tuple[Row, Determination] | None = None
        for group in _by_document(rows):
            document = group[0].document
            if document.id in self.gone.get((requirement.id, part.id if part else None), ()):
                aside.append(Rejected(document.id, "superseded", {}, group[0].locator))
                continue
            identity = another_subject(self.gate, document, part, ask)
            if identity is not None and identity.identity:
                aside.append(rejected(document, identity, group[0].locator))
                continue
            refusal = identity or issued_later(document, self.validator.as_of)
            fitting = [p for p in policies if p.kind == document.kind]
            if refusal is None and not fitting:
                refusal = refuse("kind-not-accepted", found=document.kind)
            if refusal is None:
                reasons = [
                    next((r for row in group if (r := inadmissible(self.gate, row, ask, p))), None)
                    for p in fitting
                ]
                refusal = None if None in reasons else reasons[0]
            found = judge_rows(criterion, ask, group)
            if refusal is None:
                admitted.append((group, found))
                continue
            aside.append(rejected(document, refusal, group[0].locator))
            later = refusal.reason == "issued-after-as-of"
            if found.verdict is FAIL and not later and not self._dismissed(group[0], requirement):
                adverse = adverse or (group[0], found)
        return admitted, aside, adverse

    def _dismissed(self, row: Row, requirement: Requirement) -> bool:
        return any(
            each.document in (row.document.id, row.document.number)
            and each.requirement in (None, requirement.id)
            for each in self.assessor.dismissed
        )

    def _certificates(
        self, requirement: Requirement, ask: Ask
    ) -> tuple[list[Answer], list[Rejected]]:
        """Return what certificates show of a requirement that names them as a way to evidence."""
        answers, aside = [], []
        for way in requirement.ways:
            policy = self.plan.policies[way]
            if policy.kind != "certificate":
                continue
            for document in self.documents:
                if not isinstance(document, Certificate):
                    continue
                shown = certificate_way(self.gate, policy, document, ask.standard)
                if isinstance(shown, Shown):
                    answers.append(
                        Answer(shown.verdict, "certificate-covers", shown.facts,
                               evidence=(shown.evidence,), claimed=shown.claimed)
                    )  # fmt: skip
                else:
                    aside.append(rejected(document, shown))
        return answers, aside

    # ---- groups and the whole

    def _group(self, requirement: Requirement, found: dict[str, Finding]) -> Finding:
        group = requirement.group
        if group is None:
            raise AssertionError(requirement)
        ask = requirement.asks[0]
        condition = None if ask.applies is None else parse_condition(ask.applies)
        applies = truth(condition, self.facts.known, self.facts.types)
        members = [found[name].verdict for name in group.members if name in found]
        match group.combination:
            case "all_of":
                verdict = all_of(members)
            case "any_of":
                verdict = any_of(members)
            case "at_least":
                verdict = at_least(group.at_least or 1, members, or_all=group.or_all)
            case _:
                weights = [
                    Decimal(weight)
                    for name, weight in zip(group.members, group.weights, strict=True)
                    if name in found
                ]
                verdict = score(
                    Decimal(group.threshold or "1"), list(zip(weights, members, strict=True))
                )
        reason = {
            PASS: "group-met",
            FAIL: "group-not-met",
            MISSING: "group-open",
            NA: "group-empty",
        }
        facts = {"members": ", ".join(group.members)}
        answer = Answer(verdict, reason[verdict], facts)
        if applies is False:
            answer = Answer(NA, "condition-false", {"condition": ask.applies or ""})
        elif applies is None:
            answer = Answer(MISSING, "applicability-unknown", {"condition": ask.applies or ""})
        return self._as_finding(requirement, ask, answer, ())

    def _whole(self, findings: Sequence[Finding]) -> tuple[Verdict, str | None]:
        """Return the verdict of the whole, from the mandatory findings and nothing else."""
        plan, as_of = self.plan, self.validator.as_of
        start, end = read_date(plan.start or ""), read_date(plan.end or "")
        if (start and as_of < start) or (end and as_of > end):
            return MISSING, "spec-not-in-force"
        subject = self.facts.subject
        if self.facts.contradicted or (subject.kind and subject.kind != plan.subject):
            return MISSING, "out-of-scope"
        mandatory = [finding for finding in findings if finding.mandatory]
        sections = {finding.section for finding in mandatory}
        evaluated = [f for f in mandatory if f.verdict in (PASS, FAIL)]
        demonstrated = sections == {f.section for f in evaluated} and bool(evaluated)
        demonstrated = demonstrated and all(f.verdict in (PASS, FAIL) for f in mandatory if f.core)
        verdict = whole([f.verdict for f in mandatory], demonstrated=demonstrated)
        if verdict is MISSING and not any(f.verdict is MISSING for f in mandatory):
            return verdict, "nothing-evaluated"
        return verdict, None

    def _verified(self, finding: Finding) -> Finding:
        """Return the finding as strict mode has it: figures must have been read in the standard."""
        unverified = finding.provenance not in (None, "text")
        if not (self.validator.strict and unverified) or finding.verdict not in (PASS, FAIL):
            return finding
        facts = {**finding.facts, "provenance": finding.provenance or ""}
        return msgspec.structs.replace(
            finding, verdict=MISSING, reason="clause-unverified", facts=facts
        )

    def _about_documents(self) -> Iterator[Remark]:
        """Yield what a report says against itself."""
        for document in self.documents:
            if not isinstance(document, TestReport) or says(document.conclusion) != "pass":
                continue
            failing = [row for row in document.results if says(row.verdict) == "fail"]
            if failing:
                told = {"item": failing[0].item or failing[0].clause or ""}
                yield Remark("conclusion-against-row", told, document.id, failing[0].locator)


def str_limit(criterion: Criterion) -> str | None:
    """Return the limit in symbols, None for an inspection."""
    return None if criterion.accepted is None else str(criterion.accepted)


def _is_result(row: Row) -> bool:
    """Return whether a row holds a result or a fail, and not only "does not apply"."""
    texts = [row.result.verdict, row.result.value if isinstance(row.result.value, str) else None]
    said = [says(text) for text in texts if text is not None]
    if "fail" in said:
        return True
    has_value = row.result.value is not None or row.result.values is not None
    return has_value and not any(word in ("not-applicable", "not-tested") for word in said)


def _by_document(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each document, which are one sample set."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.document.id, []).append(row)
    return list(groups.values())


def _from_determination(found: Determination, evidence: tuple[Cited, ...]) -> Answer:
    limit = None if found.criterion.accepted is None else str(found.criterion.accepted)
    return Answer(found.verdict, found.reason, facts_of(found), limit, found, evidence)


def _unknown_limit(ask: Ask, missing: NoCriterion) -> Answer:
    names = ", ".join(sorted(missing.attributes))
    limit = ask.rows[0].limit if len(ask.rows) == 1 else ""
    return Answer(MISSING, "attribute-unknown", {"detail": names, "limit": limit})


def _combined(
    answers: Sequence[Answer],
    aside: Sequence[Rejected],
    empty: str,
    facts: dict[str, str],
    limit: str | None = None,
) -> Answer:
    """Return the answer of several admissible results: any that fails, fails; else one pass passes."""
    if not answers:
        told = dict(facts)
        if aside:
            told["why"] = aside[0].reason
        return Answer(MISSING, "evidence-not-admissible" if aside else empty, told, limit,
                      rejected=tuple(aside))  # fmt: skip
    for verdict in (FAIL, PASS, MISSING):
        chosen = [answer for answer in answers if answer.verdict is verdict]
        if chosen:
            break
    first = chosen[0]
    evidence = tuple(dict.fromkeys(c for answer in answers for c in answer.evidence))
    return replace(first, evidence=evidence, rejected=tuple(aside))


def _best_shown(shown: Sequence[Shown], aside: Sequence[Rejected], kind: str) -> Answer:
    """Return the answer of several certificates: one in force is enough, unless one was withdrawn."""
    withdrawn = [each for each in shown if each.reason == "certificate-withdrawn"]
    passing = [each for each in shown if each.verdict is PASS]
    ordered = [*withdrawn, *passing] + [s for s in shown if s.verdict is MISSING] + list(shown)
    if not ordered:
        facts = {"kind": kind}
        if aside:
            facts["why"] = aside[0].reason
        reason = "evidence-not-admissible" if aside else "document-missing"
        return Answer(MISSING, reason, facts, rejected=tuple(aside))
    first = ordered[0]
    evidence = tuple(dict.fromkeys(each.evidence for each in shown))
    return Answer(first.verdict, first.reason, first.facts, evidence=evidence,
                  rejected=tuple(aside), claimed=first.claimed and first.verdict is PASS)  # fmt: skip


def _words_at(place: str, texts: Sequence[str], ask: Ask) -> Answer:
    """Return whether the markings at one place show the words that are asked for."""
    phrase = ask.phrase
    if phrase is None:
        raise AssertionError(ask)
    facts = {"place": place, "found": " / ".join(texts)}
    if not texts:
        return Answer(MISSING, "marking-missing", facts)
    shown = [plain_words(text) for text in texts]

    def present(words: str) -> bool:
        return any(plain_words(words) in text for text in shown)

    bad = [words for words in phrase.forbidden if present(words)]
    if bad:
        return Answer(FAIL, "words-forbidden", {**facts, "wanted": bad[0]})
    if phrase.any and not any(map(present, phrase.any)):
        return Answer(FAIL, "words-missing", {**facts, "wanted": " / ".join(phrase.any)})
    if phrase.exactly_one and sum(map(present, phrase.exactly_one)) != 1:
        return Answer(FAIL, "words-not-exactly-one",
                      {**facts, "wanted": " / ".join(phrase.exactly_one)})  # fmt: skip
    return Answer(PASS, "words-shown", facts)
