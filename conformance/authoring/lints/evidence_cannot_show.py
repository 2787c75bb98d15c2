"""Lint `evidence-cannot-show`: none of the documents that are named could show a requirement."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView
from conformance.diagnostics import Diagnostic, Text
from conformance.model.plan import PolicyAsked, Requirement

WITH_RESULTS = ("test-report", "audit", "inspection")
"""Kinds of documents that have rows of results."""


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield the requirements that no admissible document could ever pass."""
    for requirement in view.requirements:
        policies = {name: view.plan.policies[name] for name in requirement.ways}
        if not policies or not _needs_results(requirement):
            continue
        if any(_can_show(policy, requirement) for policy in policies.values()):
            continue
        kinds = ", ".join(f"{name!r} ({policy.kind})" for name, policy in policies.items())
        place = view.place_of(requirement)
        yield Noticed(
            requirement.id,
            Diagnostic(
                LINT.code,
                Text(
                    f"{kinds} 都不能证明 {requirement.id!r}",
                    f"{kinds} can never show {requirement.id!r}",
                ),
                place.below("evidence").span,
                Text(
                    "evidence 写一项 test-report、inspection 或 audit 的证据要求",
                    "name a policy of kind test-report, inspection or audit as evidence",
                ),
            ),
        )


def _needs_results(requirement: Requirement) -> bool:
    """Return whether rows of results answer the requirement, and no document by itself."""
    other = ("document", "chain", "sampling", "group", "statement", "identifier", "days", "linked")
    return not any(getattr(requirement, name) for name in other) and all(
        ask.phrase is None for ask in requirement.asks
    )


def _can_show(policy: PolicyAsked, requirement: Requirement) -> bool:
    if policy.kind in WITH_RESULTS:
        return True
    if policy.kind != "certificate":
        return False
    # a certificate names standards; a requirement of the spec's own stands in none
    return policy.covers == "product" or any(ask.standard for ask in requirement.asks)


_BAD = """\
requirements:
  spacing-of-ours:
    title: {zh: 自有间距, en: spacing of ours}
    basis: enterprise
    measures: length
    limit: <= 290 mm
    evidence: promise
"""
LINT = Lint(
    code="evidence-cannot-show",
    what=Text(
        "所列证据要求的文件都没有这样的结果",
        "none of the documents named as evidence has such a result",
    ),
    why=Text(
        "声明、许可证、标志没有检测结果,只按标准覆盖的证书不覆盖自有要求:该要求永远证据不足",
        "declarations, licences and markings have no results, and a certificate that names "
        "standards covers no own requirement: the evidence will always be missing",
    ),
    remedy=Text(
        "evidence 写一项 test-report、inspection 或 audit 的证据要求",
        "name a policy of kind test-report, inspection or audit as evidence",
    ),
    bad=(_BAD + "policies:\n  report: {kind: test-report}\n  promise: {kind: declaration}\n",),
    good=(_BAD.replace("promise", "report") + "policies:\n  report: {kind: test-report}\n",),
    of_plan=of_plan,
)
