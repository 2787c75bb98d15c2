"""A line of a page to the headings that may stand in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from conformance.intake.headings import Meaning, Role, meaning_of
from conformance.intake.page import Box, Word, box_of, joined

# Words of one heading stand closer than this many heights of their letters.
_SPACE = 0.75
_LONGEST = 60
_LABEL = re.compile(r"[:：]$|^(?:单位|units?\b)[^:：]*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Words of one line that stand together; `meaning` is None where they are no heading."""

    words: tuple[Word, ...]
    text: str
    meaning: Meaning | None
    box: Box

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        """How high its letters are."""
        return self.box[3] - self.box[1]


def tokens_of(line: Sequence[Word]) -> list[Token]:
    """Return the tokens of a line, from the left."""
    found: list[Token] = []
    for segment in segments(line):
        pieces = _pieces(tuple(segment))
        found += [_token(piece) for piece in pieces]
    return found


def segments(line: Iterable[Word], space: float = _SPACE) -> Iterator[list[Word]]:
    """Yield the words of a line in groups without a wide gap."""
    group: list[Word] = []
    for word in line:
        if group and word.x0 - group[-1].x1 > space * min(word.height, group[-1].height):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _one_heading(words: tuple[Word, ...], more: tuple[Word, ...], said: Meaning) -> bool:
    """Return whether two known pieces are one heading: close together, and of one meaning."""
    gap = more[0].x0 - words[-1].x1
    then = meaning_of(joined(more))
    return gap < 0.35 * more[0].height and then is not None and then.role is said.role


def _token(words: Sequence[Word]) -> Token:
    text = joined(words)
    label = _LABEL.search(text) is not None  # what follows is its value: no heading
    meaning = meaning_of(text) if len(text) <= _LONGEST and not label else None
    return Token(words=tuple(words), text=text, meaning=meaning, box=box_of(words))


def _pieces(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Return the words in as few pieces as possible that are headings; else in one piece."""
    if len(words) == 1 or meaning_of(joined(words)) is not None or len(words) > 14:
        return [words]

    @cache
    def best(start: int) -> tuple[int, ...] | None:
        if start == len(words):
            return ()
        shortest: tuple[int, ...] | None = None
        for end in range(min(start + 6, len(words)), start, -1):
            said = meaning_of(joined(words[start:end]))
            if said is None or said.role is Role.SPECIMEN:
                continue
            rest = best(end)
            if rest and _one_heading(words[start:end], words[end : rest[0]], said):
                continue
            if rest is not None and (shortest is None or len(rest) + 1 < len(shortest)):
                shortest = (end, *rest)
        return shortest

    ends = best(0)
    if ends is None:
        return [words]
    return [words[start:end] for start, end in zip((0, *ends), ends, strict=False)]
