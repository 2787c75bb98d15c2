"""Conditions, limits and dates in the words of a reader, with the titles of the attributes."""

import re
from collections.abc import Callable, Mapping
from typing import assert_never

from conformance.model.catalogue import Catalogue
from conformance.model.catalogue import Term as Declared
from conformance.model.plan import Attribute as AskedAttribute
from conformance.model.plan import Plan
from conformance.quantities.conditions import (
    Choice,
    Combined,
    Compared,
    Condition,
    Dated,
    Not,
    parse_condition,
)
from conformance.quantities.expressions import Attribute, Literal, Operation, Term
from conformance.wording import TERMS, term
from conformance.wording.pages import DATES, WORDS

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z_][A-Za-z0-9_]*)*")
_MINUS = re.compile(r"([<>≤≥] )- (?=\d)")
_CALL = re.compile(r"\b(max|min) \(")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_FUNCTIONS = {"max", "min", "or", "and", "for", "withstands", "not", "detected", "all"}
_SAID = {
    "zh": {
        "is": "{name}为 {words}", "in": "{name}为 {words} 之一", "from": "{name}自 {day} 起",
        "until": "{name}至 {day} 止", "not": "并非({inner})", "and": ",且", "or": ",或",
        "open": "(", "close": ")", "comma": "、",
    },
    "en": {
        "is": "{name} is {words}", "in": "{name} is one of {words}",
        "from": "{name} from {day} on", "until": "{name} until {day}", "not": "not ({inner})",
        "and": " and ", "or": " or ", "open": "(", "close": ")", "comma": ", ",
    },
}  # fmt: skip
_CHOICES = {"zh": {"yes": "是", "no": "否"}, "en": {}}


class Titles:
    """What each attribute is called in one language; its own name where nobody titled it."""

    def __init__(self, known: Mapping[str, Declared | AskedAttribute], lang: str) -> None:
        self.lang = lang
        self._known = {
            **DATES[lang],
            **{name: each.zh if lang == "zh" else each.en for name, each in known.items()},
        }

    def __call__(self, name: str) -> str:
        """Return the title of an attribute, `part.fact` by the fact's."""
        return self._known.get(name) or name

    def in_text(self, text: str) -> str:
        """Return a limit with every attribute that it names under its title."""

        def titled(match: "re.Match[str]") -> str:
            name = match[0]
            return name if name in _FUNCTIONS else self._known.get(name, name)

        said = term("limit", _NAME.sub(titled, text), self.lang)
        said = _MINUS.sub(r"\1-", said.replace(">=", "≥").replace("<=", "≤"))
        return _CALL.sub(r"\1(", said.replace(" * ", " × ").replace("( ", "(").replace(" )", ")"))


def titles_of(plan: Plan, lang: str) -> Titles:
    """Return the titles of everything that a plan asks to be declared, facts of parts among it."""
    known: dict[str, AskedAttribute] = dict(plan.attributes)
    for kind, part in plan.parts.items():
        for name, fact in part.facts.items():
            known[f"{kind}.{name}"] = AskedAttribute(
                f"{part.zh}的{fact.zh}", f"{fact.en} of the {part.en}"
            )
    return Titles(known, lang)


def titles_of_standard(catalogue: Catalogue, lang: str) -> Titles:
    """Return the titles of the terms of a catalogue, facts of its parts among them."""
    terms: dict[str, Declared] = dict(catalogue.terms)
    for kind, part in catalogue.parts.items():
        for name, fact in part.facts.items():
            titles = {"zh": f"{part.zh}的{fact.zh}", "en": f"{fact.en} of the {part.en}"}
            terms[f"{kind}.{name}"] = fact.model_copy(update=titles)
    return Titles(terms, lang)


def condition_said(text: str | None, titles: Titles) -> str:
    """Return a condition in words; empty where there is none.

    >>> known = {"heating": AskedAttribute("水加热方式", "way of heating water", ("storage",))}
    >>> condition_said("heating is storage", Titles(known, "zh"))
    '水加热方式为 storage'
    """
    return "" if text is None else _said(parse_condition(text), titles)


def _said(condition: Condition, titles: Titles) -> str:
    said, words = _SAID[titles.lang], _CHOICES[titles.lang]
    match condition:
        case Choice(name=name, words=(only,)):
            return said["is"].format(name=titles(name), words=words.get(only, only))
        case Choice(name=name, words=several):
            listed = said["comma"].join(words.get(each, each) for each in several)
            return said["in"].format(name=titles(name), words=listed)
        case Compared(operator=operator, left=left, right=right):
            sign = _SIGNS.get(operator, operator)
            return f"{_figure(left, titles)} {sign} {_figure(right, titles)}"
        case Dated(name=name, operator=operator, day=day):
            return said[operator].format(name=titles(name), day=day)
        case Not(inner=inner):
            return said["not"].format(inner=_said(inner, titles))
        case Combined(operator=operator, parts=parts):
            return said[operator].join(_within(part, operator, titles) for part in parts)
        case _:
            assert_never(condition)


def _within(part: Condition, operator: str, titles: Titles) -> str:
    """Return a part of a combined condition, in brackets where it is combined otherwise."""
    told, said = _said(part, titles), _SAID[titles.lang]
    if isinstance(part, Combined) and part.operator != operator:
        return f"{said['open']}{told}{said['close']}"
    return told


def _figure(figure: Term, titles: Titles) -> str:
    match figure:
        case Literal(amount=amount):
            return str(amount)
        case Attribute(name=name):
            return titles(name)
        case Operation(operator="max" | "min" as function, terms=terms):
            return f"{function}({', '.join(_figure(each, titles) for each in terms)})"
        case Operation(operator=operator, terms=terms):
            sign = {"*": " × "}.get(operator, f" {operator} ")
            return sign.join(_figure(each, titles) for each in terms)
        case _:
            assert_never(figure)


def days(start: str | None, end: str | None, lang: str) -> str:
    """Return a stretch of days in words, both ends included.

    >>> days("2025-08-01", None, "en"), days(None, None, "zh")
    ('from 2025-08-01 on', '不限')
    """
    words = WORDS[lang]
    if start and end:
        return words["between"].format(start=start, end=end)
    if start:
        return words["since"].format(day=start)
    return words["until"].format(day=end) if end else words["always"]


def places(names: tuple[str, ...], lang: str) -> str:
    """Return the places of a marking in words."""
    named: Callable[[str], str] = (lambda each: TERMS[each]) if lang == "zh" else str
    return _SAID[lang]["comma"].join(map(named, names))
