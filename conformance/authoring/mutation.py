"""Which mutants of a spec its cases notice, and for the others a case that would.

A case notices a mutant where one of its expectations is no longer met.  Of those that no
case notices, a submission is searched on which plan and mutant differ; where there is
none, and both are proved to accept the same results of the same products, they are one
plan written twice, and do not count.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path

from conformance.authoring.boundaries import probes
from conformance.authoring.case_files import WHOLE, Expectation
from conformance.authoring.changes import ABSENT, dropped
from conformance.authoring.equal_groups import why_same_group
from conformance.authoring.mutants import Mutant, mutants
from conformance.authoring.scenes import Scene, scene_of
from conformance.authoring.standings import (
    Alone,
    CannotChange,
    Change,
    Outcome,
    Standing,
    ask_under,
    chosen,
    combined,
)
from conformance.authoring.telling import Told, days, telling
from conformance.checking.decode import decode
from conformance.checking.subject import fact_type
from conformance.checking.validator import Validator
from conformance.compiler.floor import no_laxer
from conformance.diagnostics import IllFormed
from conformance.model.assessment import Assessment
from conformance.model.dates import read_date
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.submission import Submission
from conformance.quantities.conditions import DAYS, Fact, FactType, cells, holds, parse_condition
from conformance.verdicts import Verdict

_MOST_TOLD = 900
_MOST_SCENES = 4


@dataclass(frozen=True)
class Telling:
    """A case that would notice a mutant: what to change, and what must come of it."""

    about: str
    path: Path
    as_of: date
    change: Change
    of: str
    expected: Outcome
    got: Outcome
    assessor: object = None


@dataclass(frozen=True)
class Unnoticed:
    """A mutant that no case notices, and a case that would; None where none was found."""

    mutant: Mutant
    case: Telling | None


@dataclass(frozen=True)
class Equal:
    """A mutant that asks the same in other words, and why."""

    mutant: Mutant
    why: str


@dataclass
class Score:
    """What came of the mutants of a spec."""

    noticed: list[Mutant] = field(default_factory=list)
    unnoticed: list[Unnoticed] = field(default_factory=list)
    equal: list[Equal] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many mutants ask something else."""
        return len(self.noticed) + len(self.unnoticed)

    @property
    def share(self) -> Fraction:
        """The part of them that some case notices; all of none."""
        return Fraction(len(self.noticed), self.total) if self.total else Fraction(1)


def try_mutants(plan: Plan, standings: Sequence[Standing], *, search: bool = True) -> Score:
    """Return what came of every mutant; without `search`, no case is looked for."""
    trial = _Trial(plan, standings)
    score = Score()
    for mutant in mutants(plan):
        if trial.noticed(mutant):
            score.noticed.append(mutant)
            continue
        case = trial.case_for(mutant) if search else None
        why = None if case is not None else trial.equal(mutant)
        if why is not None:
            score.equal.append(Equal(mutant, why))
        else:
            score.unnoticed.append(Unnoticed(mutant, case))
    return score


