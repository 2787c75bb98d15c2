"""The guard at the door of a text: its size, its characters, and where each of them stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.diagnostics import Diagnostic, Span, Text

BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
NOT_IN_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


NOTHING = Text("", "")
SPLIT = Text("请拆分为较小的文件", "split it into smaller files")
DELETE = Text("请删除该字符", "delete it")
WHOLE_CHARACTER = Text("请写完整的字符", "write the whole character")
QUOTED_KEY = Text("键请写成文字", "write a text as the key")


class Refused(Exception):
    """Ends the reading of a text with `problem`; never leaves the readers."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem


def decode(text: str | bytes, file: str, most_bytes: int) -> str:
    """Return the characters without a byte order mark."""
    if len(text) <= most_bytes and isinstance(text, str):
        _refuse_surrogates(text, file)
        raw = text if text.isascii() else text.encode()
    else:
        raw = text
    if len(raw) > most_bytes:
        most = f"{most_bytes / 2**20:g} MiB"
        message = Text(f"文件大于 {most}", f"the file is larger than {most}")
        raise Refused(Diagnostic("too-large", message, Span(file, 0), SPLIT))
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
        raise Refused(Diagnostic("not-utf-8", message, end_of(before, file), help)) from None


def _refuse_surrogates(text: str, file: str) -> None:
    found = _SURROGATE.search(text)
    if found:
        message = half_a_pair(ord(found[0]))
        span = end_of(text[: found.start()].removeprefix("\ufeff"), file)
        raise Refused(Diagnostic("unpaired-surrogate", message, span, WHOLE_CHARACTER))


def control_characters(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield a problem for each character that YAML does not know."""
    places = Places(text, file)
    for found in NOT_IN_YAML.finditer(text):
        span = places.span(found.start())
        yield Diagnostic("control-character", control_sign(found[0]), span, DELETE)


def control_sign(character: str) -> Text:
    """Return the words for a control character."""
    name = f"U+{ord(character):04X}"
    return Text(f"不允许控制字符 {name}", f"control character {name} is not allowed")


def half_a_pair(code: int) -> Text:
    """Return the words for a code that is only half of a character."""
    return Text(
        f"U+{code:04X} 只是半个代理对,不是字符",
        f"U+{code:04X} is half of a surrogate pair and not a character",
    )


def end_of(text: str, file: str) -> Span:
    """Return the place just after `text`."""
    return Places(text, file).span(len(text))


@dataclass(slots=True)
class Places:
    """Lines and columns of ascending positions; each character is looked at once."""

    text: str
    file: str
    line: int = 1
    begin: int = 0
    seen: int = 0

    def span(self, position: int, width: int = 1, pointer: str = "") -> Span:
        """Return the place of `position`, which lies behind those asked for before."""
        for found in BREAK.finditer(self.text, self.seen, position):
            self.line += 1
            self.begin = found.end()
        self.seen = position
        return Span(self.file, self.line, position - self.begin + 1, width, pointer)


def clipped(text: str) -> str:
    """Return a text short enough to be quoted in a message, on one line."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def in_quotes(text: str) -> str:
    """Return a text in the quotes that need no escape in it."""
    line = clipped(text)
    return f"'{line}'" if '"' in line or "\\" in line else f'"{line}"'


def quote_it(text: str) -> Text:
    """Return the advice to put a text in quotes."""
    quoted = in_quotes(text)
    return Text(f"请加引号:{quoted}", f"put it in quotes: {quoted}")
