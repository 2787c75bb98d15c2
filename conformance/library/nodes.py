r"""YAML and JSON text to located nodes; every scalar stays the text its author wrote.

YAML 1.1 would read clause 4.10 as 4.1, country NO as false and 1:30 as 90, and JSON
readers 0.10 as 0.1.  Nothing is guessed here: the readers above ask a node for a decimal,
a date or a flag, and report the node's place when it is not one.

Both readers go through their text once, keeping open brackets on a list and not on
Python's stack: depth, number and size are refused while they are met, so that no text
can exhaust the machine.  Where there are problems, the node is what could still be read,
for finding further problems in it; it is not for assessing.

>>> document, problems = read_yaml("4.10: NO\n4.10: yes\n", "x.yaml")
>>> plain(document)
{'4.10': 'NO'}
>>> print(problems[0].render("4.10: NO\n4.10: yes\n"))
x.yaml:2:1: duplicate-key: key '4.10' is given twice in this mapping
  2 | 4.10: yes
    | ^^^^
  help: keep one of them
  x.yaml:1:1: first given here
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn, TypeAlias, cast

import yaml

from conformance.diagnostics import Diagnostic, Span, Text

MOST_BYTES = 64 * 2**20
MOST_AUTHORED_BYTES = 4 * 2**20
MOST_DEPTH = 64
MOST_VALUES = 10**6
MOST_PROBLEMS = 100
# Pointers repeat the keys above them: 60 long keys above a million values would be gigabytes.
_MOST_POINTER_CHARACTERS = 2**28
# A line that YAML cannot read is masked and the text is read again, for the problems after it.
_MOST_REPAIRS = 50

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def plain(node: Node | None) -> object:
    """Return the tree without places: dict, list, str, bool and None; numbers are str.

    >>> plain(read_json('{"limit": 0.10, "final": true}', "x.json")[0])
    {'limit': '0.10', 'final': True}
    """
    match node:
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar(null=False):
            return node.text if node.boolean is None else node.boolean
        case _:
            return None


def read_yaml(
    text: str | bytes,
    file: str,
    *,
    most_bytes: int = MOST_BYTES,
    most_depth: int = MOST_DEPTH,
    most_values: int = MOST_VALUES,
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the one document of a YAML text and every problem met on the way.

    None without a readable document; an empty text is a problem.  Aliases, anchors, tags
    and merge keys are refused: a reader of the file must see each value where it stands.
    """
    tree = _Tree(file, most_depth, most_values)
    lost: list[Diagnostic] = []
    try:
        source = _decode(text, file, most_bytes)
        lost += islice(_control_characters(source, file), MOST_PROBLEMS)
        source = _NOT_IN_YAML.sub("\N{REPLACEMENT CHARACTER}", source)
        originals: dict[int, str] = {}
        # Reading again and again stays within reading the largest text about twice.
        for _ in range(1 + min(_MOST_REPAIRS, MOST_BYTES // (len(source) + 1))):
            tree = _Tree(file, most_depth, most_values)
            try:
                _YamlReader(source, tree, originals).read()
                break
            except (yaml.YAMLError, _Masked) as error:
                if isinstance(error, _Masked):
                    problem, mask = error.problem, error.mask
                else:
                    problem, mask = _explain(error, source, file)
                lost.append(problem)
                tree.root = None
                if mask is None or len(lost) >= MOST_PROBLEMS:
                    break
                originals[mask.start] = source[mask.start : mask.stop]
                source = source[: mask.start] + mask.text + source[mask.stop :]
    except _Refused as refusal:
        tree.root = None
        lost.append(refusal.problem)
    return tree.root, _in_order(tree.problems + lost)


def read_json(
    text: str | bytes,
    file: str,
    *,
    most_bytes: int = MOST_BYTES,
    most_depth: int = MOST_DEPTH,
    most_values: int = MOST_VALUES,
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the value of a JSON text (RFC 8259) and every problem met on the way.

    Numbers keep their characters.  None without a readable value.
    """
    tree = _Tree(file, most_depth, most_values)
    try:
        _JsonReader(_decode(text, file, most_bytes), tree).read()
    except _Refused as refusal:
        tree.root = None
        tree.problems.append(refusal.problem)
    return tree.root, _in_order(tree.problems)


class _Masked(Exception):
    """Begins the reading again without the mistake that `problem` names."""

    def __init__(self, problem: Diagnostic, mask: "_Mask") -> None:
        self.problem = problem
        self.mask: _Mask | None = mask


class _Refused(Exception):
    """Ends the reading of a text with `problem`; never leaves this module."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem


def _in_order(problems: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.span.line, p.span.column)))


# ---- from bytes to characters


def _decode(text: str | bytes, file: str, most_bytes: int) -> str:
    """Return the characters without a byte order mark."""
    if len(text) <= most_bytes and isinstance(text, str):
        _refuse_surrogates(text, file)
        raw = text if text.isascii() else text.encode()
    else:
        raw = text
    if len(raw) > most_bytes:
        most = f"{most_bytes / 2**20:g} MiB"
        message = Text(f"文件大于 {most}", f"the file is larger than {most}")
        raise _Refused(Diagnostic("too-large", message, Span(file, 0), _SPLIT))
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode().removeprefix("\ufeff")
        message = Text(
            f"字节 0x{text[error.start]:02X} 不是 UTF-8",
            f"byte 0x{text[error.start]:02X} is not UTF-8",
        )
        help = Text("请将文件另存为 UTF-8 编码", "save the file in the encoding UTF-8")
        raise _Refused(Diagnostic("not-utf-8", message, _end(before, file), help)) from None


def _refuse_surrogates(text: str, file: str) -> None:
    found = _SURROGATE.search(text)
    if found:
        message = _half_a_pair(ord(found[0]))
        span = _end(text[: found.start()].removeprefix("\ufeff"), file)
        raise _Refused(Diagnostic("unpaired-surrogate", message, span, _WHOLE_CHARACTER))


def _control_characters(text: str, file: str) -> Iterator[Diagnostic]:
    places = _Places(text, file)
    for found in _NOT_IN_YAML.finditer(text):
        span = places.span(found.start())
        yield Diagnostic("control-character", _control(found[0]), span, _DELETE)


def _control(character: str) -> Text:
    name = f"U+{ord(character):04X}"
    return Text(f"不允许控制字符 {name}", f"control character {name} is not allowed")


def _half_a_pair(code: int) -> Text:
    return Text(
        f"U+{code:04X} 只是半个代理对,不是字符",
        f"U+{code:04X} is half of a surrogate pair and not a character",
    )


def _end(text: str, file: str) -> Span:
    """Return the place just after `text`."""
    return _Places(text, file).span(len(text))


@dataclass(slots=True)
class _Places:
    """Lines and columns of ascending positions; each character is looked at once."""

    text: str
    file: str
    line: int = 1
    begin: int = 0
    seen: int = 0

    def span(self, position: int, width: int = 1, pointer: str = "") -> Span:
        for found in _BREAK.finditer(self.text, self.seen, position):
            self.line += 1
            self.begin = found.end()
        self.seen = position
        return Span(self.file, self.line, position - self.begin + 1, width, pointer)


_NOTHING = Text("", "")
_SPLIT = Text("请拆分为较小的文件", "split it into smaller files")
_DELETE = Text("请删除该字符", "delete it")
_WHOLE_CHARACTER = Text("请写完整的字符", "write the whole character")
_QUOTED_KEY = Text("键请写成文字", "write a text as the key")


# ---- the tree, common to both


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


class _Tree:
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
        return bool(self.stack) and self.stack[-1].wants_key

    def report(
        self,
        code: str,
        message: Text,
        span: Span,
        help: Text = _NOTHING,
        see: tuple[tuple[Text, Span], ...] = (),
    ) -> None:
        self.note(Diagnostic(code, message, span, help, see))

    def note(self, problem: Diagnostic) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            message = Text(
                f"已有 {MOST_PROBLEMS} 处问题,其后不再读取",
                f"there are {MOST_PROBLEMS} problems up to here; the rest is not read",
            )
            raise _Refused(Diagnostic("too-many-problems", message, problem.span))

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
            raise _Refused(Diagnostic("keys-too-long", message, parent.span, _SPLIT))
        return f"{parent.span.pointer}/{step}"

    def count(self, span: Span) -> None:
        self.values += 1
        if self.values > self.most_values:
            most = self.most_values
            message = Text(f"值多于 {most} 个", f"there are more than {most} values")
            raise _Refused(Diagnostic("too-many-values", message, span, _SPLIT))

    def open(self, span: Span, *, mapping: bool) -> None:
        if len(self.stack) >= self.most_depth:
            most = self.most_depth
            message = Text(f"嵌套深于 {most} 层", f"nested more than {most} levels deep")
            raise _Refused(Diagnostic("too-deep", message, span))
        self.count(span)
        if self.wants_key:
            kind = Text("一个映射", "a mapping") if mapping else Text("一个列表", "a list")
            message = Text(f"键是{kind.zh}", f"the key is {kind.en}")
            self.report("key-not-text", message, span, _QUOTED_KEY)
        self.stack.append(_Open(span, mapping))

    def close(self, end: Span) -> None:
        done = self.stack.pop()
        start = done.span
        width = end.column - start.column if end.line == start.line else 1
        span = Span(start.file, start.line, start.column, max(width, 1), start.pointer)
        if done.mapping:
            self.add(Mapping(tuple(done.entries.values()), span))
        else:
            self.add(Sequence(tuple(done.items), span))

    def add(self, node: Node) -> None:
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
            name = _clipped(key.text)
            message = Text(
                f"键 '{name}' 在同一映射中出现两次",
                f"key '{name}' is given twice in this mapping",
            )
            see = ((Text("首次出现在此", "first given here"), first[0].span),)
            self.report(
                "duplicate-key", message, key.span, Text("请只保留一个", "keep one of them"), see
            )


def _clipped(text: str) -> str:
    """Return a text short enough to be quoted in a message, on one line."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _bare(text: str, span: Span) -> Scalar:
    """Return a scalar that was written without quotes."""
    boolean = {"true": True, "false": False}.get(text)
    return Scalar(text, span, False, null=text in ("", "~", "null"), boolean=boolean)


# ---- YAML


_SWALLOWED = re.compile(r"[ \t]+#[0-9][^\n\r\x85\u2028\u2029]*")
_HEADER = re.compile(r"[>|][^\n\r\x85\u2028\u2029]*")


def _marks(event: yaml.Event) -> tuple[yaml.Mark, yaml.Mark]:
    """Return where an event begins and ends; events made by a parser always say."""
    start, end = event.start_mark, event.end_mark
    return cast("yaml.Mark", start), cast("yaml.Mark", end)


class _YamlReader:
    """The events of a text, put into a tree.

    `originals` are the stretches of the author's text that stand masked in `source`.
    """

    def __init__(self, source: str, tree: _Tree, originals: dict[int, str]) -> None:
        self.source = source
        self.tree = tree
        self.originals = originals
        self.flow = 0

    def read(self) -> None:
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
        start, end = _marks(event)
        if width is None:
            width = end.column - start.column if end.line == start.line else 1
        return Span(self.tree.file, start.line + 1, start.column + 1, max(width, 1), pointer)

    def scalar(self, event: yaml.ScalarEvent) -> None:
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
        scalar = Scalar(text, span, True) if quoted else _bare(text, span)
        if is_key:
            self.key(scalar)
        else:
            self.tree.count(span)
            self.tree.add(scalar)

    def key(self, key: Scalar) -> None:
        merge = key.text == "<<" and not key.quoted
        if merge:
            message = Text("不允许合并键 '<<'", "the merge key '<<' is not allowed")
            help = Text("请把各个键写出来", "write out the keys that it would bring in")
            self.tree.report("merge-key", message, key.span, help)
        empty = not key.text and not key.quoted
        if empty:
            message = Text("冒号前没有键", "there is no key before the colon")
            self.tree.report("key-not-text", message, key.span, _QUOTED_KEY)
        self.tree.add_key(key, kept=not (merge or empty))

    def block(self, event: yaml.ScalarEvent, span: Span) -> str | None:
        """Report `limit: >5`, for YAML an empty block indented by 5; return what was meant."""
        header = _HEADER.match(self.source, _marks(event)[0].index)
        # A block behind a tag or an anchor begins with that, which is reported by itself.
        written = header[0].rstrip() if header else ""
        if not written or (event.value.strip() and not any(c.isdigit() for c in written)):
            return None
        self.tree.note(_unquoted_sign(written, span))
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
            f"YAML 把 '{_clipped(swallowed)}' 当作注释而略去",
            f"YAML takes '{_clipped(swallowed)}' for a comment and leaves it out",
        )
        stop = end.index + column - end.column - 1 + len(swallowed)
        written = self.source[start.index : stop].strip()
        help = Text(
            f"请整体加引号:{_in_quotes(written)};若确是注释,# 后请空一格",
            f"put all of it in quotes: {_in_quotes(written)}; a comment has a space after #",
        )
        problem = Diagnostic("swallowed-by-comment", message, span, help)
        if self.flow:
            width = stop - start.index
            raise _Masked(problem, _Mask(start.index, stop, "x" * width))
        self.tree.note(problem)
        return written

    def properties(self, event: yaml.NodeEvent, span: Span) -> None:
        """Report an anchor or a tag."""
        # The event of a collection carries its tag; that of a scalar begins with it.
        if event.anchor is not None:
            name = _clipped(event.anchor)
            message = Text(f"不允许锚点 '&{name}'", f"anchor '&{name}' is not allowed")
            self.tree.report("yaml-anchor", message, span, _WRITE_OUT)
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = Text(
                f"不允许标签 '{_clipped(tag)}'", f"the tag '{_clipped(tag)}' is not allowed"
            )
            self.tree.report("yaml-tag", message, span, _NO_TAG)

    def alias(self, event: yaml.AliasEvent) -> None:
        is_key = self.tree.wants_key
        written = f"*{event.anchor}"
        span = self.span(event, self.tree.pointer(written if is_key else None))
        message = Text(
            f"不允许别名 '{_clipped(written)}'", f"alias '{_clipped(written)}' is not allowed"
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
_SIGNS = {
    ">": Text("折行文字块的开头", "a folded block"),
    "|": Text("文字块的开头", "a block of text"),
    "*": Text("别名", "an alias"),
    "&": Text("锚点", "an anchor"),
    "!": Text("标签", "a tag"),
    "@": Text("保留字符", "a reserved sign"),
    "`": Text("保留字符", "a reserved sign"),
    "%": Text("指令", "a directive"),
    "-": Text("列表的一项", "an item of a list"),
    "?": Text("键的开头", "the start of a key"),
    ",": Text("分隔符", "a separator"),
    "}": Text("映射的结尾", "the end of a mapping"),
}
# What libyaml may also say; anything else is passed on in its own words.
_KNOWN = {
    "did not find expected key": Text("此处应为一个键", "a key is expected here"),
    "did not find expected '-' indicator": Text(
        "此处应为以 '-' 开头的列表项", "an item of the list, with '-', is expected here"
    ),
}


@dataclass(frozen=True, slots=True)
class _Mask:
    """Text to stand for `source[start:stop]`, as wide, so that the rest can be read."""

    start: int
    stop: int
    text: str


_Explained: TypeAlias = tuple[Diagnostic, _Mask | None]


def _explain(error: yaml.YAMLError, source: str, file: str) -> _Explained:
    """Return what is wrong where YAML gave up, and what to read instead, if that is clear."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context", None) or ""
    opened = getattr(error, "context_mark", None)
    at = min(mark.index, len(source)) if mark else 0
    begin = min(opened.index, len(source)) if opened else at
    place = _Row(source, file, at)
    if "quoted scalar" in context:
        return _explain_quote(_Row(source, file, begin), at)
    if "scanning a simple key" in context:
        return _explain_missing_colon(_Row(source, file, begin))
    if "parsing a flow" in context:
        return _explain_bracket(_Row(source, file, begin), place)
    if "scanning" in context:
        place = _Row(source, file, begin)
        at = begin
    sign = source[at : at + 1]
    if sign == ":" and at == place.first:
        message = Text("冒号前没有键", "there is no key before the colon")
        return Diagnostic("key-not-text", message, place.span(at), _QUOTED_KEY), None
    if sign == "\t":
        message = Text("此处不能用制表符", "a tab cannot stand here")
        help = Text("请用空格缩进", "indent with spaces")
        return Diagnostic("tab-indentation", message, place.span(at), help), None
    value = place.value_start()
    if sign in ("]", "["):
        return _explain_interval(place, at)
    if sign in _SIGNS and (at != place.first or sign == "%" or "scanning" in context):
        return _explain_sign(place, at)
    if value is not None and value < at:
        return _explain_value(place, value)
    if at < place.stop and (at == place.first or sign == ":"):
        at = place.first
        message = Text("此行的缩进与上文不符", "the indentation of this line does not fit")
        help = Text(
            "同一映射的键须从同一列开始;跨行的文字请加引号",
            "keys of one mapping begin in one column; quote a text of several lines",
        )
        return Diagnostic("indentation", message, place.span(at), help), None
    said = str(getattr(error, "problem", None) or error)
    message = _KNOWN.get(said, Text(f"无法按 YAML 读取({said})", f"not YAML ({said})"))
    return Diagnostic("not-yaml", message, place.span(at)), None