class _Trial:
    """A plan, the submissions of its cases, and what was found of them so far."""

    def __init__(self, plan: Plan, standings: Sequence[Standing]) -> None:
        self.plan, self.standings = plan, standings
        self.by_id = {each.id: each for each in plan.requirements}
        self.named: dict[str, list[tuple[Standing, Expectation]]] = {}
        for standing in standings:
            for expectation in standing.expect:
                self.named.setdefault(expectation.of, []).append((standing, expectation))
        self.alones: dict[tuple[str, int | None], Alone] = {}
        self.read: dict[tuple[str, int], tuple[Submission, Outcome, bool]] = {}
        self.slipped: tuple[Mutant | None, dict[int, Alone], dict[date, Validator]] = (None, {}, {})
        self.scenes: dict[tuple[str, int | None], Scene | None] = {}
        self.told: dict[tuple[str, int | None], list[Told]] = {}
        self.texts: dict[int, str] = {}
        self.tries: dict[tuple[int, str], tuple[Alone, Submission, Outcome] | None] = {}
        self.lasting: set[int] = set()  # changes of `told`, which live as long as the trial

    # ---- noticing

    def noticed(self, mutant: Mutant) -> bool:
        """Return whether some case expects what the mutant does not say."""
        if mutant.requirement is not None:
            return self._by_name(mutant) or self._by_whole(mutant)
        if mutant.policy is not None:
            names = [r.id for r in self.plan.requirements if _touched(r, mutant.policy)]
            return any(
                self._unmet_alone(mutant, self.by_id[name], standing, expected)
                for name in names
                for standing, expected in self.named.get(name, ())
            )
        wanted = self.standings if mutant.days is None else self._on_days(mutant.days)
        return any(self._unmet_whole(mutant, standing) for standing in wanted)

    def _by_name(self, mutant: Mutant) -> bool:
        for target in self._targets(mutant.requirement or ""):
            own = target.id == mutant.requirement
            for standing, expected in self.named.get(target.id, ()):
                if own and mutant.clause is not None and chosen(standing, target) != mutant.use:
                    # another edition was taken, unless the slip makes this one the better
                    if self._several(target, standing) and self._unmet_of(
                        mutant, standing, expected
                    ):
                        return True
                    continue
                if self._unmet_alone(mutant, target, standing, expected):
                    return True
        return False

    def _targets(self, name: str) -> list[Requirement]:
        """Return the requirement and the groups that it is a member of."""
        found, wanted = [], [name]
        while wanted:
            here = wanted.pop(0)
            found.append(self.by_id[here])
            wanted += [r.id for r in self.plan.requirements if r.group and here in r.group.members]
        return found

    def _by_whole(self, mutant: Mutant) -> bool:
        """Return whether a case sees it in the verdict of the whole."""
        requirement = self.by_id[mutant.requirement or ""]
        for standing, expected in self.named.get(WHOLE, ()):
            finding = standing.findings.get(requirement.id)
            if finding is None:
                continue
            if mutant.slip == "level":
                if finding.verdict in (Verdict.FAIL, Verdict.MISSING_EVIDENCE):
                    alike = expected.verdict in (finding.verdict, Verdict.PASS)
                    if alike and self._unmet_whole(mutant, standing):
                        return True
                continue
            if not requirement.mandatory or expected.verdict is not Verdict.PASS:
                continue
            if mutant.clause is not None and chosen(standing, requirement) != mutant.use:
                continue
            got = self._alone_outcome(mutant, requirement, standing)
            if got is not None and got[0] in ("fail", "missing-evidence"):
                return True
        return False

    def _alone(self, requirement: Requirement, use: int | None, standing: Standing) -> Alone:
        key = (requirement.id, use)
        if key not in self.alones:
            self.alones[key] = Alone.of(self.plan, requirement, use, standing.base)
        return self.alones[key]

    def _alone_outcome(
        self, mutant: Mutant, requirement: Requirement, standing: Standing
    ) -> Outcome | None:
        """Return what the mutant says of a requirement in a submission; None where unknown."""
        use = chosen(standing, requirement)
        if use == -1:
            return None
        alone = self._alone(requirement, use, standing)
        key = (requirement.id, id(standing))
        if key not in self.read:
            submission = alone.submission(standing)
            finding = standing.findings[requirement.id]
            own = alone.check(submission, standing)
            self.read[key] = submission, own, own == (str(finding.verdict), finding.reason)
        submission, own, fits = self.read[key]
        if fits:
            got = self._slipped(mutant, alone).check(submission, standing)
            if got == own or not self._several(requirement, standing):
                return got
        return _outcome(self._whole(mutant, standing), requirement.id)

    def _of_one(self, mutant: Mutant) -> tuple[dict[int, Alone], dict[date, Validator]]:
        """Return what was prepared of this mutant; that of the one before is let go."""
        if self.slipped[0] is not mutant:
            self.slipped = (mutant, {}, {})
        return self.slipped[1:]

    def _slipped(self, mutant: Mutant, alone: Alone) -> Alone:
        """Return one requirement by itself as the mutant asks it, prepared once a mutant."""
        known, _ = self._of_one(mutant)
        if id(alone) not in known:
            known[id(alone)] = alone.with_plan(mutant.plan)
        return known[id(alone)]

    def _whole(self, mutant: Mutant, standing: Standing) -> Assessment:
        """Return what the whole mutant says; it is prepared once a mutant and day."""
        _, known = self._of_one(mutant)
        if standing.as_of not in known:
            known[standing.as_of] = Validator.of(mutant.plan, standing.as_of, "")
        return standing.check(known[standing.as_of], standing.submission)

    def _several(self, requirement: Requirement, standing: Standing) -> bool:
        """Return whether another choice of editions might be taken instead."""
        family = next((f for f in self.plan.families if f.id == requirement.family), None)
        if family is None:
            return False
        subject = standing.base.plain.get("subject") or {}
        said = standing.change.get("subject")
        day_text = {**subject, **(said if isinstance(said, dict) else {})}.get(family.decided_by)
        day = read_date(str(day_text))
        live = [
            use
            for use in family.uses
            if day is None
            or ((read_date(use.start or "") or day) <= day <= (read_date(use.end or "") or day))
        ]
        return len(live) > 1

    def _unmet_alone(
        self, mutant: Mutant, target: Requirement, standing: Standing, expected: Expectation
    ) -> bool:
        got = self._alone_outcome(mutant, target, standing)
        return got is not None and _unmet(expected, got)

    def _unmet_of(self, mutant: Mutant, standing: Standing, expected: Expectation) -> bool:
        return _unmet(expected, _outcome(self._whole(mutant, standing), expected.of))

    def _unmet_whole(self, mutant: Mutant, standing: Standing) -> bool:
        found = self._whole(mutant, standing)
        return any(_unmet(each, _outcome(found, each.of)) for each in standing.expect)

    def _on_days(self, moved: tuple[str, str]) -> Iterator[Standing]:
        """Yield the submissions in which one of two days has a part."""
        for standing in self.standings:
            if id(standing) not in self.texts:
                text = json.dumps(standing.tree(), ensure_ascii=False, default=str)
                self.texts[id(standing)] = f"{text} {standing.as_of}"
            if any(day in self.texts[id(standing)] for day in moved):
                yield standing

    # ---- a case that would

    def case_for(self, mutant: Mutant) -> Telling | None:
        """Return a case on which plan and mutant differ, None where none was found."""
        if mutant.slip == "level":
            return self._of_level(mutant)
        best = None
        for about, scene, change, name in self._candidates(mutant):
            told = self._differs(mutant, about, scene, change, name)
            if told is None or (best is not None and told.expected[0] == told.got[0]):
                continue
            if self._confirmed(mutant, told, scene.standing, change):
                if told.expected[0] != told.got[0]:
                    return told
                best = told
        return best

    def _confirmed(self, mutant: Mutant, told: Telling, standing: Standing, change: Change) -> bool:
        """Return whether the whole plan and the whole mutant say so too."""
        submission = decode_of(standing, change)
        one = _checked(self.plan, standing, submission)
        two = _checked(mutant.plan, standing, submission)
        return _outcome(one, told.of) == told.expected and _outcome(two, told.of) == told.got

    def _candidates(self, mutant: Mutant) -> Iterator[tuple[str, Scene, Change, str]]:
        if mutant.requirement is not None:
            requirement = self.by_id[mutant.requirement]
            uses = [mutant.use] if mutant.clause else [ask.use for ask in requirement.asks]
            for use in uses:
                yield from self._told(requirement, use, mutant)
            return
        if mutant.policy is None:
            yield from self._on_other_days(mutant)
            return
        for requirement in self.plan.requirements:
            if not _touched(requirement, mutant.policy):
                continue
            for ask in requirement.asks:
                scene = self._scene(requirement, ask)
                if scene is not None and mutant.policy.startswith("@"):
                    yield from _fewer_parts(scene, mutant.policy[1:])
                elif scene is not None:
                    for told in self._told_of(requirement, ask.use):
                        yield (*told, requirement.id)

    def _on_other_days(self, mutant: Mutant) -> Iterator[tuple[str, Scene, Change, str]]:
        """Yield the examples as of and on the days of a moved date: passing ones, then failing."""
        first = {s.path: s for s in reversed(self.standings) if not s.change}
        passing = [s for s in first.values() if s.assessment.verdict is Verdict.PASS]
        failing = [s for s in first.values() if s.assessment.verdict is Verdict.FAIL]
        for standing in (*passing, *failing[:2]):
            shown = (r for r in self.plan.requirements if standing.rows(r.id))
            requirement = next(shown, self.plan.requirements[0])
            scene = Scene(self.plan, requirement, requirement.asks[0], standing)
            if mutant.days is None:
                yield "unchanged", scene, {}, requirement.id
            for about, other, change in days(self.plan, scene, mutant.days or ("", "")):
                yield about, other, change, requirement.id
        for scene in islice(self._under(mutant), _MOST_SCENES):
            for about, other, change in days(self.plan, scene, mutant.days or ("", "")):
                yield about, other, change, scene.requirement.id

    def _under(self, mutant: Mutant) -> Iterator[Scene]:
        """Yield requirements under an edition whose day was moved."""
        for requirement in self.plan.requirements:
            for ask in requirement.asks:
                if ask.standard is not None and ask.standard in mutant.before:
                    scene = self._scene(requirement, ask)
                    if scene is not None:
                        yield scene

    def _scene(self, requirement: Requirement, ask: Ask) -> Scene | None:
        key = (requirement.id, ask.use)
        if key not in self.scenes:
            self.scenes[key] = scene_of(self.plan, requirement, ask, self.standings)
        return self.scenes[key]

    def _told_of(self, requirement: Requirement, use: int | None) -> list[Told]:
        key = (requirement.id, use)
        if key not in self.told:
            scene = self._scene(requirement, ask_under(requirement, use))
            self.told[key] = list(islice(telling(scene), _MOST_TOLD)) if scene else []
            self.lasting |= {id(change) for _, _, change in self.told[key]}
        return self.told[key]

    def _told(
        self, requirement: Requirement, use: int | None, mutant: Mutant
    ) -> Iterator[tuple[str, Scene, Change, str]]:
        for target in self._targets(requirement.id)[1:]:
            for told in self._told_of(target, None):
                yield (*told, target.id)
        for told in self._told_of(requirement, use):
            yield (*told, requirement.id)
        if not mutant.slip.startswith(("condition", "date", "digit", "rows", "unit")):
            return
        changed = next(r for r in mutant.plan.requirements if r.id == requirement.id)
        ask = ask_under(changed, use)
        scene = self._scene(requirement, ask_under(requirement, use))
        if scene is not None:
            texts = [ask.applies, *(row.when for row in ask.rows)]
            for told in telling(scene, texts):
                yield (*told, requirement.id)
            # the ends of the mutant's own limits
            for probe in probes(Scene(mutant.plan, changed, ask, scene.standing)):
                yield probe.about, probe.scene, probe.change, requirement.id

    def _differs(
        self, mutant: Mutant, about: str, scene: Scene, change: Change, name: str
    ) -> Telling | None:
        """Return the case where plan and mutant say something else of a submission."""
        standing = scene.standing
        if mutant.requirement is None and mutant.policy is None:
            try:
                submission = decode_of(standing, change)
            except (IllFormed, CannotChange):
                return None
            one = _checked(self.plan, standing, submission)
            two = _checked(mutant.plan, standing, submission)
            expected, got, name = _first_difference(one, two)
        else:
            tried = self._tried(scene, change, name)
            if tried is None:
                return None
            alone, submission, expected = tried
            got = alone.with_plan(mutant.plan).check(submission, standing)
        if expected == got or expected[0] == "none":
            return None
        said = combined(standing.change, change)
        return Telling(
            about, standing.path, standing.as_of, said, name, expected, got, standing.assessor
        )  # fmt: skip

    def _tried(
        self, scene: Scene, change: Change, name: str
    ) -> tuple[Alone, Submission, Outcome] | None:
        """Return what the plan itself says of a change; of one for all mutants, found once."""
        key = (id(change), name)
        if key in self.tries:
            return self.tries[key]
        standing, requirement = scene.standing, self.by_id[name]
        use = scene.ask.use if scene.requirement.id == name else None
        alone = self._alone(requirement, use, standing)
        try:
            submission = alone.submission(standing, change)
            found = alone, submission, alone.check(submission, standing)
        except (IllFormed, CannotChange):
            found = None
        if id(change) in self.lasting:
            self.tries[key] = found
        return found

    def _of_level(self, mutant: Mutant) -> Telling | None:
        """Return a case whose whole depends on whether the requirement is mandatory."""
        requirement = self.by_id[mutant.requirement or ""]
        for ask in requirement.asks:
            scene = self._scene(requirement, ask)
            if scene is None or scene.standing.assessment.verdict is not Verdict.PASS:
                continue
            for probe in probes(scene):
                if probe.expected == "pass":
                    continue
                standing = probe.scene.standing
                try:
                    submission = decode_of(standing, probe.change)
                except (IllFormed, CannotChange):
                    continue
                one = _checked(self.plan, standing, submission)
                two = _checked(mutant.plan, standing, submission)
                if one.verdict is not two.verdict:
                    said = combined(standing.change, probe.change)
                    return Telling(
                        probe.about, standing.path, standing.as_of, said, WHOLE,
                        (str(one.verdict), None), (str(two.verdict), None), standing.assessor,
                    )  # fmt: skip
        return None

    # ---- equal

    def equal(self, mutant: Mutant) -> str | None:
        """Return why a mutant asks the same as the plan, None where that is not proved."""
        if mutant.requirement is None:
            return None
        requirement = self.by_id[mutant.requirement]
        types = self._types()
        fixed = {n: f for n, t in self.plan.fixed.items() if (f := types[n].read(t)) is not None}
        if mutant.slip in _OF_REQUIREMENT:
            never = not any(_ever_applies(ask, types, fixed) for ask in requirement.asks)
            return "never-applies" if never else None
        changed = next(r for r in mutant.plan.requirements if r.id == requirement.id)
        if requirement.group is not None and changed.group is not None:
            return why_same_group(self.plan, requirement.group, changed.group, types, fixed)
        one = ask_under(requirement, mutant.use)
        two = ask_under(changed, mutant.use)
        if not _ever_applies(one, types, fixed) and not _ever_applies(two, types, fixed):
            return "never-applies"
        if mutant.slip in _OF_FIGURES and one.open is not None and two.open is not None:
            return "figure-open"
        if mutant.slip in _OF_ACCEPTANCE:
            both = no_laxer(one, two, types, fixed) or no_laxer(two, one, types, fixed)
            return "accepts-the-same" if both is None else None
        return None

    def _types(self) -> dict[str, FactType]:
        types = {name: fact_type(each) for name, each in self.plan.attributes.items()}
        for kind, part in self.plan.parts.items():
            types |= {f"{kind}.{name}": fact_type(fact) for name, fact in part.facts.items()}
        return types | {day: FactType() for day in DAYS}


