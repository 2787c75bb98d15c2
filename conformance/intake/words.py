"""Characters of a PDF to words: what was set as one, by place, size and colour.

Neighbouring cells may touch.  Where the colour changes between two characters that touch, two
cells are more likely than one word; where only the font changes (a Greek letter from another font)
one word is.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from conformance.intake.page import Word

Char = Mapping[str, Any]
# What the letters of the font named Symbol show.
_SYMBOL = dict(zip("abcdefghlmnpqrstwDGSWFL", "αβχδεφγηλμνπθρστωΔΓΣΩΦΛ", strict=True))
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "-",
              "\u2206": "Δ", "\u03bc": "µ", "\u00a0": " "}  # fmt: skip
# Letters of the block of radicals that some fonts give in place of the words they look like; the
# other radicals have a compatibility form.
_RADICALS = dict(
    zip(
        "⺟⺠⺫⺮⺼⻁⻄⻅⻆⻉⻊⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻖⻏",
        "母民目竹月虎西见角贝足车辶长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟阝阝",
        strict=True,
    )
)
_RAISED = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")


def _plain(letter: str) -> str:
    """Return a letter as it is meant: no radical in place of a word, no ligature."""
    if "\u2e80" <= letter <= "\u2fdf":
        return _RADICALS.get(letter) or unicodedata.normalize("NFKC", letter)
    return _LIGATURES.get(letter, letter)


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Return the words that upright characters make.

    Characters come in the order of the text, which keeps apart what was printed over each other;
    words that touch are joined afterwards, since a Greek letter or a bold one comes by itself.
    """
    seen: set[tuple[str, int, int]] = set()
    runs: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        # the same letter printed twice at one place makes it bold, not double
        key = (char["text"], round(char["x0"] * 2), round(char["top"] * 2))
        if not char["upright"] or char["size"] < 1 or (key in seen and not char["text"].isspace()):
            continue
        seen.add(key)
        if char["text"].isspace() or char["text"] == "\x00" * len(char["text"]):
            last = None
            continue
        if last is None or not _same_line(last, char) or _apart(last, char):
            runs.append([])
        runs[-1].append(char)
        last = char
    return [_word(run) for run in _touching(runs)]


def _same_line(last: Char, char: Char) -> bool:
    low, high = max(last["top"], char["top"]), min(last["bottom"], char["bottom"])
    smaller = min(last["bottom"] - last["top"], char["bottom"] - char["top"])
    return bool(high - low > (0.5 if last["size"] == char["size"] else 0.15) * smaller)


def _really_apart(last: Char, char: Char) -> bool:
    """Return whether two runs do not touch: a space between them may be narrow."""
    size = min(last["size"], char["size"])
    return bool(char["x0"] - last["x1"] > 0.08 * size) or _apart(last, char)


def _touching(runs: list[list[Char]]) -> list[list[Char]]:
    """Return the runs, those joined that were printed right behind each other on one line."""
    starts: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        starts.setdefault(round(run[0]["x0"]), []).append(index)
    joined_to: dict[int, int] = {}
    taken: set[int] = set()
    for index, run in enumerate(runs):
        end = run[-1]
        for x in range(round(end["x1"]) - 1, round(end["x1"]) + 2):
            for other in starts.get(x, ()):
                char = runs[other][0]
                if other == index or other in taken or index in joined_to:
                    continue
                if (
                    _same_line(end, char)
                    and not _really_apart(end, char)
                    and char["x0"] >= run[0]["x0"]
                ):
                    joined_to[index] = other
                    taken.add(other)
    heads = [index for index in range(len(runs)) if index not in taken]
    words = []
    for index in heads:
        word = list(runs[index])
        while index in joined_to:
            index = joined_to[index]
            word += runs[index]
        words.append(word)
    return words


def _apart(last: Char, char: Char) -> bool:
    size = min(last["size"], char["size"])
    gap = char["x0"] - last["x1"]
    if gap > 0.17 * size or gap < -0.6 * size:
        return True
    coloured = last.get("non_stroking_color") != char.get("non_stroking_color")
    return gap > -0.05 * size and coloured and last["fontname"] == char["fontname"]


def _word(chars: list[Char]) -> Word:
    largest = max(char["size"] for char in chars)
    base = max(char["bottom"] for char in chars if char["size"] == largest)
    text, edges = "", []
    for font, group in groupby(chars, key=lambda char: "Symbol" in char["fontname"]):
        for char in group:
            letters = char["text"]
            if font:
                letters = "".join(_SYMBOL.get(letter, letter) for letter in letters)
            letters = "".join(map(_plain, letters))
            raised = char["size"] < 0.8 * largest and base - char["bottom"] > 0.15 * largest
            if raised and text[-1:].isalnum() | (text[-1:] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"):
                letters = letters.translate(_RAISED)
            width = (char["x1"] - char["x0"]) / max(len(letters), 1)
            edges += [char["x0"] + width * number for number in range(len(letters))]
            text += letters
    body = [char for char in chars if char["size"] == largest]
    return Word(
        text=text,
        x0=min(char["x0"] for char in chars),
        x1=max(char["x1"] for char in chars),
        top=min(char["top"] for char in body),
        bottom=base,
        edges=tuple(edges),
    )
