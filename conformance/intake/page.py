"""What a page shows: words with their boxes, and the rules drawn between them.

Coordinates are points from the upper left corner.  They say where something stands and never
reach a verdict, so they are floats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of characters without a space; `edges` are the left edges of its characters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...] = ()

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """How high its letters are."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number from 1, its size, words, and the horizontal and vertical rules."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Box, ...] = ()
    down: tuple[Box, ...] = ()


def part_of(word: Word, start: int, end: int) -> Word:
    """Return some of the characters of a word, from one to before another."""
    last = word.edges[end] if end < len(word.text) else word.x1
    return replace(
        word, text=word.text[start:end], x0=word.edges[start] if start else word.x0, x1=last,
        edges=word.edges[start:end],
    )  # fmt: skip


def box_of(words: Iterable[Word]) -> Box:
    """Return the smallest box around at least one word."""
    all_words = list(words)
    return (
        min(word.x0 for word in all_words),
        min(word.top for word in all_words),
        max(word.x1 for word in all_words),
        max(word.bottom for word in all_words),
    )


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words as lines from the top, each from the left.

    A word belongs to the line that it overlaps by half of the lower of the two heights, so that a
    raised exponent stays in its line and the two lines of a wrapped cell stay apart.
    """
    lines: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda each: (each.middle, each.x0)):
        for index in range(len(lines) - 1, max(len(lines) - 6, -1), -1):
            top, bottom, members = lines[index]
            shared = min(bottom, word.bottom) - max(top, word.top)
            if shared > 0.5 * min(bottom - top, word.height) or (
                shared > 0 and _beside(members, word)
            ):
                members.append(word)
                break
        else:
            lines.append((word.top, word.bottom, [word]))
    return [
        sorted(members, key=lambda each: each.x0)
        for _, _, members in sorted(lines, key=lambda line: median(w.middle for w in line[2]))
    ]


def _beside(members: Sequence[Word], word: Word) -> bool:
    """Return whether the nearest word of a line is at the height of another word."""
    nearest = min(members, key=lambda each: max(word.x0 - each.x1, each.x0 - word.x1))
    shared = min(nearest.bottom, word.bottom) - max(nearest.top, word.top)
    return shared > 0.8 * min(nearest.height, word.height)


def joined(words: Sequence[Word]) -> str:
    """Return the text of words of one cell: lines from the top, spaces where there are gaps."""
    text = ""
    last: Word | None = None
    for line in lines_of(words):
        for word in line:
            if last is None:
                text = word.text
            elif last not in line:
                text = wrapped(text, word.text)
            else:
                gap = word.x0 - last.x1
                text += (" " if gap > 0.12 * min(word.height, last.height) else "") + word.text
            last = word
    return text


def wrapped(text: str, more: str) -> str:
    """Return a text that goes on in the next line: no space inside Chinese, or behind a hyphen."""
    if text[-1:] >= "\u2e80" or more[:1] >= "\u2e80":
        return text + more
    if text.endswith("-") and more[:1].islower():
        # a word that was cut: the reader cannot know whether the hyphen is its own
        return text + more
    return f"{text} {more}"