_OF_ACCEPTANCE = frozenset({
    "operator", "digit", "unit", "grade", "rounding", "rows-swapped", "condition-dropped",
    "condition-negated", "condition-operator", "condition-digit", "condition-combination",
    "condition-choice", "date",
})  # fmt: skip


_OF_FIGURES = frozenset({
    "statistic", "specimens", "rounding", "rule", "judgement", "correction", "method",
    "test-condition", "detection-limit",
})  # fmt: skip
"""Slips in what is read only where the figure is established."""


_OF_REQUIREMENT = frozenset({"level", "evidence", "document"})


def decode_of(standing: Standing, change: Change) -> Submission:
    """Return the submission of a standing after a change; may raise."""
    return decode(dropped(standing.tree(change)), file=standing.name)


def _checked(plan: Plan, standing: Standing, submission: Submission) -> Assessment:
    """Return what the whole of a plan makes of a submission made from a standing one."""
    return standing.check(Validator.of(plan, standing.as_of, ""), submission)


def _touched(requirement: Requirement, policy: str) -> bool:
    """Return whether a policy, or with `@` the number of a kind of part, is about a requirement."""
    if policy.startswith("@"):
        return requirement.each == policy[1:]
    return policy in requirement.ways


def _unmet(expected: Expectation, got: Outcome) -> bool:
    return got[0] != str(expected.verdict) or expected.reason not in (None, got[1])


