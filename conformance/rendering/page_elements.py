"""The pieces that a page is put together from: signs, tables, lists of names, links."""

from collections.abc import Iterable, Sequence

from conformance.rendering.markup import Child, Markup, element, escaped, joined
from conformance.rendering.page_words import FONT_NOTE, VERDICTS
from conformance.verdicts import Verdict

_ICONS = {
    Verdict.PASS: '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
    '<path d="M4 8.5l3 3 5.5-6.5" fill="none" stroke="#fff" stroke-width="2"/>',
    Verdict.FAIL: '<rect x=".5" y=".5" width="15" height="15" fill="currentColor"/>'
    '<path d="M4 4l8 8M12 4l-8 8" stroke="#fff" stroke-width="2.2"/>',
    Verdict.MISSING_EVIDENCE: '<path d="M8 .8L15.2 8 8 15.2.8 8Z" fill="#fff" '
    'stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M6 6.4a2 2 0 1 1 2.6 2q-.6.3-.6 1.1M8 10.7v1.3" fill="none" '
    'stroke="currentColor" stroke-width="1.5"/>',
    Verdict.NOT_APPLICABLE: '<circle cx="8" cy="8" r="7" fill="#fff" stroke="currentColor" '
    'stroke-width="1.4" stroke-dasharray="2 2"/>'
    '<path d="M4.5 8h7" stroke="currentColor" stroke-width="1.8"/>',
}
_PATTERNS = (
    ("p-fail", "#a3131b", '<path d="M0 0l6 6M6 0l-6 6" stroke="#fff" stroke-width="1.2"/>'),
    ("p-missing", "#f0d9a8", '<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="#5c3900"/>'),
    ("p-na", "#fff", '<circle cx="3" cy="3" r=".9" fill="#57606a"/>'),
    ("p-out", "#fff", '<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="#8b949e"/>'),
)


def symbols() -> Markup:
    """Return the signs and patterns that the whole page shares, themselves unseen."""
    signs = [
        element("symbol", Markup(drawn), id=f"i-{verdict}", viewBox="0 0 16 16")
        for verdict, drawn in _ICONS.items()
    ]
    patterns = [
        element(
            "pattern",
            element("rect", width="6", height="6", fill=ground),
            Markup(drawn),
            id=name,
            width="6",
            height="6",
            patternUnits="userSpaceOnUse",
        )
        for name, ground, drawn in _PATTERNS
    ]
    defs = element("defs", signs, patterns)
    return element("svg", defs, class_="defs", aria_hidden="true", focusable="false")


def font_note() -> Markup:
    """Return the note on missing fonts, in letters that any machine has.

    The style shows it only where no font for Chinese is installed; read aloud, nothing is missing.
    """
    return element("p", FONT_NOTE, class_="fonts", aria_hidden="true")


def verdict_sign(verdict: Verdict, lang: str) -> Markup:
    """Return the sign and the word of a verdict; the sign is silent, the word is read out."""
    icon = element("svg", element("use", href=f"#i-{verdict}"), class_="icon", aria_hidden="true")
    return element("span", icon, VERDICTS[lang][verdict], class_=f"verdict {verdict}")


def link(to: str, *text: Child) -> Markup:
    """Return a link to another place on the page."""
    return element("a", *text, href=f"#{to}")


def table(
    heads: Sequence[str], rows: Iterable[Sequence[Child]], label: str, class_: str = "wide"
) -> Markup:
    """Return a table whose rows begin with their header, and become blocks on a phone.

    The roles are spelled out, for a table laid out as blocks loses its own.
    """
    top = [element("th", head, scope="col", role="columnheader") for head in heads]
    lines = []
    for first, *rest in rows:
        cells = [
            element("td", joined(cell), role="cell", data_label=head)
            for head, cell in zip(heads[1:], rest, strict=True)
        ]
        header = element("th", joined(first), scope="row", role="rowheader")
        lines.append(element("tr", header, cells, role="row"))
    return element(
        "table",
        element("thead", element("tr", top, role="row"), role="rowgroup"),
        element("tbody", lines, role="rowgroup"),
        class_=class_, role="table", aria_label=label,
    )  # fmt: skip


def described(pairs: Iterable[tuple[str, Child]], class_: str) -> Markup | None:
    """Return a list of names and what stands for them; what is empty is left out."""
    filled = [(name, joined(text)) for name, text in pairs]
    entries = [
        element("div", element("dt", name), element("dd", text)) for name, text in filled if text
    ]
    return element("dl", entries, class_=class_) if entries else None


def spaced(parts: Iterable[Child], between: str) -> Markup:
    """Return the parts that are there, with `between` between them."""
    return Markup(escaped(between).join(joined(part) for part in parts if part))


def legend(counts: Iterable[tuple[str, str, int]]) -> Markup:
    """Return what the patterns of the bar stand for, with their counts."""
    entries = []
    for verdict, word, count in counts:
        part = element("rect", width="100%", height="100%", class_=f"part {verdict}")
        swatch = element("svg", part, class_="swatch", aria_hidden="true")
        entries.append(element("li", swatch, f"{word} {count}"))
    return element("ul", entries, class_="legend")


def source(label: str, places: Sequence[Child]) -> Markup:
    """Return one place on the line of its label, several as a list."""
    if len(places) == 1:
        return element("div", label, places[0], class_="sources")
    listed = element("ul", [element("li", place) for place in places])
    return element("div", label, listed, class_="sources")


def code_word(text: str | None) -> Markup | None:
    """Return a word of the machine's own, such as a digest."""
    return element("code", text) if text else None
