"""A mapping of Python's as canonical JSON: exact, or refused."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from conformance.checking.decode import encoded
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library.bounds import MOST_DEPTH, MOST_VALUES

_NOTHING = Text("", "")


def canonical(data: Mapping[str, object], file: str = "submission") -> bytes:
    """Return a mapping as canonical JSON, the bytes that its digest is of.

    Keys sorted by their code points, no white space, UTF-8, characters escaped only where JSON
    demands it; every number is the text of its digits, so that 3 and "3" are the same.  Raises
    IllFormed for what JSON or exactness has no place for: a binary float, a date, an odd key.

    >>> canonical({"b": Decimal("0.10"), "a": [1, True, None]})
    b'{"a":["1",true,null],"b":"0.10"}'
    """
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
    if count[0] > MOST_VALUES:
        if count[0] == MOST_VALUES + 1:
            most = MOST_VALUES
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
        case Mapping() | list() | tuple() if pointer.count("/") >= MOST_DEPTH:
            most = MOST_DEPTH
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
    if encoded(text) is not None:
        return text
    report(
        "unpaired-surrogate",
        "文字中有半个代理对",
        "the text has half of a surrogate pair in it",
        Text("请写完整的字符", "write the whole character"),
    )
    return ""
