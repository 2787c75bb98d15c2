"""Lint `translation-missing`: a title has the same language twice."""

import re
from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import SpecView, StandardView
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.nodes import Mapping, Node, Scalar, Sequence

_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the titles and terms of a catalogue that are not in both languages."""
    yield from _untranslated(view.source.root)


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the titles and terms of a spec that are not in both languages."""
    yield from _untranslated(view.source.root)


def _untranslated(node: Node) -> Iterator[Noticed]:
    """Yield every block with `zh` and `en` of which one is not of its language."""
    match node:
        case Mapping(entries=entries):
            zh, en = node.get("zh"), node.get("en")
            if isinstance(zh, Scalar) and isinstance(en, Scalar):
                yield from _pair(zh, en)
            for _, inner in entries:
                yield from _untranslated(inner)
        case Sequence(items=items):
            for item in items:
                yield from _untranslated(item)
        case Scalar():
            return


def _pair(zh: Scalar, en: Scalar) -> Iterator[Noticed]:
    if _HAN.search(en.text):
        yield _problem(en.span, en.text, "英文", "English", "en")
    # an abbreviation or a symbol may be the word in both languages: LED, pH, PVC
    elif not _HAN.search(zh.text) and (zh.text != en.text or " " in zh.text):
        yield _problem(zh.span, zh.text, "中文", "Chinese", "zh")


def _problem(span: Span, text: str, zh: str, en: str, key: str) -> Noticed:
    return Noticed(
        text,
        Diagnostic(
            LINT.code,
            Text(f"{text!r} 不是{zh}", f"{text!r} is not {en}"),
            span,
            Text(f"在 {key} 处写{zh}", f"write the {en} at `{key}`"),
        ),
    )


_BAD = """\
attributes:
  height: {zh: overall height, en: height, a: length}
requirements:
  spacing-of-ours:
    title: {zh: 间距, en: 间距}
    basis: enterprise
    measures: length
    limit: <= 290 mm
    applies: height > 2 m
"""
LINT = Lint(
    code="translation-missing",
    what=Text("名称缺少中文或英文", "a title or term is not there in both Chinese and English"),
    why=Text(
        "判定书以两种语言给出,读另一种语言的人看不懂该项",
        "every answer is given in both languages; who reads the other cannot follow it",
    ),
    remedy=Text("zh 写中文,en 写英文", "write Chinese at `zh` and English at `en`"),
    bad=(_BAD,),
    good=(_BAD.replace("overall height", "总高").replace("en: 间距", "en: spacing"),),
    of_standard=of_standard,
    of_spec=of_spec,
)
