"""Lint `transition-missing`: until when an old edition may be used is not said."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import StandardView
from conformance.compiler.resolve import LEGAL
from conformance.diagnostics import Diagnostic, Text


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield an edition with legal force that replaces one which nothing ends.

    Without a row under `required` and without a last day of the old edition, a spec may go
    on with the old one for as long as it likes: no `grace-longer-than-law` is found.
    """
    model = view.source.model
    if model.force not in LEGAL or model.required:
        return
    for index, old in enumerate(model.replaces):
        known = view.library.catalogues.get(old)
        if known is None or known.model.withdrawn is not None:
            continue
        yield Noticed(
            old,
            Diagnostic(
                LINT.code,
                Text(
                    f"未写 {old} 可用到哪天:{model.standard} 没有 required,旧版本也没有 withdrawn",
                    f"until when {old} may be used is not said: {model.standard} has no "
                    "`required`, and the old edition no `withdrawn`",
                ),
                view.place("replaces", index).span,
                LINT.remedy,
                ((Text("旧版本", "the old edition"), known.span()),),
            ),
        )


_OLD = """\
standard: XS 1-2020
replaced_by: XS 1-2024
"""
_NEW = """\
standard: XS 1-2024
replaces: [XS 1-2020]
"""
LINT = Lint(
    code="transition-missing",
    what=Text(
        "强制标准代替旧版本,而未写旧版本可用到哪天",
        "a mandatory edition replaces another, and until when that may be used is not said",
    ),
    why=Text(
        "规范可以无限期地接受旧版本的报告,而不会有任何提示",
        "a spec may accept reports on the old edition for ever, and nothing will say so",
    ),
    remedy=Text(
        "在新版本写 required:(如 - manufactured: 2026-08-01),或在旧版本写 withdrawn:",
        "write `required:` in the later edition, such as `- manufactured: 2026-08-01`, or "
        "`withdrawn:` in the old one",
    ),
    bad=(_OLD, _NEW),
    good=(_OLD, _NEW + "required:\n  - manufactured: 2026-08-01\n"),
    of_standard=of_standard,
)
