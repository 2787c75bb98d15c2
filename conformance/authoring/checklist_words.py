"""The checklist in words: what to declare first, what counts as evidence, what to test and send."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from conformance.authoring.checklist import Item
from conformance.authoring.pages.said import (
    condition_said,
    days,
    places,
    titles_of,
)
from conformance.authoring.policies import kind_said, policy_said
from conformance.model.plan import Ask, FamilyPlan, Phrases, Plan, Requirement, UsePlan
from conformance.model.submission import Subject
from conformance.quantities.conditions import names_in, parse_condition
from conformance.rendering.table import WIDTH, indented, wrap
from conformance.wording import spoken
from conformance.wording.pages import DATES, PROVENANCE, STATISTICS, WORDS

_SAID = {
    "zh": {
        "as of": "判定基准日",
        "declare": "先申报这些内容(subject.attributes),才能确定限值和是否适用",
        "editions": "可采用的版本", "none taken": "本规范没有采用其条款",
        "evidence": "可采信的证据", "out": "不适用",
        "condition": "报告须写明试验条件 {name}", "stated": "如实写明",
        "limit": "限值", "where": "如适用", "shown": "证据", "or": " 或 ",
        "count": "共 {count} 项要求;* 为推荐项,不影响总体判定", "open": "数值未确定",
        "nothing": "∅:没有任何结果可以符合", "attributes": "属性齐全,限值按本产品算出",
        "note": "凡标明数值未确定的条款,任何报告都不能判为符合;"
        "数值来源见 conformance specs show {spec}",
    },
    "en": {
        "as of": "as of",
        "declare": "declare these first (subject.attributes): limits and applicability "
        "depend on them",
        "editions": "editions accepted", "none taken": "the spec takes none of its clauses",
        "evidence": "what counts as evidence",
        "condition": "the report states the test condition {name}", "stated": "as it was",
        "out": "does not apply", "limit": "limit", "where": "where", "shown": "evidence",
        "or": " or ",
        "count": "{count} requirements; * marks recommendations, which do not change the verdict",
        "open": "not established", "nothing": "∅: no result conforms",
        "attributes": "everything is declared; limits are those of this product",
        "note": "no report passes a clause that is not established; "
        "conformance specs show {spec} says where figures come from",
    },
}  # fmt: skip


def checklist_in_words(
    plan: Plan, items: Sequence[Item], lang: str, as_of: date, subject: Subject | None = None
) -> str:
    """Return the checklist as text, section by section, what does not apply at each end.

    `subject` is what is declared already.
    """
    lines = _Words(plan, items, lang, subject or Subject()).lines(as_of)
    return "\n".join(line.rstrip() for text in lines for line in text.split("\n"))


class _Words:
    """A checklist in one language."""

    def __init__(self, plan: Plan, items: Sequence[Item], lang: str, subject: Subject) -> None:
        self.plan, self.items, self.lang, self.subject = plan, items, lang, subject
        self.said, self.words, self.titles = _SAID[lang], WORDS[lang], titles_of(plan, lang)
        self.by_id: Mapping[str, Requirement] = {each.id: each for each in plan.requirements}
        self.letters = {name: chr(ord("A") + n % 26) + str(n // 26 or "")
                        for n, name in enumerate(sorted(plan.policies))}  # fmt: skip

    def lines(self, as_of: date) -> Iterator[str]:
        """Yield the checklist line by line."""
        plan, colon = self.plan, self.words["colon"]
        title = plan.title.zh if self.lang == "zh" else plan.title.en
        yield f"{title} {plan.spec}@{plan.version} · {self.said['as of']} {as_of}"
        count = len({item.requirement for item in self.items})
        yield self.said["count"].format(count=count)
        yield from self.declare()
        yield from self.editions()
        yield f"\n{self.said['evidence']}{colon}"
        for name, letter in self.letters.items():
            policy = plan.policies[name]
            asked = self.words["semicolon"].join(policy_said(policy, self.lang))
            kind = kind_said(policy.kind, self.lang)
            yield indented(f"{kind}{colon if asked else ''}{asked}", f"  {letter}  ")
        for name, section in plan.sections:
            yield from self.section(name, section.zh if self.lang == "zh" else section.en)
        if any(item.open for item in self.items):
            yield f"\n{wrap(self.said['note'].format(spec=plan.spec), WIDTH)}"

    def declare(self) -> Iterator[str]:
        """Yield the attributes without which a limit or a condition is not known."""
        wanted = {name for item in self.items for name in item.open_attributes}
        for item in self.items:
            if item.applies is None:
                wanted |= names_in(parse_condition(item.condition or ""))
        listed = [name for name in self.plan.attributes if name in wanted]
        listed = [name for name in listed if name not in self.plan.fixed]
        dates = self.deciding()
        missing = self.parts()
        if not listed and not dates and not missing:
            yield f"\n{self.said['attributes']}"
            return
        yield f"\n{self.said['declare']}{self.words['colon']}"
        for name in dates:
            yield indented(f"{DATES[self.lang][name]}{self.words['colon']}subject.{name}", "  - ")
        for name in listed:
            attribute = self.plan.attributes[name]
            choices = f" = {' | '.join(attribute.choices)}" if attribute.choices else ""
            yield indented(f"{self.titles(name)}{self.words['colon']}{name}{choices}", "  - ")
        yield from missing

    def parts(self) -> list[str]:
        """Return the kinds of parts of which none is declared, for the requirements on each."""
        wanted = {item.each for item in self.items if item.each and item.applies is not False}
        declared = {part.kind for part in self.subject.parts or ()}
        lines = []
        for kind, part in self.plan.parts.items():
            if kind in wanted - declared:
                named = part.zh if self.lang == "zh" else part.en
                facts = ", ".join(["id", f"kind: {kind}", *part.facts])
                lines.append(indented(
                    f"{named}{self.words['colon']}subject.parts: [{{{facts}}}, …]", "  - "
                ))  # fmt: skip
        return lines

    def deciding(self) -> list[str]:
        """Return the dates that are still to decide between editions."""
        return list(dict.fromkeys(
            family.decided_by
            for family in self.plan.families
            if len(self.accepted(family)) > 1
            and getattr(self.subject, family.decided_by, None) is None
        ))  # fmt: skip

    def accepted(self, family: FamilyPlan) -> list[tuple[UsePlan, bool]]:
        """Return the editions that the list has, and those of which the spec takes no clause."""
        used = {(item.clause or "").partition("#")[0] for item in self.items}
        taken = {ask.use for each in self.plan.requirements if each.family == family.id
                 for ask in each.asks}  # fmt: skip
        return [
            (use, place in taken)
            for place, use in enumerate(family.uses)
            if used & set(use.editions) or place not in taken
        ]

    def editions(self) -> Iterator[str]:
        """Yield the editions that are accepted, with the date that decides."""
        lines = [line for family in self.plan.families for line in self.family(family)]
        if lines:
            yield f"\n{self.said['editions']}{self.words['colon']}"
            yield from lines

    def family(self, family: FamilyPlan) -> Iterator[str]:
        for use, taken in self.accepted(family):
            when = days(use.start, use.end, self.lang)
            decided = DATES[self.lang][family.decided_by]
            named = f"{' + '.join(use.editions)}{self.words['colon']}{decided} {when}"
            none = f"{self.words['open']}{self.said['none taken']}{self.words['close']}"
            yield indented(named if taken else named + none, "  - ")

    def section(self, name: str, title: str) -> Iterator[str]:
        grouped: dict[str, list[Item]] = {}
        for item in self.items:
            if item.section == name:
                grouped.setdefault(item.requirement, []).append(item)
        if not grouped:
            return
        yield f"\n── {title}"
        out = []
        for items in grouped.values():
            if all(item.applies is False for item in items):
                out.append(items[0])
            else:
                yield from self.requirement([i for i in items if i.applies is not False])
        for item in out:
            why = condition_said(item.condition, self.titles)
            yield indented(
                f"{item.title[self.lang]}{self.words['colon']}{self.said['out']}"
                f"{self.words['open']}{why}{self.words['close']}", "  –  ")  # fmt: skip

    def requirement(self, items: Sequence[Item]) -> Iterator[str]:
        """Yield a requirement, once for each different thing that the editions ask."""
        star = "" if items[0].mandatory else " *"
        yield indented(f"{items[0].title[self.lang]}{star} [{items[0].requirement}]", "  □  ")
        alike: dict[tuple[str, ...], list[str]] = {}
        for item in items:
            alike.setdefault(tuple(self.asked(item)), []).append(item.clause or "")
        for asked, clauses in alike.items():
            standing = [*filter(None, [self.said["or"].join(filter(None, clauses))]), *asked]
            for line in standing:
                yield indented(line, "     ")

    def asked(self, item: Item) -> Iterator[str]:
        """Yield what is asked of one requirement under one edition, and what shows it."""
        said, colon = self.said, self.words["colon"]
        ask = self.ask(item)
        if item.open is not None:
            yield f"{said['open']}{colon}{spoken(item.open, self.lang)}"
        elif item.limit == "∅":
            yield said["nothing"]
        elif item.open_attributes:
            for text, condition in item.rows:
                when = condition_said(condition, self.titles)
                limit = f"{said['limit']}{colon}{self.titles.in_text(text)}"
                yield f"{limit}{self.words['open']}{when}{self.words['close']}" if when else limit
        elif ask.phrase is not None:
            yield from self.phrase(ask.phrase)
        elif item.limit is not None:
            yield f"{said['limit']}{colon}{self.titles.in_text(item.limit)}"
        elif ask.expects == "inspection":
            yield self.words["inspect"]
        yield from self.manner(item)
        if item.applies is None:
            yield f"{said['where']}{colon}{condition_said(item.condition, self.titles)}"
        named = self.by_id[item.requirement].ways if ask.phrase is None else ()
        ways = said["or"].join(self.letters[way] for way in named)
        shown = f"{said['shown']}{colon}{ways or item.evidence[self.lang]}"
        weak = item.provenance in ("secondary", "recalled")
        yield f"{shown} · {PROVENANCE[self.lang][item.provenance or '']}" if weak else shown

    def phrase(self, phrase: Phrases) -> Iterator[str]:
        """Yield the places of a marking and the words that it shows."""
        words, colon = self.words, self.words["colon"]
        parts = [f"{words['marking on']}{colon}{places(phrase.on, self.lang)}"]
        for name, texts in (("any of", phrase.any), ("exactly one", phrase.exactly_one),
                            ("forbidden", phrase.forbidden)):  # fmt: skip
            if texts:
                parts.append(f"{words[name]}{colon}{' / '.join(f'“{text}”' for text in texts)}")
        yield words["semicolon"].join(parts)

    def manner(self, item: Item) -> Iterator[str]:
        """Yield specimens, parts and method in one line."""
        parts = []
        if item.each is not None:
            part = self.plan.parts[item.each]
            named = part.zh if self.lang == "zh" else part.en
            parts.append(self.words["each"].format(part=named))
        if item.specimens is not None:
            ask = self.ask(item)
            taken = STATISTICS[self.lang][item.statistic].format(k=ask.at_least)
            parts.append(f"{self.words['specimens'].format(count=item.specimens)}"
                         f"{self.words['comma']}{taken}")  # fmt: skip
        if item.method:
            parts.append(f"{self.words['method']}{self.words['colon']}{' / '.join(item.method)}")
        for name, text in item.conditions:
            parts.append(f"{self.said['condition'].format(name=name)}{self.words['colon']}"
                         f"{self.said.get(text, self.titles.in_text(text))}")  # fmt: skip
        if parts:
            yield self.words["semicolon"].join(parts)

    def ask(self, item: Item) -> Ask:
        asks = self.by_id[item.requirement].asks
        return next(ask for ask in asks if ask.clause == item.clause)
