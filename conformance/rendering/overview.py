"""A page for many submissions: verdicts, commonest reasons, margins, laboratories.

Charts are SVG in the page; shapes and patterns carry the meaning, and every chart
says in words what it shows.
"""

from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files

from conformance.rendering.actions import ORDER
from conformance.rendering.gauge import draw_coverage, percent
from conformance.rendering.markup import Markup, element
from conformance.rendering.page_elements import font_note, legend, symbols, table, verdict_sign
from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.said import told
from conformance.rendering.tally import (
    MOST_LISTED,
    Laboratory,
    Margins,
    Tally,
    percent_text,
    reason_text,
)
from conformance.verdicts import Verdict
from conformance.wording import term
from conformance.wording.overview import OVERVIEW

_REASONS, _MARGINS, _MARKS = 15, 40, 120
# Per cent of the limit that the charts of margins reach on either side.
_REACH = Fraction(100)
_DISC = "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z"
_CROSS = "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5"


def page(tally: Tally, lang: str) -> str:
    """Return the page; the same totals give the same text."""
    words = OVERVIEW[lang]
    title = words["title"].format(count=tally.count)
    styles = [
        files("conformance.rendering").joinpath(name).read_text("utf-8")
        for name in ("answer.css", "overview.css")
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup("".join(styles))),
    )
    days = ", ".join(sorted(tally.days))
    unread = words["unread"].format(count=tally.unread) if tally.unread else ""
    body = element(
        "body",
        font_note(),
        symbols(),
        element(
            "main",
            element("h1", title),
            element("p", f"{WORDS[lang]['as_of']}{WORDS[lang]['colon']}{days}", class_="soft"),
            element("p", unread, class_="notice") if unread else None,
            _section("verdicts", words["verdicts"], _verdicts(tally, lang)),
            _section("reasons", words["reasons"], _reasons(tally, lang)),
            _section("margins", words["margins"], _margins(tally, lang)),
            _section("laboratories", words["laboratories"], _laboratories(tally, lang)),
            _section("submissions", words["submissions"], _submissions(tally, lang)),
        ),
    )
    return f"<!doctype html>\n{element('html', head, body, lang=WORDS[lang]['lang'])}\n"


def _section(name: str, title: str, content: Iterator[Markup]) -> Markup:
    heading = element("h2", title, id=name)
    return element("section", heading, list(content), aria_labelledby=name)


def _verdicts(tally: Tally, lang: str) -> Iterator[Markup]:
    words, verdicts = OVERVIEW[lang], VERDICTS[lang]
    counts = [(str(each), verdicts[each], tally.verdicts[each]) for each in ORDER[:3]]
    if tally.count:
        yield draw_coverage(counts)
    yield legend(counts)
    specs = sorted({spec for spec, _ in tally.specs})
    if len(specs) > 1:
        rows = []
        for spec in specs:
            some = [(str(v), verdicts[v], tally.specs[spec, v]) for v in ORDER[:3]]
            rows.append((spec, draw_coverage(some), *(str(count) for _, _, count in some)))
        heads = (WORDS[lang]["spec"], words["share"], *(verdicts[each] for each in ORDER[:3]))
        yield table(heads, rows, words["verdicts"], "wide counts")
    found = [(str(each), verdicts[each], tally.findings[each]) for each in ORDER]
    yield element("h3", words["findings"])
    if sum(count for _, _, count in found):
        yield draw_coverage(found)
    yield legend(found)


def _reasons(tally: Tally, lang: str) -> Iterator[Markup]:
    words = OVERVIEW[lang]
    found = tally.commonest()
    if not found:
        yield element("p", words["no_reasons"])
        return
    yield element("p", words["reasons_note"], class_="soft")
    rows = [
        (
            [reason_text(reason, lang), " ", element("code", reason)],
            verdict_sign(Verdict(verdict), lang),
            _bar(verdict, count, tally.count),
            str(count),
        )
        for (verdict, reason), count in found[:_REASONS]
    ]
    heads = (words["reason"], WORDS[lang]["verdict"], words["share"], words["count"])
    yield table(heads, rows, words["reasons"], "wide counts")
    if len(found) > _REASONS:
        yield element("p", words["more"].format(count=len(found) - _REASONS), class_="soft")


def _bar(verdict: str, count: int, total: int) -> Markup:
    share = Fraction(100 * count, total)
    said = f"{count} / {total}"
    drawn = element(
        "rect", x="0", y="1", width=percent(share), height="12", class_=f"bar {verdict}"
    )
    return element("svg", element("title", said), drawn, class_="bars", role="img",
                   aria_label=said, width="100%", height="14")  # fmt: skip


# ---- margins


