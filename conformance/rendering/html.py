"""Assessments as one page of HTML that needs nothing else: no script, no network, no font.

A reader finds, in this order, the verdict and what it rests on, what to do next,
the findings by section with what is not a pass first, and the register of evidence.
The trace of each finding is folded on the screen and open on paper.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import zip_longest

from conformance.model.assessment import Assessment, Finding, Rejected, Remark
from conformance.rendering import page_prospects
from conformance.rendering.actions import ORDER, Action, actions
from conformance.rendering.background import NOTHING_KNOWN, Background
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.gauge import draw_coverage, draw_gauge, gauge_of
from conformance.rendering.markup import Child, Markup, element
from conformance.rendering.page_elements import (
    code_word,
    described,
    font_note,
    legend,
    link,
    source,
    spaced,
    symbols,
    table,
    verdict_sign,
)
from conformance.rendering.page_words import CODES, FACTS, VERDICTS, WORDS
from conformance.rendering.prospects import with_names
from conformance.rendering.register import editions_of
from conformance.rendering.scope import claim_names, claims, left_out, no_statement
from conformance.verdicts import Verdict
from conformance.wording import placed, term, worded
from conformance.wording.outlook import OUTLOOK

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)
OPEN_CLAUSE = "clause-open"
# More places than this behind one thing to do are folded.
_SHOWN = 6


def render(
    assessments: Sequence[Assessment], lang: str, backgrounds: Sequence[Background] = ()
) -> str:
    """Return a page that answers with the assessments, in `zh` or `en`.

    The same assessments give the same text.  With more than one, an index with
    each verdict stands at the top.  `backgrounds`, one for each, are what is behind them.
    """
    words = WORDS[lang]
    level = 1 if len(assessments) == 1 else 2
    pages = [
        _Answer(each, lang, f"a{count}-", level, behind or NOTHING_KNOWN)
        for count, (each, behind) in enumerate(zip_longest(assessments, backgrounds), 1)
    ]
    title = words["title"]
    if len(pages) == 1:
        name = pages[0].name
        title = f"{VERDICTS[lang][pages[0].assessment.verdict]} · {name} · {title}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(_style())),
    )
    several = len(pages) != 1
    body = element(
        "body",
        element("a", words["skip"], href="#a1-next" if pages else "#top", class_="skip"),
        font_note(),
        symbols(),
        _index(pages, lang) if several else None,
        element("main", [page.whole() for page in pages], id="top"),
        class_="several" if several else None,
    )
    return f"<!doctype html>\n{element('html', head, body, lang=words['lang'])}\n"


def _style() -> str:
    return files("conformance.rendering").joinpath("answer.css").read_text(encoding="utf-8")


def _index(pages: Sequence["_Answer"], lang: str) -> Markup:
    """Return the head of a page of several assessments: each with its verdict."""
    words = WORDS[lang]
    verdicts = [page.assessment.verdict for page in pages]
    totals = [(str(each), VERDICTS[lang][each], verdicts.count(each)) for each in ORDER[:3]]
    rows = [
        (
            link(page.at("top"), spaced([page.assessment.submission.get("id"), page.name], " · ")),
            verdict_sign(page.assessment.verdict, lang),
            page.assessment.spec.get("id", ""),
            *(str(page.assessment.counts[each]) for each in ORDER),
        )
        for page in pages
    ]
    heads = (words["submission"], words["verdict"], words["spec"],
             *(VERDICTS[lang][each] for each in ORDER))  # fmt: skip
    heading = words["answers"].format(count=len(pages))
    return element(
        "header",
        element("h1", heading),
        draw_coverage(totals) if pages else None,
        legend(totals) if pages else None,
        table(heads, rows, heading, "wide counts") if pages else None,
    )


# ---- one assessment


@dataclass(frozen=True)
class _Answer:
    """One assessment on its page; `level` is that of its heading, `prefix` begins its anchors."""

    assessment: Assessment
    lang: str
    prefix: str
    level: int
    background: Background = NOTHING_KNOWN

    # -- small things

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.lang]

    @property
    def name(self) -> str:
        """What the submission is about, as far as it says."""
        subject = self.assessment.subject
        said = [subject[key] for key in ("brand", "name", "model") if subject.get(key)]
        return " ".join(said) or self.assessment.submission.get("id") or "—"

    def at(self, name: str) -> str:
        return self.prefix + name

    def heading(self, below: int, *text: Child, **attributes: str | None) -> Markup:
        return element(f"h{self.level + below}", *text, **attributes)

    def count(self, number: int) -> str:
        return self.words["count"].format(count=number) if number else ""

    def code(self, word: str | None) -> str:
        """Return what a code word means, with what stands behind its `=`."""
        if not word:
            return ""
        name, equals, figure = word.partition("=")
        return CODES[self.lang].get(name, name) + (f" {figure}" if equals else "")

    def told(self, texts: dict[str, str]) -> str:
        """Return the text in the language of the page, else in any other."""
        return texts.get(self.lang) or next(iter(texts.values()), "")

    def limit(self, limit: str | None) -> str:
        """Return a limit or a margin with its words in the language of the page."""
        return term("limit", limit or "", self.lang)

    def section(self, name: str, title: str, *content: Child) -> Markup:
        heading = self.heading(1, title, id=self.at(f"{name}-h"))
        return element("section", heading, *content, id=self.at(name),
                       aria_labelledby=self.labels(f"{name}-h"))  # fmt: skip

    def labels(self, heading: str) -> str | None:
        """Return what names a section, which makes it a landmark.

        Of several answers each would have landmarks of the same names, so none has any.
        """
        return self.at(heading) if self.level == 1 else None

    # -- the whole

    def whole(self) -> Markup:
        """Return everything that is said of one assessment."""
        return element(
            "article",
            self.headline(),
            self.next_steps(),
            self.what_if(),
            self.overview(),
            self.findings(),
            self.left_out(),
            self.register(),
            self.editions(),
            self.rows_unused(),
            self.remarks(),
            self.upcoming(),
            self.footer(),
            class_="answer", id=self.at("top"), aria_labelledby=self.at("h"),
        )  # fmt: skip

    def headline(self) -> Markup:
        """Return the verdict and what it rests on."""
        found, words = self.assessment, self.words
        counts = [(str(each), VERDICTS[self.lang][each], found.counts[each]) for each in ORDER]
        said = no_statement(found, self.lang)
        kind = self.code(found.subject.get("kind"))
        reason = worded(found.reason, self.lang, {}) if found.reason else None
        return element(
            "header",
            self.heading(0, verdict_sign(found.verdict, self.lang), self.name, id=self.at("h")),
            element("p", kind, class_="soft") if kind else None,
            element("p", reason, class_="need") if reason else None,
            element("p", said, class_="notice") if said else None,
            draw_coverage(counts) if found.findings else None,
            legend(counts),
            self.heading(1, words["rests_heading"]),
            described(self.made_from(), "grid"),
            described(self.rests_on(), "rests"),
            element("p", words["decides"], class_="soft"),
            class_=f"headline {found.verdict}",
        )  # fmt: skip

    def made_from(self) -> list[tuple[str, Child]]:
        """Return what was judged, against which spec, as of which day."""
        found, words = self.assessment, self.words
        spec = " ".join(filter(None, (found.spec.get("id"), found.spec.get("version"))))
        title = self.told(found.spec_title)
        evaluated = found.counts[PASS] + found.counts[FAIL]
        return [
            (words["submission"], found.submission.get("id")),
            (words["spec"], f"{title} ({spec})" if title else spec),
            (words["as_of"], found.as_of),
            *self.background.subject_pairs(self.lang),
            (words["strict"], words["strict_yes" if found.strict else "strict_no"]),
            (words["evaluated"],
             words["of"].format(count=evaluated, total=len(found.findings))),
        ]  # fmt: skip

    def rests_on(self) -> list[tuple[str, Child]]:
        """Return on what the verdict rests, each by count, and by name where unfolded."""
        found, words = self.assessment, self.words
        placed_findings = list(enumerate(found.findings))

        def those(name: str, chosen: Callable[[Finding], object]) -> tuple[str, Child]:
            some = {place: finding for place, finding in placed_findings if chosen(finding)}
            links = [link(self.finding_at(p), self.told(f.title)) for p, f in some.items()]
            return words[name], self.unfolded(name, len(some), spaced(links, words["and"]))

        claimed = claim_names(found, claims(found), self.lang)
        left = (
            link(self.at("left-out"), self.count(len(found.left_out))) if found.left_out else None
        )
        return [
            those("missing-evidence", lambda each: each.verdict is MISSING),
            (words["not-applicable"],
             self.unfolded("not-applicable", found.counts[NA],
                           element("ul", self.not_applicable()))),
            (words["on_claims"],
             self.unfolded("on_claims", found.counts["on-claims"], claimed)),
            those("unverified", lambda each: each.provenance not in (None, "text")
                  and each.verdict is not NA),
            those("open_clauses", lambda each: each.reason == OPEN_CLAUSE),
            (words["left_out"], left),
            those("disagreements", lambda each: each.disagreement),
            those("concessions", lambda each: each.disposition),
        ]  # fmt: skip

    def unfolded(self, what: str, count: int, *names: Child) -> Markup | None:
        """Return a number that unfolds to what it counts; nothing for none."""
        if not count:
            return None
        shown = self.count(count)
        said = f"{self.words[what]}{self.words['colon']}{shown}"
        summary = element("summary", shown, aria_label=said)
        return element("details", summary, element("div", *names))

    def not_applicable(self) -> Iterator[Markup]:
        """Yield what does not apply, and on the strength of which claims."""
        words = self.words
        for place, finding in enumerate(self.assessment.findings):
            if finding.verdict is NA:
                named = claim_names(self.assessment, finding.rests_on, self.lang)
                rests = f"{words['colon']}{words['rests_on']} {named}" if named else None
                yield element("li", link(self.finding_at(place), self.told(finding.title)), rests)

    def next_steps(self) -> Markup:
        """Return what to do, numbered, each once."""
        found, words = self.assessment, self.words
        steps: list[Markup] = []
        if found.reason:
            need = worded(found.reason, self.lang, {}, need=True)
            cause = worded(found.reason, self.lang, {})
            steps.append(element("li", element("p", need or cause, class_="what"),
                                 element("p", cause, class_="soft")))  # fmt: skip
        steps += [self.step(action) for action in actions(found, self.lang)]
        nothing = element("p", words["nothing_to_do"])
        return self.section(
            "next", words["next"], element("ol", steps, class_="todo") if steps else nothing
        )

    def step(self, action: Action) -> Markup:
        words = self.words
        listed = self.linked(action.findings, action.parts)
        found = {finding.verdict for finding in action.findings.values()}
        verdicts = [verdict for verdict in ORDER if verdict in found]
        cause = action.cause
        if action.group:
            return element("li", element("p", action.need, class_="what"),
                           element("div", element("div", listed), class_="concerns"))  # fmt: skip
        if not cause and len(action.findings) == 1:
            (only,) = action.findings.values()
            cause = only.message[self.lang]
        need = with_names(action, self.background.prospects, self.lang)
        return element(
            "li",
            element("p", need, class_="what"),
            element("p", cause) if cause else None,
            None if action.mandatory else element("p", words["optional"], class_="soft"),
            element(
                "div",
                [verdict_sign(each, self.lang) for each in verdicts],
                element("span", words["concerns"], words["colon"]),
                element("div", listed),
                class_="concerns",
            ),
        )

    def what_if(self) -> Markup | None:
        """Return what would make it pass; nothing where nothing has to change."""
        found = self.background.prospects
        if found is None:
            return None
        content = list(page_prospects.content(found, self.lang, self.those, self.heading))
        return self.section("whatif", OUTLOOK[self.lang]["whatif"], content) if content else None

    def those(self, findings: Iterable[Finding]) -> Markup:
        """Return links to findings of this assessment."""
        places = {each.requirement: place for place, each in enumerate(self.assessment.findings)}
        return self.linked({places[each.requirement]: each for each in findings})

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of the sections by their ids."""
        return {name: self.told(title) for name, title in self.assessment.sections}

    def by_section(self) -> dict[str, list[tuple[int, Finding]]]:
        """Return the findings with their places, by section in the plan's order."""
        sections: dict[str, list[tuple[int, Finding]]] = {}
        for place, finding in enumerate(self.assessment.findings):
            sections.setdefault(finding.section, []).append((place, finding))
        return sections

    def overview(self) -> Markup | None:
        """Return the table of sections, each with its counts and its bar."""
        sections, words = self.by_section(), self.words
        if len(sections) < 2:
            return None
        rows = []
        for number, (name, some) in enumerate(sections.items()):
            verdicts = [finding.verdict for _, finding in some]
            counts = [(str(v), VERDICTS[self.lang][v], verdicts.count(v)) for v in ORDER]
            title = link(self.at(f"s{number}"), self.titles.get(name, name))
            rows.append((title, draw_coverage(counts),
                         *(str(count) for _, _, count in counts)))  # fmt: skip
        heads = (words["section"], words["share"], *(VERDICTS[self.lang][v] for v in ORDER))
        listed = table(heads, rows, words["sections"], "wide counts")
        return self.section("sections", words["sections"], listed)

    def findings(self) -> Markup:
        """Return the findings by section, what is not a pass first."""
        words = self.words
        blocks = []
        for number, (name, some) in enumerate(self.by_section().items()):
            some.sort(key=lambda pair: ORDER.index(pair[1].verdict))
            heading = self.heading(2, self.titles.get(name, name), id=self.at(f"s{number}"))
            cards = [self.finding(place, finding) for place, finding in some]
            blocks.append(
                element("section", heading, cards, aria_labelledby=self.labels(f"s{number}"))
            )
        nothing = element("p", words["no_findings"])
        return self.section("findings", words["findings"], blocks or nothing)

    def left_out(self) -> Markup | None:
        """Return the clauses with legal force that the verdict does not cover, folded."""
        words = self.words
        blocks: list[Markup] = []
        for because, clauses in left_out(self.assessment, self.lang):
            entries = [
                element("li", element("b", clause), words["colon"], why) for clause, why in clauses
            ]
            heading = f"{because}{words['colon']}{self.count(len(clauses))}"
            blocks += [element("p", heading, class_="soft"), element("ul", entries)]
        if not blocks:
            return None
        summary = words["clauses"].format(count=len(self.assessment.left_out))
        folded = element("details", element("summary", summary), blocks, class_="left-out")
        return self.section("left-out", words["left_out"], folded)

    # -- one finding

    def finding_at(self, place: int) -> str:
        return self.at(f"f{place + 1}")

    def finding(self, place: int, finding: Finding) -> Markup:
        """Return one finding: what was required, what was found, and on what evidence."""
        anchor = self.finding_at(place)
        gauge = gauge_of(finding)
        need = finding.needed[self.lang] if finding.verdict in (FAIL, MISSING) else ""
        words = self.words
        limit, measured = self.limit(finding.limit), "; ".join(finding.measured)
        message = finding.message[self.lang]
        # the sentence of a pass has said it
        said = finding.verdict is PASS and limit in message and measured in message
        numbers = described(
            [
                (words["limit"], "" if said else limit),
                (words["measured"], "" if said else measured),
                (words["margin"], self.limit(finding.margin)),
            ],
            "numbers",
        )
        text = element(
            "div",
            element("p", message),
            element("p", words["needed"], words["colon"], need, class_="need") if need else None,
            numbers,
            self.sources(finding),
        )
        picture = draw_gauge(finding, gauge, self.lang) if gauge else None
        return element(
            "article",
            element(
                "div",
                self.heading(3, self.told(finding.title), id=f"{anchor}-h"),
                verdict_sign(finding.verdict, self.lang),
                class_="top",
            ),
            self.tags(finding),
            element("div", text, element("div", picture) if picture else None,
                    class_="body" if picture else "body plain"),
            self.trace(finding),
            class_=f"finding {finding.verdict}", id=anchor, aria_labelledby=f"{anchor}-h",
        )  # fmt: skip

    def tags(self, finding: Finding) -> Markup:
        """Return clause and standing of a requirement."""
        words = self.words
        marks = [
            words["recommended"] if not finding.mandatory else "",
            words["law"] if finding.law else "",
            words["core"] if finding.core else "",
            words["conceded"] if finding.disposition else "",
        ]
        tags = [element("span", mark, class_="tag") for mark in marks if mark]
        clause = element("span", finding.clause or finding.requirement, class_="clause")
        return element("div", clause, tags, class_="tags")

    def sources(self, finding: Finding) -> Iterator[Markup]:
        """Return the places that were compared, and the documents that were not admitted."""
        words = self.words
        if finding.evidence:
            places = [
                self.place(cited.document, cited.number, cited.locator)
                for cited in finding.evidence
            ]
            yield source(words["evidence"] + words["colon"], places)
        if finding.rejected:
            refused = [self.refused(each) for each in finding.rejected]
            yield source(words["rejected"] + words["colon"], refused)

    def place(self, document: str, number: str | None, locator: str | None) -> Child:
        """Return a place in a document, the document linked to the register."""
        named = document if number in (None, document) else f"{document} ({number})"
        shown = link(self.at(self.documents[document].anchor), named)
        return spaced([shown, placed(locator, self.lang)], self.words["and"])

    def refused(self, rejected: Rejected) -> Child:
        message = worded(rejected.reason, self.lang, rejected.facts)
        need = worded(rejected.reason, self.lang, rejected.facts, need=True)
        number = self.numbers.get(rejected.document)
        place = self.place(rejected.document, number, rejected.locator)
        return (place, self.words["colon"], spaced([message, need], self.words["and"]))

    def trace(self, finding: Finding) -> Markup:
        """Return how the verdict came about, for whoever checks it."""
        words = self.words
        otherwise = [f"{self.code(rule)} → {VERDICTS[self.lang].get(verdict, verdict)}"
                     for rule, verdict in finding.otherwise.items()]  # fmt: skip
        pairs: list[tuple[str, Child]] = [
            (words["requirement"], element("code", finding.requirement)),
            (words["reason"], element("code", finding.reason)),
            (words["rule"], self.code(finding.rule)),
            (words["rounding"], self.code(finding.rounding)),
            (words["otherwise"], words["and"].join(otherwise)),
            (words["basis"], self.code(finding.basis)),
            (words["provenance"], self.code(finding.provenance)),
            (words["rests_on"], claim_names(self.assessment, finding.rests_on, self.lang)),
            (words["disagreement"], words["disagrees"] if finding.disagreement else ""),
        ]  # fmt: skip
        shown = {finding.limit, finding.margin, finding.rule, *finding.measured}
        shown.add("; ".join(finding.measured))
        names = FACTS if self.lang == "zh" else {}
        pairs += [
            (names.get(name, name), self.fact(finding, name, text))
            for name, text in finding.facts.items()
            if text not in shown and name != "aside"
        ]
        parts = [
            (part.part, verdict_sign(part.verdict, self.lang),
             worded(part.reason, self.lang, part.facts))
            for part in finding.parts
        ]  # fmt: skip
        heads = (words["part"], words["verdict"], words["message"])
        return element(
            "details",
            element("summary", words["trace"]),
            described(pairs, "trace"),
            table(heads, parts, words["parts"]) if parts else None,
        )  # fmt: skip

    def fact(self, finding: Finding, name: str, text: str) -> str:
        """Return a fact as the page says it; rule and statistic are words of the files."""
        if name in ("rule", "statistic"):
            return self.code(text)
        return term(name, text, self.lang, finding.reason)

    # -- evidence and the rest

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each document, where any finding states it."""
        cited = (each for finding in self.assessment.findings for each in finding.evidence)
        return {each.document: each.number for each in cited if each.number}

    @cached_property
    def documents(self) -> dict[str, "_Registered"]:
        """Every document that was admitted, turned away or remarked upon, as the findings come."""
        found = self.assessment
        register: dict[str, _Registered] = {}

        def entry(document: str) -> _Registered:
            return register.setdefault(document, _Registered(f"d{len(register) + 1}"))

        for place, finding in enumerate(found.findings):
            for cited in finding.evidence:
                entry(cited.document).admitted.setdefault(place, finding)
                if cited.locator:
                    entry(cited.document).places.setdefault(cited.locator)
            for refused in finding.rejected:
                message = worded(refused.reason, self.lang, refused.facts)
                causes = entry(refused.document).refused.setdefault(message, {})
                causes.setdefault(place, finding)
        for row in (*found.unused, *found.remarks):
            if row.document:
                entry(row.document)
        for row in found.unused:
            if row.document:
                entry(row.document).unused += 1
        for document in self.background.documents:
            entry(document)
        return register

    def register(self) -> Markup:
        """Return every document with what it was admitted for and what it was not."""
        words = self.words
        rows = []
        for document, entry in self.documents.items():
            refused = [
                element("li", message, words["colon"], self.linked(findings))
                for message, findings in entry.refused.items()
            ]
            rows.append((
                element("span", document, id=self.at(entry.anchor)),
                self.described(document),
                self.linked(entry.admitted) or (FORMAT_WORDS[self.lang]["not_used"]
                                                if entry.idle else None),
                words["and"].join(placed(each, self.lang) for each in entry.places),
                element("ul", refused) if refused else None,
                self.count(entry.unused),
            ))  # fmt: skip
        heads = (words["document"], FORMAT_WORDS[self.lang]["described"], words["cited_by"],
                 words["places"], words["rejected_for"], words["rows_unused"])  # fmt: skip
        nothing = element("p", words["no_documents"])
        listed = table(heads, rows, words["register"], "wide register") if rows else nothing
        return self.section("register", words["register"], listed)

    def described(self, document: str) -> Markup:
        """Return number, kind, giver, dates and file of a document, a line each."""
        number = self.numbers.get(document) or self.background.number(document)
        lines = [number, *self.background.document_lines(document, self.lang)]
        return spaced([element("span", line, class_="line") for line in lines if line], " ")

    def editions(self) -> Markup | None:
        """Return the editions that findings stand on, with their dates."""
        words, counts = FORMAT_WORDS[self.lang], editions_of(self.assessment)
        rows = [
            (edition, self.background.edition_dates(edition, self.lang), self.count(count))
            for edition, count in counts.items()
        ]
        heads = (words["edition"], words["dates"], words["findings_of"])
        if not rows:
            return None
        listed = table(heads, rows, words["editions"])
        return self.section("editions", words["editions"], listed)

    def linked(
        self, findings: dict[int, Finding], parts: Mapping[int, Sequence[str]] | None = None
    ) -> Markup:
        """Return links to findings by title and part, folded where they are many."""
        comma, of_parts = "、" if self.lang == "zh" else ", ", parts or {}
        links = [
            spaced(
                [link(self.finding_at(place), self.told(finding.title)),
                 f"({comma.join(of_parts[place])})" if place in of_parts else None],
                " ",
            )
            for place, finding in findings.items()
        ]  # fmt: skip
        listed = spaced(links, self.words["and"])
        if len(links) <= _SHOWN:
            return listed
        return element(
            "details", element("summary", self.words["many"].format(count=len(links))), listed
        )

    def rows_unused(self) -> Markup | None:
        """Return the rows of documents that are evidence for nothing, and why."""
        return self.said("unused", self.assessment.unused)

    def remarks(self) -> Markup | None:
        """Return what is worth saying and changes no verdict by itself."""
        return self.said("remarks", self.assessment.remarks)

    def said(self, name: str, remarks: Sequence[Remark]) -> Markup | None:
        entries = []
        for remark in remarks:
            place: Child = remark.requirement
            if remark.document:
                number = self.numbers.get(remark.document)
                place = self.place(remark.document, number, remark.locator)
            message = worded(remark.reason, self.lang, remark.facts)
            need = worded(remark.reason, self.lang, remark.facts, need=True)
            told = spaced([message, need], self.words["and"])
            entries.append(element("li", spaced([place, told], self.words["colon"])))
        return self.section(name, self.words[name], element("ul", entries)) if entries else None

    def upcoming(self) -> Markup | None:
        """Return the requirements that have a first day still to come."""
        words = self.words
        rows = [(self.told(each.title), each.clause or each.requirement, each.in_force)
                for each in self.assessment.upcoming]  # fmt: skip
        heads = (words["requirement"], words["clause"], words["in_force"])
        if not rows:
            return None
        return self.section("upcoming", words["upcoming"], table(heads, rows, words["upcoming"]))

    def footer(self) -> Markup:
        """Return what the answer was made from, to the byte, and by which program."""
        found, words = self.assessment, self.words
        tool = " ".join(filter(None, (found.tool.get("name"), found.tool.get("version"))))
        pairs: list[tuple[str, Child]] = [
            (words["digest_submission"], code_word(found.submission.get("digest"))),
            (words["digest_spec"], code_word(found.spec.get("digest"))),
            (words["tool"], tool),
        ]
        return element("footer", described(pairs, "digests"))


@dataclass(slots=True)
class _Registered:
    """A document in the register: its anchor, and what it was and was not admitted for.

    `places` are the locators cited, in order; `refused` has the findings by cause.
    """

    anchor: str
    admitted: dict[int, Finding] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    refused: dict[str, dict[int, Finding]] = field(default_factory=dict)
    unused: int = 0

    @property
    def idle(self) -> bool:
        """Whether no requirement asked for it."""
        return not (self.admitted or self.refused or self.unused)
