"""A spec's own tests: cases under cases/ and examples under examples/, run and counted.

Cases are data: a mistake in one is a problem with its place, like a case whose
expectation is not met.  docs/cases.md describes the format.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.authoring.case_files import WHOLE, Case, CaseFiles, Expectation
from conformance.authoring.changes import ABSENT, Base, Beside, change, dropped, shown
from conformance.checking.assessor_file import read_assessor
from conformance.checking.decode import decode
from conformance.checking.subject import NOBODY, fact_type
from conformance.checking.validator import Validator
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library import nodes
from conformance.model.assessment import Assessment, Finding, Rejected
from conformance.model.plan import Plan, Requirement
from conformance.model.submission import Submission
from conformance.quantities.conditions import parse_condition, truth
from conformance.verdicts import Verdict
from conformance.wording import worded

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE
_EXAMPLE = ("as_of", "verdict", "why", "assessor")
_ASSESSORS = "assessor"


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a spec's cases and examples; clean where there is no problem."""

    cases: int
    examples: int
    problems: tuple[Diagnostic, ...]


def run_spec(plan: Plan, folder: Path, spec_file: str, version: str) -> Tested:
    """Return what came of the cases and examples in the folder of a spec.

    A problem is a case or example that does not come out as it says, a mistake in a file, or a
    requirement without a passing, a failing and a missing case, as far as it can have them.
    """
    bench = Bench(plan, folder, version=version)
    cases = list(bench.cases())
    for case in cases:
        bench.run(case)
    examples = bench.examples()
    bench.problems += _lacking(plan, cases, Span(spec_file, 0))
    return Tested(len(cases), examples, tuple(bench.problems))


