"""Problems found in a text, each tied to the place where it was found.

A user's mistake is a value of this module; a mistake of ours is an exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line of a source text.

    `line` and `column` count from 1, as editors do; `column` counts characters,
    not bytes.  `width` is at least 1.  `line` 0 means the file as a whole.
    `pointer` is the JSON pointer, or sheet and cell, where a reader knows one.
    """

    file: str
    line: int
    column: int = 1
    width: int = 1
    pointer: str = ""

    def __str__(self) -> str:
        """Return `file:line:column`, or `file` and pointer for a place without lines."""
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return f"{self.file}:{self.pointer}" if self.pointer else self.file


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages that every answer is given in."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    `message` states what is wrong with the values in hand, in one sentence
    without a full stop.  `help` says what to write instead; it is empty only
    where nothing useful can be said.  `see` points at the other place that
    makes this one wrong: the first of two duplicates, the clause referred to.
    """

    code: str
    message: Text
    span: Span
    help: Text = Text("", "")
    see: tuple[tuple[Text, Span], ...] = ()

    def within(self, outer: Span) -> "Diagnostic":
        """Return the problem with its columns counted inside the text that `outer` marks."""
        column = outer.column + self.span.column - 1
        span = replace(outer, column=column, width=self.span.width)
        return replace(self, span=span)

    def render(self, source: str = "", lang: str = "en") -> str:
        """Return the problem as GNU-style first line, excerpt and help.

        >>> text = "ladders:\\n  mass: 12 kgs\\n"
        >>> problem = Diagnostic(
        ...     "unknown-unit", Text("没有名为 'kgs' 的单位", "no unit is named 'kgs'"),
        ...     Span("specs/ladders.yaml", line=2, column=12, width=3),
        ...     help=Text("是否为 'kg'?", "did you mean 'kg'?"))
        >>> print(problem.render(text))
        specs/ladders.yaml:2:12: unknown-unit: no unit is named 'kgs'
          2 |   mass: 12 kgs
            |            ^^^
          help: did you mean 'kg'?
        """
        lines = [f"{self.span}: {self.code}: {getattr(self.message, lang)}"]
        rows = source.splitlines()
        if 0 < self.span.line <= len(rows):
            gutter = " " * len(str(self.span.line))
            excerpt, column, width = _window(
                rows[self.span.line - 1], self.span.column, self.span.width
            )
            before = _blank(excerpt[: column - 1])
            lines.append(f"  {self.span.line} | {excerpt}")
            lines.append(f"  {gutter} | {before}{'^' * width}")
        if getattr(self.help, lang):
            lines.append(f"  {'帮助' if lang == 'zh' else 'help'}: {getattr(self.help, lang)}")
        lines += [f"  {span}: {getattr(note, lang)}" for note, span in self.see]
        return "\n".join(lines)


class IllFormed(ValueError):
    """Raised where a text cannot be read at all; carries every problem found in it."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep `diagnostics`, of which there is at least one."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(problem.render() for problem in self.diagnostics))


_WIDEST = 120
_BESIDE = 40


def _window(line: str, column: int, width: int) -> tuple[str, int, int]:
    """Return what is shown of a line, and where in it the place is: a long line is cut around it.

    >>> _window("a" * 200 + "bb" + "c" * 200, 201, 2) == (
    ...     "…" + "a" * 39 + "bb" + "c" * 77 + "…", 41, 2)
    True
    """
    if len(line) <= _WIDEST:
        return line, column, width
    start = max(0, min(column - 1 - _BESIDE, len(line) - _WIDEST))
    end = start + _WIDEST
    shown = line[start:end]
    if start:
        shown = "…" + shown[1:]
    if end < len(line):
        shown = shown[:-1] + "…"
    return shown, column - start, max(1, min(width, _WIDEST - (column - 1 - start)))


def _blank(text: str) -> str:
    """Return white space as wide as `text` on a terminal: Chinese takes two columns."""
    return "".join("\t" if c == "\t" else "　" if ord(c) > 0x2E7F else " " for c in text)
