"""JSON, character by character, put into a tree; numbers keep their characters."""

import re
from typing import NoReturn

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.guard import (
    QUOTED_KEY,
    WHOLE_CHARACTER,
    Places,
    Refused,
    clipped,
    control_sign,
    half_a_pair,
    quote_it,
)
from conformance.library.tree import Scalar, Tree, bare

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


class JsonReader:
    """A text gone through from its first character to its last, put into a tree."""

    def __init__(self, source: str, tree: Tree) -> None:
        self.source = source
        self.tree = tree
        self.at = 0
        self.places = Places(source, tree.file)

    def read(self) -> None:
        """Read the one value of the text."""
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
        """Return the place of the next character."""
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
        """Read the end of the innermost sequence or mapping."""
        self.at += 1
        self.tree.close(self.here())

    def key(self, sign: str) -> None:
        """Read a key, whose colon the caller reads."""
        if sign in ("{", "["):
            kind = Text("一个映射", "a mapping") if sign == "{" else Text("一个列表", "a list")
            message = Text(f"键是{kind.zh}", f"the key is {kind.en}")
            raise Refused(Diagnostic("key-not-text", message, self.here(), QUOTED_KEY))
        begin = self.here()
        if sign == '"':
            start = self.at
            text = self.string()
            width = self.at - start
        else:
            text = self.word()
            width = len(text)
            message = Text(
                f"键 '{clipped(text)}' 没有加引号", f"the key '{clipped(text)}' has no quotes"
            )
            span = Span(begin.file, begin.line, begin.column, width)
            self.tree.report("key-not-text", message, span, quote_it(text))
        pointer = self.tree.pointer(text)
        span = Span(begin.file, begin.line, begin.column, width, pointer)
        self.tree.add_key(Scalar(text, span, quoted=True))

    def value(self) -> None:
        """Read a scalar, or the opening bracket of a sequence or mapping."""
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
            self.tree.add(bare(text, span))

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
        said = clipped(word)
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
            self.tree.report("not-json", message, span, quote_it(word))

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
                raise Refused(Diagnostic("unclosed-quote", message, opening, help))
            if sign == "\\":
                pieces.append(self.escape())
            else:
                help = Text(
                    f"请写 \\u{ord(sign):04x} 或删除", f"write \\u{ord(sign):04x} or delete it"
                )
                self.tree.report("control-character", control_sign(sign), self.here(), help)
                self.at += 1

    def escape(self) -> str:
        """Return the character of an escape; half of a surrogate pair is reported."""
        written = self.source[self.at : self.at + 2]
        if written[1:] in _ESCAPES and len(written) == 2:
            self.at += 2
            return _ESCAPES[written[1]]
        code = self.code(self.at)
        if code is None:
            message = Text(f"没有转义符 '{clipped(written)}'", f"'{clipped(written)}' is no escape")
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
            self.tree.report("unpaired-surrogate", half_a_pair(code), span, WHOLE_CHARACTER)
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
        zh, en = (f"'{clipped(sign)}'", f"'{clipped(sign)}'") if sign else ("文件结尾", "the end")
        message = Text(
            f"此处应为 {' 或 '.join(wanted)},却是{zh}",
            f"{' or '.join(words)} is expected here, not {en}",
        )
        see: tuple[tuple[Text, Span], ...] = ()
        if self.tree.stack:
            see = ((Text("括号从此处开始", "the bracket opens here"), self.tree.stack[-1].span),)
        raise Refused(Diagnostic("not-json", message, self.here(), see=see))
