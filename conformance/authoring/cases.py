"""A spec's own tests: cases under cases/ and examples under examples/, run and counted.

A case takes a whole submission, changes a little of it, and says what must come of that.  Cases
are data: a mistake in one is a problem with its place, like a case whose expectation is not met.
docs/cases.md describes the format.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from conformance.checking.decode import decode
from conformance.checking.rows import Tabled, match_rows
from conformance.checking.subject import fact_type
from conformance.checking.validator import Validator
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library import nodes
from conformance.model.assessment import Assessment, Finding
from conformance.model.dates import read_date
from conformance.model.plan import Plan, Requirement
from conformance.model.submission import Submission
from conformance.quantities.conditions import parse_condition, truth
from conformance.verdicts import Verdict
from conformance.wording import worded
from conformance.wording.reasons import REASONS

SUBJECT, WHOLE, ABSENT = "subject", "whole", "absent"
PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE
_SHARED = ("from", "as_of")
_CASE = ("name", "from", "as_of", "change", "expect")
_EXAMPLE = ("as_of", "verdict", "why")
_NOTHING = Text("", "")

Tree = Any
"""A submission as plain data, which changes are made to before it is decoded."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a spec's cases and examples; clean where there is no problem."""

    cases: int
    examples: int
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """A verdict, and its reason where one is expected; of the whole where `of` is `whole`."""

    of: str
    verdict: Verdict
    reason: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """A submission, the day it is judged, what is changed in it and what must come of it."""

    name: str
    base: Path
    as_of: date
    change: tuple[tuple[nodes.Scalar, nodes.Node], ...]
    expect: tuple[Expectation, ...]
    span: Span


def run_spec(plan: Plan, folder: Path, spec_file: str, version: str) -> Tested:
    """Return what came of the cases and examples in the folder of a spec.

    A problem is a case or example that does not come out as it says, a mistake in a file, or a
    requirement without a passing, a failing and a missing case, as far as it can have them.
    """
    bench = _Bench(plan, folder, version)
    cases = list(bench.cases())
    for case in cases:
        bench.run(case)
    examples = bench.examples()
    bench.problems += _lacking(plan, cases, Span(spec_file, 0))
    return Tested(len(cases), examples, tuple(bench.problems))