class _Row:
    """The line of `source` around position `at`."""

    def __init__(self, source: str, file: str, at: int) -> None:
        self.source = source
        self.file = file
        self.at = at
        self.start = 1 + max(source.rfind(mark, 0, at) for mark in "\n\r\x85\u2028\u2029")
        found = _BREAK.search(source, at)
        self.stop = found.start() if found else len(source)
        row = source[self.start : self.stop]
        self.first = self.start + len(row) - len(row.lstrip(" "))

    def span(self, begin: int, stop: int = 0) -> Span:
        found = _end(self.source[:begin], self.file)
        return Span(self.file, found.line, found.column, max(stop - begin, 1))

    def value_start(self) -> int | None:
        """Return where the value after the first `key: ` or `- ` begins."""
        at = self.first
        while self.source.startswith("- ", at) and at < self.stop:
            at = self._skip_spaces(at + 1)
        begin = at
        if self.source[at : at + 1] in ("'", '"'):
            closing = self.source.find(self.source[at], at + 1, self.stop)
            at = self.stop if closing < 0 else closing
        colon = self.source.find(": ", at, self.stop)
        if colon >= 0:
            return self._skip_spaces(colon + 1)
        return begin if begin > self.first else None

    def _skip_spaces(self, at: int) -> int:
        while at < self.stop and self.source[at] in " \t":
            at += 1
        return at

    def text_from(self, begin: int) -> str:
        """Return the value that the author meant to begin at `begin`."""
        text = self.source[begin : self.stop]
        before = self.source[self.start : begin]
        if before.count("{") + before.count("[") > before.count("}") + before.count("]"):
            text = text[:1] + re.split("[],}]", text[1:], maxsplit=1)[0]
        elif not before.strip(" -") and ": " in text:
            text = text.partition(": ")[0]
        return re.split(r"[ \t]#(?![0-9])", text, maxsplit=1)[0].rstrip()

    def mask(self, begin: int, text: str) -> _Mask | None:
        """Return a mask of `text` at `begin`, or None if it stands there already."""
        masked = "x" * len(text)
        return _Mask(begin, begin + len(text), masked) if text != masked else None


