"""Lint `reason-empty`: where a reason must stand, something stands that is none."""

import re
from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import SpecView, StandardView, Written
from conformance.compiler.draft import Place
from conformance.diagnostics import Diagnostic, Text
from conformance.model.spec import Include

_NO_REASON = re.compile(
    r"(?i)[\W_]*(tbd|tbc|todo|fixme|xxx|n/?a|none|no reason|reason|why|fill( in)?|see above|later"
    r"|无|待定|待补|待补充|待填|填写|理由|原因|暂无|不详|同上|略)?[\W_]*"
)


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the open clauses that do not say what is open."""
    yield from _of(_open(view.written()))


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the exceptions, stricter limits and open requirements without a reason."""
    yield from _of(_open(view.written()))
    yield from _of(_reasons(view))


def _open(written: Iterator[Written]) -> Iterator[tuple[str, Place]]:
    for each in written:
        if each.asked.open is not None:
            yield each.asked.open, each.place.below("open")


def _reasons(view: SpecView) -> Iterator[tuple[str, Place]]:
    for index, block in enumerate(view.source.model.builds_on):
        if isinstance(block, Include):
            continue
        for number, exception in block.exceptions.items():
            yield exception.why, view.place("builds_on", index, "except", number, "why")
        for number, stricter in block.tighten.items():
            yield stricter.why, view.place("builds_on", index, "tighten", number, "why")
    for code, allowed in view.source.model.allow.items():
        for name, why in allowed.items():
            yield why, view.place("allow", code, name)


def _of(reasons: Iterator[tuple[str, Place]]) -> Iterator[Noticed]:
    for text, place in reasons:
        if _NO_REASON.fullmatch(text):
            name = str(place.path[-2])
            yield Noticed(
                name,
                Diagnostic(
                    LINT.code,
                    Text(f"{text!r} 不是理由", f"{text!r} is no reason"),
                    place.span,
                    Text(
                        "写一句读者能据以判断的话,例如 “2024 版表 2 未见原文”",
                        "write a sentence that a reader can weigh, "
                        "such as 'table 2 of the 2024 edition has not been seen'",
                    ),
                ),
            )


_BAD = """\
builds_on:
  - standard: XS 1-2024
    take: [spacing]
    tighten:
      spacing: {limit: <= 280 mm, why: TBD}
"""
LINT = Lint(
    code="reason-empty",
    what=Text("应写理由处写的不是理由", "where a reason must stand, something stands that is none"),
    why=Text(
        "条款不列入判定、加严限值、内容未确定,都会在判定书中连同理由示人;没有理由的话无从复核",
        "what is left out, tightened or open is shown with its reason in every answer; "
        "without one nobody can review it",
    ),
    remedy=Text("写一句读者能据以判断的话", "write a sentence that a reader can weigh"),
    bad=(_BAD.replace("spacing", '"4.1"'),),
    good=(_BAD.replace("spacing", '"4.1"').replace("TBD", "过道较窄的仓库"),),
    of_standard=of_standard,
    of_spec=of_spec,
)
