"""The page of a category spec: what to declare, what counts as evidence, what is asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from conformance.authoring.pages.asked import (
    choices,
    first_of_all,
    limits,
    manner,
    phrases,
)
from conformance.authoring.pages.markup import bullets, code, file_name, lines, link, plain, table
from conformance.authoring.pages.said import Titles, days, titles_of
from conformance.authoring.policies import kind_said, policy_said
from conformance.model.catalogue import Catalogue
from conformance.model.plan import Ask, Attribute, ChainAsked, Plan, Requirement, Title
from conformance.model.spec import CategorySpec
from conformance.quantities.identifiers import GRAMMARS
from conformance.wording import spoken
from conformance.wording.pages import (
    BECAUSE,
    DATES,
    POLICY,
    PROVENANCE,
    SUBJECTS,
    WORDS,
)

_UNDECLARED = ("manufactured", "imported", "sold", "issued", "tested", "certified")


def provenance_of(requirement: Requirement) -> str:
    """Return where the figures of a requirement come from, under its newest edition.

    `open` where they are not established, the basis for a requirement of the spec's own.
    """
    newest = requirement.asks[-1]
    if newest.open is not None:
        return "open"
    if requirement.basis != "standard":
        return requirement.basis
    return newest.provenance or "text"


_Value = TypeVar("_Value")


def in_order(
    found: Mapping[str, _Value], authored: Iterable[str] = ()
) -> Iterator[tuple[str, _Value]]:
    """Yield the entries as their author ordered them, others behind by name.

    A plan that was kept has lost the order.
    """
    first = [name for name in authored if name in found]
    for name in (*first, *sorted(set(found) - set(first))):
        yield name, found[name]


def spec_page(
    plan: Plan, spec: CategorySpec, catalogues: Mapping[str, Catalogue], lang: str
) -> Iterator[str]:
    """Yield the page of a spec, compiled and as authored, block by block."""
    return _Page(plan, spec, catalogues, lang).blocks()


@dataclass(frozen=True)
class _Page:
    """A spec compiled and as authored, to be written in one language."""

    plan: Plan
    spec: CategorySpec
    catalogues: Mapping[str, Catalogue]
    lang: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.lang]

    @cached_property
    def titles(self) -> Titles:
        """The titles of the attributes, facts of parts by `part.fact` among them."""
        return titles_of(self.plan, self.lang)

    def said(self, title: Title) -> str:
        return title.zh if self.lang == "zh" else title.en

    def blocks(self) -> Iterator[str]:
        """Yield the page block by block."""
        plan, words = self.plan, self.words
        yield f"# {plain(self.said(plan.title))} {code(f'{plan.spec}@{plan.version}')}"
        yield words["about"]
        yield from self.glance()
        yield from self.declared()
        yield from self.editions()
        yield from self.evidence()
        for name, title in plan.sections:
            asked = [each for each in plan.requirements if each.section == name]
            if asked:
                yield f"## {plain(self.said(title))}"
                heads = ("requirement", "clause", "asked", "evidence", "provenance")
                rows = [row for each in asked for row in self.rows(each)]
                yield table([words[head] for head in heads], rows)
        yield from self.left_out()
        yield from self.standards()

    def glance(self) -> Iterator[str]:
        """Yield what the spec is about, and how many requirements rest on what."""
        plan, words = self.plan, self.words
        asked = plan.requirements
        mandatory = sum(each.mandatory for each in asked)
        colon = words["colon"]
        counted = [
            f"{count} {words[name]}"
            for name, count in (
                ("mandatory", mandatory),
                ("recommended", len(asked) - mandatory),
                ("core", sum(each.core for each in asked)),
            )
            if count
        ]
        subject = SUBJECTS[self.lang].get(plan.subject, plan.subject)
        yield f"## {words['at a glance']}"
        yield bullets([
            f"{words['subject']}{colon}{subject}",
            f"{words['in force']}{colon}{days(plan.start, plan.end, self.lang)}",
            f"{words['total']}{colon}{len(asked)}{words['open']}{words['comma'].join(counted)}"
            f"{words['close']}",
            words["checklist"].format(spec=plan.spec),
        ])  # fmt: skip
        shares = Counter(provenance_of(each) for each in asked)
        rows = [[PROVENANCE[self.lang][name], str(shares[name])]
                for name in PROVENANCE[self.lang] if shares[name]]  # fmt: skip
        yield f"### {words['provenance heading']}"
        yield table([words["provenance"], words["share"]], rows)
        yield words["provenance note"]
        if shares["open"] or any(left.because == "outside-claim" for left in plan.left_out):
            yield words["outside note"]

    # ---- what to declare

    def declared(self) -> Iterator[str]:
        plan, words = self.plan, self.words
        rows = [
            [plain(self.of(each)), code(name), choices(each, self.lang),
             words["yes"] if each.evidenced else ""]
            for name, each in in_order(plan.attributes, self.spec.attributes)
            if name not in plan.fixed and name not in _UNDECLARED
        ]  # fmt: skip
        heads = [words[head] for head in ("attribute", "in file", "values", "evidence wanted")]
        if rows or plan.parts:
            yield f"## {words['declare']}"
            yield words["declare note"]
        if rows:
            yield table(heads, rows)
        if plan.fixed:
            fixed = [f"{plain(self.titles(name))}{words['colon']}{plain(value)}"
                     for name, value in in_order(plan.fixed, self.spec.fixed)]  # fmt: skip
            yield f"{words['fixed']}{words['colon']}{words['semicolon'].join(fixed)}"
        if plan.parts:
            parts = [
                [
                    plain(part.zh if self.lang == "zh" else part.en),
                    code(f"kind: {kind}"),
                    words["at least"].format(count=part.at_least) if part.at_least else "",
                    lines(
                        f"{plain(self.of(fact))} {code(name)}{words['colon']}"
                        f"{choices(fact, self.lang)}"
                        for name, fact in in_order(part.facts)
                    ),
                ]
                for kind, part in in_order(plan.parts, self.spec.parts)
            ]
            yield f"### {words['parts']}"
            yield table([words["part"], words["in file"], words["number"], words["facts"]], parts)

    def of(self, attribute: Attribute) -> str:
        return attribute.zh if self.lang == "zh" else attribute.en

    # ---- editions and evidence

    def editions(self) -> Iterator[str]:
        words = self.words
        rows = [
            [
                plain(self.said(family.title)),
                DATES[self.lang][family.decided_by],
                " + ".join(self.edition(name) for name in use.editions),
                days(use.start, use.end, self.lang),
            ]
            for family in self.plan.families
            for use in family.uses
        ]
        if rows:
            yield f"## {words['families']}"
            yield words["families note"]
            heads = ("family", "decided by", "editions", "accepted")
            yield table([words[head] for head in heads], rows)

    def edition(self, name: str) -> str:
        known = name in self.catalogues
        return link(name, f"../standards/{file_name(name)}") if known else plain(name)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each evidence policy; `A1` behind Z."""
        return {
            name: chr(ord("A") + place % 26) + str(place // 26 or "")
            for place, (name, _) in enumerate(in_order(self.plan.policies, self.spec.policies))
        }

    def evidence(self) -> Iterator[str]:
        words = self.words
        rows = [
            [
                self.letters[name],
                kind_said(policy.kind, self.lang),
                words["semicolon"].join(policy_said(policy, self.lang)),
            ]
            for name, policy in in_order(self.plan.policies, self.spec.policies)
        ]
        if rows:
            yield f"## {words['policies']}"
            yield words["policies note"]
            yield table([words["letter"], words["evidence"], words["what counts"]], rows)

    # ---- requirements

    def rows(self, requirement: Requirement) -> Iterator[list[str]]:
        """Yield a row for each different thing that the editions ask."""
        words = self.words
        alike: dict[tuple[str, str], list[Ask]] = {}
        for ask in requirement.asks:
            asked = lines(self.asked(requirement, ask))
            alike.setdefault((asked, self.provenance(requirement, ask)), []).append(ask)
        marks = [
            "" if requirement.mandatory else words["recommended"],
            words["core"] if requirement.core else "",
            words["law"] if any(ask.law for ask in requirement.asks) else "",
        ]
        title = lines([
            f"**{plain(self.said(requirement.title))}**", code(requirement.id),
            words["semicolon"].join(mark for mark in marks if mark),
        ])  # fmt: skip
        for (asked, provenance), asks in alike.items():
            clauses = lines(self.clause(ask.clause) for ask in asks if ask.clause)
            yield [title, clauses, asked, self.shown_by(requirement), provenance]
            title = ""

    def clause(self, clause: str) -> str:
        standard, mark, number = clause.partition("#")
        return f"{self.edition(standard)}{mark}{plain(number)}"

    def provenance(self, requirement: Requirement, ask: Ask) -> str:
        words = self.words
        if requirement.basis != "standard":
            own = self.spec.requirements.get(requirement.id)
            regulation = own.regulation if own else None
            return lines([PROVENANCE[self.lang][requirement.basis],
                          plain(spoken(regulation or "", self.lang))])  # fmt: skip
        named = PROVENANCE[self.lang][ask.provenance or "text"]
        since = words["not upcoming"].format(day=ask.in_force) if ask.in_force else ""
        return lines([PROVENANCE[self.lang]["open"] if ask.open else named, since])

    def shown_by(self, requirement: Requirement) -> str:
        """Return the letters of what shows a requirement; any one is enough."""
        return " / ".join(self.letters[way] for way in requirement.ways)

    def asked(self, requirement: Requirement, ask: Ask) -> Iterator[str]:
        """Yield what is asked, line by line."""
        yield from first_of_all(ask, self.titles, inspected=ask.expects == "inspection")
        yield from limits(((row.limit, row.when) for row in ask.rows), self.titles)
        yield from phrases(ask.phrase, self.lang)
        yield from self.documents(requirement)
        if requirement.each is not None:
            part = self.plan.parts[requirement.each]
            named = part.zh if self.lang == "zh" else part.en
            yield self.words["each"].format(part=plain(named))
        yield from manner(ask, self.titles)
        if ask.tightened is not None:
            text = plain(spoken(ask.tightened, self.lang))
            yield self.words["tightened"].format(colon=self.words["colon"], text=text)

    def documents(self, requirement: Requirement) -> Iterator[str]:
        """Yield what is asked of documents, lots and groups."""
        words, colon = self.words, self.words["colon"]
        if requirement.statement is not None:
            yield words["statement"].format(name=requirement.statement)
        if requirement.document is not None:
            asked = requirement.document
            yield kind_said(asked.kind, self.lang)
            for name, text in (("scheme", asked.scheme), ("category", asked.category),
                               ("naming", words["comma"].join(asked.standards))):  # fmt: skip
                if text:
                    yield words[name].format(text=plain(text))
            if asked.category_of is not None:
                yield words["category of"].format(name=asked.category_of)
            if asked.on == "as-of":
                yield POLICY[self.lang]["on"].format(text=DATES[self.lang]["as-of"])
            if asked.source == "register":
                yield POLICY[self.lang]["source register"]
        if requirement.chain is not None:
            start, end = requirement.chain.start, requirement.chain.end
            yield words["chain"].format(colon=colon, start=code(start), end=code(end))
            yield from self.links(requirement.chain)
        yield from self.linked(requirement)
        if requirement.sampling is not None:
            asked_of = requirement.sampling
            classes = ", ".join(f"{name} AQL {aql}" for name, aql in asked_of.accept)
            yield words["sampling"].format(
                level=asked_of.level,
                state=words.get(asked_of.state, asked_of.state),
                colon=colon,
                classes=plain(classes),
            )
        group = requirement.group
        if group is not None:
            said = words[group.combination].format(count=group.at_least, text=group.threshold)
            yield f"{said}{colon}{' '.join(code(each) for each in group.members)}"

    def links(self, chain: ChainAsked) -> Iterator[str]:
        """Yield what is asked of each link of a chain of authorizations."""
        words = self.words
        if chain.rooted_in is not None:
            yield words["rooted"].format(text=plain(chain.rooted_in))
        if chain.category is not None:
            yield words["category"].format(text=plain(chain.category))
        if chain.category_of is not None:
            yield words["category of"].format(name=chain.category_of)
        if chain.territory:
            yield words["territory"].format(text=plain(" / ".join(chain.territory)))
        if chain.dated:
            yield words["dated"]

    def linked(self, requirement: Requirement) -> Iterator[str]:
        """Yield what is asked of identifiers, of days and of linked submissions."""
        words, asked, between = self.words, requirement.identifier, requirement.days
        if asked is not None:
            grammar = GRAMMARS[asked.grammar]
            named = grammar.zh if self.lang == "zh" else grammar.name
            yield words["identifier"].format(
                name=code(asked.of), colon=words["colon"], text=f"{named} ({grammar.source})"
            )
            if asked.same_as is not None:
                yield words["same as"].format(name=code(asked.same_as))
            if asked.digits is not None:
                shown = ", ".join(f"{name} {text}" for name, text in asked.digits.values)
                yield words["digits"].format(
                    place=asked.digits.start, name=code(asked.digits.fact), text=plain(shown)
                )
        if between is not None:
            said = words["days" if between.out_of is None else "share of"]
            start, end, since = between.start, between.end, between.out_of or ""
            yield said.format(start=code(start), end=code(end), since=code(since))
        if requirement.linked is not None:
            role, name = requirement.linked.role, requirement.linked.spec
            yield words["linked"].format(text=plain(role), name=code(name))

    # ---- what it leaves out, and the standards

    def left_out(self) -> Iterator[str]:
        plan, words = self.plan, self.words
        rows = [
            [
                self.clause(left.clause),
                BECAUSE[self.lang][left.because]
                + (f"{words['colon']}{code(left.route)}" if left.route else ""),
                plain(spoken(left.why, self.lang)),
            ]
            for left in plan.left_out
        ]
        if rows:
            yield f"## {words['left out']}"
            yield words["left note"]
            yield table([words["clause"], words["because"], words["why"]], rows)

    def standards(self) -> Iterator[str]:
        words = self.words
        used = [self.catalogues[name] for name, _ in in_order(self.plan.editions)
                if name in self.catalogues]  # fmt: skip
        rows = [[self.edition(each.id), plain(self.title_of(each)), gap_count(each)]
                for each in used]  # fmt: skip
        if rows:
            yield f"## {words['used']}"
            yield table([words["edition"], words["title"], words["gap count"]], rows)

    def title_of(self, catalogue: Catalogue) -> str:
        return catalogue.title.zh if self.lang == "zh" else catalogue.title.en


def gap_count(catalogue: Catalogue) -> str:
    """Return how many things of an edition are not established; empty for none."""
    missing = len(catalogue.gaps) + sum(
        each.open is not None for each in catalogue.clauses.values()
    )
    return str(missing) if missing else ""
