"""Lint `case-missing`: a requirement is not tried out by a case for each verdict it can have."""

from collections.abc import Iterator

from conformance.authoring.cases import case_missing, cases_lacking
from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView
from conformance.diagnostics import Diagnostic, Text


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield each requirement without a passing, a failing and a missing case, where possible.

    `test` says the same of the same cases, and runs them.
    """
    if view.folder is None:
        return
    places = {each.id: view.place_of(each) for each in view.requirements}
    lacking_any = [each for each in cases_lacking(view.plan, view.folder) if each[0] in places]
    if lacking_any and not list((view.folder / "cases").glob("*.yaml")):
        yield Noticed(view.plan.spec, _no_case_at_all(view, len(lacking_any)))
        return
    for name, lacking in lacking_any:
        own = places[name].source is view.source
        place = places[name].below("title") if own else view.place("builds_on")
        yield Noticed(name, case_missing(name, lacking, place.span))


def _no_case_at_all(view: PlanView, count: int) -> Diagnostic:
    """Return one problem for a spec that is still to be tried out, and not one a requirement."""
    return Diagnostic(
        LINT.code,
        Text(
            f"规范没有任何用例,{count} 项要求从未试过",
            f"the spec has no case; {count} requirements were never tried",
        ),
        view.place("spec").span,
        Text(
            "在 cases/ 中写用例,见 docs/cases.md",
            "write cases in cases/; docs/cases.md says how",
        ),
    )


_SUBMISSION = """\
submission: T-1
spec: ladder
subject: {kind: product, brand: 甲, model: L-1, manufactured: 2025-06-01}
evidence:
  - id: R1
    kind: test-report
    number: B-1
    laboratory: {name: 某检测有限公司, cma: "200000000000"}
    tested_model: L-1
    tested: {from: 2025-06-02, to: 2025-06-03}
    issued: 2025-06-05
    results:
      - {clause: "XS 1-2024#4.1", value: 290 mm}
"""
_CASES = """\
from: examples/pass.yaml
as_of: 2025-07-01
cases:
  - {name: pass at 290 mm, expect: {spacing: [pass, within-limit]}}
  - {name: fail at 301 mm, change: {spacing: 301 mm}, expect: {spacing: [fail, beyond-limit]}}
"""
_MORE = """\
  - name: missing where it was not measured
    change: {spacing: absent}
    expect: {spacing: [missing-evidence, no-evidence]}
"""
LINT = Lint(
    code="case-missing",
    what=Text(
        "要求缺少预期为符合、不符合或证据不足的用例",
        "a requirement has no case that expects it to pass, to fail, or to be missing",
    ),
    why=Text(
        "没有用例的判定从未被试过;改动规范时也无人察觉它变了",
        "a verdict without a case was never tried, and nobody notices when a change turns it",
    ),
    remedy=Text(
        "在 cases/ 中各写一个用例,用 conformance test 运行",
        "write a case of each in cases/, and run them with conformance test",
    ),
    bad=(_SUBMISSION, _CASES),
    good=(_SUBMISSION, _CASES + _MORE),
    of_plan=of_plan,
)