def _in_quotes(text: str) -> str:
    line = _clipped(text)
    return f"'{line}'" if '"' in line or "\\" in line else f'"{line}"'


def _quote_it(text: str) -> Text:
    quoted = _in_quotes(text)
    return Text(f"请加引号:{quoted}", f"put it in quotes: {quoted}")


def _unquoted_sign(text: str, span: Span) -> Diagnostic:
    sign = text[:1]
    meaning = _SIGNS[sign]
    message = Text(
        f"'{_clipped(text)}' 以 '{sign}' 开头,YAML 视之为{meaning.zh}",
        f"'{_clipped(text)}' begins with '{sign}', which YAML takes for {meaning.en}",
    )
    return Diagnostic("unquoted-sign", message, span, _quote_it(text))


def _explain_sign(row: _Row, at: int) -> _Explained:
    text = row.text_from(at)
    return _unquoted_sign(text, row.span(at, at + len(text))), row.mask(at, text)


def _explain_interval(row: _Row, at: int) -> _Explained:
    # An interval has its own comma and brackets: it ends with them, also inside of others.
    found = _INTERVAL.match(row.source, at, row.stop)
    text = found[0].rstrip() if found else row.text_from(at)
    message = Text(
        f"'{_clipped(text)}' 以 '{text[0]}' 开头,YAML 视之为列表",
        f"'{_clipped(text)}' begins with '{text[0]}', which YAML takes for a list",
    )
    problem = Diagnostic(
        "unquoted-interval", message, row.span(at, at + len(text)), _quote_it(text)
    )
    return problem, row.mask(at, text)


