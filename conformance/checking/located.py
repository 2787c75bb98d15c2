"""Text to a submission the slow way: the place of every value is known, and all problems are found.

It reads the same types as the fast way (`decode`), and decides where that is not sure.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library import nodes
from conformance.library.bounds import MOST_PROBLEMS
from conformance.model.dates import read_date
from conformance.model.submission import Relation, Result, Subject, Submission


def decode_slowly(
    data: bytes | str, *, file: str = "submission", format: str = "json"
) -> Submission:
    """Return what `decode` returns, or raise what it raises, with every place known."""
    read = nodes.read_yaml if format == "yaml" else nodes.read_json
    document, problems = read(data, file)
    reader = _Reader()
    submission = None if document is None else reader.read(document)
    found = sorted((*problems, *reader.problems), key=lambda problem: problem.span)
    if format == "mapping":
        found = [_without_lines(problem) for problem in found]
    if submission is None or found:
        raise IllFormed(found)
    return submission


_BAD = object()


class _Enough(Exception):
    """Ends the slow way where more problems would help nobody; never leaves this module."""


NO_HELP = Text("", "")


@dataclass(slots=True, kw_only=True)
class _Shape:
    """What a type of the model accepts, alternative by alternative."""

    text: bool = False
    flag: bool = False
    nothing: bool = False
    date: bool = False
    words: tuple[str, ...] = ()
    structs: dict[str, Any] = field(default_factory=dict)
    tag_field: str = ""
    items: Any = None
    facts: Any = None

    def take(self, info: Any) -> "_Shape":
        """Add the alternatives of a type as msgspec describes it."""
        match type(info).__name__:
            case "UnionType":
                for alternative in info.types:
                    self.take(alternative)
            case "Metadata":
                self.date = True
                self.take(info.type)
            case "StrType":
                self.text = True
            case "BoolType":
                self.flag = True
            case "NoneType":
                self.nothing = True
            case "LiteralType":
                self.words = info.values
            case "StructType":
                self.structs[str(info.tag or "")] = info
                self.tag_field = info.tag_field or ""
            case "VarTupleType":
                self.items = info.item_type
            case "DictType":
                self.facts = info.value_type
            case kind:
                # The fast way's short cut for whole numbers, which are text in the end.
                assert kind == "IntType", kind
        return self

    def expected(self) -> Text:
        """Return the words for what may stand here."""
        lists = self.items is not None
        mappings = bool(self.structs) or self.facts is not None
        said = [
            words
            for accepted, words in (
                (self.text or self.words, ("文字", "a text")),
                (self.flag, ("true 或 false", "true or false")),
                (lists, ("列表", "a list")),
                (mappings, ("映射", "a mapping")),
            )
            if accepted
        ]
        return Text("或".join(zh for zh, _ in said), " or ".join(en for _, en in said))


@lru_cache(maxsize=1)
def _submission_shape() -> _Shape:
    # Only needed once something is wrong, or for YAML.
    from msgspec.inspect import type_info

    return _Shape().take(type_info(Submission))


@dataclass(slots=True)
class _Reader:
    """Builds values from nodes and collects the problems; `_BAD` stands for what has one."""

    problems: list[Diagnostic] = field(default_factory=list)
    shapes: dict[int, _Shape] = field(default_factory=dict)

    def read(self, node: nodes.Node) -> Submission | None:
        """Return the submission, or None with at least one problem."""
        with suppress(_Enough):
            submission = self.value(node, _submission_shape())
            return submission if isinstance(submission, Submission) else None
        return None

    def shape(self, info: Any) -> _Shape:
        known = self.shapes.get(id(info))
        if known is None:
            known = self.shapes[id(info)] = _Shape().take(info)
        return known

    def report(
        self,
        code: str,
        message: Text,
        span: Span,
        help: Text = NO_HELP,
        see: tuple[tuple[Text, Span], ...] = (),
    ) -> Any:
        self.problems.append(Diagnostic(code, message, span, help, see))
        if len(self.problems) >= MOST_PROBLEMS:
            message = Text(
                f"已有 {MOST_PROBLEMS} 处问题,其后不再检查",
                f"there are {MOST_PROBLEMS} problems up to here; the rest is not checked",
            )
            self.problems.append(Diagnostic("too-many-problems", message, span))
            raise _Enough
        return _BAD

    def value(self, node: nodes.Node, shape: _Shape) -> Any:
        """Return what `node` says, as `shape` has it."""
        match node:
            case nodes.Mapping() if shape.structs:
                return self.tagged(node, shape)
            case nodes.Mapping() if shape.facts is not None:
                return self.facts(node, self.shape(shape.facts))
            case nodes.Sequence() if shape.items is not None:
                inner = self.shape(shape.items)
                items = tuple(self.value(item, inner) for item in node.items)
                return _BAD if _BAD in items else items
            case nodes.Scalar(null=True):
                if shape.nothing:
                    return None
                message = Text("列表中有空项", "an item of the list is empty")
                return self.report("empty-item", message, node.span, _DELETE)
            case nodes.Scalar(boolean=bool(flag)) if shape.flag:
                return flag
            case nodes.Scalar(boolean=None) if shape.words:
                return self.word(node, shape.words)
            case nodes.Scalar(boolean=None) if shape.text:
                return self.date(node) if shape.date else node.text
        return self.wrong_kind(node, shape)

    def wrong_kind(self, node: nodes.Node, shape: _Shape) -> Any:
        expected, found = shape.expected(), found_here(node)
        message = Text(
            f"此处应为{expected.zh},却是{found.zh}",
            f"{expected.en} is expected here, not {found.en}",
        )
        help = NO_HELP
        if isinstance(node, nodes.Scalar):
            if node.boolean is not None and (shape.text or shape.words):
                help = Text(f'作为文字请写 "{node.text}"', f'as a text, write "{node.text}"')
            elif shape.flag:
                help = Text("请写 true 或 false,不加引号", "write true or false, without quotes")
            elif shape.items is not None:
                help = Text("只有一项时也请写 [ ]", "put it in [ ], also where it is the only item")
        return self.report("wrong-kind", message, node.span, help)

    def word(self, node: nodes.Scalar, words: tuple[str, ...]) -> Any:
        if node.text in words:
            return node.text
        said = clipped(node.text)
        message = Text(f"'{said}' 不是此处可用的词", f"'{said}' is none of the words for this")
        return self.report("unknown-word", message, node.span, nearest(node.text, words))

    def date(self, node: nodes.Scalar) -> Any:
        if read_date(node.text) is not None:
            return node.text
        said = clipped(node.text)
        message = Text(f"'{said}' 不是日期", f"'{said}' is no date")
        if _LIKE_DATE.fullmatch(node.text):
            message = Text(f"日历上没有 {said} 这一天", f"there is no day {said} in the calendar")
        help = Text("请写作 年-月-日,如 2026-09-01", "write year-month-day, such as 2026-09-01")
        return self.report("impossible-date", message, node.span, help)

    def facts(self, node: nodes.Mapping, shape: _Shape) -> Any:
        facts = {
            key.text: self.value(value, shape)
            for key, value in node.entries
            if not is_nothing(value)
        }
        return _BAD if _BAD in facts.values() else facts

    def tagged(self, node: nodes.Mapping, shape: _Shape) -> Any:
        """Return the struct that the mapping's own word for its kind chooses."""
        if not shape.tag_field:
            return self.struct(node, next(iter(shape.structs.values())))
        kind = node.get(shape.tag_field)
        if kind is None or is_nothing(kind):
            return self.missing(node, shape.tag_field)
        if not isinstance(kind, nodes.Scalar) or kind.boolean is not None:
            return self.wrong_kind(kind, _Shape(text=True))
        word = self.word(kind, tuple(shape.structs))
        return _BAD if word is _BAD else self.struct(node, shape.structs[word])

    def struct(self, node: nodes.Mapping, info: Any) -> Any:
        known = {entry.encode_name: entry for entry in info.fields}
        names = (*known, *filter(None, [info.tag_field]))
        given: dict[str, Any] = {}
        for key, value in node.entries:
            if key.text not in names:
                said = clipped(key.text)
                message = Text(f"此处没有键 '{said}'", f"no key is named '{said}' here")
                given[""] = self.report("unknown-key", message, key.span, nearest(key.text, names))
            elif key.text in known and not is_nothing(value):
                entry = known[key.text]
                given[entry.name] = self.value(value, self.shape(entry.type))
        for name, entry in known.items():
            if entry.required and entry.name not in given:
                given[entry.name] = self.missing(node, name)
        before = len(self.problems)
        self.consistent(node, info.cls)
        if before < len(self.problems) or _BAD in given.values():
            return _BAD
        return info.cls(**given)

    def missing(self, node: nodes.Mapping, name: str) -> Any:
        message = Text(f"缺少键 '{name}'", f"the key '{name}' is missing")
        help = Text(f"请补上 {name}: …", f"add  {name}: …")
        return self.report("missing-key", message, node.span, help)

    def consistent(self, node: nodes.Mapping, struct: type) -> None:
        """Report what each value may say by itself, but not all of them together."""
        if struct is Submission:
            self.unique(node.get("evidence"))
        elif struct is Subject:
            self.unique(node.get("parts"))
        elif struct is Result:
            value, values = (_given(node, name) for name in ("value", "values"))
            if value and values:
                message = Text("同时给出了 value 和 values", "value and values are both given")
                help = Text(
                    "一个读数用 value;每个试样一个读数用 values",
                    "one reading is a value; one for each specimen are values",
                )
                see = ((Text("另一个在此", "the other one is here"), value.span),)
                self.report("value-and-values", message, values.span, help, see)
        elif struct is Relation:
            names = ("amends", "retests", "re-inspects")
            count = sum(_given(node, name) is not None for name in names)
            if count != 1:
                message = Text(
                    f"amends、retests、re-inspects 中给出了 {count} 个",
                    f"{count} of amends, retests and re-inspects are given",
                )
                help = Text("请恰好给出一个", "give exactly one of them")
                self.report("relation-unclear", message, node.span, help)

    def unique(self, listed: nodes.Node | None) -> None:
        if not isinstance(listed, nodes.Sequence):
            return
        first: dict[str, Span] = {}
        for item in listed.items:
            name = item.get("id") if isinstance(item, nodes.Mapping) else None
            if not isinstance(name, nodes.Scalar) or is_nothing(name):
                continue
            if name.text in first:
                said = clipped(name.text)
                message = Text(f"编号 '{said}' 出现两次", f"the id '{said}' is given twice")
                help = Text("请给其中一个另编编号", "give one of them another id")
                see = ((Text("首次出现在此", "first given here"), first[name.text]),)
                self.report("duplicate-id", message, name.span, help, see)
            else:
                first[name.text] = name.span


