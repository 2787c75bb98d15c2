"""Markdown written from plain text, so that no text can be taken for markup."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_SPECIAL_SHOWN = re.compile(r"\\([\\`*_\[\]|])")
_MARKS = re.compile(r"(?<!\\)[*`]+")
_SIGNS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Return `text` as Markdown that shows it.

    >>> plain("≤ 0.75 * x | <b>")
    '≤ 0.75 \\\\* x \\\\| &lt;b&gt;'
    """
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return escaped.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\#", "#")


def unmarked(text: str) -> str:
    """Return what Markdown written here shows, as plain text.

    >>> unmarked(f"*applies*: {plain('a * b <= 2')} in {code('mm')}")
    'applies: a * b <= 2 in mm'
    """
    bare = _SPECIAL_SHOWN.sub(r"\1", _MARKS.sub("", text))
    return bare.replace("&lt;", "<").replace("&gt;", ">")


def code(text: str) -> str:
    """Return `text` as a word of the files; inside a table a bar would end the cell."""
    return f"`{text}`".replace("|", "\\|")


def link(text: str, to: str) -> str:
    """Return a link whose text is plain."""
    return f"[{plain(text)}]({to})"


def lines(parts: Iterable[str]) -> str:
    """Return the parts that are not empty one below the other, inside a cell."""
    return "<br>".join(part for part in parts if part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, columns that are empty in every row left out; nothing without rows.

    >>> print(table(["a", "b", "c"], [["1", "", "x"], ["2", "", ""]]))
    | a | c |
    |---|---|
    | 1 | x |
    | 2 |  |
    """
    listed = [list(row) for row in rows]
    kept = [place for place in range(len(heads)) if any(row[place] for row in listed)]
    if not kept:
        return ""
    written = [[heads[place] for place in kept], ["---"] * len(kept)]
    written += [[row[place] for place in kept] for row in listed]
    head, rule, *rest = (f"| {' | '.join(row)} |" for row in written)
    return "\n".join([head, rule.replace(" ", ""), *rest])


def bullets(points: Iterable[str]) -> str:
    """Return a list of the points that are not empty."""
    return "\n".join(f"- {point}" for point in points if point)


def file_name(name: str) -> str:
    """Return the name of the page about an edition or a spec.

    >>> file_name("GB/T 26572-2011+A1:2024")
    'gb-t-26572-2011-a1-2024.md'
    """
    return f"{_SIGNS.sub('-', name.lower()).strip('-')}.md"
