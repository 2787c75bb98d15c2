"""YAML, event by event, put into a tree; what YAML would guess or hide is reported."""

import re
from typing import cast

import yaml

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.guard import QUOTED_KEY, clipped, in_quotes
from conformance.library.tree import Scalar, Tree, bare
from conformance.library.yaml_mistakes import Mask, Masked, unquoted_sign

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SWALLOWED = re.compile(r"[ \t]+#[0-9][^\n\r\x85\u2028\u2029]*")
_HEADER = re.compile(r"[>|][^\n\r\x85\u2028\u2029]*")


def _marks(event: yaml.Event) -> tuple[yaml.Mark, yaml.Mark]:
    """Return where an event begins and ends; events made by a parser always say."""
    start, end = event.start_mark, event.end_mark
    return cast("yaml.Mark", start), cast("yaml.Mark", end)


class YamlReader:
    """The events of a text, put into a tree.

    `originals` are the stretches of the author's text that stand masked in `source`.
    """

    def __init__(self, source: str, tree: Tree, originals: dict[int, str]) -> None:
        self.source = source
        self.tree = tree
        self.originals = originals
        self.flow = 0

    def read(self) -> None:
        """Read the one document of the text."""
        documents = 0
        for event in yaml.parse(self.source, Loader=_LOADER):
            match event:
                case yaml.ScalarEvent():
                    self.scalar(event)
                case yaml.AliasEvent():
                    self.alias(event)
                case yaml.CollectionStartEvent():
                    span = self.span(event, pointer=self.tree.pointer(), width=1)
                    self.properties(event, span)
                    self.flow += bool(event.flow_style)
                    self.tree.open(span, mapping=isinstance(event, yaml.MappingStartEvent))
                case yaml.CollectionEndEvent():
                    _, mark = _marks(event)
                    self.flow = max(self.flow - 1, 0)
                    self.tree.close(Span(self.tree.file, mark.line + 1, mark.column + 1))
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        message = Text("文件中有第二个文档", "a second document begins here")
                        help = Text("每个文件只写一个文档", "write one document a file")
                        self.tree.report("second-document", message, self.span(event), help)
                        return
                case _:
                    pass
        if not documents:
            message = Text("文件没有内容", "nothing is written in the file")
            self.tree.report("empty-document", message, Span(self.tree.file, 0))

    def span(self, event: yaml.Event, pointer: str = "", width: int | None = None) -> Span:
        """Return the place of an event."""
        start, end = _marks(event)
        if width is None:
            width = end.column - start.column if end.line == start.line else 1
        return Span(self.tree.file, start.line + 1, start.column + 1, max(width, 1), pointer)

    def scalar(self, event: yaml.ScalarEvent) -> None:
        """Read a key or a value, as its author wrote it."""
        is_key = self.tree.wants_key
        start = _marks(event)[0].index
        text = self.originals.get(start, event.value)
        span = self.span(event, self.tree.pointer(text if is_key else None))
        quoted = event.style in ("'", '"', "|", ">") or start in self.originals
        meant = None
        if event.style in ("|", ">"):
            meant = self.block(event, span)
        elif not quoted:
            meant = self.comment(event)
        if meant is not None:
            text, quoted = meant, True
        self.properties(event, span)
        scalar = Scalar(text, span, True) if quoted else bare(text, span)
        if is_key:
            self.key(scalar)
        else:
            self.tree.count(span)
            self.tree.add(scalar)

    def key(self, key: Scalar) -> None:
        """Take a key; one that merges or is empty is reported, and its value left out."""
        merge = key.text == "<<" and not key.quoted
        if merge:
            message = Text("不允许合并键 '<<'", "the merge key '<<' is not allowed")
            help = Text("请把各个键写出来", "write out the keys that it would bring in")
            self.tree.report("merge-key", message, key.span, help)
        empty = not key.text and not key.quoted
        if empty:
            message = Text("冒号前没有键", "there is no key before the colon")
            self.tree.report("key-not-text", message, key.span, QUOTED_KEY)
        self.tree.add_key(key, kept=not (merge or empty))

    def block(self, event: yaml.ScalarEvent, span: Span) -> str | None:
        """Report `limit: >5`, for YAML an empty block indented by 5; return what was meant."""
        header = _HEADER.match(self.source, _marks(event)[0].index)
        # A block behind a tag or an anchor begins with that, which is reported by itself.
        written = header[0].rstrip() if header else ""
        if not written or (event.value.strip() and not any(c.isdigit() for c in written)):
            return None
        self.tree.note(unquoted_sign(written, span))
        return written

    def comment(self, event: yaml.ScalarEvent) -> str | None:
        """Report ` #1` after a value, a comment for YAML; return the value that was meant."""
        start, end = _marks(event)
        found = _SWALLOWED.match(self.source, end.index)
        if not found:
            return None
        swallowed = found[0].strip()
        if self.flow:
            # The author's item ends where the comment's own comma or bracket stands.
            swallowed = re.split("[],}]", swallowed, maxsplit=1)[0].rstrip()
        column = end.column + len(found[0]) - len(found[0].lstrip()) + 1
        span = Span(self.tree.file, end.line + 1, column, len(swallowed))
        message = Text(
            f"YAML 把 '{clipped(swallowed)}' 当作注释而略去",
            f"YAML takes '{clipped(swallowed)}' for a comment and leaves it out",
        )
        stop = end.index + column - end.column - 1 + len(swallowed)
        written = self.source[start.index : stop].strip()
        help = Text(
            f"请整体加引号:{in_quotes(written)};若确是注释,# 后请空一格",
            f"put all of it in quotes: {in_quotes(written)}; a comment has a space after #",
        )
        problem = Diagnostic("swallowed-by-comment", message, span, help)
        if self.flow:
            width = stop - start.index
            raise Masked(problem, Mask(start.index, stop, "x" * width))
        self.tree.note(problem)
        return written

    def properties(self, event: yaml.NodeEvent, span: Span) -> None:
        """Report an anchor or a tag."""
        # The event of a collection carries its tag; that of a scalar begins with it.
        if event.anchor is not None:
            name = clipped(event.anchor)
            message = Text(f"不允许锚点 '&{name}'", f"anchor '&{name}' is not allowed")
            self.tree.report("yaml-anchor", message, span, _WRITE_OUT)
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = Text(
                f"不允许标签 '{clipped(tag)}'", f"the tag '{clipped(tag)}' is not allowed"
            )
            self.tree.report("yaml-tag", message, span, _NO_TAG)

    def alias(self, event: yaml.AliasEvent) -> None:
        """Report an alias; its name stands for the value."""
        is_key = self.tree.wants_key
        written = f"*{event.anchor}"
        span = self.span(event, self.tree.pointer(written if is_key else None))
        message = Text(
            f"不允许别名 '{clipped(written)}'", f"alias '{clipped(written)}' is not allowed"
        )
        self.tree.report("yaml-alias", message, span, _WRITE_OUT)
        scalar = Scalar(written, span, quoted=True)
        if is_key:
            self.tree.add_key(scalar, kept=False)
        else:
            self.tree.count(span)
            self.tree.add(scalar)


_WRITE_OUT = Text(
    "请写出值本身;若是文字,请加引号",
    "write the value itself; if it is meant as text, put it in quotes",
)
_NO_TAG = Text(
    "请删去标签;若 '!' 是文字的一部分,请整体加引号",
    "leave it out; if '!' belongs to the text, put all of it in quotes",
)
