"""Pages set by typst: PDF/A-2a and PDF/UA-1 whose bytes repeat, and no box for a character.

What is said goes in as data and never as markup.  A font that Chinese needs and
the machine lacks is a problem that names the fonts that would do; any other
character that no font has is written by its number.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.rendering.said import one_line

# The first that the machine has is used; each has Chinese, Latin and the signs of units.
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "DengXian", "SimHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "SimSun", "Songti SC",
)  # fmt: skip
# What typst carries with it.
OWN_FONTS = (
    "Libertinus Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
    "New Computer Modern Math",
)
FONTS_FOLDER = "CONFORMANCE_FONTS"
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_LONG_RUN = re.compile(r"[!-~]{18}(?=[!-~])|(?<=[!-~]{6})[-_/.;:@](?=[!-~]{6})")


def typeset(template: str, data: Mapping[str, Any], day: date) -> bytes:
    """Return the PDF of `template`, a file of this package, filled with `data`.

    `day` is the date of the document.  Raises `IllFormed` where the text has
    Chinese and no font of the machine does.
    """
    import typst

    fonts = _fonts(os.environ.get(FONTS_FOLDER, ""))
    families = set(fonts.families())
    chinese = [name for name in CHINESE_FONTS if name in families]
    text = _all_text(data)
    if _HAN.search(text) and not chinese:
        raise IllFormed([_font_missing()])
    stack = (*chinese[:1], *(name for name in OWN_FONTS if name in families))
    lacking = _lacking(frozenset(text), stack, os.environ.get(FONTS_FOLDER, ""))
    if any(_HAN.match(letter) for letter in lacking):
        raise IllFormed([_letters_missing(stack[0], [c for c in lacking if _HAN.match(c)])])
    filled = _printable({**data, "fonts": list(stack), "narrow": stack[-1 if len(stack) < 2 else 1],
                         "date": [day.year, day.month, day.day]}, lacking)  # fmt: skip
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    compiler = typst.Compiler(font_paths=fonts)
    pdf, warnings = compiler.compile_with_warnings(
        input=files("conformance.rendering").joinpath(template).read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(filled, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=moment,
    )
    if warnings:
        # A warning is a box, or a rule that was not obeyed: the template's fault, so ours.
        raise RuntimeError("; ".join(str(each.message) for each in warnings))
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts(folder: str) -> Any:
    import typst

    return typst.Fonts(font_paths=[folder] if folder else [])


def _font_missing() -> Diagnostic:
    return Diagnostic(
        "font-missing",
        Text(
            "本机没有中文字体,无法排版", "no font for Chinese is installed, so it cannot be printed"
        ),
        Span("--format", 0),
        Text(
            f"安装 {CHINESE_FONTS[0]}(或 {CHINESE_FONTS[2]}、{CHINESE_FONTS[4]}),"
            f"或用环境变量 {FONTS_FOLDER} 指明字体文件夹",
            f"install {CHINESE_FONTS[0]} (or {CHINESE_FONTS[2]}, {CHINESE_FONTS[4]}), "
            f"or name a folder of fonts in {FONTS_FOLDER}",
        ),
    )


def _letters_missing(font: str, letters: Iterable[str]) -> Diagnostic:
    listed = "".join(sorted(letters))[:40]
    return Diagnostic(
        "font-missing",
        Text(
            f"字体 {font} 没有这些字:{listed}", f"the font {font} lacks these characters: {listed}"
        ),
        Span("--format", 0),
        Text(f"安装 {CHINESE_FONTS[0]}", f"install {CHINESE_FONTS[0]}"),
    )


# ---- what can be printed


@cache
def _lacking(letters: frozenset[str], stack: tuple[str, ...], folder: str) -> frozenset[str]:
    """Return the characters that no font of the stack has, found by halving."""
    unusual = sorted(letter for letter in letters if not " " <= letter <= "~")
    # what only one font gives a meaning to, no reader can say aloud
    private = {letter for letter in unusual if category(letter) == "Co"}
    others = [letter for letter in unusual if letter not in private]
    return frozenset({*private, *_halved(others, stack, folder)})


def _halved(letters: list[str], stack: tuple[str, ...], folder: str) -> list[str]:
    if not letters or _prints(letters, stack, folder):
        return []
    if len(letters) == 1:
        return letters
    middle = len(letters) // 2
    return [
        *_halved(letters[:middle], stack, folder),
        *_halved(letters[middle:], stack, folder),
    ]


_PROBE = b"""#set document(date: datetime(year: 2000, month: 1, day: 1))
#let data = json(bytes(sys.inputs.data))
#set text(font: data.fonts, fallback: false)
#for letter in data.letters [#letter ]
"""


def _prints(letters: list[str], stack: tuple[str, ...], folder: str) -> bool:
    import typst

    compiler = typst.Compiler(font_paths=_fonts(folder))
    try:
        compiler.compile(
            input=_PROBE, format="pdf", pdf_standards=["a-2b"],
            sys_inputs={"data": json.dumps({"letters": letters, "fonts": stack})},
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True


def _all_text(data: object) -> str:
    match data:
        case str():
            return one_line(data)
        case Mapping():
            return "".join(_all_text(each) for each in data.values())
        case list() | tuple():
            return "".join(_all_text(each) for each in data)
        case _:
            return ""


# What the template compares and links by, and our own words with the spaces at their ends.
_CODES = ("code", "label", "lang", "fonts", "narrow", "words")


def _printable(data: object, lacking: frozenset[str]) -> object:
    """Return the data with every text as it is printed."""
    match data:
        case str():
            return _breakable(_numbered(one_line(data), lacking))
        case Mapping():
            return {
                name: each if name in _CODES else _printable(each, lacking)
                for name, each in data.items()
            }
        case list() | tuple():
            return [_printable(each, lacking) for each in data]
        case _:
            return data


def _numbered(text: str, lacking: frozenset[str]) -> str:
    return "".join(f"[U+{ord(c):04X}]" if c in lacking else c for c in text)


def _breakable(text: str) -> str:
    """Return `text` with places where a line may end inside a long run without a space.

    >>> _breakable("short name"), _breakable("x" * 20)
    ('short name', 'xxxxxxxxxxxxxxxxxx\\u200bxx')
    """
    return _LONG_RUN.sub(lambda run: run[0] + "\u200b", text)
