"""Lint `detection-limit-unused`: the detection limit of a method that the clause does not name."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import SpecView, StandardView
from conformance.diagnostics import Diagnostic, Text


def of_written(view: StandardView | SpecView) -> Iterator[Noticed]:
    """Yield the detection limits that never count.

    The clause's detection limit stands in for one that a report leaves out only where the
    report names the clause's method.
    """
    for written in view.written():
        if written.asked.detection_limit is not None and not written.asked.method:
            yield Noticed(
                written.name,
                Diagnostic(
                    LINT.code,
                    Text(
                        f"{written.name!r} 的 detection_limit 没有方法,不会被采用",
                        f"the detection_limit of {written.name!r} has no method, and never counts",
                    ),
                    written.place.below("detection_limit").span,
                    LINT.remedy,
                ),
            )


_BAD = """\
standard: XS 1-2024
clauses:
  "4.1":
    name: lead
    title: {zh: 铅, en: lead}
    measures: mass fraction
    limit: <= 90 mg/kg
    detection_limit: 5 mg/kg
"""
LINT = Lint(
    code="detection-limit-unused",
    what=Text(
        "写了检出限,而未写它所属的方法",
        "a detection limit is given, and not the method that it is of",
    ),
    why=Text(
        "报告只写“未检出”时,检出限只在报告注明条款的方法时代入;没有方法就永不采用",
        "where a report says no more than “not detected”, the detection limit counts only if the "
        "report names the clause's method; without one it never does",
    ),
    remedy=Text(
        "写 method: 方法标准;没有规定方法的,去掉 detection_limit",
        "write method: the standard of the method; where none is fixed, take detection_limit out",
    ),
    bad=(_BAD,),
    good=(_BAD + "    method: XS 8-2020\n",),
    of_standard=of_written,
    of_spec=of_written,
)
