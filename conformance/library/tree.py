"""The located tree that both readers build, within the limits.

Open brackets are kept on a list and not on Python's stack, so that no text can exhaust it.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.bounds import MOST_PROBLEMS
from conformance.library.guard import (
    NOTHING,
    QUOTED_KEY,
    SPLIT,
    Refused,
    clipped,
)

# Pointers repeat the keys above them: 60 long keys above a million values would be gigabytes.
_MOST_POINTER_CHARACTERS = 2**28


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, flag or nothing, as written.

    `null` marks a bare `null`, `~` or nothing at all; `boolean` is set for a bare `true`
    or `false` alone.  A number is text that was not `quoted`.
    """

    text: str
    span: Span
    quoted: bool
    null: bool = False
    boolean: bool | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in their order."""

    items: "tuple[Node, ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their nodes, in the order of the file; no key is there twice."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    span: Span

    def get(self, key: str) -> "Node | None":
        """Return the node of `key`, or None; looks through all entries."""
        return next((node for name, node in self.entries if name.text == key), None)

    def key_span(self, key: str) -> Span | None:
        """Return where `key` itself is written, or None where it is not."""
        return next((name.span for name, _ in self.entries if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def bare(text: str, span: Span) -> Scalar:
    """Return a scalar that was written without quotes."""
    boolean = {"true": True, "false": False}.get(text)
    return Scalar(text, span, False, null=text in ("", "~", "null"), boolean=boolean)


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not been met; `key` waits for its value."""

    span: Span
    mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Scalar | None = None
    kept: bool = True

    @property
    def wants_key(self) -> bool:
        return self.mapping and self.key is None


class Tree:
    """Nodes put together as they come, within the limits."""

    def __init__(self, file: str, most_depth: int, most_values: int) -> None:
        self.file = file
        self.most_depth = most_depth
        self.most_values = most_values
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.values = 0
        self.pointers = 0

    @property
    def wants_key(self) -> bool:
        """Return whether the next scalar is a key of the innermost mapping."""
        return bool(self.stack) and self.stack[-1].wants_key

    def report(
        self,
        code: str,
        message: Text,
        span: Span,
        help: Text = NOTHING,
        see: tuple[tuple[Text, Span], ...] = (),
    ) -> None:
        """Keep a problem, put together from its parts."""
        self.note(Diagnostic(code, message, span, help, see))

    def note(self, problem: Diagnostic) -> None:
        """Keep a problem; more than a person would read end the reading."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            message = Text(
                f"已有 {MOST_PROBLEMS} 处问题,其后不再读取",
                f"there are {MOST_PROBLEMS} problems up to here; the rest is not read",
            )
            raise Refused(Diagnostic("too-many-problems", message, problem.span))

    def pointer(self, key: str | None = None) -> str:
        """Return the pointer of the next node, or of `key` in the mapping that wants one."""
        if not self.stack:
            return ""
        parent = self.stack[-1]
        step = key if key is not None else parent.key.text if parent.key else ""
        if parent.mapping:
            step = step.replace("~", "~0").replace("/", "~1")
        else:
            step = str(len(parent.items))
        self.pointers += len(parent.span.pointer) + len(step) + 1
        if self.pointers > _MOST_POINTER_CHARACTERS:
            message = Text("键过长,嵌套过多", "the keys are too long for so many values")
            raise Refused(Diagnostic("keys-too-long", message, parent.span, SPLIT))
        return f"{parent.span.pointer}/{step}"

    def count(self, span: Span) -> None:
        """Count a value; more than the limit end the reading."""
        self.values += 1
        if self.values > self.most_values:
            most = self.most_values
            message = Text(f"值多于 {most} 个", f"there are more than {most} values")
            raise Refused(Diagnostic("too-many-values", message, span, SPLIT))

    def open(self, span: Span, *, mapping: bool) -> None:
        """Begin a sequence or mapping."""
        if len(self.stack) >= self.most_depth:
            most = self.most_depth
            message = Text(f"嵌套深于 {most} 层", f"nested more than {most} levels deep")
            raise Refused(Diagnostic("too-deep", message, span))
        self.count(span)
        if self.wants_key:
            kind = Text("一个映射", "a mapping") if mapping else Text("一个列表", "a list")
            message = Text(f"键是{kind.zh}", f"the key is {kind.en}")
            self.report("key-not-text", message, span, QUOTED_KEY)
        self.stack.append(_Open(span, mapping))

    def close(self, end: Span) -> None:
        """End the innermost sequence or mapping, whose last character is at `end`."""
        done = self.stack.pop()
        start = done.span
        width = end.column - start.column if end.line == start.line else 1
        span = Span(start.file, start.line, start.column, max(width, 1), start.pointer)
        if done.mapping:
            self.add(Mapping(tuple(done.entries.values()), span))
        else:
            self.add(Sequence(tuple(done.items), span))

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if not parent.mapping:
            parent.items.append(node)
        elif parent.key is None:
            # A key that is a list or mapping has been reported; its value is read, not kept.
            parent.key, parent.kept = Scalar("", node.span, quoted=True), False
        else:
            if parent.kept:
                parent.entries[parent.key.text] = (parent.key, node)
            parent.key = None

    def add_key(self, key: Scalar, *, kept: bool = True) -> None:
        """Take `key` for the value that follows; unless `kept`, that is read and left out."""
        parent = self.stack[-1]
        parent.key, parent.kept = key, kept
        first = parent.entries.get(key.text)
        if kept and first is not None:
            parent.kept = False
            name = clipped(key.text)
            message = Text(
                f"键 '{name}' 在同一映射中出现两次",
                f"key '{name}' is given twice in this mapping",
            )
            see = ((Text("首次出现在此", "first given here"), first[0].span),)
            self.report(
                "duplicate-key", message, key.span, Text("请只保留一个", "keep one of them"), see
            )
