"""Note `clause-open`: what a clause or requirement asks is not established yet."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed, Severity
from conformance.authoring.views import SpecView, StandardView, Written
from conformance.diagnostics import Diagnostic, Text


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the open clauses."""
    yield from _open(view.written())


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the open own requirements."""
    yield from _open(view.written())


def _open(written: Iterator[Written]) -> Iterator[Noticed]:
    for each in written:
        if each.asked.open is not None:
            yield Noticed(
                each.name,
                Diagnostic(
                    LINT.code,
                    Text(
                        f"{each.name!r} 未确定:{each.asked.open}",
                        f"{each.name!r} is open: {each.asked.open}",
                    ),
                    each.place.below("open").span,
                    Text(
                        "读到数值后写 limit,并删去 open",
                        "write the limit once the figure has been read, and take `open` away",
                    ),
                ),
            )


_BAD = """\
clauses:
  "4.1":
    name: spacing
    title: {zh: 踏棍间距, en: rung spacing}
    measures: length
    open: 未见原文的表 2
"""
LINT = Lint(
    code="clause-open",
    severity=Severity.NOTE,
    what=Text("条款的内容尚未确定", "what a clause asks is not established yet"),
    why=Text(
        "在数值读到之前,任何产品在该条款上都是证据不足;不写数值好过编造数值",
        "until the figure is read, every product lacks evidence on it; that is better than a "
        "figure made up",
    ),
    remedy=Text(
        "读到原文后写 limit 和 provenance: text,并删去 open",
        "once the text has been read, write limit and provenance: text, and take `open` away",
    ),
    bad=(_BAD,),
    good=(_BAD.replace("open: 未见原文的表 2", "limit: <= 300 mm"),),
    of_standard=of_standard,
    of_spec=of_spec,
)