_INTERVAL = re.compile(
    r"(?:\[[^][(){},\n]*+,[^][(){},\n]*+\)|\][^][(){},\n]*+,[^][(){},\n]*+[][)])[^],}#\n]*"
)


def _explain_value(row: _Row, at: int) -> _Explained:
    """Explain text where YAML expects the value that begins at `at` to have ended."""
    sign = row.source[at]
    if sign == "[":
        return _explain_interval(row, at)
    if sign in _SIGNS and sign != "-":
        return _explain_sign(row, at)
    text = row.text_from(at)
    if sign in "\"'{":
        code = "text-after-quote" if sign != "{" else "text-after-bracket"
        message = Text(
            f"'{_clipped(text)}' 的结尾之后还有文字",
            f"in '{_clipped(text)}' there is text after the closing {_CLOSING[sign]}",
        )
    else:
        code = "unquoted-colon"
        message = Text(
            f"'{_clipped(text)}' 中的冒号和空格被 YAML 视为键的结尾",
            f"'{_clipped(text)}' has a colon and a space, for YAML the end of a key",
        )
    problem = Diagnostic(code, message, row.span(at, at + len(text)), _quote_it(text))
    return problem, row.mask(at, text)


_CLOSING = {'"': "quote", "'": "quote", "{": "bracket"}


