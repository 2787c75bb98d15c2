"""The heads of tables on a page: which words name columns, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conformance.intake.headbands import (
    bands_of,
    has_digits,
    is_name,
    is_unit,
    overlap,
    without_lone_numbers,
)
from conformance.intake.headings import Meaning, Role, meaning_of
from conformance.intake.page import Box, Word, box_of, joined, lines_of
from conformance.intake.tokens import Token, tokens_of

_SAYS_LITTLE = {Role.OTHER, Role.REMARK, Role.METHOD, Role.SERIAL, Role.SPECIMEN}
_HOLDS_RESULTS = {Role.VALUE, Role.VERDICT, Role.SPECIMEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as its heading names it."""

    text: str
    box: Box
    meaning: Meaning | None
    words: tuple[Word, ...] = ()

    @property
    def role(self) -> Role:
        """What it holds; a heading that is not known holds something else."""
        return self.meaning.role if self.meaning is not None else Role.OTHER

    @property
    def unit(self) -> str | None:
        """The unit that the heading gives."""
        return self.meaning.unit if self.meaning is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of one table: its columns from the left.

    One without `results` is of a table about something else; it says where its neighbours end.
    """

    columns: tuple[Column, ...]
    top: float
    bottom: float
    results: bool = True

    @property
    def x0(self) -> float:
        """Its left edge."""
        return min(column.box[0] for column in self.columns)

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(column.box[2] for column in self.columns)


def heads_of(words: Sequence[Word]) -> list[Head]:
    """Return the heads of the tables on a page, from the top."""
    lines = [without_lone_numbers(tokens_of(line)) for line in lines_of(words)]
    heads: list[Head] = []
    for band in bands_of(lines):
        for tokens in _side_by_side(band):
            head = _head(tokens)
            if head is not None:
                heads.append(_extended(head, words) if head.results else head)
    return sorted(heads, key=lambda head: (head.top, head.x0))


def _side_by_side(band: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of a band, apart for each table; tables begin with what they are about."""
    known = sorted((t for t in band if t.meaning is not None), key=lambda t: t.box[0])
    if not known:
        return []
    top = min(t.box[1] for t in known if is_name(t)) if any(map(is_name, known)) else 0.0
    bottom = max(t.box[3] for t in known)
    unknown = [
        t for t in band if t.meaning is None and top - 1.2 * t.height <= t.middle <= bottom + 1
    ]
    starts = [t.box[0] for t in known if t.meaning is not None and t.meaning.role is Role.ITEM]
    tables: list[list[Token]] = [[]]
    seen: list[Role] = []
    for token in sorted((*known, *unknown), key=lambda t: t.box[0]):
        role = token.meaning.role if token.meaning is not None else None
        begins = role in (Role.ITEM, Role.CLAUSE, Role.SERIAL) or (
            role is None and _repeats(token, known, tables[-1], starts)
        )
        complete = any(each in _HOLDS_RESULTS or each is Role.LIMIT for each in seen)
        if begins and complete and not _stacked(token, tables[-1]):
            tables.append([])
            seen = []
        tables[-1].append(token)
        if role is not None:
            seen.append(role)
    return [part for table in tables for part in _without_notes(table)]


def _without_notes(table: list[Token]) -> list[list[Token]]:
    """Return a table apart from a neighbour that only has headings of no result: who, and when."""
    last = len(table)
    while last and table[last - 1].meaning and _role_of(table[last - 1]) is Role.OTHER:
        last -= 1
    return [table[:last], table[last:]] if len(table) - last > 1 and last else [table]


def _role_of(token: Token) -> Role | None:
    return token.meaning.role if token.meaning is not None else None


def _stacked(token: Token, table: Sequence[Token]) -> bool:
    return any(overlap(token.box, each.box) > 0.3 * (token.box[2] - token.box[0]) for each in table)


def _repeats(
    token: Token, known: Sequence[Token], table: Sequence[Token], starts: Sequence[float]
) -> bool:
    """Return whether an unknown heading begins a table like the one on its left."""
    if any(token.text == each.text for each in table):
        return True
    if starts:
        return False
    follows = next((t for t in known if t.box[0] >= token.box[2]), None)
    first = next((t for t in table if t.meaning is not None), None)
    return follows is not None and first is not None and follows.text == first.text