@dataclass
class Bench(CaseFiles):
    """One spec's folder, on which its cases are run."""

    version: str = ""
    bases: dict[tuple[Path, date, str], Base] = field(default_factory=dict)

    # ---- running

    def run(self, case: Case) -> None:
        """Run a case and report each expectation that is not met."""
        try:
            submission = self.submission(case)
            if submission is None:
                return
            base = self.base(case.base, case.as_of, case.assessor)
            found = base.beside.check(base.validator, submission)
        except IllFormed as error:
            self.problems += [_of_case(case, problem) for problem in error.diagnostics]
            return
        by_id = {finding.requirement: finding for finding in found.findings}
        for expected in case.expect:
            self.compare(case, expected, found, by_id.get(expected.of))

    def submission(self, case: Case) -> Submission | None:
        """Return the submission of a case, None where a change cannot be made; may raise."""
        base = self.base(case.base, case.as_of, case.assessor)
        tree = base.tree()
        before = len(self.problems)
        for key, wanted in case.change:
            problem = change(base, tree, key.text, nodes.plain(wanted))
            if problem is not None:
                self.unchanged(problem, base, key, wanted)
        if len(self.problems) > before:
            return None
        return decode(dropped(tree), file=shown(case.base))

    @cached_property
    def sent(self) -> tuple[Submission, ...]:
        """Return all that lies below examples/, for submissions that are linked."""
        if not self.plan.linked:
            return ()
        files = sorted((self.folder / "examples").rglob("*"))
        return tuple(
            decode(path.read_bytes(), file=shown(path),
                   format="json" if path.suffix == ".json" else "yaml")
            for path in files
            if path.suffix in (".yaml", ".json") and path.name != "index.yaml"
            and path.parent.name != _ASSESSORS
        )  # fmt: skip

    def base(self, path: Path, as_of: date, assessor: nodes.Node | None = None) -> Base:
        """Return the unchanged submission, checked once beside what the assessor says."""
        key = path, as_of, json.dumps(nodes.plain(assessor)) if assessor is not None else ""
        if key not in self.bases:
            validator = Validator.of(self.plan, as_of, self.version)
            beside = Beside(self.sent, self.assessor(path, assessor))
            self.bases[key] = Base.read(path, validator, beside)
        return self.bases[key]

    def assessor(self, path: Path, said: nodes.Node | None) -> "AssessorFile":
        """Return what the assessor says beside a submission; raises `IllFormed`.

        A case may write it out, name a file of the spec's folder, or take away the file that
        the index gives to its example.
        """
        if isinstance(said, nodes.Mapping):
            return read_assessor(json.dumps(nodes.plain(said)), f"{said.span.file}.json")
        named = self.assessors.get(path.name) if said is None else nodes.plain(said)
        if named in (None, ABSENT):
            return NOBODY
        home = self.folder / "examples" if said is None else self.folder
        file = home / str(named)
        if not file.is_file():
            place = Span(shown(self.folder / "examples/index.yaml"), 0)
            raise IllFormed([_no_file(str(named), said.span if said else place)])
        return read_assessor(file.read_bytes(), shown(file))

    @cached_property
    def assessors(self) -> Mapping[str, str]:
        """The assessor's file of each example that the index gives one, from examples/."""
        index = self.folder / "examples" / "index.yaml"
        root = nodes.read_yaml(index.read_bytes(), shown(index))[0] if index.is_file() else None
        listed = root.entries if isinstance(root, nodes.Mapping) else ()
        named = (
            (name.text, entry.get(_ASSESSORS))
            for name, entry in listed
            if isinstance(entry, nodes.Mapping)
        )
        return {name: file.text for name, file in named if isinstance(file, nodes.Scalar)}

    def compare(
        self, case: Case, expected: Expectation, found: Assessment, finding: Finding | None
    ) -> None:
        """Report an expectation that is not met, with the sentence of what came instead."""
        verdict, reason, facts = found.verdict, found.reason, {}
        if expected.of != WHOLE:
            if finding is None:
                self.report(
                    "case-not-met",
                    expected.span,
                    f"“{case.name}”:{expected.of} 在该日没有判定结果",
                    f"“{case.name}”: there is no finding on {expected.of} on that day",
                )
                return
            verdict, reason, facts = finding.verdict, finding.reason, finding.facts
        met = verdict is expected.verdict and expected.reason in (None, reason)
        if met and expected.unknown is None:
            return
        aside = finding.rejected if expected.of != WHOLE and finding is not None else ()
        self.differs("case-not-met", expected, f"“{case.name}”", verdict, reason, facts, aside)

    def differs(
        self,
        code: str,
        expected: Expectation,
        name: str,
        verdict: Verdict,
        reason: str | None,
        facts: Mapping[str, str],
        aside: Sequence[Rejected] = (),
    ) -> None:
        """Report what should have come and what came, and why documents were not admitted."""
        wanted = f"{expected.verdict}{_bracketed(expected.reason or expected.unknown)}"
        got = f"{verdict}{_bracketed(reason)}"
        zh, en = (_sentence(reason, lang, facts, aside) for lang in ("zh", "en"))
        self.report(
            code,
            expected.span,
            f"{name}:{expected.of} 应为 {wanted},实为 {got}",
            f"{name}: {expected.of} should be {wanted} and is {got}",
            Text(zh, en),
        )

    def unchanged(self, problem: str, base: Base, key: nodes.Scalar, wanted: nodes.Node) -> None:
        """Report why a change cannot be made."""
        name = key.text.partition("@")[0]
        match problem:
            case "unknown-requirement":
                ids = [each["id"] for each in base.tree()["evidence"]]
                known = (*self.requirements, *ids, "subject", "linked")
                self.unknown(
                    problem,
                    key,
                    known,
                    "没有要求或文件",
                    "there is no requirement and no document",
                )
            case "nothing-to-change":
                self.report(
                    problem,
                    key.span,
                    f"{base.name} 中没有回答 {key.text} 的内容",
                    f"nothing in {base.name} answers {key.text}",
                    Text(
                        "换一个 from,或改文件、subject",
                        "start from another submission, or change a document or the subject",
                    ),
                )
            case _:
                self.report(
                    problem,
                    wanted.span,
                    f"{name} 由文件本身证明,没有可改的报告结果",
                    f"{name} is shown by a document itself and has no reading",
                    Text("写 {字段: 值} 或 absent", "write {field: value} or absent"),
                )

    # ---- examples

    def examples(self) -> int:
        """Judge every example of the index on its day, and return how many there are."""
        folder = self.folder / "examples"
        index = folder / "index.yaml"
        files = {path.name for path in folder.glob("*") if path.is_file()} - {index.name}
        root = self.document(index) if index.is_file() else None
        if not isinstance(root, nodes.Mapping):
            if files and root is None and not index.is_file():
                self.report(
                    "index-missing",
                    Span(shown(index), 0),
                    "缺少示例索引",
                    "the index of the examples is missing",
                )
            return 0
        for name in sorted(files - {key.text for key, _ in root.entries}):
            self.report(
                "example-not-listed",
                Span(shown(index), 1),
                f"索引未列出 {name}",
                f"{name} is not in the index",
            )
        for key, entry in root.entries:
            self.example(key, entry, folder / key.text)
        return len(root.entries)

    def example(self, key: nodes.Scalar, entry: nodes.Node, path: Path) -> None:
        """Judge one example and report a verdict that is not the one expected."""
        if not isinstance(entry, nodes.Mapping):
            self.report(
                "wrong-kind", entry.span, "应写 as_of 和 verdict", "as_of and verdict are expected"
            )
            return
        self.known_keys(entry, _EXAMPLE)
        as_of, verdict = self.day(entry, entry.get("as_of")), entry.get("verdict")
        word = nodes.Scalar(WHOLE, key.span, quoted=False)
        expected = None if verdict is None else self.expectation(word, verdict)
        if verdict is None:
            self.text(entry, "verdict", None)
        if not path.exists():
            self.report("file-missing", key.span, f"没有示例 {key.text}", f"no example {key.text}")
        elif as_of is not None and expected is not None:
            try:
                found = self.base(path, as_of).assessment
            except IllFormed as error:
                self.problems += error.diagnostics
                return
            if found.verdict is not expected.verdict:
                self.differs("example-not-met", expected, key.text, found.verdict, found.reason, {})


