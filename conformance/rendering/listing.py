"""A self-contained page of tables, in the style of an answer: differences, effects of a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from conformance.rendering.markup import Child, Markup, element
from conformance.rendering.page_elements import symbols, table


@dataclass(frozen=True, slots=True)
class Listed:
    """A heading and the table below it; a note stands between them.

    `layout` is a class of the style sheet that gives the columns of several tables one width.
    """

    heading: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Child]]
    note: str | None = None
    layout: str = ""


def points(lines: Sequence[Child]) -> Markup | None:
    """Return what fits in one cell line by line; nothing for none."""
    return (
        element("ul", [element("li", line) for line in lines], class_="points") if lines else None
    )


def named(title: str, name: str) -> Child:
    """Return a title with the word of the files below it, where that is another."""
    return [title, element("span", name, class_="word")] if title != name else title


def listing_page(title: str, lead: Sequence[str], parts: Sequence[Listed], lang: str) -> str:
    """Return the page; a part without rows is left out.

    >>> "<h2>" in listing_page("t", [], [Listed("empty", ["a"], [])], "en")
    False
    """
    style = files("conformance.rendering").joinpath("answer.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(style)),
    )
    main = element(
        "main",
        symbols(),
        element("h1", title),
        [element("p", line) for line in lead],
        [
            element(
                "section",
                element("h2", part.heading),
                element("p", part.note, class_="means") if part.note else None,
                table(part.heads, part.rows, part.heading, f"wide {part.layout}".strip()),
            )
            for part in parts
            if part.rows
        ],
        id="top",
    )
    language = "zh-CN" if lang == "zh" else "en"
    return f"<!doctype html>\n{element('html', head, element('body', main), lang=language)}\n"