def _head(tokens: Sequence[Token]) -> Head | None:
    known = [t for t in tokens if t.meaning is not None]
    names = [t for t in known if is_name(t)]
    telling = [t for t in names if t.meaning and t.meaning.role not in _SAYS_LITTLE]
    if not telling and (len(known) < 2 or any(map(has_digits, tokens))):
        return None
    # the band may hold lines of a neighbour: what counts is where this table's own headings stand
    top = min(t.box[1] for t in names or known)
    bottom = max(t.box[3] for t in known)
    stacks: list[list[Token]] = []
    for token in sorted(known, key=lambda t: (not is_name(t), t.box[0])):
        _stack(stacks, token)
    right = max(t.box[2] for t in known)
    first = min(known, key=lambda t: t.box[0])
    lone: list[Token] = []
    for token in sorted((t for t in tokens if t.meaning is None), key=lambda t: t.middle):
        if token.middle < top - 1.4 * token.height or token.middle > bottom + token.height:
            continue
        over = [stack for stack in stacks if any(overlap(token.box, t.box) > 0 for t in stack)]
        if len(over) == 1:
            if _is_next_to(token, over[0]):
                over[0].append(token)
        elif not over and token.box[0] < right and len(token.text) <= 40 and not has_digits(token):
            lone.append(token)
    if not any(t.meaning and t.meaning.role is Role.ITEM for t in known):
        before = [t for t in lone if t.box[2] <= first.box[0] and not t.text.endswith((":", "："))]
        named = max(before, key=lambda t: t.box[0], default=None)
        if named is not None:
            lone.remove(named)
            item = replace(named, meaning=Meaning(Role.ITEM))
            stacks.append([item])
    for token in lone:
        if token.box[0] > min(t.box[0] for stack in stacks for t in stack):
            _stack(stacks, token)
    columns = tuple(sorted((_column(stack) for stack in stacks), key=lambda c: c.box[0]))
    head = _checked(columns, top, bottom)
    # one word that is also a heading says nothing about a table
    return head if head is not None and (head.results or len(names) > 1) else None


def _is_next_to(token: Token, stack: Sequence[Token]) -> bool:
    return min(abs(token.middle - each.middle) for each in stack) < 1.9 * token.height


def _stack(stacks: list[list[Token]], token: Token) -> None:
    """Add a token to the headings that it stands over or under."""
    width = token.box[2] - token.box[0]
    for stack in stacks:
        left, right = min(t.box[0] for t in stack), max(t.box[2] for t in stack)
        shared = min(right, token.box[2]) - max(left, token.box[0])
        if shared > 0.35 * min(width, right - left):
            stack.append(token)
            return
    stacks.append([token])


def _column(stack: Sequence[Token]) -> Column:
    words = [word for token in stack for word in token.words]
    text = joined(words)
    fixed = next((t.meaning for t in stack if t.meaning and not meaning_of(t.text)), None)
    meaning = fixed or meaning_of(text)
    if meaning is None:
        named = [t.meaning for t in stack if t.meaning is not None and is_name(t)]
        unit = next((t.meaning.unit for t in stack if t.meaning and t.meaning.unit), None)
        if named:
            meaning = replace(named[-1], unit=named[-1].unit or unit)
        elif unit is not None:
            meaning = Meaning(Role.VALUE, unit)
    return Column(text=text, box=box_of(words), meaning=meaning, words=tuple(words))


def _checked(columns: tuple[Column, ...], top: float, bottom: float) -> Head | None:
    """Return the head; it is one of results if it names what is tested and what came out."""
    roles = [column.role for column in columns]
    if sum(column.meaning is not None for column in columns) < 2:
        return None
    results = (
        any(role in _HOLDS_RESULTS for role in roles)
        and Role.CONTROL not in roles
        and any(role in (Role.ITEM, Role.CLAUSE) for role in roles)
    )
    return Head(columns=columns, top=top, bottom=bottom, results=results)


def _extended(head: Head, words: Sequence[Word]) -> Head:
    """Return the head with a line below it that only goes on with its headings: units, mostly."""
    under = [
        w for w in words
        if w.middle > head.bottom and head.x0 - 8 < (w.x0 + w.x1) / 2 < head.x1 + 8
    ]  # fmt: skip
    for line in lines_of(under)[:2]:
        tokens = tokens_of(line)
        if tokens[0].box[1] - head.bottom > 0.9 * tokens[0].height:
            break
        homes = [[c for c in head.columns if overlap(token.box, c.box) > 0] for token in tokens]
        if not all(is_unit(t) for t in tokens) or any(len(home) != 1 for home in homes):
            break
        more = {id(home[0]): token for home, token in zip(homes, tokens, strict=True)}
        columns = tuple(
            _longer(column, more[id(column)]) if id(column) in more else column
            for column in head.columns
        )
        head = replace(head, columns=columns, bottom=max(t.box[3] for t in tokens))
    return head


def _longer(column: Column, token: Token) -> Column:
    words = (*column.words, *token.words)
    unit = token.meaning.unit if token.meaning is not None else None
    meaning = column.meaning or Meaning(Role.OTHER)
    return Column(
        text=joined(words),
        box=box_of(words),
        meaning=replace(meaning, unit=meaning.unit or unit),
        words=words,
    )
