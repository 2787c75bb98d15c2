"""The files of cases: read, with every mistake at its place.

A case takes a whole submission, changes a little of it, and says what must come of that.
docs/cases.md describes the format.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from conformance.authoring.changes import shown
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library import nodes
from conformance.model.dates import read_date
from conformance.model.plan import Plan
from conformance.verdicts import Verdict
from conformance.wording.reasons import REASONS

WHOLE = "whole"
_SHARED = ("from", "as_of", "assessor")
_CASE = ("name", "from", "as_of", "assessor", "change", "expect")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A verdict, and its reason where one is expected; of the whole where `of` is `whole`.

    `unknown` is a reason that there is not: what comes instead is said.
    """

    of: str
    verdict: Verdict
    reason: str | None
    span: Span
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A submission, the day it is judged, what is changed in it and what must come of it.

    `assessor` is the assessing side's own file or what it says, None where the case has the one
    of its example.
    """

    name: str
    base: Path
    as_of: date
    change: tuple[tuple[nodes.Scalar, nodes.Node], ...]
    expect: tuple[Expectation, ...]
    span: Span
    assessor: nodes.Node | None = None


@dataclass
class CaseFiles:
    """The folder of a spec, and the problems met in its cases."""

    plan: Plan
    folder: Path
    problems: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, span: Span, zh: str, en: str, help: Text = _NOTHING) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(code, Text(zh, en), span, help))

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
        """Return what a YAML file holds, None where it cannot be read."""
        root, problems = nodes.read_yaml(path.read_bytes(), shown(path))
        self.problems += problems
        return None if problems else root

    def listed(
        self, items: Sequence[nodes.Node], shared: Mapping[str, nodes.Node | None]
    ) -> Iterator[Case]:
        """Yield the readable cases of a list; what is shared holds where a case says nothing."""
        for item in items:
            if not isinstance(item, nodes.Mapping):
                self.report("not-a-case", item.span, "用例应为映射", "a case is a mapping")
                continue
            before = len(self.problems)
            case = self.case(item, shared)
            wrong = {problem.code for problem in self.problems[before:]}
            if case is not None and wrong <= {"unknown-reason"}:  # what comes of it is worth saying
                yield case

    def case(self, item: nodes.Mapping, shared: Mapping[str, nodes.Node | None]) -> Case | None:
        """Return one case, None where a problem was reported."""
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
        assessor = item.get("assessor") or shared.get("assessor")
        return Case(name, base, as_of, entries, told, item.span, assessor)

    def known_keys(self, node: nodes.Mapping, known: Sequence[str]) -> None:
        """Report keys that a mapping does not have."""
        for key, _ in node.entries:
            if key.text not in known:
                self.unknown("unknown-key", key, known, "没有键", "there is no key")

    def unknown(self, code: str, at: nodes.Scalar, known: Sequence[str], zh: str, en: str) -> None:
        """Report a word that is none of those known here, with the nearest."""
        near = get_close_matches(at.text, known, n=1)
        words = ", ".join(known)
        help = Text(f"可用:{words}", f"known here: {words}")
        if near:
            help = Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
        self.report(code, at.span, f"{zh} {at.text!r}", f"{en} {at.text!r}", help)

    def text(self, item: nodes.Mapping, name: str, node: nodes.Node | None) -> str | None:
        """Return the text of a key that must be there, None where it is reported missing."""
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
        """Return the day that `as_of` names, None where a problem was reported."""
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
        """Return the submission that a case starts from, None where there is none."""
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
            return Expectation(key.text, Verdict(words[0].text), None, value.span, reason.text)
        return Expectation(
            key.text, Verdict(words[0].text), reason.text if reason else None, value.span
        )

    @property
    def requirements(self) -> list[str]:
        """The ids of the requirements."""
        return [each.id for each in self.plan.requirements]