@dataclass
class _Bench:
    """One spec's folder, and the problems met in it."""

    plan: Plan
    folder: Path
    version: str
    problems: list[Diagnostic] = field(default_factory=list)
    bases: dict[tuple[Path, date], "_Base"] = field(default_factory=dict)

    def report(self, code: str, span: Span, zh: str, en: str, help: Text = _NOTHING) -> None:
        self.problems.append(Diagnostic(code, Text(zh, en), span, help))

    # ---- reading

    def cases(self) -> Iterator[Case]:
        """Yield every readable case, in the order of files."""
        for path in sorted((self.folder / "cases").glob("*.yaml")):
            root = self.document(path)
            match root:
                case nodes.Sequence():
                    yield from self.listed(root.items, {})
                case nodes.Mapping():
                    self.known_keys(root, (*_SHARED, "cases"))
                    shared = {name: root.get(name) for name in _SHARED}
                    items = root.get("cases")
                    if isinstance(items, nodes.Sequence):
                        yield from self.listed(items.items, shared)
                    else:
                        self.report(
                            "missing-key",
                            root.span,
                            "缺少 cases 列表",
                            "the list of cases is missing",
                            Text("写上 cases: […]", "add  cases: […]"),
                        )
                case nodes.Scalar():
                    self.report(
                        "not-cases",
                        root.span,
                        "此处应为用例列表",
                        "a list of cases is expected here",
                    )

    def document(self, path: Path) -> nodes.Node | None:
        root, problems = nodes.read_yaml(path.read_bytes(), shown(path))
        self.problems += problems
        return None if problems else root

    def listed(
        self, items: Sequence[nodes.Node], shared: Mapping[str, nodes.Node | None]
    ) -> Iterator[Case]:
        for item in items:
            if not isinstance(item, nodes.Mapping):
                self.report("not-a-case", item.span, "用例应为映射", "a case is a mapping")
                continue
            before = len(self.problems)
            case = self.case(item, shared)
            if case is not None and len(self.problems) == before:
                yield case

    def case(self, item: nodes.Mapping, shared: Mapping[str, nodes.Node | None]) -> Case | None:
        self.known_keys(item, _CASE)
        name = self.text(item, "name", item.get("name"))
        base = self.base_file(item, self.text(item, "from", item.get("from") or shared.get("from")))
        as_of = self.day(item, item.get("as_of") or shared.get("as_of"))
        change, expect = item.get("change"), item.get("expect")
        if change is not None and not isinstance(change, nodes.Mapping):
            self.report("wrong-kind", change.span, "change 应为映射", "change is a mapping")
            return None
        if not isinstance(expect, nodes.Mapping) or not expect.entries:
            self.report(
                "missing-key",
                item.span,
                "未写明预期",
                "nothing is expected of the case",
                Text("写上 expect: {…}", "add  expect: {…}"),
            )
            return None
        expected = [self.expectation(key, value) for key, value in expect.entries]
        if name is None or base is None or as_of is None:
            return None
        entries = () if change is None else change.entries
        told = tuple(each for each in expected if each is not None)
        return Case(name, base, as_of, entries, told, item.span)

    def known_keys(self, node: nodes.Mapping, known: Sequence[str]) -> None:
        for key, _ in node.entries:
            if key.text not in known:
                self.unknown("unknown-key", key, known, "没有键", "there is no key")

    def unknown(self, code: str, at: nodes.Scalar, known: Sequence[str], zh: str, en: str) -> None:
        near = get_close_matches(at.text, known, n=1)
        words = ", ".join(known)
        help = Text(f"可用:{words}", f"known here: {words}")
        if near:
            help = Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
        self.report(code, at.span, f"{zh} {at.text!r}", f"{en} {at.text!r}", help)

    def text(self, item: nodes.Mapping, name: str, node: nodes.Node | None) -> str | None:
        if isinstance(node, nodes.Scalar) and node.text:
            return node.text
        self.report(
            "missing-key",
            item.span,
            f"缺少 {name}",
            f"{name} is missing",
            Text(f"写上 {name}: …", f"add  {name}: …"),
        )
        return None

    def day(self, item: nodes.Mapping, node: nodes.Node | None) -> date | None:
        text = self.text(item, "as_of", node)
        day = None if text is None else read_date(text)
        if text is not None and day is None and node is not None:
            self.report(
                "impossible-date",
                node.span,
                f"{text!r} 不是日期",
                f"{text!r} is no date",
                Text("写作 2026-11-23", "write it as 2026-11-23"),
            )
        return day

    def base_file(self, item: nodes.Mapping, name: str | None) -> Path | None:
        if name is None:
            return None
        path = self.folder / name
        if path.is_file():
            return path
        known = sorted(
            p.relative_to(self.folder).as_posix() for p in self.folder.glob("examples/*")
        )
        listed = ", ".join(known)
        self.report(
            "file-missing",
            item.span,
            f"规范文件夹中没有 {name}",
            f"the spec's folder has no {name}",
            Text(f"可用:{listed}", f"there are: {listed}"),
        )
        return None

    def expectation(self, key: nodes.Scalar, value: nodes.Node) -> Expectation | None:
        """Return what is expected of one requirement, `[verdict, reason]`, or of the whole."""
        if key.text != WHOLE and key.text not in self.requirements:
            self.unknown(
                "unknown-requirement",
                key,
                (*self.requirements, WHOLE),
                "规范没有要求",
                "the spec has no requirement",
            )
            return None
        parts = value.items if isinstance(value, nodes.Sequence) else (value,)
        words = [part for part in parts if isinstance(part, nodes.Scalar) and part.text]
        short = 1 if key.text == WHOLE else 2
        if len(words) != len(parts) or not short <= len(words) <= 2:
            self.report(
                "wrong-kind",
                value.span,
                "预期应写作 [判定, 理由]",
                "an expectation is written [verdict, reason]",
                Text(
                    "例如 [fail, beyond-limit];whole 只写判定",
                    "such as [fail, beyond-limit]; for whole, the verdict alone",
                ),
            )
            return None
        if words[0].text not in list(Verdict):
            self.unknown(
                "unknown-word",
                words[0],
                [str(v) for v in Verdict],
                "没有判定",
                "there is no verdict",
            )
            return None
        reason = words[1] if len(words) == 2 else None
        if reason is not None and reason.text not in REASONS:
            near = get_close_matches(reason.text, REASONS, n=3)
            self.unknown(
                "unknown-reason",
                reason,
                near or ["docs/reasons.md"],
                "没有理由",
                "there is no reason",
            )
            return None
        return Expectation(
            key.text, Verdict(words[0].text), reason.text if reason else None, value.span
        )

    @property
    def requirements(self) -> list[str]:
        return [each.id for each in self.plan.requirements]

    # ---- running

    def run(self, case: Case) -> None:
        """Run a case and report each expectation that is not met."""
        try:
            base = self.base(case.base, case.as_of)
            tree = base.tree()
            before = len(self.problems)
            for key, wanted in case.change:
                self.change(base, tree, key, wanted)
            if len(self.problems) > before:
                return
            submission = decode(_dropped(tree), file=shown(case.base))
            found = base.validator.check(submission, "")
        except IllFormed as error:
            self.problems += [_of_case(case, problem) for problem in error.diagnostics]
            return
        by_id = {finding.requirement: finding for finding in found.findings}
        for expected in case.expect:
            self.compare(case, expected, found, by_id.get(expected.of))

    def base(self, path: Path, as_of: date) -> "_Base":
        """Return the unchanged submission, checked once."""
        if (path, as_of) not in self.bases:
            validator = Validator.of(self.plan, as_of, self.version)
            self.bases[path, as_of] = _Base.read(path, validator)
        return self.bases[path, as_of]

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
        if verdict is expected.verdict and expected.reason in (None, reason):
            return
        self.differs("case-not-met", expected, f"“{case.name}”", verdict, reason, facts)

    def differs(
        self,
        code: str,
        expected: Expectation,
        name: str,
        verdict: Verdict,
        reason: str | None,
        facts: Mapping[str, str],
    ) -> None:
        wanted = f"{expected.verdict}{_bracketed(expected.reason)}"
        got = f"{verdict}{_bracketed(reason)}"
        zh, en = ((worded(reason, lang, facts) if reason else "") for lang in ("zh", "en"))
        self.report(
            code,
            expected.span,
            f"{name}:{expected.of} 应为 {wanted},实为 {got}",
            f"{name}: {expected.of} should be {wanted} and is {got}",
            Text(zh, en),
        )

    # ---- changing

    def change(self, base: "_Base", tree: Tree, key: nodes.Scalar, wanted: nodes.Node) -> None:
        """Make one change: to what answers a requirement, to a document, or to the subject."""
        name, _, part = key.text.partition("@")
        requirement = next((each for each in self.plan.requirements if each.id == name), None)
        if name == SUBJECT:
            _merge(tree.setdefault(SUBJECT, {}), nodes.plain(wanted))
            return
        if requirement is None:
            if not _change_document(tree, key.text, wanted):
                ids = [each["id"] for each in base.tree()["evidence"]]
                known = (*self.requirements, *ids, SUBJECT)
                self.unknown(
                    "unknown-requirement",
                    key,
                    known,
                    "没有要求或文件",
                    "there is no requirement and no document",
                )
            return
        rows = [at for at in base.rows.get(name, ()) if part in ("", at.part)]
        documents = () if part else base.documents.get(name, ())
        if not rows and not documents:
            self.report(
                "nothing-to-change",
                key.span,
                f"{base.name} 中没有回答 {key.text} 的内容",
                f"nothing in {base.name} answers {key.text}",
                Text(
                    "换一个 from,或改文件、subject",
                    "start from another submission, or change a document or the subject",
                ),
            )
            return
        said = nodes.plain(wanted)
        if said == ABSENT:
            _remove(tree, rows, documents, requirement)
        elif isinstance(said, dict):
            for target in _targets(tree, rows, documents):
                _merge(target, said)
        elif not _set_value(tree, rows, documents, requirement, said):
            self.report(
                "no-value-to-set",
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


def _bracketed(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _of_case(case: Case, problem: Diagnostic) -> Diagnostic:
    """Return a problem of the changed submission at the case that made it."""
    zh, en = problem.message.zh, problem.message.en
    place = problem.span.pointer or str(problem.span)
    message = Text(f"“{case.name}”:{place}:{zh}", f"“{case.name}”: {place}: {en}")
    return Diagnostic(problem.code, message, case.span, problem.help)


def shown(path: Path) -> str:
    """Return the path as a person in this folder would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


# ---- the submission that cases start from


@dataclass(frozen=True, slots=True)
class _At:
    """Where a row stands: the document's and the row's place, and its part."""

    document: int
    row: int
    part: str | None


@dataclass(frozen=True, slots=True)
class _Base:
    """A submission as it was found, what came of it, and where each requirement is answered."""

    name: str
    data: bytes
    yaml: bool
    validator: Validator
    assessment: Assessment
    rows: Mapping[str, Sequence[_At]]
    documents: Mapping[str, Sequence[int]]

    @classmethod
    def read(cls, path: Path, validator: Validator) -> "_Base":
        """Return the submission of a file; raises `IllFormed`."""
        data, yaml = path.read_bytes(), path.suffix != ".json"
        submission = decode(data, file=shown(path), format="yaml" if yaml else "json")
        assessment = validator.check(submission, "")
        rows, documents = _answers(validator, submission, assessment)
        return cls(path.name, data, yaml, validator, assessment, rows, documents)

    def tree(self) -> Tree:
        """Return the submission as plain data of its own, to be changed."""
        read = nodes.read_yaml if self.yaml else nodes.read_json
        tree: Tree = nodes.plain(read(self.data, self.name)[0])
        tree.setdefault("evidence", [])
        return tree


def _answers(
    validator: Validator, submission: Submission, assessment: Assessment
) -> tuple[dict[str, list[_At]], dict[str, list[int]]]:
    """Return the rows that answer each requirement, and the documents without rows that do."""
    place = {document.id: at for at, document in enumerate(submission.evidence)}
    matched, _ = match_rows(validator.index, submission)
    rows = {
        name: [_At(place[row.document.id], row.index, row.part) for row in found]
        for name, found in matched.items()
    }
    documents = {
        finding.requirement: sorted(
            place[name]
            for name in _cited(finding)
            if not isinstance(submission.evidence[place[name]], Tabled)
        )
        for finding in assessment.findings
    }
    return rows, documents


def _cited(finding: Finding) -> set[str]:
    return {each.document for each in finding.evidence} | {e.document for e in finding.rejected}


# ---- changes of plain data


def _merge(target: Tree, said: object) -> None:
    """Set fields, deep into mappings; `absent` takes a field away."""
    if not isinstance(said, dict):
        return
    for name, value in said.items():
        if value == ABSENT:
            target.pop(name, None)
        elif isinstance(value, dict) and isinstance(target.get(name), dict):
            _merge(target[name], value)
        else:
            target[name] = value


def _change_document(tree: Tree, name: str, wanted: nodes.Node) -> bool:
    """Change the document of that id; False where there is none."""
    said = nodes.plain(wanted)
    for place, document in enumerate(tree["evidence"]):
        if document is None or document["id"] != name:
            continue
        if said == ABSENT:
            tree["evidence"][place] = None
        else:
            _merge(document, said)
        return True
    return False


def _targets(tree: Tree, rows: Sequence[_At], documents: Sequence[int]) -> list[Tree]:
    """Return the rows, or the documents where no row answers."""
    if rows:
        return [tree["evidence"][at.document]["results"][at.row] for at in rows]
    return [tree["evidence"][at] for at in documents]


def _remove(
    tree: Tree, rows: Sequence[_At], documents: Sequence[int], requirement: Requirement
) -> None:
    """Take away all that answers: rows, a statement, or whole documents.

    What is taken away is emptied first and dropped at the end, so that places hold.
    """
    for at in rows:
        tree["evidence"][at.document]["results"][at.row] = None
    for place in documents:
        if requirement.statement is not None:
            tree["evidence"][place]["statements"].pop(requirement.statement, None)
        else:
            tree["evidence"][place] = None


def _dropped(tree: Tree) -> Tree:
    """Return the submission without what was taken away."""
    tree["evidence"] = [each for each in tree["evidence"] if each is not None]
    for document in tree["evidence"]:
        if "results" in document:
            document["results"] = [each for each in document["results"] if each is not None]
    return tree


def _set_value(
    tree: Tree,
    rows: Sequence[_At],
    documents: Sequence[int],
    requirement: Requirement,
    said: object,
) -> bool:
    """Set what is read of rows, of a statement or of a marking; False where nothing is read."""
    if rows:
        for row in _targets(tree, rows, ()):
            if isinstance(said, list):
                row["values"] = said
                row.pop("value", None)
            elif "values" in row:
                # one reading stands for every specimen, so that their number stays
                row["values"] = [said] * len(row["values"])
            else:
                row["value"] = said
        return True
    for document in _targets(tree, (), documents):
        if requirement.statement is not None:
            document["statements"][requirement.statement] = said
        elif requirement.asks[0].phrase is not None:
            document["text"] = said
        else:
            return False
    return True


# ---- what the cases leave out


def _lacking(plan: Plan, cases: Sequence[Case], span: Span) -> Iterator[Diagnostic]:
    """Yield a problem for each requirement that lacks a case for a verdict it can have."""
    expected: dict[str, set[Verdict]] = {}
    for case in cases:
        for each in case.expect:
            expected.setdefault(each.of, set()).add(each.verdict)
    for requirement in plan.requirements:
        possible = _possible(plan, requirement)
        lacking = [v for v in possible if v not in expected.get(requirement.id, ())]
        if lacking:
            words = " / ".join(lacking)
            yield Diagnostic(
                "case-missing",
                Text(
                    f"{requirement.id} 没有预期为 {words} 的用例",
                    f"no case expects {words} of {requirement.id}",
                ),
                span,
                Text(
                    f"在 cases/ 中写 expect: {{{requirement.id}: [{lacking[0]}, …]}}",
                    f"add to cases/ one with  expect: {{{requirement.id}: [{lacking[0]}, …]}}",
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
