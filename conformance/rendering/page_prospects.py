"""What would change an answer, on the page: fewest changes, passing results, questions."""

from collections.abc import Callable, Iterable, Iterator

from conformance.model.assessment import Finding
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.markup import Markup, element
from conformance.rendering.page_elements import spaced, table
from conformance.rendering.page_words import WORDS
from conformance.rendering.prospects import (
    Act,
    WhatIf,
    accepted,
    every_step,
    needed,
    replies_text,
)
from conformance.wording.outlook import OUTLOOK

# Links to findings; a heading so many levels below that of the answer.
Links = Callable[[Iterable[Finding]], Markup]
Heading = Callable[[int, str], Markup]


def content(found: WhatIf, lang: str, links: Links, heading: Heading) -> Iterator[Markup]:
    """Yield what is to be said; nothing where nothing has to change."""
    yield from _changes(found, lang, links)
    yield from _values(found, lang, links, heading)
    yield from _questions(found, lang, heading)


def _changes(found: WhatIf, lang: str, links: Links) -> Iterator[Markup]:
    """Yield the fewest changes; where they are the steps of the page, their number only."""
    words, acts = OUTLOOK[lang], found.changes.acts
    if not acts:
        return
    count = words["changes"].format(count=len(acts))
    maybe = None if found.changes.smallest else words["maybe"]
    whole = every_step(found)
    said = element("b", spaced([count, maybe], " "))
    yield element("p", said, words["stop"] + words["every_step"] if whole else None)
    if not whole:
        yield element("ol", [_act(each, lang, links) for each in acts], class_="todo")
    yield element("p", words["note"], class_="soft")


def _act(act: Act, lang: str, links: Links) -> Markup:
    aside = f" ({OUTLOOK[lang]['catalogue']})" if act.of_the_catalogue else None
    label = element("span", WORDS[lang]["concerns"], WORDS[lang]["colon"])
    return element(
        "li",
        element("p", needed(act, lang), aside),
        element("div", label, element("div", links(act.findings)), class_="concerns"),
    )


def _values(found: WhatIf, lang: str, links: Links, heading: Heading) -> Iterator[Markup]:
    words, colon = OUTLOOK[lang], WORDS[lang]["colon"]
    if not found.values:
        return
    rows = []
    for each in found.values:
        passes = [f"{name}{colon}{text}" for name, text in accepted(each.zones, each.own, lang)]
        listed = element("ul", [element("li", rule) for rule in passes], class_="plain")
        rows.append((links([each.finding]), "; ".join(each.finding.measured) or "—", listed))
    heads = (FORMAT_WORDS[lang]["requirement"], WORDS[lang]["measured"], words["passes"])
    yield heading(2, words["values"])
    yield table(heads, rows, words["values"])
    yield element("p", words["star"], class_="soft")


def _questions(found: WhatIf, lang: str, heading: Heading) -> Iterator[Markup]:
    words, count = OUTLOOK[lang], WORDS[lang]["count"]
    if not found.questions:
        return
    rows = [
        (
            each.name(lang),
            count.format(count=each.waiting),
            count.format(count=each.settles) if each.replies else "—",
            replies_text(each, lang),
        )
        for each in found.questions
    ]
    heads = (words["attribute"], words["waiting"], words["settles"], words["replies"])
    yield heading(2, words["questions"])
    yield table(heads, rows, words["questions"])