def _outcome(found: Assessment, name: str) -> Outcome:
    if name == WHOLE:
        return str(found.verdict), found.reason
    for finding in found.findings:
        if finding.requirement == name:
            return str(finding.verdict), finding.reason
    return "none", None


def _first_difference(one: Assessment, two: Assessment) -> tuple[Outcome, Outcome, str]:
    """Return a finding that two assessments differ in, verdicts first; the whole at the end."""
    names = [finding.requirement for finding in one.findings]
    both = [(_outcome(one, name), _outcome(two, name), name) for name in (*names, WHOLE)]
    differing = [each for each in both if each[0] != each[1]]
    return next(
        (each for each in differing if each[0][0] != each[1][0]),
        differing[0] if differing else both[-1],
    )


def _fewer_parts(scene: Scene, kind: str) -> Iterator[tuple[str, Scene, Change, str]]:
    """Yield the submission with fewer and fewer parts of a kind."""
    parts = list((scene.tree.get("subject") or {}).get("parts") or ())
    of_kind = [part["id"] for part in parts if part["kind"] == kind]
    for kept in range(len(of_kind) - 1, 0, -1):
        gone = set(of_kind[kept:])
        left = [part for part in parts if part["id"] not in gone]
        change: dict[str, object] = {"subject": {"parts": left}}
        change |= {f"{scene.source}@{name}": ABSENT for name in gone}
        yield f"{kept} of a kind", scene, change, scene.requirement.id


def _ever_applies(ask: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]) -> bool:
    """Return whether some product of the category is one that a requirement applies to."""
    if ask.applies is None:
        return True
    condition = parse_condition(ask.applies)
    return any(holds(condition, cell) is not False for cell in cells([condition], types, fixed))