def _no_file(name: str, span: Span) -> Diagnostic:
    """Return the problem that an assessor's file is not there."""
    return Diagnostic(
        "file-missing",
        Text(f"规范文件夹中没有 {name}", f"the spec's folder has no {name}"),
        span,
        Text(
            "评审方文件放在 examples/assessor/;用例写 assessor: examples/assessor/…,"
            "索引写 assessor: assessor/…",
            "an assessor's file lies in examples/assessor/; a case writes "
            "assessor: examples/assessor/…, the index assessor: assessor/…",
        ),
    )


def _bracketed(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _of_case(case: Case, problem: Diagnostic) -> Diagnostic:
    """Return a problem of the changed submission at the case that made it."""
    zh, en = problem.message.zh, problem.message.en
    place = problem.span.pointer or str(problem.span)
    message = Text(f"“{case.name}”:{place}:{zh}", f"“{case.name}”: {place}: {en}")
    return Diagnostic(problem.code, message, case.span, problem.help)


# ---- what the cases leave out


def cases_lacking(plan: Plan, folder: Path) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield each requirement of a plan with the verdicts that no case in its folder expects.

    What is included has its own cases where it is written; here each verdict is wanted once, of
    any of its requirements, under the name `id/`.
    """
    return _verdicts_lacking(plan, list(CaseFiles(plan, folder).cases()))


def _verdicts_lacking(plan: Plan, cases: Sequence[Case]) -> Iterator[tuple[str, list[Verdict]]]:
    expected: dict[str, set[Verdict]] = {}
    for case in cases:
        for each in case.expect:
            expected.setdefault(each.of, set()).add(each.verdict)
    whole: dict[str, tuple[set[Verdict], set[Verdict]]] = {}
    for requirement in plan.requirements:
        possible = _possible(plan, requirement)
        found = expected.get(requirement.id, set())
        inside = next((f"{n}/" for n in plan.includes if requirement.id.startswith(f"{n}/")), None)
        if inside is not None:
            can, does = whole.setdefault(inside, (set(), set()))
            can |= set(possible)
            does |= found
        elif lacking := [v for v in possible if v not in found]:
            yield requirement.id, lacking
    for name, (can, does) in whole.items():
        if lacking := [v for v in (PASS, FAIL, MISSING) if v in can - does]:
            yield name, lacking


def _lacking(plan: Plan, cases: Sequence[Case], span: Span) -> Iterator[Diagnostic]:
    """Yield a problem for each requirement that lacks a case for a verdict it can have."""
    for name, lacking in _verdicts_lacking(plan, cases):
        yield case_missing(name, lacking, span)


def _sentence(
    reason: str | None, lang: str, facts: Mapping[str, str], aside: Sequence[Rejected]
) -> str:
    """Return the sentence of a reason, and those of the documents that were not admitted."""
    parts = [worded(reason, lang, facts)] if reason else []
    colon = ":" if lang == "zh" else ": "
    parts += [
        f"{each.document}{colon}{worded(each.reason, lang, each.facts)} [{each.reason}]"
        for each in aside
    ]
    return (";" if lang == "zh" else "; ").join(dict.fromkeys(parts))


def case_missing(name: str, lacking: Sequence[Verdict], span: Span) -> Diagnostic:
    """Return the problem that no case expects some verdicts of a requirement."""
    words = " / ".join(lacking)
    return Diagnostic(
        "case-missing",
        Text(f"{name} 没有预期为 {words} 的用例", f"no case expects {words} of {name}"),
        span,
        Text(
            f"在 cases/ 中写 expect: {{{name}: [{lacking[0]}, …]}}",
            f"add to cases/ one with  expect: {{{name}: [{lacking[0]}, …]}}",
        ),
    )


def _possible(plan: Plan, requirement: Requirement) -> tuple[Verdict, ...]:
    """Return the verdicts that some submission can get, of pass, fail and missing."""
    if all(_never_applies(plan, ask.applies) for ask in requirement.asks):
        return ()
    if all(ask.open is not None for ask in requirement.asks):
        return (MISSING,)
    if requirement.chain is not None:
        # a link that is not there is missing: no document shows that nobody authorized
        return (PASS, MISSING)
    return (PASS, FAIL, MISSING)


def _never_applies(plan: Plan, condition: str | None) -> bool:
    """Return whether what is fixed for the category makes a condition false."""
    if condition is None:
        return False
    types = {name: fact_type(attribute) for name, attribute in plan.attributes.items()}
    facts = ((name, types[name].read(text)) for name, text in plan.fixed.items())
    known = {name: fact for name, fact in facts if fact is not None}
    return truth(parse_condition(condition), known, types) is False
