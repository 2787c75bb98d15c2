"""Lint `limit-always-met`: every possible result is within the limit."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.possible import Reach, reach_of
from conformance.authoring.views import SpecView, StandardView, Written
from conformance.diagnostics import Diagnostic, Text


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the limits of clauses that nothing can exceed."""
    yield from _idle(view.written())


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the limits of own requirements that nothing can exceed."""
    yield from _idle(view.written())


def _idle(written: Iterator[Written]) -> Iterator[Noticed]:
    for each in written:
        if getattr(each.asked, "days", None) is not None:
            continue  # days may be fewer than none: it was over before it began
        for text, place in each.limits():
            if reach_of(text, each.asked.measures) is Reach.EVERYTHING:
                yield Noticed(
                    each.name,
                    Diagnostic(
                        LINT.code,
                        Text(
                            f"任何可能的结果都满足限值 {text!r}",
                            f"every possible result is within the limit {text!r}",
                        ),
                        place.span,
                        Text("写标准的限值", "write the limit of the standard"),
                    ),
                )


_BAD = """\
requirements:
  spacing-of-ours:
    title: {zh: 间距, en: spacing}
    basis: enterprise
    measures: length
    limit: ">= 0 mm"
"""
LINT = Lint(
    code="limit-always-met",
    what=Text("任何可能的结果都满足限值", "every possible result is within the limit"),
    why=Text(
        "这样的限值判不出任何不符合,等于没有要求",
        "such a limit fails nothing; it asks for a report and for no more",
    ),
    remedy=Text(
        "写出真正的限值;只要求有结果时写成检查项(measures: inspection)",
        "write the real limit; where a look is all that is asked, make it an inspection",
    ),
    bad=(_BAD,),
    good=(_BAD.replace(">= 0 mm", ">= 250 mm"),),
    of_standard=of_standard,
    of_spec=of_spec,
)
