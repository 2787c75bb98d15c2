"""HTML built from elements, so that no text can be taken for markup."""

import html
from collections.abc import Iterable
from typing import TypeAlias

Child: TypeAlias = "str | Iterable[Child] | None"

# A line for each block keeps pages comparable; inside running text a break would show.
_BLOCKS = frozenset(
    (
        *("article", "body", "dd", "details", "div", "dl", "dt", "footer", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "head", "header", "li", "main", "meta", "ol", "p", "section"),
        *("style", "summary", "svg", "table", "tbody", "thead", "title", "tr", "ul"),
    )
)
_WITHOUT_END = frozenset({"meta"})
# What a page cannot hold, and what would turn the reading direction of a line: hostile
# text could otherwise show a verdict backwards.
_UNSHOWABLE = dict.fromkeys(
    (
        *(code for code in range(32) if chr(code) not in "\t\n\r"),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    ),
    "\ufffd",
)


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Return `text` as HTML that shows it, in content and in attributes alike.

    >>> escaped('<b title="1">')
    '&lt;b title=&quot;1&quot;&gt;'
    """
    return text if isinstance(text, Markup) else Markup(html.escape(text.translate(_UNSHOWABLE)))


def element(name: str, /, *children: Child, **attributes: str | None) -> Markup:
    """Return an element; plain text among `children` is escaped, None is left out.

    An underscore in the name of an attribute stands for a dash, one at its end
    for nothing; an attribute that is None is left out.

    >>> element("p", "1 < 2 ", element("b", "so"), class_="note", aria_label="a & b")
    '<p class="note" aria-label="a &amp; b">1 &lt; 2 <b>so</b></p>\\n'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "\n" if name in _BLOCKS else ""
    if name in _WITHOUT_END:
        return Markup(f"<{name}{written}>{end}")
    return Markup(f"<{name}{written}>{joined(children)}</{name}>{end}")


def joined(children: Child) -> Markup:
    """Return the children one behind the other, plain text escaped."""
    if children is None:
        return Markup("")
    if isinstance(children, str):
        return escaped(children)
    return Markup("".join(map(joined, children)))
