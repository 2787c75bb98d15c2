"""Assessments for the terminal: the verdict and what it rests on, then what is not a pass.

What has to be done stands last, where the eye is when the program has ended.  Columns align
wherever Chinese takes two places, and lines are as wide as a printed page.
"""

from collections.abc import Iterator, Sequence

from tabulate import tabulate
from wcwidth import wcswidth, wcwidth

from conformance.model.assessment import Assessment, Finding, PartFinding, Rejected, Remark
from conformance.rendering.actions import Action, actions, binding
from conformance.rendering.judgement import VERDICTS
from conformance.rendering.scope import claim_name, claim_names, claims, left_out, no_statement
from conformance.verdicts import Verdict
from conformance.wording import placed, term, worded

WIDTH = 100
_CELLS = {"title": 26, "clause": 23, "limit": 17, "measured": 17, "margin": 12}
_INDENT = "    "
PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)
# A submission may not move the terminal's cursor, nor turn its line round and so its verdict.
UNSHOWABLE = dict.fromkeys(
    (
        *(code for code in range(32) if code != ord("\n")),
        *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    ),
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip

_WORDS = {
    "zh": {
        "verdict": "总体判定", "submission": "提交", "subject": "对象", "spec": "规范",
        "as of": "判定基准日", "strict": "严格模式:数值须在标准文本中核对过",
        "requirements": "要求", "evaluated": "已判定", "claims": "依据申报",
        "figures": "未核对的数值", "open": "数值未知的条款", "scope": "结论范围",
        "laboratory": "实验室自相矛盾", "disposition": "处置",
        "not pass": "未通过的要求", "recommendations": "未满足的推荐(不影响总体判定)",
        "passes": "符合的要求", "not applicable": "不适用的要求", "unused": "未被采用的结果",
        "remarks": "说明", "upcoming": "尚未实施的要求", "send": "需要补正或提交的内容",
        "several": "汇总", "files": "份", "short": "符合 不符合 证据不足 不适用",
        "requirement": "要求", "clause": "条款", "limit": "限值", "measured": "报告结果",
        "margin": "裕量", "rule": "判定规则", "rounding": "比较法",
        "in force": "实施日期", "evidence": "证据", "rejected": "不予采信", "part": "部件",
        "rests on": "所依据的申报(无证据)",
        "unverified": "条款数值的来源:{provenance},未与标准文本核对",
        "otherwise": "其他判定规则", "released": "已让步放行,判定不变",
        "said otherwise": "实验室的结论与其数值不一致",
        "apply": "适用 {applying} 项中的 {evaluated} 项",
        "recommended": "其中推荐 {count} 项",
        "claims said": "{count} 项判定依据申报,没有证据:{names}",
        "figures said": "{count} 项判定所用的数值未与标准文本核对",
        "open said": "{count} 项:{names}",
        "laboratory said": "{count} 项:{names}",
        "left": "未列入判定的强制性条款",
        "comma": "、", "stop": ",", "semicolon": ";", "colon": ":",
        "open bracket": "(", "close": ")",
    },
    "en": {
        "verdict": "verdict", "submission": "submission", "subject": "subject", "spec": "spec",
        "as of": "as of", "strict": "strict: figures must have been read in the standard",
        "requirements": "requirements", "evaluated": "evaluated", "claims": "rests on claims",
        "figures": "unverified figures", "open": "open clauses", "scope": "scope",
        "laboratory": "laboratory disagrees", "disposition": "disposition",
        "not pass": "NOT PASSED", "recommendations": "RECOMMENDATIONS NOT MET (the verdict stands)",
        "passes": "PASSED", "not applicable": "NOT APPLICABLE", "unused": "UNUSED ROWS",
        "remarks": "REMARKS", "upcoming": "UPCOMING", "send": "WHAT TO DO AND TO SEND",
        "several": "SUMMARY", "files": "submissions", "short": "pass fail missing n/a",
        "requirement": "requirement", "clause": "clause", "limit": "limit",
        "measured": "measured", "margin": "margin", "rule": "decision rule",
        "rounding": "comparison", "in force": "in force from", "evidence": "evidence",
        "rejected": "not admitted", "part": "part", "rests on": "rests on the claimed",
        "unverified": "the clause's figure is {provenance}, not read in the standard",
        "otherwise": "other rules", "released": "released under concession; the verdict stands",
        "said otherwise": "the laboratory's word and its number disagree",
        "apply": "{evaluated} of the {applying} that apply",
        "recommended": "{count} of them recommended",
        "claims said": "{count} of the findings, on what is declared without evidence: {names}",
        "figures said": "{count} of the findings are on figures not read in the standard itself",
        "open said": "{count}: {names}",
        "laboratory said": "{count}: {names}",
        "left": "CLAUSES WITH LEGAL FORCE LEFT OUT",
        "comma": ", ", "stop": ", ", "semicolon": "; ", "colon": ": ",
        "open bracket": " (", "close": ")",
    },
}  # fmt: skip


def render(assessments: Sequence[Assessment], lang: str) -> str:
    """Return the assessments one below the other, with a table of all where there are several."""
    pages = ["\n\n".join(_Page(each, lang).blocks()) for each in assessments]
    if len(pages) > 1:
        pages.append(_summary(assessments, lang))
    return f"\n\n{'═' * WIDTH}\n\n".join(pages).translate(UNSHOWABLE)


def _summary(assessments: Sequence[Assessment], lang: str) -> str:
    words, verdicts = _WORDS[lang], VERDICTS[lang]
    shown = (PASS, FAIL, MISSING, NA)
    heads = [words["submission"], words["subject"], words["spec"], words["verdict"]]
    rows = [
        [
            each.submission.get("id") or "—",
            _named(each),
            f"{each.spec['id']} {each.spec['version']}",
            verdicts[each.verdict],
            *(each.counts[verdict] for verdict in shown),
        ]
        for each in assessments
    ]
    heads += words["short"].split()
    title = f"{words['several']}{words['colon']}{len(rows)} {words['files']}"
    return f"{title}\n{_table(rows, heads)}"


class _Page:
    """One assessment in one language."""

    def __init__(self, assessment: Assessment, lang: str) -> None:
        self.assessment, self.lang = assessment, lang
        self.words, self.verdicts = _WORDS[lang], VERDICTS[lang]
        self.sections = dict(assessment.sections)

    def blocks(self) -> Iterator[str]:
        """Yield what is said, block by block; a block with nothing to say is left out."""
        yield self.headline()
        found = self.assessment.findings
        bad = [each for each in found if each.verdict in (FAIL, MISSING)]
        binds = binding(self.assessment)
        waiting = [each for each in bad if each.requirement in binds]
        yield from self.in_full("not pass", waiting)
        yield from self.in_full("recommendations", [e for e in bad if e.requirement not in binds])
        yield from self.unused()
        yield from self.listed("remarks", [self.remark(each) for each in self.assessment.remarks])
        yield from self.upcoming()
        yield from self.left_out()
        yield from self.passes([each for each in found if each.verdict is PASS])
        yield from self.not_applicable([each for each in found if each.verdict is NA])
        yield from self.to_send()

    # ---- the verdict, and what it rests on

    def headline(self) -> str:
        words, found = self.words, self.assessment
        spec = f"{found.spec['id']} {found.spec['version']}"
        as_of = found.as_of
        if found.strict:
            as_of = f"{as_of}{self.bracketed(words['strict'])}"
        verdict = self.verdicts[found.verdict].upper()
        if found.reason is not None:
            verdict = f"{verdict}{words['colon']}{worded(found.reason, self.lang, {})}"
        rows = [
            ("verdict", verdict),
            ("scope", no_statement(found, self.lang)),
            ("submission", found.submission.get("id", "")),
            ("subject", _named(found)),
            ("spec", spec + self.bracketed(found.spec_title.get(self.lang))),
            ("as of", as_of),
            *self.counted(),
        ]
        cells = [[words[name], wrap(text, WIDTH - 22)] for name, text in rows if text]
        return _table(cells)

    def counted(self) -> Iterator[tuple[str, str]]:
        """Yield how many findings there are of each sort, where there are any."""
        words, found = self.words, self.assessment.findings
        counts = self.assessment.counts
        by_verdict = words["comma"].join(
            f"{counts[verdict]} {self.verdicts[verdict]}" for verdict in (PASS, FAIL, MISSING, NA)
        )
        recommended = sum(not each.mandatory for each in found)
        if recommended:
            by_verdict += self.bracketed(words["recommended"].format(count=recommended))
        yield "requirements", f"{len(found)}{words['colon']}{by_verdict}"
        evaluated = counts[PASS] + counts[FAIL]
        applying = len(found) - counts[NA]
        yield "evaluated", words["apply"].format(evaluated=evaluated, applying=applying)
        named = claims(self.assessment)
        if named:
            titles = (claim_name(self.assessment, name, self.lang) for name in named)
            names = words["comma"].join(dict.fromkeys(titles))
            yield "claims", words["claims said"].format(count=counts["on-claims"], names=names)
        if counts["unverified-figures"]:
            yield "figures", words["figures said"].format(count=counts["unverified-figures"])
        for name, some in (
            ("open", [each for each in found if each.reason == "clause-open"]),
            ("laboratory", [each for each in found if each.disagreement]),
        ):
            if some:
                names = words["comma"].join(each.clause or each.requirement for each in some)
                yield name, words[f"{name} said"].format(count=len(some), names=names)

    # ---- findings

    def in_full(self, name: str, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield findings with all that a reader needs to act, by section; fails before gaps."""
        if not findings:
            return
        sections = list(dict.fromkeys(each.section for each in findings))
        ordered = sorted(
            findings, key=lambda each: (sections.index(each.section), each.verdict is not FAIL)
        )
        # a title or clause of an own spec may be written on several lines
        heads = [
            [" ".join(text.split()) for text in (
                self.verdicts[each.verdict], each.title[self.lang], each.clause or "",
                f"[{each.requirement}]",
            )] for each in ordered
        ]  # fmt: skip
        lines = [f"{self.words[name]}{self.words['colon']}{len(findings)}"]
        section = ""
        for finding, head in zip(ordered, _table(heads).split("\n"), strict=True):
            if finding.section != section:
                section = finding.section
                lines += ["", self.ruled(section)]
            lines += [head.rstrip(), *self.said_of(finding)]
        yield "\n".join(lines)

    def section(self, name: str) -> str:
        title = self.sections.get(name)
        return name if title is None else title[self.lang]

    def ruled(self, section: str) -> str:
        """Return the line above the findings of a section."""
        title = f"── {self.section(section)} "
        taken: int = wcswidth(title)
        return title + "─" * (WIDTH - taken)

    def said_of(self, finding: Finding) -> Iterator[str]:
        """Yield what is asked, what was found, why it is not a pass, and on what it stands."""
        words, colon = self.words, self.words["colon"]
        figures = [
            f"{words[name]}{colon}{text}"
            for name, text in (
                ("limit", self.limit(finding.limit)),
                ("measured", "; ".join(finding.measured)),
                ("margin", self.limit(finding.margin)),
                ("rule", finding.rule if finding.rule != "simple" else ""),
                ("rounding", finding.rounding if finding.rounding != "full-value" else ""),
            )
            if text
        ]
        said = [" · ".join(figures), f"{finding.message[self.lang]} [{finding.reason}]"]
        for part in finding.parts:
            if part.verdict is not PASS and len(finding.parts) > 1:
                said.append(f"{words['part']} {part.part}{colon}{self.part(part)}")
        if finding.evidence:
            cited = (
                " ".join(
                    filter(None, [each.number or each.document, placed(each.locator, self.lang)])
                )
                for each in finding.evidence
            )
            said.append(f"{words['evidence']}{colon}{words['semicolon'].join(cited)}")
        said += [f"{words['rejected']}{colon}{self.refused(each)}" for each in finding.rejected]
        said += self.notes(finding)
        for line in filter(None, said):
            yield indented(line)

    def notes(self, finding: Finding) -> Iterator[str]:
        """Yield on what weaker ground a finding stands."""
        words, colon = self.words, self.words["colon"]
        if finding.rests_on:
            yield f"{words['rests on']}{colon}{self.claims(finding)}"
        if finding.provenance not in (None, "text") and finding.verdict is not NA:
            said = term("provenance", finding.provenance or "", self.lang)
            yield words["unverified"].format(provenance=said)
        if finding.disagreement:
            yield words["said otherwise"]
        if finding.otherwise:
            others = (f"{r}{colon}{self.verdicts[v]}" for r, v in finding.otherwise.items())
            yield f"{words['otherwise']}{colon}{words['semicolon'].join(others)}"
        if finding.disposition is not None:
            yield f"{words['disposition']}{colon}{words['released']} [{finding.disposition}]"

    def claims(self, finding: Finding) -> str:
        return claim_names(self.assessment, finding.rests_on, self.lang)

    def part(self, part: PartFinding) -> str:
        sentence = worded(part.reason, self.lang, part.facts)
        return f"{self.verdicts[part.verdict]}{self.words['stop']}{sentence} [{part.reason}]"

    def refused(self, rejected: Rejected) -> str:
        place = " ".join(filter(None, [rejected.document, placed(rejected.locator, self.lang)]))
        sentence = worded(rejected.reason, self.lang, rejected.facts)
        return f"{place}{self.words['colon']}{sentence} [{rejected.reason}]"

    def passes(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Yield the passes by section, one row each, their columns aligned throughout."""
        if not findings:
            return
        words = self.words
        by_section: dict[str, list[Finding]] = {}
        for each in findings:
            by_section.setdefault(each.section, []).append(each)
        ordered = [each for some in by_section.values() for each in some]
        rows = [
            [
                wrap(each.title[self.lang], _CELLS["title"]),
                _wrapped_clause(each.clause or "", _CELLS["clause"]),
                wrap(self.limit(each.limit), _CELLS["limit"]),
                wrap(_found(each), _CELLS["measured"]),
                wrap(self.limit(each.margin), _CELLS["margin"]),
            ]
            for each in ordered
        ]
        names = ("requirement", "clause", "limit", "measured", "margin")
        head, rule, *lines = _table(rows, [words[name] for name in names]).split("\n")
        said = [f"{words['passes']}{words['colon']}{len(findings)}", head.rstrip(), rule]
        section = ""
        for finding, row in zip(ordered, rows, strict=True):
            if finding.section != section:
                section = finding.section
                said += ["", self.ruled(section)]
            height = max(cell.count("\n") for cell in row) + 1
            said += [line.rstrip() for line in lines[:height]]
            del lines[:height]
        yield "\n".join(said)

    def not_applicable(self, findings: Sequence[Finding]) -> Iterator[str]:
        said = [
            self.words["semicolon"].join(
                [
                    f"{each.title[self.lang]}{self.bracketed(each.clause)}{self.words['colon']}"
                    f"{each.message[self.lang]}",
                    *self.notes(each),
                ]
            )
            for each in findings
        ]
        yield from self.listed("not applicable", said)

    # ---- what else is to be said

    def unused(self) -> Iterator[str]:
        said = [
            " ".join(filter(None, [each.document, placed(each.locator, self.lang)]))
            + f"{self.words['colon']}{self.remark(each)}"
            for each in self.assessment.unused
        ]
        yield from self.listed("unused", said)

    def left_out(self) -> Iterator[str]:
        """Yield the clauses with legal force that the verdict does not cover, by way."""
        words = self.words
        lines: list[str] = []
        for because, clauses in left_out(self.assessment, self.lang):
            lines += ["", f"── {because}"]
            lines += [indented(f"{name}{words['colon']}{why}", "  - ") for name, why in clauses]
        if lines:
            head = f"{words['left']}{words['colon']}{len(self.assessment.left_out)}"
            yield "\n".join([head, *lines])

    def upcoming(self) -> Iterator[str]:
        words = self.words
        said = [
            f"{each.title[self.lang]}{self.bracketed(each.clause)}{words['colon']}"
            f"{words['in force']} {each.in_force}"
            for each in self.assessment.upcoming
        ]
        yield from self.listed("upcoming", said)

    def remark(self, remark: Remark) -> str:
        """Return what a remark says and, where its facts are there, what to do about it."""
        said = f"{worded(remark.reason, self.lang, remark.facts)} [{remark.reason}]"
        need = worded(remark.reason, self.lang, remark.facts, need=True)
        return f"{said}{self.words['semicolon']}{need}" if need else said

    def listed(self, name: str, said: Sequence[str]) -> Iterator[str]:
        if said:
            head = f"{self.words[name]}{self.words['colon']}{len(said)}"
            yield "\n".join([head, *(indented(line, "  - ") for line in said)])

    def to_send(self) -> Iterator[str]:
        """Yield the numbered list of what would change the verdict, each cause once."""
        causes: list[tuple[str, str]] = []
        if self.assessment.reason is not None:
            causes.append((worded(self.assessment.reason, self.lang, {}, need=True), ""))
        for action in actions(self.assessment, self.lang):
            if action.mandatory:
                names = [self.concerned(action, place) for place in action.findings]
                listed = self.words["semicolon"].join(dict.fromkeys(() if action.group else names))
                document = f"{action.document}{self.words['colon']}" if action.document else ""
                causes.append((f"{document}{action.need}", listed))
        if not causes:
            return
        lines = [self.words["send"]]
        for number, (cause, listed) in enumerate(causes, 1):
            lines.append(indented(cause, f"{number:>3}. "))
            if listed:
                lines.append(indented(listed, " " * 5))
        yield "\n".join(lines)

    def concerned(self, action: Action, place: int) -> str:
        """Return a requirement by title, clause and the parts in question."""
        finding = action.findings[place]
        parts = self.words["comma"].join(action.parts.get(place, ()))
        named = f"{self.words['part']} {parts}" if parts else ""
        bracket = self.words["comma"].join(each for each in (finding.clause, named) if each)
        return f"{finding.title[self.lang]}{self.bracketed(bracket)}"

    def limit(self, limit: str | None) -> str:
        """Return a limit with its words in the language of the page."""
        return term("limit", limit or "", self.lang)

    def bracketed(self, text: str | None) -> str:
        return f"{self.words['open bracket']}{text}{self.words['close']}" if text else ""


def _named(assessment: Assessment) -> str:
    """Return the subject in a few words: brand, name, model."""
    subject = assessment.subject
    return " ".join(subject[key] for key in ("brand", "name", "model") if key in subject) or "—"


def _found(finding: Finding) -> str:
    """Return the readings, or the documents where there was nothing to read."""
    if finding.measured:
        return "; ".join(finding.measured)
    return "; ".join(dict.fromkeys(each.number or each.document for each in finding.evidence))


# ---- columns and lines


def _table(rows: Sequence[Sequence[object]], heads: Sequence[str] = ()) -> str:
    return tabulate(rows, heads, tablefmt="simple" if heads else "plain", disable_numparse=True)


def indented(text: str, mark: str = _INDENT) -> str:
    """Return a text below and behind its mark."""
    first, *rest = wrap(text, WIDTH - len(mark)).split("\n")
    return "\n".join([mark + first, *(" " * len(mark) + line for line in rest)])


def _wrapped_clause(clause: str, width: int) -> str:
    """Return a clause, one that is too long broken before its number: the standard stays whole."""
    if wcswidth(clause) <= width:
        return clause
    standard, mark, number = clause.partition("#")
    return f"{standard}\n{mark}{number}" if mark else wrap(clause, width)


_NOT_FIRST = set(",.;:!?)]}%,。;:!?)】》”’、·")
_NOT_LAST = set("([{(【《“‘")


def wrap(text: str, width: int) -> str:
    """Return `text` in lines of at most `width` columns, broken at spaces and between hanzi.

    A word that is longer than a line stays whole: clauses and links are to be copied.

    >>> print(wrap("限值 ≤ 280 mm,实测 291 mm", 14))
    限值 ≤ 280 mm,
    实测 291 mm
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if line and wcswidth(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may be broken."""
    piece = ""
    for before, here in zip(" " + text, text, strict=False):
        wide = wcwidth(here) == 2 or wcwidth(before) == 2
        breaks = (before == " " or wide) and here != " "
        if piece and breaks and here not in _NOT_FIRST and before not in _NOT_LAST:
            yield piece
            piece = ""
        piece += here
    if piece:
        yield piece