_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[^\n\r\x85\u2028\u2029])")


def _explain_quote(row: _Row, at: int) -> _Explained:
    begin = row.at
    backslash = row.source.rfind("\\", begin, at + 1)
    if at < len(row.source) and backslash >= max(begin, at - 10):
        escape = _ESCAPE.match(row.source, backslash)
        written = escape[0] if escape else "\\"
        message = Text(f"没有转义符 '{written}'", f"'{written}' is not an escape")
        help = Text("请用单引号,或把 \\ 写成 \\\\", "use single quotes, or write \\ as \\\\")
        span = row.span(backslash, backslash + len(written))
        mask = _Mask(backslash, backslash + len(written), "x" * len(written))
        return Diagnostic("bad-escape", message, span, help), mask
    message = Text("引号没有结束", "the quote that opens here is not closed")
    help = Text(
        f"请在文字末尾写 {row.source[begin]}", f"write {row.source[begin]} at the end of the text"
    )
    return Diagnostic("unclosed-quote", message, row.span(begin), help), None


def _explain_missing_colon(row: _Row) -> _Explained:
    text = row.source[row.at : row.stop].rstrip()
    message = Text(
        f"'{_clipped(text)}' 之后没有冒号", f"there is no colon after '{_clipped(text)}'"
    )
    help = Text(
        "请写成 键: 值;跨行的文字请加引号", "write  key: value; quote a text of several lines"
    )
    span = row.span(row.at, row.stop)
    # As a comment, the line no longer stands between the keys before and after it.
    mask = _Mask(row.at, row.at + len(text), "#" + "x" * (len(text) - 1))
    alone = row.at == row.first and text != mask.text
    return Diagnostic("missing-colon", message, span, help), mask if alone else None


