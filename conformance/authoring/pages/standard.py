"""The page of an edition of a standard, and the page of everything that is not established."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from conformance.authoring.pages.asked import choices, first_of_all, limits, manner, phrases
from conformance.authoring.pages.markup import bullets, code, file_name, lines, link, plain, table
from conformance.authoring.pages.said import days, titles_of_standard
from conformance.model.catalogue import Catalogue, Clause
from conformance.model.catalogue import Words as Titled
from conformance.model.plan import Plan
from conformance.wording import spoken
from conformance.wording.pages import DATES, FORCE, PROVENANCE, WORDS

_DATES = ("issued", "accepted_from", "in_force", "withdrawn")


def standard_page(
    catalogue: Catalogue, known: Mapping[str, Catalogue], plans: Sequence[Plan], lang: str
) -> Iterator[str]:
    """Yield the page of an edition block by block; `plans` are the specs that may use it."""
    return _Page(catalogue, known, plans, lang).blocks()


class _Page:
    """An edition, to be written in one language."""

    def __init__(
        self, catalogue: Catalogue, known: Mapping[str, Catalogue], plans: Sequence[Plan], lang: str
    ) -> None:
        self.catalogue, self.known, self.lang = catalogue, known, lang
        self.plans = [plan for plan in plans if catalogue.id in plan.editions]
        self.words = WORDS[lang]
        self.titles = titles_of_standard(catalogue, lang)

    def said(self, title: "Titled") -> str:
        return title.zh if self.lang == "zh" else title.en

    def blocks(self) -> Iterator[str]:
        """Yield the page block by block."""
        found, words = self.catalogue, self.words
        yield f"# {plain(found.id)} {plain(self.said(found.title))}"
        yield words["about"]
        yield f"## {words['at a glance']}"
        yield bullets(self.facts())
        clauses = list(found.clauses.values())
        if clauses:
            shares = Counter(self.rests_on(each) for each in clauses)
            rows = [[PROVENANCE[self.lang][name], str(shares[name])]
                    for name in PROVENANCE[self.lang] if shares[name]]  # fmt: skip
            yield f"### {words['clause provenance']}"
            yield table([words["provenance"], words["clauses"]], rows)
        if found.gaps:
            yield f"## {words['gaps']}"
            yield bullets(plain(spoken(gap, self.lang)) for gap in found.gaps)
        yield from self.attributes()
        yield f"## {words['clauses']}"
        if not clauses:
            yield words["no clauses"]
            return
        heads = ("clause", "requirement", "asked", "provenance")
        rows = [self.row(number, clause) for number, clause in found.clauses.items()]
        yield table([words[head] for head in heads], rows)

    def rests_on(self, clause: Clause) -> str:
        if clause.open is not None:
            return "open"
        return clause.provenance or self.catalogue.provenance

    def edition(self, name: str) -> str:
        return link(name, file_name(name)) if name in self.known else plain(name)

    def facts(self) -> Iterator[str]:
        """Yield force, dates, and what it replaces, one fact a line."""
        found, words = self.catalogue, self.words
        colon, comma = words["colon"], words["comma"]
        yield f"{words['force']}{colon}{FORCE[self.lang].get(found.force, found.force)}"
        for name in _DATES:
            day = getattr(found, name)
            if day is not None:
                yield f"{words[name]}{colon}{day}"
        rows = [
            words["required from"].format(date=DATES[self.lang][name], day=day)
            for row in found.required
            for name, day in row.model_dump(exclude_none=True).items()
        ]
        if rows:
            yield f"{words['required']}{colon}{words['semicolon'].join(rows)}"
        if found.replaces:
            yield f"{words['replaces']}{colon}{comma.join(map(self.edition, found.replaces))}"
        if found.replaced_by is not None:
            yield f"{words['replaced_by']}{colon}{self.edition(found.replaced_by)}"
        if found.scope:
            yield f"{words['scope']}{colon}{comma.join(map(code, found.scope))}"
        dates = PROVENANCE[self.lang][found.dates_provenance or found.provenance]
        yield f"{words['dates provenance']}{colon}{dates}"
        if self.plans:
            named = [link(plan.title.zh if self.lang == "zh" else plan.title.en,
                          f"../specs/{file_name(plan.spec)}") for plan in self.plans]  # fmt: skip
            yield f"{words['used by']}{colon}{comma.join(named)}"

    def attributes(self) -> Iterator[str]:
        words = self.words
        rows = [
            [plain(self.titles(name)), code(name), choices(term, self.lang)]
            for name, term in self.catalogue.terms.items()
        ]
        for kind, part in self.catalogue.parts.items():
            named = part.zh if self.lang == "zh" else part.en
            rows.append([f"{words['part']}{words['colon']}{plain(named)}", code(kind), ""])
            rows += [
                [
                    plain(self.titles(f"{kind}.{name}")),
                    code(f"{kind}.{name}"),
                    choices(fact, self.lang),
                ]
                for name, fact in part.facts.items()
            ]
        if rows:
            yield f"## {words['terms']}"
            yield table([words[head] for head in ("attribute", "in file", "values")], rows)

    def row(self, number: str, clause: Clause) -> list[str]:
        """Return the row of a clause."""
        words = self.words
        force = FORCE[self.lang].get(clause.force or "", clause.force or "")
        title = lines([
            f"**{plain(self.said(clause.title))}**",
            code(clause.name) if clause.name else "",
            f"{words['items']}{words['colon']}{plain(words['comma'].join(clause.items))}"
            if clause.items else "",
        ])  # fmt: skip
        rests = self.rests_on(clause)
        provenance = lines([
            PROVENANCE[self.lang][rests], force,
            days(clause.in_force, clause.withdrawn, self.lang)
            if clause.in_force or clause.withdrawn else "",
        ])  # fmt: skip
        return [plain(number), title, lines(self.asked(clause)), provenance]

    def asked(self, clause: Clause) -> Iterator[str]:
        """Yield what a clause asks, line by line."""
        words = self.words
        yield from first_of_all(clause, self.titles, inspected=clause.measures == "inspection")
        if isinstance(clause.limit, str):
            yield from limits([(clause.limit, None)], self.titles)
        elif clause.limit is not None:
            yield from limits(((row.limit, row.when) for row in clause.limit), self.titles)
        yield from phrases(clause.phrase, self.lang)
        if clause.each is not None:
            part = self.catalogue.parts.get(clause.each)
            named = clause.each if part is None else part.zh if self.lang == "zh" else part.en
            yield words["each"].format(part=plain(named))
        yield from manner(clause, self.titles)
        if clause.implied_by:
            yield words["implied"].format(text=plain(words["comma"].join(clause.implied_by)))
        if clause.note is not None:
            yield f"*{words['note']}*{words['colon']}{plain(spoken(clause.note, self.lang))}"


def gaps_page(catalogues: Sequence[Catalogue], lang: str) -> Iterator[str]:
    """Yield the page of what is not established, standard by standard."""
    words = WORDS[lang]
    yield f"# {words['gaps']}"
    yield words["gaps note"]
    for each in catalogues:
        open_clauses = [(number, clause) for number, clause in each.clauses.items() if clause.open]
        if not each.gaps and not open_clauses:
            continue
        title = each.title.zh if lang == "zh" else each.title.en
        yield f"## {link(each.id, f'standards/{file_name(each.id)}')} {plain(title)}"
        yield bullets([
            *(plain(spoken(gap, lang)) for gap in each.gaps),
            *(
                f"{words['a clause']} {plain(number)} "
                f"{plain(clause.title.zh if lang == 'zh' else clause.title.en)}{words['colon']}"
                f"{plain(spoken(clause.open or '', lang))}"
                for number, clause in open_clauses
            ),
        ])  # fmt: skip