_DELETE = Text("请删除", "delete it")
_LIKE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _given(node: nodes.Mapping, name: str) -> nodes.Scalar | None:
    """Return the key where it has a value."""
    return next(
        (key for key, value in node.entries if key.text == name and not is_nothing(value)), None
    )


def is_nothing(node: nodes.Node) -> bool:
    """Return whether a node has no value."""
    return isinstance(node, nodes.Scalar) and node.null


def found_here(node: nodes.Node) -> Text:
    """Return the words for what stands at a node."""
    match node:
        case nodes.Mapping():
            return Text("一个映射", "a mapping")
        case nodes.Sequence():
            return Text("一个列表", "a list")
        case nodes.Scalar(boolean=None):
            said = clipped(node.text)
            return Text(f"文字 '{said}'", f"the text '{said}'")
    return Text(node.text, node.text)


def clipped(text: str) -> str:
    """Return a text on one line and of bearable length."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def nearest(word: str, known: Sequence[str]) -> Text:
    """Return help that names the nearest of the `known` words, or all of them."""
    near = get_close_matches(word[:100].lower().replace(" ", "_"), known, n=1)
    if near:
        return Text(f"是否为 '{near[0]}'?", f"did you mean '{near[0]}'?")
    words = ", ".join(known)
    return Text(f"此处可用:{words}", f"known here: {words}")


def _without_lines(problem: Diagnostic) -> Diagnostic:
    """Return the problem with its pointer alone: nobody sees the lines of canonical JSON."""
    see = tuple((note, Span(span.file, 0, pointer=span.pointer)) for note, span in problem.see)
    at = problem.span
    return replace(problem, span=Span(at.file, 0, pointer=at.pointer), see=see)
