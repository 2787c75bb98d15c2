"""The heads of tables on a page: which words name columns, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    lines = [_without_lone_numbers(tokens_of(line)) for line in lines_of(words)]
    heads: list[Head] = []
    for band in _bands(lines):
        for tokens in _side_by_side(band):
            head = _head(tokens)
            if head is not None:
                heads.append(_extended(head, words) if head.results else head)
    return sorted(heads, key=lambda head: (head.top, head.x0))


def _without_lone_numbers(line: list[Token]) -> list[Token]:
    """Return a line in which a bare number names a specimen only where 1, 2 … are counted."""
    bare = [t for t in line if t.meaning and t.meaning.role is Role.SPECIMEN and t.text.isdigit()]
    counted = [int(token.text) for token in bare]
    if len(bare) > 1 and counted == list(range(1, len(bare) + 1)):
        return line
    return [replace(token, meaning=None) if token in bare else token for token in line]


def _is_unit(token: Token) -> bool:
    return (
        token.meaning is not None
        and token.meaning.role is Role.VALUE
        and token.meaning.unit is not None
        and token.text.strip("()[]（） ") == token.meaning.unit
    )


def _is_name(token: Token) -> bool:
    """Return whether it names a column by itself; a bare number may be a specimen or a result."""
    if token.meaning is None or _is_unit(token):
        return False
    return token.meaning.role is not Role.SPECIMEN or not token.text.isdigit()


def _bands(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Return groups of neighbouring lines that together may name columns."""
    bands: list[list[Token]] = []
    current: list[Token] = []
    before: Sequence[Token] = ()
    for line in lines:
        names = [token for token in line if _is_name(token)]
        units = [token for token in line if _is_unit(token)]
        if current:
            near = min(t.middle for t in line) - max(t.middle for t in current if t.meaning) < (
                1.9 * max(t.height for t in line)
            )
            left = min(t.box[0] for t in current if t.meaning) - 5
            right = max(t.box[2] for t in current if t.meaning) + 5
            inside = [t for t in line if t.box[0] < right and t.box[2] > left]
            foreign = [t for t in inside if t.meaning is None]
            goes_on = near and (names or units) and _carries_on(current, names, units, foreign)
            if goes_on or (near and not names and not units and _is_wrapped(current, inside)):
                current += line
                before = line
                continue
            bands.append(current)
            current = []
        if names or len(units) > 1:
            current = [*_begun_above(line, before), *line]
        before = line
    return [*bands, current] if current else bands


def _begun_above(line: Sequence[Token], above: Sequence[Token]) -> list[Token]:
    """Return the tokens right above a line that begin one of its headings."""
    return [
        token
        for token in above
        if token.meaning is None
        and not _has_digits(token)
        and len(token.text) <= 24
        and any(
            _overlap(token.box, each.box) > 0 and each.middle - token.middle < 1.9 * each.height
            for each in line
        )
    ]


def _carries_on(
    band: Sequence[Token],
    names: Sequence[Token],
    units: Sequence[Token],
    foreign: Sequence[Token],
) -> bool:
    """Return whether a line with these tokens still belongs to the head above it."""
    if any(any(letter.isdigit() for letter in token.text) for token in foreign):
        return False
    if not names:
        return not foreign
    return len(foreign) <= len(names) + len(units) + 1 or not any(map(_is_name, band))


def _is_wrapped(band: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Return whether a line of unknown words goes on with unknown headings that stand above."""
    above = [token for token in band if token.meaning is None]
    return (
        bool(inside)
        and all(
            any(_overlap(token.box, each.box) > 0 for each in above)
            and not any(letter.isdigit() for letter in token.text)
            for token in inside
        )
        and len(inside) <= 2
        and any(map(_is_name, band))
    )


def _overlap(one: Box, other: Box) -> float:
    return min(one[2], other[2]) - max(one[0], other[0])


# ---- one band, several tables


def _side_by_side(band: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of a band, apart for each table; tables begin with what they are about."""
    known = sorted((t for t in band if t.meaning is not None), key=lambda t: t.box[0])
    if not known:
        return []
    top = min(t.box[1] for t in known if _is_name(t)) if any(map(_is_name, known)) else 0.0
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
    return any(
        _overlap(token.box, each.box) > 0.3 * (token.box[2] - token.box[0]) for each in table
    )


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
    names = [t for t in known if _is_name(t)]
    telling = [t for t in names if t.meaning and t.meaning.role not in _SAYS_LITTLE]
    if not telling and (len(known) < 2 or any(map(_has_digits, tokens))):
        return None
    # the band may hold lines of a neighbour: what counts is where this table's own headings stand
    top = min(t.box[1] for t in names or known)
    bottom = max(t.box[3] for t in known)
    stacks: list[list[Token]] = []
    for token in sorted(known, key=lambda t: (not _is_name(t), t.box[0])):
        _stack(stacks, token)
    right = max(t.box[2] for t in known)
    first = min(known, key=lambda t: t.box[0])
    lone: list[Token] = []
    for token in sorted((t for t in tokens if t.meaning is None), key=lambda t: t.middle):
        if token.middle < top - 1.4 * token.height or token.middle > bottom + token.height:
            continue
        over = [stack for stack in stacks if any(_overlap(token.box, t.box) > 0 for t in stack)]
        if len(over) == 1:
            if _is_next_to(token, over[0]):
                over[0].append(token)
        elif not over and token.box[0] < right and len(token.text) <= 40 and not _has_digits(token):
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


def _has_digits(token: Token) -> bool:
    return any(letter.isdigit() for letter in token.text)


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
        named = [t.meaning for t in stack if t.meaning is not None and _is_name(t)]
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
        homes = [[c for c in head.columns if _overlap(token.box, c.box) > 0] for token in tokens]
        if not all(_is_unit(t) for t in tokens) or any(len(home) != 1 for home in homes):
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
