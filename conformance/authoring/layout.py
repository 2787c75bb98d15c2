"""One layout for YAML files: indentation, spaces and blank lines; comments stay where they are.

Only white space changes.  What comes out is read again and must be, scalar by
scalar, what went in; a file for which that cannot be had comes out as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from conformance.library.nodes import Mapping, Node, Scalar, read_yaml
from conformance.library.nodes import Sequence as Items

STEP = 2
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSING = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_UNKNOWN = (
    yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken, yaml.DocumentStartToken,
    yaml.DocumentEndToken,
)  # fmt: skip


def laid_out(text: str, file: str = "text") -> str:
    """Return a YAML text in the one layout, with the same meaning and the same comments.

    >>> print(laid_out("a:   1   # one\\nb:\\n- {c: 2,d : 3 }\\n\\n\\ne:\\n    f: x\\n"), end="")
    a: 1     # one
    b:
      - {c: 2, d: 3}
    <BLANKLINE>
    e:
      f: x
    """
    before, problems = read_yaml(text.encode(), file)
    if before is None or problems:
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        written = "".join(f"{line}\n" for line in _spaced(_Layout(plain).lines()))
    except (yaml.YAMLError, _NotLaidOut):
        return text
    after, problems = read_yaml(written.encode(), file)
    if after is None or problems or not same_meaning(before, after):
        return text
    return written


def same_meaning(one: Node, other: Node) -> bool:
    """Return whether two trees say the same: the same keys in the same order, the same scalars."""
    match one, other:
        case Scalar(), Scalar():
            return (one.text, one.quoted) == (other.text, other.quoted)
        case Items(), Items():
            pairs = zip(one.items, other.items, strict=False)
            return len(one.items) == len(other.items) and all(same_meaning(*p) for p in pairs)
        case Mapping(), Mapping():
            entries = zip(one.entries, other.entries, strict=False)
            return len(one.entries) == len(other.entries) and all(
                same_meaning(a[0], b[0]) and same_meaning(a[1], b[1]) for a, b in entries
            )
    return False


class _NotLaidOut(Exception):
    """Raised for a construct that no authored file has; the text stays as it is."""


@dataclass(slots=True)
class _Block:
    """A block that is open: where it stood, and where it stands."""

    sequence: bool
    column: int
    indent: int
    inferred: bool = False


@dataclass(slots=True)
class _Line:
    """A line of the source: what stands on it, and how far it is moved."""

    first: int
    moved: int = 0
    tokens: list[yaml.Token] = field(default_factory=list)
    indent: int = 0


class _Layout:
    """One text, its tokens by line."""

    def __init__(self, text: str) -> None:
        self.source = text.split("\n")
        self.text = text
        self.blocks: list[_Block] = []
        self.depth = 0
        self.here: dict[int, _Line] = {}
        self.within: dict[int, int] = {}
        """Lines inside a scalar of several lines, with the line where it began."""
        self._read()

    # ---- reading

    def _read(self) -> None:
        began = 0
        for token in yaml.scan(self.text, Loader=_LOADER):
            if isinstance(token, _UNKNOWN):
                raise _NotLaidOut
            self._follow(token)
            start, end = token.start_mark, token.end_mark
            if start.index == end.index:
                continue
            line = self.here.get(start.line)
            if line is None:
                line = self.here[start.line] = _Line(start.column)
                line.indent = self._indent_of(token, began, line)
                line.moved = line.indent - start.column
            line.tokens.append(token)
            if isinstance(token, _OPENING):
                began = start.line if self.depth == 0 else began
                self.depth += 1
            elif isinstance(token, _CLOSING):
                self.depth -= 1
            last = self._last_line(token)
            self.within |= dict.fromkeys(range(start.line + 1, last + 1), start.line)

    def _last_line(self, token: yaml.Token) -> int:
        """Return the last line on which text of a token stands."""
        raw = self.text[token.start_mark.index : token.end_mark.index].rstrip("\n ")
        return int(token.start_mark.line) + raw.count("\n")

    def _follow(self, token: yaml.Token) -> None:
        """Keep the stack of open blocks."""
        column = token.start_mark.column
        if isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken):
            sequence = isinstance(token, yaml.BlockSequenceStartToken)
            indent = self.blocks[-1].indent + STEP if self.blocks else 0
            self.blocks.append(_Block(sequence, column, indent))
        elif isinstance(token, yaml.BlockEndToken):
            self._close_inferred()
            self.blocks.pop()
        elif isinstance(token, yaml.BlockEntryToken) and not self.depth:
            # `key:` with its items at its own column opens no block of theirs
            if not self.blocks[-1].sequence:
                self.blocks.append(
                    _Block(True, column, self.blocks[-1].indent + STEP, inferred=True)
                )
        elif isinstance(token, yaml.KeyToken) and not self.depth:
            self._close_inferred()

    def _close_inferred(self) -> None:
        if self.blocks and self.blocks[-1].inferred:
            self.blocks.pop()

    def _indent_of(self, token: yaml.Token, began: int, line: _Line) -> int:
        """Return where the line stands that this token is the first of."""
        if self.depth:  # inside brackets lines keep their place beside the first
            return max(line.first + self.here[began].moved, 0)
        block = self.blocks[-1] if self.blocks else None
        if block is None:
            return 0
        starts = isinstance(token, yaml.BlockEntryToken) or line.first == block.column
        return block.indent if starts else block.indent + STEP

    # ---- writing

    def lines(self) -> Iterator[str]:
        """Yield the lines in their layout."""
        for number, text in enumerate(self.source):
            if number in self.here and number not in self.within:
                yield self._written(number)
            elif number in self.within:
                yield self._moved(number)
            elif text.strip().startswith("#"):
                yield " " * self._comment_indent(number, text) + text.strip()
            elif text.strip():
                raise _NotLaidOut
            else:
                yield ""

    def _written(self, number: int) -> str:
        """Return a line with its tokens, and its comment at the column where it stood."""
        line = self.here[number]
        out, before, last = " " * line.indent, None, number
        for token in line.tokens:
            if before is not None:
                out += _gap(before, token)
            raw = self.text[token.start_mark.index : token.end_mark.index]
            last = self._last_line(token)
            out += raw.split("\n")[0].rstrip() if last > number else raw.rstrip("\n ")
            before = token
        if before is None or last > number:
            return out
        column = (
            before.end_mark.column if before.end_mark.line == number else len(self.source[number])
        )
        return _with_comment(out, self.source[number], column)

    def _moved(self, number: int) -> str:
        """Return a line inside a scalar, moved as the line where the scalar began was."""
        first = self.within[number]
        while first in self.within:
            first = self.within[first]
        moved, text = self.here[first].moved, self.source[number]
        if number in self.here:
            raise _NotLaidOut  # more follows behind a scalar of several lines
        if not text.strip():
            return text
        indent = len(text) - len(text.lstrip(" ")) + moved
        return " " * max(indent, 0) + text.lstrip(" ")

    def _comment_indent(self, number: int, text: str) -> int:
        """Return where a comment line stands: as the line that it is aligned with."""
        column = len(text) - len(text.lstrip())
        after = next((n for n in range(number, len(self.source)) if n in self.here), None)
        before = next((n for n in range(number, -1, -1) if n in self.here), None)
        for near in (after, before):
            if near is not None and self.here[near].first == column:
                return self.here[near].indent
        near = after if after is not None else before
        return max(column + (self.here[near].moved if near is not None else 0), 0)


def _with_comment(out: str, source: str, end: int) -> str:
    rest = source[end:]
    comment = rest.strip()
    if not comment:
        return out
    if not comment.startswith("#"):
        raise _NotLaidOut
    column = end + len(rest) - len(rest.lstrip())
    return out + " " * max(column - len(out), STEP) + comment


def _gap(before: yaml.Token, after: yaml.Token) -> str:
    """Return the white space between two tokens on one line."""
    if isinstance(after, yaml.ValueToken | yaml.FlowEntryToken):
        return " " if isinstance(before, yaml.ValueToken | yaml.FlowEntryToken) else ""
    if isinstance(before, _OPENING):
        return ""
    if isinstance(after, _CLOSING):
        return " " if isinstance(before, yaml.ValueToken) else ""
    return " "


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines with no blank one at either end, and never two together."""
    waiting = False
    begun = False
    for line in lines:
        if not line.strip():
            waiting = begun
            continue
        if waiting:
            yield ""
        yield line
        waiting, begun = False, True


__all__: Sequence[str] = ["laid_out", "same_meaning"]