def _explain_bracket(opened: _Row, found: _Row) -> _Explained:
    if _INTERVAL.match(opened.source, opened.at, opened.stop):
        return _explain_interval(opened, opened.at)
    sign = opened.source[opened.at : opened.at + 1]
    help = Text(
        f"请写逗号或 {_PAIRS.get(sign, '}')};文字中有标点时请加引号",
        f"write a comma or {_PAIRS.get(sign, '}')}; quote a text that has such signs in it",
    )
    if not found.source[found.at :].strip():
        message = Text(f"括号 '{sign}' 没有结束", f"the bracket '{sign}' is not closed")
        return Diagnostic("unclosed-bracket", message, opened.span(opened.at), help), None
    message = Text("括号内缺少逗号或括号没有结束", "a comma or a closing bracket is missing here")
    see = ((Text("括号从此处开始", "the bracket opens here"), opened.span(opened.at)),)
    return Diagnostic("unclosed-bracket", message, found.span(found.at), help, see), None


_PAIRS = {"[": "]", "{": "}"}


# ---- JSON


_SPACE = re.compile(r"[ \t\n\r]*")
_CHARACTERS = re.compile(r'[^"\\\x00-\x1f]*')
_WORD = re.compile(r'[^\s,:\[\]{}"]+')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NEARLY_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]*)?")
_HEX = re.compile("[0-9a-fA-F]{4}")
_ESCAPES = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_NOT_NUMBERS = ("NaN", "Infinity", "-Infinity")


