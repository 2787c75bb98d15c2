"""Lint `name-unused`: a policy, family, section or kind of part that nothing refers to."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView
from conformance.diagnostics import Diagnostic, Text
from conformance.model.spec import Include


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield the names that the spec declares and no requirement uses.

    Attributes have a problem of their own, `attribute-unused`, which the
    compiler knows; what a standard declares may be there for another spec.
    """
    spec, plan = view.source.model, view.plan
    includes = [block for block in spec.builds_on if isinstance(block, Include)]
    used: dict[str, set[str | None]] = {
        "policies": {*(way for each in plan.requirements for way in each.ways)},
        "families": {each.family for each in plan.requirements},
        "sections": {each.section for each in plan.requirements},
        "parts": {each.each for each in plan.requirements} | {block.for_ for block in includes},
    }
    words = {"policies": "证据要求", "families": "版本族", "sections": "章节", "parts": "部件"}
    for block, names in used.items():
        # a part that must be declared is of use by itself, and so are its facts
        declared = [
            name
            for name, value in getattr(spec, block).items()
            if name not in names and not (block == "parts" and (value.at_least or value.facts))
        ]
        for name in declared:
            yield Noticed(
                name,
                Diagnostic(
                    LINT.code,
                    Text(f"没有要求用到{words[block]} {name!r}", f"no requirement uses {name!r}"),
                    view.place(block).source.span(block, name, key=True),
                    Text("删除,或检查名称是否写错", "remove it, or look for a slip in its name"),
                ),
            )


_BAD = """\
policies:
  report: {kind: test-report, laboratory: CMA or CNAS}
  recent report: {kind: test-report, laboratory: CMA or CNAS, age: 12 month}
"""
LINT = Lint(
    code="name-unused",
    what=Text(
        "声明了证据要求、版本族、章节或部件,而没有要求用到",
        "a policy, family, section or kind of part is declared and no requirement uses it",
    ),
    why=Text(
        "读者会以为它起作用;常常是本该引用它的地方写错或漏写",
        "a reader takes it to be at work; often the place that should name it does not",
    ),
    remedy=Text("删除,或在本该用它的地方写上", "remove it, or name it where it was meant to be"),
    bad=(_BAD,),
    good=(
        _BAD
        + "default: {evidence: recent report}\n"
        + """\
requirements:
  weight:
    title: {zh: 质量, en: weight}
    basis: enterprise
    measures: mass
    limit: <= 15 kg
    evidence: report
""",
    ),
    of_plan=of_plan,
)