def _margins(tally: Tally, lang: str) -> Iterator[Markup]:
    words = OVERVIEW[lang]
    found = tally.closest()
    if not found:
        yield element("p", words["no_margins"])
        return
    yield element("p", words["margins_note"], class_="soft")
    rows = []
    several = len({spec for (spec, _), _ in found}) > 1
    for (spec, _), each in found[:_MARGINS]:
        clause = f" ({each.clause})" if each.clause else ""
        aside = element("div", spec, class_="soft") if several else None
        common, _ = min(each.limits.items(), key=lambda pair: (-pair[1], pair[0]))
        other = " …" if len(each.limits) > 1 else ""
        rows.append((
            [f"{told(each.title, lang)}{clause}", aside],
            f"{term('limit', common, lang)}{other}",
            draw_margins(each, lang),
            f"{percent_text(each.median)}\N{NO-BREAK SPACE}%", str(len(each.percents)),
            str(each.counts[Verdict.FAIL]),
        ))  # fmt: skip
    heads = (
        words["requirement"], WORDS[lang]["limit"], words["spread"], words["median"],
        words["count"], VERDICTS[lang]["fail"],
    )  # fmt: skip
    yield table(heads, rows, words["margins"], "wide counts")
    if len(found) > _MARGINS:
        yield element("p", words["more"].format(count=len(found) - _MARGINS), class_="soft")


def draw_margins(found: Margins, lang: str) -> Markup:
    """Return the margins on a line: 0 is the limit, beyond it is hatched, each result a mark.

    What is farther than 100 % of the limit stands at the edge.
    """
    words = OVERVIEW[lang]
    least, most = min(found.percents), max(found.percents)
    said = words["margins_said"].format(
        least=percent_text(least), median=percent_text(found.median), most=percent_text(most),
        count=len(found.percents),
    )  # fmt: skip
    ordered = sorted(found.percents)
    step = -(-len(ordered) // _MARKS)
    zero = percent(_at(Fraction(0)))
    marks = [_mark(each) for each in dict.fromkeys(ordered[::step])]
    return element(
        "svg",
        element("title", said),
        element("rect", x="2%", y="4", width=percent(_at(Fraction(0)) - 2), height="16",
                class_="beyond"),
        element("rect", x="2%", y="4", width="96%", height="16", class_="frame"),
        element("line", x1=percent(_at(least)), x2=percent(_at(most)), y1="12", y2="12",
                class_="spread"),
        marks,
        element("line", x1=percent(_at(found.median)), x2=percent(_at(found.median)), y1="5",
                y2="19", class_="median"),
        element("line", x1=zero, x2=zero, y1="1", y2="23", class_="zero"),
        class_="margins", role="img", aria_label=said, width="100%", height="24",
    )  # fmt: skip


def _at(value: Fraction) -> Fraction:
    """Return the place of a margin, from 2 to 98; zero is in the middle."""
    clipped = max(-_REACH, min(_REACH, value))
    return 50 + clipped * 48 / _REACH


def _mark(value: Fraction) -> Markup:
    """Return a disc for a margin within the limit, a cross for one beyond it."""
    inside = value >= 0
    path = (
        "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z" if inside else "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5"
    )
    drawn = element("path", d=path, class_="mark" if inside else "mark outside")
    return element("svg", drawn, x=percent(_at(value)), y="12", overflow="visible")


# ---- laboratories and submissions


def _laboratories(tally: Tally, lang: str) -> Iterator[Markup]:
    words = OVERVIEW[lang]
    found = tally.by_disagreement()
    if not found:
        yield element("p", words["no_laboratories"])
        return
    yield element("p", words["laboratories_note"], class_="soft")
    heads = (
        words["laboratory"], words["findings"], VERDICTS[lang]["fail"], words["share"],
        words["disagreements"], words["where"],
    )  # fmt: skip
    rows = [
        (
            name, str(each.findings), str(each.failed),
            _bar("fail", each.disagreements, each.findings), str(each.disagreements),
            _where(each),
        )
        for name, each in found
    ]  # fmt: skip
    yield table(heads, rows, words["laboratories"], "wide counts")


def _where(laboratory: Laboratory) -> str:
    common = sorted(laboratory.requirements.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} ({count})" for name, count in common[:5])


def _submissions(tally: Tally, lang: str) -> Iterator[Markup]:
    words = OVERVIEW[lang]
    listed = sorted(tally.listed, key=lambda each: (ORDER.index(each.verdict), -each.waiting))
    rows = [
        (
            each.submission or "—", each.name, each.spec, verdict_sign(each.verdict, lang),
            str(each.waiting),
        )
        for each in listed
    ]  # fmt: skip
    heads = (WORDS[lang]["submission"], words["subject"], WORDS[lang]["spec"],
             WORDS[lang]["verdict"], words["waiting"])  # fmt: skip
    if rows:
        yield table(heads, rows, words["submissions"], "wide counts")
    if tally.count > MOST_LISTED:
        yield element("p", words["more"].format(count=tally.count - MOST_LISTED), class_="soft")