class _JsonReader:
    """A text gone through from its first character to its last, put into a tree."""

    def __init__(self, source: str, tree: _Tree) -> None:
        self.source = source
        self.tree = tree
        self.at = 0
        self.places = _Places(source, tree.file)

    def read(self) -> None:
        if not self.peek():
            message = Text("文件没有内容", "nothing is written in the file")
            self.tree.report("empty-document", message, Span(self.tree.file, 0))
            return
        self.value()
        while self.tree.stack:
            self.step()
        if self.peek():
            message = Text("JSON 值之后还有文字", "there is text after the end of the JSON value")
            help = Text("每个文件只写一个值", "write one value a file")
            self.tree.report("trailing-text", message, self.here(), help)

    def peek(self) -> str:
        """Return the next character that is not space, or nothing at the end."""
        found = _SPACE.match(self.source, self.at)
        self.at = found.end() if found else self.at
        return self.source[self.at : self.at + 1]

    def here(self, width: int = 1, pointer: str = "") -> Span:
        return self.places.span(self.at, width, pointer)

    def step(self) -> None:
        """Read the next member of the innermost sequence or mapping, or its end."""
        top = self.tree.stack[-1]
        closing = "}" if top.mapping else "]"
        sign = self.peek()
        if sign == closing:
            self.close()
            return
        if top.items or top.entries or top.key or not top.kept:
            if sign != ",":
                self.fail(f",{closing}", sign)
            comma = self.here()
            self.at += 1
            sign = self.peek()
            if sign == closing:
                message = Text("最后一项之后有逗号", "there is a comma after the last item")
                help = Text("请删除该逗号", "delete it")
                self.tree.report("trailing-comma", message, comma, help)
                self.close()
                return
        if top.mapping:
            self.key(sign)
            if self.peek() != ":":
                self.fail(":", self.peek())
            self.at += 1
        self.value()

    def close(self) -> None:
        self.at += 1
        self.tree.close(self.here())

    def key(self, sign: str) -> None:
        if sign in ("{", "["):
            kind = Text("一个映射", "a mapping") if sign == "{" else Text("一个列表", "a list")
            message = Text(f"键是{kind.zh}", f"the key is {kind.en}")
            raise _Refused(Diagnostic("key-not-text", message, self.here(), _QUOTED_KEY))
        begin = self.here()
        if sign == '"':
            start = self.at
            text = self.string()
            width = self.at - start
        else:
            text = self.word()
            width = len(text)
            message = Text(
                f"键 '{_clipped(text)}' 没有加引号", f"the key '{_clipped(text)}' has no quotes"
            )
            span = Span(begin.file, begin.line, begin.column, width)
            self.tree.report("key-not-text", message, span, _quote_it(text))
        pointer = self.tree.pointer(text)
        span = Span(begin.file, begin.line, begin.column, width, pointer)
        self.tree.add_key(Scalar(text, span, quoted=True))

    def value(self) -> None:
        sign = self.peek()
        pointer = self.tree.pointer()
        if sign in ("{", "["):
            self.tree.open(self.here(1, pointer), mapping=sign == "{")
            self.at += 1
            return
        begin, start = self.here(1, pointer), self.at
        text = self.string() if sign == '"' else self.word()
        span = Span(begin.file, begin.line, begin.column, self.at - start, pointer)
        self.tree.count(span)
        if sign == '"':
            self.tree.add(Scalar(text, span, quoted=True))
        else:
            self.judge_word(text, span)
            self.tree.add(_bare(text, span))

    def word(self) -> str:
        """Return the characters up to the next sign of JSON; there is at least one."""
        found = _WORD.match(self.source, self.at)
        if not found:
            self.fail("", self.peek())
        self.at = found.end()
        return found[0]

    def judge_word(self, word: str, span: Span) -> None:
        """Report a bare word that is neither a number nor true, false or null."""
        if word in ("true", "false", "null") or _NUMBER.fullmatch(word):
            return
        said = _clipped(word)
        if word in _NOT_NUMBERS:
            message = Text(f"'{said}' 不是数", f"'{said}' is not a number")
            help = Text("没有数值时请写 null", "write null where there is no number")
            self.tree.report("not-a-number", message, span, help)
        elif _NEARLY_NUMBER.fullmatch(word):
            message = Text(f"JSON 的数不写作 '{said}'", f"JSON does not write a number as '{said}'")
            help = Text(
                "数以数字开头,不带加号和多余的 0,小数点两边都有数字;也可加引号",
                "no plus sign, no leading zeros, digits on both sides of the point; or quote it",
            )
            self.tree.report("number-form", message, span, help)
        else:
            message = Text(f"'{said}' 没有加引号", f"'{said}' has no quotes")
            self.tree.report("not-json", message, span, _quote_it(word))

    def string(self) -> str:
        """Return the text in quotes; characters that cannot be read are reported."""
        opening = self.here()
        self.at += 1
        pieces: list[str] = []
        while True:
            found = _CHARACTERS.match(self.source, self.at)
            end = found.end() if found else self.at
            pieces.append(self.source[self.at : end])
            self.at = end
            sign = self.source[self.at : self.at + 1]
            if sign == '"':
                self.at += 1
                return "".join(pieces)
            if sign in ("", "\n", "\r"):
                message = Text("引号没有结束", "the quote that opens here is not closed")
                help = Text('请在文字末尾写 "', 'write " at the end of the text')
                raise _Refused(Diagnostic("unclosed-quote", message, opening, help))
            if sign == "\\":
                pieces.append(self.escape())
            else:
                help = Text(
                    f"请写 \\u{ord(sign):04x} 或删除", f"write \\u{ord(sign):04x} or delete it"
                )
                self.tree.report("control-character", _control(sign), self.here(), help)
                self.at += 1

    def escape(self) -> str:
        """Return the character of an escape; half of a surrogate pair is reported."""
        written = self.source[self.at : self.at + 2]
        if written[1:] in _ESCAPES and len(written) == 2:
            self.at += 2
            return _ESCAPES[written[1]]
        code = self.code(self.at)
        if code is None:
            message = Text(
                f"没有转义符 '{_clipped(written)}'", f"'{_clipped(written)}' is no escape"
            )
            help = Text("请把 \\ 写成 \\\\", "write \\ as \\\\")
            self.tree.report("bad-escape", message, self.here(len(written)), help)
            self.at += 1
            return "\\"
        low = self.code(self.at + 6) if 0xD800 <= code < 0xDC00 else None
        if low is not None and 0xDC00 <= low < 0xE000:
            self.at += 12
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= code < 0xE000:
            span = self.here(6)
            self.tree.report("unpaired-surrogate", _half_a_pair(code), span, _WHOLE_CHARACTER)
            code = 0xFFFD
        self.at += 6
        return chr(code)

    def code(self, at: int) -> int | None:
        r"""Return the number of a `\u` escape at `at`, or None."""
        digits = _HEX.match(self.source, at + 2)
        return int(digits[0], 16) if digits and self.source.startswith("\\u", at) else None

    def fail(self, expected: str, sign: str) -> NoReturn:
        """End the reading: what follows could mean anything."""
        wanted = [f"'{mark}'" for mark in expected] or ["值"]
        words = [f"'{mark}'" for mark in expected] or ["a value"]
        zh, en = (f"'{_clipped(sign)}'", f"'{_clipped(sign)}'") if sign else ("文件结尾", "the end")
        message = Text(
            f"此处应为 {' 或 '.join(wanted)},却是{zh}",
            f"{' or '.join(words)} is expected here, not {en}",
        )
        see: tuple[tuple[Text, Span], ...] = ()
        if self.tree.stack:
            see = ((Text("括号从此处开始", "the bracket opens here"), self.tree.stack[-1].span),)
        raise _Refused(Diagnostic("not-json", message, self.here(), see=see))
