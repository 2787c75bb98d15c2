"""Bytes to a submission, strictly: nothing is skipped, guessed or given twice.

A good submission takes the fast way, one typed decode.  Whatever that does not accept, or cannot
vouch for, goes the slow way, which knows the place of every value and finds all problems.  Both
ways read one set of types, so that they agree on what a submission is; the slow way decides.

A key that is given twice is silently overwritten by a typed decode, so the fast way proves that
nothing was: it writes the submission again and compares what came out with what went in.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, get_args, get_type_hints

import msgspec

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library import nodes
from conformance.model.dates import read_date
from conformance.model.submission import (
    Audit,
    Authorization,
    Date,
    Dates,
    Declaration,
    Document,
    Inspection,
    Relation,
    Result,
    Subject,
    Submission,
    TestReport,
)

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

_BOM = b"\xef\xbb\xbf"
_DECODER = msgspec.json.Decoder(Submission)
_ENCODER = msgspec.json.Encoder()


def decode(
    data: bytes | str | Mapping[str, object], *, file: str = "submission", format: str = "json"
) -> Submission:
    """Return the submission that `data` writes; `format` is json or yaml and not for a mapping.

    Raises IllFormed with every problem, each with line, column and JSON pointer.  A mapping has no
    lines: its problems have the pointer alone.

    >>> decode('{"submission": "T-1", "subject": {"attributes": {"rated_power": 0.10}}}').subject
    ... # doctest: +ELLIPSIS
    Subject(...attributes={'rated_power': '0.10'}, parts=())
    """
    if isinstance(data, Mapping):
        data, format = _canonical(data, file), "mapping"
    if format != "yaml":
        raw = data if isinstance(data, bytes) else _encoded(data)
        submission = None if raw is None else _decode_fast(raw.removeprefix(_BOM))
        if submission is not None:
            return submission
    return decode_slowly(data, file=file, format=format)


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


def canonical(data: Mapping[str, object]) -> bytes:
    """Return a mapping as canonical JSON, the bytes that its digest is of.

    Keys sorted by their code points, no white space, UTF-8, characters escaped only where JSON
    demands it; every number is the text of its digits, so that 3 and "3" are the same.  Raises
    IllFormed for what JSON or exactness has no place for: a binary float, a date, an odd key.

    >>> canonical({"b": Decimal("0.10"), "a": [1, True, None]})
    b'{"a":["1",true,null],"b":"0.10"}'
    """
    return _canonical(data, "submission")


# ---- the fast way


def _encoded(text: str) -> bytes | None:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def _decode_fast(data: bytes) -> Submission | None:
    """Return the submission, or None where the slow way has to decide."""
    # Each value stands at the beginning, behind a comma or behind a bracket.
    if len(data) >= nodes.MOST_VALUES and (
        len(data) > nodes.MOST_BYTES
        or sum(map(data.count, (b",", b"[", b"{"))) >= nodes.MOST_VALUES - 1
    ):
        return None
    for text in _spellings(data):
        try:
            submission = _DECODER.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            if text is data and not _SAYS_NUMBER.search(str(error)):
                return None
        else:
            return submission if _nothing_lost(text, submission) and _settle(submission) else None
    return None


def _spellings(data: bytes) -> Iterator[bytes]:
    """Yield `data`, and where that was not it, `data` with its bare numbers in quotes.

    Behind keys first, which is quick.  Where that meets a string that only looks like a key, the
    quote it puts in ends the string in front of a digit, which no reader takes for JSON.
    """
    yield data
    yield _MEMBER.sub(rb'\1"\2"', data)
    exact = _quote_numbers(data)
    if exact is not None:
        yield exact


_SAYS_NUMBER = re.compile(r"got `(?:int|float)`|out of range")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+")
_MEMBER = re.compile(rb'(":\s*+)(' + _NUMBER.pattern + rb")(?=[,}\s])")
_UP_TO_NUMBER = re.compile(
    rb"""
    ((?: [^"0-9-]++ | "[^"\\]*+(?:\\.[^"\\]*+)*+" )*+)  # strings and signs
    ([-0-9][-+.0-9a-zA-Z]*+ | \Z)                       # a bare number, or the end
    ([ \t\n\r]*+:)?+                                    # and no key
    """,
    re.VERBOSE | re.DOTALL,
)


def _quote_numbers(data: bytes) -> bytes | None:
    """Return `data` with its bare numbers in quotes, which keeps their digits; None if not JSON."""
    pieces: list[bytes] = []
    at = 0
    while found := _UP_TO_NUMBER.match(data, at):
        before, number, colon = found.groups()
        if not number:
            pieces.append(before)
            return b"".join(pieces)
        if colon or not _NUMBER.fullmatch(number):
            return None
        pieces += (before, b'"', number, b'"')
        at = found.end()
    return None


def _nothing_lost(data: bytes, submission: Submission) -> bool:
    """Say whether every key of `data` is in `submission`; False may also mean not known.

    Written again, no piece gets longer than it was: there is no shorter way to write it.  So the
    same length means that no piece is gone.  Of a text with white space or escapes the colons are
    counted instead: those in strings and those behind keys are as many as before only if no key
    is gone, unless colons were written as escapes.  Keys whose value is null or empty are left out
    of a submission, but not out of dictionaries.
    """
    written = _ENCODER.encode(submission)
    if len(written) == len(data):
        return True
    if b"\\" in data and (b"\\u003a" in data or b"\\u003A" in data):
        return False
    colons = data.count(b":")
    if written.count(b":") == colons:
        return True
    try:
        return _ENCODER.encode(msgspec.json.decode(data)).count(b":") == colons
    except (msgspec.DecodeError, RecursionError):  # pragma: no cover - it was read once already
        return False


def _dates_of(struct: type) -> Callable[[Any], tuple[str | None, ...]]:
    """Return what gets the dates of a struct."""
    hints = get_type_hints(struct, include_extras=True)
    names = [name for name, hint in hints.items() if Date in get_args(hint)]
    if len(names) < 2:
        return lambda value: tuple(getattr(value, name) for name in names)
    return attrgetter(*names)


_DATES = {struct: _dates_of(struct) for struct in (Subject, Dates, *get_args(Document))}


def _settle(submission: Submission) -> bool:
    """Turn whole numbers into text, leave out empty facts, and say whether all is in order.

    This runs for every submission, and its inner loop for every row.
    """
    subject, evidence = submission.subject, submission.evidence
    if subject is not None and not _settle_subject(subject):
        return False
    identifiers = set()
    for document in evidence:
        identifiers.add(document.id)
        if not (_dates_exist(document) and _SETTLE.get(type(document), _settled)(document)):
            return False
    return len(identifiers) == len(evidence)


def _settled(_: Any) -> bool:
    return True


def _settle_subject(subject: Subject) -> bool:
    return (
        _dates_exist(subject)
        and len({part.id for part in subject.parts}) == len(subject.parts)
        and _settle_number(subject, "quantity")
        and _settle_facts(subject.attributes)
        and all(_settle_facts(part.attributes) for part in subject.parts)
    )


def _settle_rows(document: TestReport | Audit | Inspection) -> bool:
    for result in document.results:
        if result.values is not None and result.value is not None:
            return False
        uncertainty = result.uncertainty
        if uncertainty is not None and not _settle_number(uncertainty, "k"):
            return False
    return all(map(_is_clear, document.relations))


def _settle_report(report: TestReport) -> bool:
    sample, tested = report.sample, report.tested
    return (
        (sample is None or _settle_number(sample, "count"))
        and (tested is None or _dates_exist(tested))
        and _settle_rows(report)
    )


def _settle_inspection(inspection: Inspection) -> bool:
    sample = inspection.sample
    return (
        (sample is None or _settle_number(sample, "count"))
        and _settle_number(inspection, "quantity")
        and _settle_rows(inspection)
    )


def _settle_declaration(declaration: Declaration) -> bool:
    return _settle_facts(declaration.statements)


def _settle_authorization(authorization: Authorization) -> bool:
    return authorization.valid is None or _dates_exist(authorization.valid)


_SETTLE: dict[type, Callable[[Any], bool]] = {
    TestReport: _settle_report,
    Audit: _settle_rows,
    Inspection: _settle_inspection,
    Declaration: _settle_declaration,
    Authorization: _settle_authorization,
}


def _dates_exist(struct: msgspec.Struct) -> bool:
    for text in _DATES[type(struct)](struct):
        if text is not None and text not in _DAYS and not _is_day(text):
            return False
    return True


# Days that were read before; looking one up is quicker than reading it again.
_DAYS: set[str] = set()
_MOST_DAYS = 16384


def _is_day(text: str) -> bool:
    if read_date(text) is None:
        return False
    if len(_DAYS) >= _MOST_DAYS:
        _DAYS.clear()
    _DAYS.add(text)
    return True


def _is_clear(relation: Relation) -> bool:
    return (relation.amends, relation.retests, relation.re_inspects).count(None) == 2


def _settle_number(struct: msgspec.Struct, name: str) -> bool:
    """Turn a whole number into its text; False where its text is not known from it."""
    number = getattr(struct, name)
    if type(number) is int:
        if not _is_plain(number):
            return False
        msgspec.structs.force_setattr(struct, name, str(number))
    return True


def _settle_facts(facts: dict[str, Any]) -> bool:
    """Do the same to the values of a mapping, and leave out names without a value."""
    for name, value in tuple(facts.items()):
        if type(value) is str:
            continue
        if value is None:
            del facts[name]
        elif type(value) is int:
            if not _is_plain(value):
                return False
            facts[name] = str(value)
    return True


def _is_plain(number: int) -> bool:
    # -0 has lost its sign already, and Python refuses to write very long numbers.
    return 0 < abs(number) < 2**63


# ---- the slow way


_BAD = object()


class _Enough(Exception):
    """Ends the slow way where more problems would help nobody; never leaves this module."""


_NOTHING = Text("", "")


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
        help: Text = _NOTHING,
        see: tuple[tuple[Text, Span], ...] = (),
    ) -> Any:
        self.problems.append(Diagnostic(code, message, span, help, see))
        if len(self.problems) >= nodes.MOST_PROBLEMS:
            message = Text(
                f"已有 {nodes.MOST_PROBLEMS} 处问题,其后不再检查",
                f"there are {nodes.MOST_PROBLEMS} problems up to here; the rest is not checked",
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
        expected, found = shape.expected(), _found(node)
        message = Text(
            f"此处应为{expected.zh},却是{found.zh}",
            f"{expected.en} is expected here, not {found.en}",
        )
        help = _NOTHING
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
        said = _clipped(node.text)
        message = Text(f"'{said}' 不是此处可用的词", f"'{said}' is none of the words for this")
        return self.report("unknown-word", message, node.span, _nearest(node.text, words))

    def date(self, node: nodes.Scalar) -> Any:
        if read_date(node.text) is not None:
            return node.text
        said = _clipped(node.text)
        message = Text(f"'{said}' 不是日期", f"'{said}' is no date")
        if _LIKE_DATE.fullmatch(node.text):
            message = Text(f"日历上没有 {said} 这一天", f"there is no day {said} in the calendar")
        help = Text("请写作 年-月-日,如 2026-09-01", "write year-month-day, such as 2026-09-01")
        return self.report("impossible-date", message, node.span, help)

    def facts(self, node: nodes.Mapping, shape: _Shape) -> Any:
        facts = {
            key.text: self.value(value, shape)
            for key, value in node.entries
            if not _is_nothing(value)
        }
        return _BAD if _BAD in facts.values() else facts

    def tagged(self, node: nodes.Mapping, shape: _Shape) -> Any:
        """Return the struct that the mapping's own word for its kind chooses."""
        if not shape.tag_field:
            return self.struct(node, next(iter(shape.structs.values())))
        kind = node.get(shape.tag_field)
        if kind is None or _is_nothing(kind):
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
                said = _clipped(key.text)
                message = Text(f"此处没有键 '{said}'", f"no key is named '{said}' here")
                given[""] = self.report("unknown-key", message, key.span, _nearest(key.text, names))
            elif key.text in known and not _is_nothing(value):
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
            if not isinstance(name, nodes.Scalar) or _is_nothing(name):
                continue
            if name.text in first:
                said = _clipped(name.text)
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
        (key for key, value in node.entries if key.text == name and not _is_nothing(value)), None
    )


def _is_nothing(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Scalar) and node.null


def _found(node: nodes.Node) -> Text:
    match node:
        case nodes.Mapping():
            return Text("一个映射", "a mapping")
        case nodes.Sequence():
            return Text("一个列表", "a list")
        case nodes.Scalar(boolean=None):
            said = _clipped(node.text)
            return Text(f"文字 '{said}'", f"the text '{said}'")
    return Text(node.text, node.text)


def _clipped(text: str) -> str:
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _nearest(word: str, known: Sequence[str]) -> Text:
    """Return help that names the nearest of the `known` words, or all of them."""
    near = get_close_matches(word[:100].lower().replace(" ", "_"), known, n=1)
    if near:
        return Text(f"是否为 '{near[0]}'?", f"did you mean '{near[0]}'?")
    words = ", ".join(known)
    return Text(f"此处可用:{words}", f"known here: {words}")


# ---- a mapping of Python's


def _canonical(data: Mapping[str, object], file: str) -> bytes:
    problems: list[Diagnostic] = []
    tree = _plain(data, "", file, problems, [0])
    if problems:
        raise IllFormed(problems)
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(
    value: object, pointer: str, file: str, problems: list[Diagnostic], count: list[int]
) -> object:
    """Return `value` in what JSON has, with numbers as text; problems get the pointer."""

    def report(code: str, zh: str, en: str, help: Text = _NOTHING) -> None:
        problems.append(Diagnostic(code, Text(zh, en), Span(file, 0, pointer=pointer), help))

    count[0] += 1
    if count[0] > nodes.MOST_VALUES:
        if count[0] == nodes.MOST_VALUES + 1:
            most = nodes.MOST_VALUES
            report("too-many-values", f"值多于 {most} 个", f"there are more than {most} values")
        return None
    match value:
        case None | bool():
            return value
        case str():
            return _whole(str(value), report)
        case int():
            try:
                return str(value)
            except ValueError:
                report("number-too-long", "整数过长", "the whole number is too long")
        case Decimal():
            if value.is_finite():
                return str(value)
            report("not-a-number", f"'{value}' 不是数", f"'{value}' is not a number", _LEAVE_OUT)
        case float():
            report(
                "binary-float",
                f"{value!r} 是二进制浮点数,已不知原来的位数",
                f"{value!r} is a binary float, whose written digits are no longer known",
                Text(
                    f"请写作文字 '{value!r}' 或 Decimal", f"give the text '{value!r}' or a Decimal"
                ),
            )
        case Mapping() | list() | tuple() if pointer.count("/") >= nodes.MOST_DEPTH:
            most = nodes.MOST_DEPTH
            report("too-deep", f"嵌套深于 {most} 层", f"nested more than {most} levels deep")
        case Mapping():
            tree: dict[str, object] = {}
            for key, item in value.items():
                if not isinstance(key, str):
                    report("key-not-text", f"键 {key!r} 不是文字", f"the key {key!r} is no text")
                    continue
                step = key.replace("~", "~0").replace("/", "~1")
                name = _whole(str(key), report)
                tree[name] = _plain(item, f"{pointer}/{step}", file, problems, count)
            return tree
        case list() | tuple():
            return [
                _plain(item, f"{pointer}/{position}", file, problems, count)
                for position, item in enumerate(value)
            ]
        case _:
            kind = type(value).__name__
            help = Text("请写作文字", "give it as text")
            report("unknown-type", f"无法读取 {kind} 类型的值", f"a {kind} cannot be read", help)
    return None


_LEAVE_OUT = Text("没有数值时请省去该键", "leave the key out where there is no number")


def _whole(text: str, report: Any) -> str:
    """Return `text`, or nothing where it has half a surrogate pair, which no file can hold."""
    if _encoded(text) is not None:
        return text
    report(
        "unpaired-surrogate",
        "文字中有半个代理对",
        "the text has half of a surrogate pair in it",
        Text("请写完整的字符", "write the whole character"),
    )
    return ""


def _without_lines(problem: Diagnostic) -> Diagnostic:
    """Return the problem with its pointer alone: nobody sees the lines of canonical JSON."""
    see = tuple((note, Span(span.file, 0, pointer=span.pointer)) for note, span in problem.see)
    at = problem.span
    return replace(problem, span=Span(at.file, 0, pointer=at.pointer), see=see)


# ---- where submissions lie


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One submission as it was found, not yet decoded.

    `digest` is `sha256:` and the hex digits: of the bytes read; for a folder of its files' digests,
    each followed by a line feed, in the order of the files' paths below it; for a mapping of
    its canonical JSON.  `line` is where a line of a `.jsonl` file stands.  `problems` say why
    there are no bytes.
    """

    name: str
    data: bytes
    format: str
    digest: str
    line: int = 1
    problems: tuple[Diagnostic, ...] = ()

    def decode(self) -> Submission:
        """Return the submission; raises IllFormed with the places in the whole file."""
        if self.problems:
            raise IllFormed(self.problems)
        try:
            return decode(self.data, file=self.name, format=self.format)
        except IllFormed as error:
            if self.line == 1:
                raise
            problems = [_moved(problem, self.line - 1) for problem in error.diagnostics]
        raise IllFormed(problems)


def read_mapping(data: Mapping[str, object], *, name: str = "submission") -> Source:
    """Return a mapping as a source; raises IllFormed where it has no canonical JSON."""
    raw = _canonical(data, name)
    return Source(name=name, data=raw, format="mapping", digest=digest_of(raw))


def read_submissions(path: str | Path) -> Iterator[Source]:
    """Yield every submission at `path`, in the order of names; `-` is standard input.

    A `.jsonl` file has one a line.  A folder with a `submission.*` in it is one; any other folder
    is every submission below it.  What cannot be read is a source with problems, so that the
    others are still judged.
    """
    if str(path) == "-":
        yield from _read_input()
        return
    path = Path(path)
    # Unlike Path.is_dir, this has an answer for names that no file can have.
    if os.path.isdir(path):
        yield from _read_folder(path)
    else:
        yield from _read_file(path)


_FORMATS = {".json": "json", ".jsonl": "jsonl", ".yaml": "yaml", ".yml": "yaml"}


def _read_input() -> Iterator[Source]:
    data = sys.stdin.buffer.read(nodes.MOST_BYTES + 1)
    lines = data.removeprefix(_BOM).strip().splitlines()
    if not lines or not lines[0].startswith((b"{", b"[")):
        yield _source("<stdin>", data, "yaml")
    elif len(lines) > 1 and _is_json(lines[0]):
        yield from _read_lines("<stdin>", BytesIO(data + sys.stdin.buffer.read()))
    else:
        yield _source("<stdin>", data, "json")


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except msgspec.DecodeError:
        return False
    return True


def _read_folder(folder: Path) -> Iterator[Source]:
    whole = _whole_submission(folder)
    if len(whole) == 1:
        digest = _folder_digest(folder)
        yield from (replace(source, digest=digest) for source in _read_file(whole[0]))
    elif whole:
        names = ", ".join(path.name for path in whole)
        message = Text(f"同一文件夹中有 {names}", f"the folder has {names}")
        yield _unreadable(folder, "several-submissions", message, _KEEP_ONE)
    else:
        sources = _below(folder)
        first = next(sources, None)
        if first is None:
            message = Text("文件夹中没有提交文件", "no submission lies in the folder")
            help = Text(f"可用:{_READABLE}", f"readable are {_READABLE}")
            first = _unreadable(folder, "nothing-to-check", message, help)
        yield first
        yield from sources


_KEEP_ONE = Text("请只保留一个", "keep one of them")
_READABLE = " ".join(_FORMATS)


def _whole_submission(folder: Path) -> list[Path]:
    formats = _FORMATS.keys() - {".jsonl"}
    return sorted(path for path in folder.glob("submission.*") if path.suffix in formats)


def _below(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and _whole_submission(path):
            yield from _read_folder(path)
        elif path.is_dir() and not path.is_symlink():
            yield from _below(path)
        elif path.suffix in _FORMATS and not _lists_others(path):
            yield from _read_file(path)


def _lists_others(path: Path) -> bool:
    """Return whether a file is an `index.yaml` each of whose keys is a file that lies beside it."""
    if path.name != "index.yaml":
        return False
    try:
        with path.open("rb") as stream:
            data = stream.read(nodes.MOST_AUTHORED_BYTES)
    except OSError:
        return False
    document, _ = nodes.read_yaml(data, str(path))
    if not isinstance(document, nodes.Mapping) or not document.entries:
        return False
    # A key of a submission has no ending, so that no submission can be taken for a list.
    keys = [Path(key.text) for key, _ in document.entries]
    return all(
        key.suffix and key.name == str(key) and (path.parent / key).is_file() for key in keys
    )


def _read_file(path: Path) -> Iterator[Source]:
    format = _FORMATS.get(path.suffix)
    if format is None:
        message = Text(f"不能读取 '{path.suffix}' 文件", f"a '{path.suffix}' file cannot be read")
        help = Text(f"可用:{_READABLE}", f"readable are {_READABLE}")
        yield _unreadable(path, "format-unknown", message, help)
        return
    try:
        with path.open("rb") as stream:
            if format == "jsonl":
                yield from _read_lines(str(path), stream)
            else:
                yield _source(str(path), stream.read(nodes.MOST_BYTES + 1), format)
    except FileNotFoundError:
        yield _unreadable(path, "file-missing", Text("没有这个文件", "there is no such file"))
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield _unreadable(
            path, "file-unreadable", Text(f"无法读取:{said}", f"it cannot be read: {said}")
        )


def _read_lines(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Yield a source for each line that is not blank; only one line is in memory."""
    number = 0
    while line := stream.readline(nodes.MOST_BYTES + 2):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield _source(name, line.rstrip(b"\r\n"), "json", number)
        if len(line) > nodes.MOST_BYTES and not line.endswith(b"\n"):
            # The rest of a line that is too long is no line of its own.
            while (rest := stream.readline(nodes.MOST_BYTES)) and not rest.endswith(b"\n"):
                pass


def _source(name: str, data: bytes, format: str, line: int = 1) -> Source:
    return Source(name=name, data=data, format=format, digest=digest_of(data), line=line)


def _unreadable(path: Path, code: str, message: Text, help: Text = _NOTHING) -> Source:
    problem = Diagnostic(code, message, Span(str(path), 0), help)
    return Source(name=str(path), data=b"", format="", digest="", problems=(problem,))


def digest_of(data: bytes) -> str:
    """Return the digest of the bytes that were read."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _folder_digest(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    files.sort(key=lambda path: path.relative_to(folder).as_posix())
    digests = (_file_digest(path) for path in files)
    return digest_of("".join(f"{digest}\n" for digest in digests).encode())


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _moved(problem: Diagnostic, lines: int) -> Diagnostic:
    def moved(span: Span) -> Span:
        return replace(span, line=span.line + lines) if span.line else span

    see = tuple((note, moved(span)) for note, span in problem.see)
    return replace(problem, span=moved(problem.span), see=see)


# ---- the assessing side's own file


def read_assessor(data: bytes | str, file: str) -> "AssessorFile":
    """Return the assessing side's own file, which is YAML or JSON by the ending of its name.

    Raises IllFormed with every problem and its place.
    """
    from pydantic import ValidationError

    from conformance.model.assessor import AssessorFile

    read = nodes.read_json if file.endswith(".json") else nodes.read_yaml
    document, problems = read(data, file)
    if problems or document is None:
        raise IllFormed(problems)
    try:
        return AssessorFile.model_validate(_without_nothing(document))
    except ValidationError as error:
        found = [_of_pydantic(entry, document) for entry in error.errors()]
    raise IllFormed(sorted(dict.fromkeys(found), key=lambda problem: problem.span)) from None


def _without_nothing(node: nodes.Node) -> object:
    """Return the plain tree without the keys that have no value."""
    match node:
        case nodes.Mapping():
            return {
                key.text: _without_nothing(value)
                for key, value in node.entries
                if not _is_nothing(value)
            }
        case nodes.Sequence():
            return [_without_nothing(item) for item in node.items]
    return nodes.plain(node)


def _of_pydantic(entry: Any, document: nodes.Node) -> Diagnostic:
    """Return one problem of the model's, in our words, at the node it is about."""
    node = document
    key: Span | None = None
    for step in entry["loc"]:
        if isinstance(node, nodes.Mapping) and (inner := node.get(str(step))) is not None:
            key = node.key_span(str(step))
            node = inner
        elif isinstance(node, nodes.Sequence) and isinstance(step, int):
            node, key = node.items[step], None
    name = _clipped(str(entry["loc"][-1])) if entry["loc"] else ""
    code = {"string_too_short": "empty-text"}.get(entry["type"], entry["type"])
    if code == "extra_forbidden":
        message = Text(f"此处没有键 '{name}'", f"no key is named '{name}' here")
        return Diagnostic("unknown-key", message, key or node.span, _nearest(name, _keys(entry)))
    if code == "missing":
        message = Text(f"缺少键 '{name}'", f"the key '{name}' is missing")
        help = Text(f"请补上 {name}: …", f"add  {name}: …")
        return Diagnostic("missing-key", message, node.span, help)
    found = _found(node)
    message, help = _ASSESSOR.get(
        code, (Text(f"此处不能写{found.zh}", f"{found.en} cannot stand here"), _NOTHING)
    )
    if code == "literal_error":
        help = Text(f"可用:{entry['ctx']['expected']}", f"known here: {entry['ctx']['expected']}")
    code = code if code in _ASSESSOR else "wrong-kind"
    return Diagnostic(code, message, node.span, help)


def _keys(entry: Any) -> tuple[str, ...]:
    """Return the keys that the mapping of an unknown key may have."""
    from conformance.model.assessor import AssessorFile

    model: Any = AssessorFile
    for step in entry["loc"][:-1]:
        if isinstance(step, str):
            model = get_args(model.model_fields[step].annotation)[0]
    return tuple(known.alias or name for name, known in model.model_fields.items())


_ASSESSOR = {
    "impossible-date": (
        Text("不是日历上的日期", "this is no day of the calendar"),
        Text("请写作 年-月-日,如 2026-09-01", "write year-month-day, such as 2026-09-01"),
    ),
    "concession-unbounded": (
        Text("让步既未写批也未写数量", "the concession names neither a lot nor a quantity"),
        Text("请补上 lot 或 quantity", "add  lot: …  or  quantity: …"),
    ),
    "one-approver": (
        Text("两位批准人是同一人", "approver and second_approver are one person"),
        Text("请由另一人作第二批准", "name another person as the second approver"),
    ),
    "row-not-named": (
        Text("确认的值未写 locator 或 requirement", "the confirmed value names no row"),
        Text("请补上 locator 或 requirement", "add  locator: …  or  requirement: …"),
    ),
    "empty-text": (
        Text("此处没有内容", "nothing is written here"),
        Text("请写出内容", "write what is meant"),
    ),
}
