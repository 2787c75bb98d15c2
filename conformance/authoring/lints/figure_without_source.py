"""Lint `figure-without-source`: a figure of a regulation does not say where it was read."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import SpecView
from conformance.diagnostics import Diagnostic, Text


def of_spec(view: SpecView) -> Iterator[Noticed]:
    """Yield the limits and phrases of own requirements on a regulation without provenance.

    A catalogue without provenance cannot be read at all (`missing-key`), and an
    enterprise's own figure has nobody else to be read from.
    """
    for name, own in view.source.model.requirements.items():
        figure = "limit" if own.limit is not None else "phrase" if own.phrase is not None else None
        if own.basis == "regulation" and figure is not None and own.provenance is None:
            yield Noticed(
                name,
                Diagnostic(
                    LINT.code,
                    Text(
                        f"{name!r} 依据法规,而未写数值或用语的来源",
                        f"{name!r} rests on a regulation and does not say where its "
                        f"{figure} was read",
                    ),
                    view.place("requirements", name, figure).span,
                    Text(
                        "写 provenance: text(读过原文)、secondary 或 recalled",
                        "write provenance: text (read in the regulation), secondary or recalled",
                    ),
                ),
            )


_BAD = """\
requirements:
  warning-of-law:
    title: {zh: 法定警示语, en: warning of the law}
    basis: regulation
    regulation: 梯子管理办法
    phrase: {on: [product], any: [小心滑落]}
"""
LINT = Lint(
    code="figure-without-source",
    what=Text(
        "依据法规的数值或用语未写来源",
        "a figure or phrase of a regulation does not say where it was read",
    ),
    why=Text(
        "读者分不清它是读自原文还是凭记忆,判定书也无法据此提示",
        "nobody can tell what was read in the text from what was remembered",
    ),
    remedy=Text(
        "写 provenance: text、secondary 或 recalled",
        "write provenance: text, secondary or recalled",
    ),
    bad=(_BAD,),
    good=(_BAD + "    provenance: text\n",),
    of_spec=of_spec,
)
