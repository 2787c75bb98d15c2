"""What makes a document admissible evidence, in words."""

from collections.abc import Iterator

from conformance.model.plan import PolicyAsked
from conformance.wording import term
from conformance.wording.pages import DATES, KINDS, LABORATORY, POLICY


def kind_said(kind: str, lang: str) -> str:
    """Return what a kind of document is called."""
    return KINDS[lang].get(kind, kind)


def policy_said(policy: PolicyAsked, lang: str) -> Iterator[str]:
    """Yield what makes a document admissible."""
    words = POLICY[lang]
    if policy.scheme is not None:
        yield words["scheme"].format(text=policy.scheme)
    if policy.laboratory != "any":
        yield LABORATORY[lang][policy.laboratory]
    if policy.age is not None:
        yield words["age"].format(text=term("limit", policy.age, lang))
    if policy.complete:
        yield words["complete"]
    if policy.sample_by is not None:
        yield words["sample_by"]
    if policy.kind == "certificate" and policy.covers == "standard":
        yield words["covers"]
    if policy.on is not None:
        yield words["on"].format(text=DATES[lang][policy.on])
    if policy.source != "any":
        yield words[f"source {policy.source}"]
    if policy.confidence is not None:
        yield words["confidence"].format(text=policy.confidence)
