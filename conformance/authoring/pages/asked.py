"""What a clause, a requirement or a policy asks, line by line: limits, phrases, method."""

from collections.abc import Iterable, Iterator

from conformance.authoring.pages.markup import code, plain
from conformance.authoring.pages.said import Titles, condition_said, places
from conformance.model.catalogue import Clause, ConditionRow, Phrase
from conformance.model.catalogue import Term as Declared
from conformance.model.plan import Ask, Attribute, Phrases
from conformance.quantities.units import KINDS
from conformance.wording import spoken
from conformance.wording.pages import STATISTICS, WORDS


def limits(rows: Iterable[tuple[str, str | None]], titles: Titles) -> Iterator[str]:
    """Yield each limit with the condition under which it is the one."""
    words = WORDS[titles.lang]
    for limit, condition in rows:
        said = f"**{plain(titles.in_text(limit))}**"
        when = plain(condition_said(condition, titles))
        yield f"{said}{words['open']}{when}{words['close']}" if when else said


def first_of_all(each: Ask | Clause, titles: Titles, *, inspected: bool) -> Iterator[str]:
    """Yield what is not established, or that an inspection is enough."""
    words = WORDS[titles.lang]
    if each.open is not None:
        text = plain(spoken(each.open, titles.lang))
        yield words["open clause"].format(colon=words["colon"], text=text)
    elif inspected:
        yield words["inspect"]


def phrases(asked: Phrase | Phrases | None, lang: str) -> Iterator[str]:
    """Yield the places of a marking and the words that it shows."""
    if asked is None:
        return
    words = WORDS[lang]
    yield f"{words['marking on']}{words['colon']}{places(asked.on, lang)}"
    for name, texts in (("any of", asked.any), ("exactly one", asked.exactly_one),
                        ("forbidden", asked.forbidden)):  # fmt: skip
        if texts:
            listed = " / ".join(f"“{plain(each)}”" for each in texts)
            yield f"{words[name]}{words['colon']}{listed}"


def manner(each: Ask | Clause, titles: Titles) -> Iterator[str]:
    """Yield specimens, method and comparison, where something is asked; the condition last."""
    words, colon = WORDS[titles.lang], WORDS[titles.lang]["colon"]
    if each.specimens is not None:
        taken = STATISTICS[titles.lang][each.statistic].format(k=each.at_least)
        yield f"{words['specimens'].format(count=each.specimens)}{words['comma']}{taken}"
    if each.method:
        yield f"{words['method']}{colon}{plain(' / '.join(each.method))}"
    if each.conditions:
        yield f"{words['conditions']}{colon}{words['comma'].join(_conditions(each, titles))}"
    if each.relative_to is not None:
        yield words["relative"].format(what=plain(titles(each.relative_to)))
    for name, text in (
        ("correction", each.correction), ("interval", each.interval),
        ("detection", each.detection_limit), ("max U", each.max_uncertainty),
        ("rule", each.rule if each.rule != "simple" else None),
    ):  # fmt: skip
        if text is not None:
            yield words[name].format(text=plain(text))
    if each.rounding == "rounded-value":
        yield words["rounding"]
    if each.judgement:
        yield words["judgement"]
    if each.applies is not None:
        yield f"*{words['applies']}*{colon}{plain(condition_said(each.applies, titles))}"


def _conditions(each: Ask | Clause, titles: Titles) -> Iterator[str]:
    """Yield each test condition with the values that will do, and when they are the ones."""
    words = WORDS[titles.lang]
    for name, rows in _wanted(each):
        said = []
        for texts, condition in rows:
            any_of = plain(" / ".join(texts))
            when = plain(condition_said(condition, titles))
            said.append(f"{any_of}{words['open']}{when}{words['close']}" if when else any_of)
        yield f"{code(name)} {words['semicolon'].join(said)}"


def _wanted(
    each: Ask | Clause,
) -> Iterator[tuple[str, list[tuple[tuple[str, ...], str | None]]]]:
    """Yield the name of each test condition with its rows: what will do, and when."""
    if isinstance(each, Ask):
        for asked in each.conditions:
            yield asked.name, [(row.any, row.when) for row in asked.rows]
        return
    for name, written in each.conditions.items():
        some = (written,) if isinstance(written, str) else written
        plain_ones = tuple(row for row in some if isinstance(row, str))
        rows = [(row.wanted, row.when) for row in some if isinstance(row, ConditionRow)]
        yield name, [*([(plain_ones, None)] if plain_ones else []), *rows]


def choices(attribute: Attribute | Declared, lang: str) -> str:
    """Return what an attribute may be: its choices, a kind of quantity, a scale or a date."""
    words = WORDS[lang]
    if isinstance(attribute, Attribute):
        options, kind, scale = attribute.choices, attribute.kind, attribute.scale
    else:
        named = attribute.a if attribute.a != "date" else None
        kind, scale = (named, None) if named in KINDS else (None, named)
        options = attribute.one_of
    if options:
        return " ".join(code(each) for each in options)
    if kind is not None:
        return words["quantity"].format(kind=KINDS[kind].zh if lang == "zh" else kind)
    return words["scale"].format(scale=scale) if scale else words["a date"]
