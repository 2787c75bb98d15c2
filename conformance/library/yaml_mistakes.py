"""What an author meant where YAML cannot read on: the mistake, and what to read instead."""

import re
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.guard import BREAK, QUOTED_KEY, clipped, end_of, quote_it

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
class Mask:
    """Text to stand for `source[start:stop]`, as wide, so that the rest can be read."""

    start: int
    stop: int
    text: str


class Masked(Exception):
    """Begins the reading again without the mistake that `problem` names."""

    def __init__(self, problem: Diagnostic, mask: "Mask") -> None:
        self.problem = problem
        self.mask: Mask | None = mask


_Explained: TypeAlias = tuple[Diagnostic, Mask | None]


def explain(error: yaml.YAMLError, source: str, file: str) -> _Explained:
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
        return Diagnostic("key-not-text", message, place.span(at), QUOTED_KEY), None
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
        found = BREAK.search(source, at)
        self.stop = found.start() if found else len(source)
        row = source[self.start : self.stop]
        self.first = self.start + len(row) - len(row.lstrip(" "))

    def span(self, begin: int, stop: int = 0) -> Span:
        found = end_of(self.source[:begin], self.file)
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

    def mask(self, begin: int, text: str) -> Mask | None:
        """Return a mask of `text` at `begin`, or None if it stands there already."""
        masked = "x" * len(text)
        return Mask(begin, begin + len(text), masked) if text != masked else None


def unquoted_sign(text: str, span: Span) -> Diagnostic:
    """Return the problem that a text begins with a sign of YAML's own."""
    sign = text[:1]
    meaning = _SIGNS[sign]
    message = Text(
        f"'{clipped(text)}' 以 '{sign}' 开头,YAML 视之为{meaning.zh}",
        f"'{clipped(text)}' begins with '{sign}', which YAML takes for {meaning.en}",
    )
    return Diagnostic("unquoted-sign", message, span, quote_it(text))


def _explain_sign(row: _Row, at: int) -> _Explained:
    text = row.text_from(at)
    return unquoted_sign(text, row.span(at, at + len(text))), row.mask(at, text)


def _explain_interval(row: _Row, at: int) -> _Explained:
    # An interval has its own comma and brackets: it ends with them, also inside of others.
    found = _INTERVAL.match(row.source, at, row.stop)
    text = found[0].rstrip() if found else row.text_from(at)
    message = Text(
        f"'{clipped(text)}' 以 '{text[0]}' 开头,YAML 视之为列表",
        f"'{clipped(text)}' begins with '{text[0]}', which YAML takes for a list",
    )
    problem = Diagnostic("unquoted-interval", message, row.span(at, at + len(text)), quote_it(text))
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
            f"'{clipped(text)}' 的结尾之后还有文字",
            f"in '{clipped(text)}' there is text after the closing {_CLOSING[sign]}",
        )
    else:
        code = "unquoted-colon"
        message = Text(
            f"'{clipped(text)}' 中的冒号和空格被 YAML 视为键的结尾",
            f"'{clipped(text)}' has a colon and a space, for YAML the end of a key",
        )
    problem = Diagnostic(code, message, row.span(at, at + len(text)), quote_it(text))
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
        mask = Mask(backslash, backslash + len(written), "x" * len(written))
        return Diagnostic("bad-escape", message, span, help), mask
    message = Text("引号没有结束", "the quote that opens here is not closed")
    help = Text(
        f"请在文字末尾写 {row.source[begin]}", f"write {row.source[begin]} at the end of the text"
    )
    return Diagnostic("unclosed-quote", message, row.span(begin), help), None


def _explain_missing_colon(row: _Row) -> _Explained:
    text = row.source[row.at : row.stop].rstrip()
    message = Text(f"'{clipped(text)}' 之后没有冒号", f"there is no colon after '{clipped(text)}'")
    help = Text(
        "请写成 键: 值;跨行的文字请加引号", "write  key: value; quote a text of several lines"
    )
    span = row.span(row.at, row.stop)
    # As a comment, the line no longer stands between the keys before and after it.
    mask = Mask(row.at, row.at + len(text), "#" + "x" * (len(text) - 1))
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
