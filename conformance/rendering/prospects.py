"""What would change an answer, as a value for whatever shows it.

It is found out by `conformance.outlook`, which checks submissions again; pages,
letters and the terminal only say it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance.judging.zones import Zone
from conformance.model.assessment import Assessment, Finding
from conformance.rendering.actions import Action, actions, causes
from conformance.rendering.page_words import CODES, WORDS
from conformance.rendering.said import told
from conformance.verdicts import Verdict
from conformance.wording import term
from conformance.wording.outlook import OUTLOOK

FORMAT = "conformance-whatif/1"
# What no submitter can change: the catalogue's own gaps, and the scope of the spec.
OF_THE_CATALOGUE = frozenset({"clause-open", "clause-unverified"})
# Findings that wait for facts and for nothing else.
UNKNOWN = frozenset({"applicability-unknown", "attribute-unknown"})

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do.

    Attributes:
        key: What makes it the same for several findings: the document, the requirement
            where it is for that alone, what is needed, and why.
        findings: The requirements that it is done for.
    """

    key: Key
    findings: tuple[Finding, ...]

    @property
    def of_the_catalogue(self) -> bool:
        """Whether it is not for the submitter to do."""
        return all(each.reason in OF_THE_CATALOGUE for each in self.findings)


@dataclass(frozen=True, slots=True)
class Changes:
    """The acts of the smallest set; `smallest` is false where not every set was looked at."""

    acts: tuple[Act, ...] = ()
    smallest: bool = True


@dataclass(frozen=True, slots=True)
class Passing:
    """What would pass of one finding with a limit in numbers.

    Attributes:
        zones: What each rule accepts.
        own: The name of the zone by which the requirement itself compares.
    """

    finding: Finding
    zones: tuple[Zone, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question: the whole then, and how many findings no longer wait for facts."""

    choice: str
    verdict: Verdict
    settled: int


@dataclass(frozen=True, slots=True)
class Question:
    """An undeclared attribute with every reply that its choices allow.

    Attributes:
        zh: Its name in Chinese.
        waiting: How many findings name it as what they wait for.
        replies: One for each choice; none for a quantity or a date, which has no choices.
    """

    attribute: str
    zh: str
    en: str
    waiting: int
    replies: tuple[Reply, ...] = ()

    @property
    def settles(self) -> int:
        """How many findings any reply settles at least."""
        return min((each.settled for each in self.replies), default=0)

    def title(self, lang: str) -> str:
        """Return the name of the attribute in words."""
        return self.zh if lang == "zh" else self.en

    def name(self, lang: str) -> str:
        """Return the attribute by its name in words, and as a submission writes it."""
        return f"{self.title(lang)} ({self.attribute})"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would change one assessment.

    Attributes:
        values: Each finding that is not a pass and has a limit in numbers, with what
            every rule accepts.
    """

    assessment: Assessment
    values: tuple[Passing, ...]
    changes: Changes
    questions: tuple[Question, ...]

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain data; absent values left out."""
        found = self.assessment
        return {
            "format": FORMAT,
            "submission": found.submission,
            "spec": found.spec,
            "as_of": found.as_of,
            "verdict": str(found.verdict),
            **({"reason": found.reason} if found.reason else {}),
            "values": [
                {
                    "requirement": each.finding.requirement,
                    **({"clause": each.finding.clause} if each.finding.clause else {}),
                    "verdict": str(each.finding.verdict),
                    "reason": each.finding.reason,
                    "limit": each.finding.limit,
                    "measured": list(each.finding.measured),
                    "rule": each.own,
                    "passes": {zone.rule: zone.accepts for zone in each.zones if zone.known},
                }
                for each in self.values
            ],
            "changes": {
                "smallest": self.changes.smallest,
                "acts": [
                    {
                        "need": {lang: needed(act, lang) for lang in ("zh", "en")},
                        "requirements": [each.requirement for each in act.findings],
                        "of_the_catalogue": act.of_the_catalogue,
                    }
                    for act in self.changes.acts
                ],
            },
            "questions": [
                {
                    "attribute": each.attribute,
                    "title": {"zh": each.zh, "en": each.en},
                    "waiting": each.waiting,
                    "settles": each.settles,
                    "replies": {
                        reply.choice: {"verdict": str(reply.verdict), "settled": reply.settled}
                        for reply in each.replies
                    },
                }
                for each in self.questions
            ],
        }


def needed(act: Act, lang: str) -> str:
    """Return what to do, in words, with its cause where a document is at fault."""
    titles = {each.requirement: told(each.title, lang) for each in act.findings}
    finding = act.findings[0]
    english = causes(finding, titles | {finding.requirement: finding.requirement}, "en")
    for there, here in zip(english, causes(finding, titles, lang), strict=True):
        if (there.document, there.need, there.said) == (act.key[0], *act.key[2:]):
            return f"{here.said} — {here.need}" if here.said else here.need
    return finding.message[lang]


def with_names(action: Action, found: WhatIf | None, lang: str) -> str:
    """Return what to do; attributes to declare are named in words as well."""
    titles = {each.attribute: each.title(lang) for each in found.questions} if found else {}
    asked = dict.fromkeys(
        name
        for finding in action.findings.values()
        if finding.reason in UNKNOWN
        for name in finding.facts.get("detail", "").split(", ")
    )
    named = OUTLOOK[lang]["slash"].join(titles[name] for name in asked if name in titles)
    return f"{action.need} ({named})" if named else action.need


def every_step(found: WhatIf) -> bool:
    """Return whether the fewest changes are all that is asked for, recommendations left out.

    Then the list of what to do is the list of changes, and need not be told twice.
    """
    steps = [each for each in actions(found.assessment, "en") if each.mandatory and not each.group]
    asked = {(each.document, each.need, each.cause) for each in steps}
    return asked == {(act.key[0], *act.key[2:]) for act in found.changes.acts}


def accepted(some: Iterable[Zone], own: str, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each rule with what it accepts, those that want an uncertainty as one.

    The way in which the requirement itself compares has a star.
    """
    words, some = OUTLOOK[lang], tuple(some)
    unknown = [zone for zone in some if not zone.known]
    for zone in some:
        if zone.known:
            star = "*" if zone.rule == own else ""
            text = term("limit", zone.accepts, lang) or words["none"]
            yield _rule_name(zone.rule, lang) + star, text
        elif zone is unknown[0]:
            star = "*" if any(each.rule == own for each in unknown) else ""
            named = words["slash"].join(_rule_name(each.rule, lang) for each in unknown)
            yield named + star, words["unknown"]


def _rule_name(rule: str, lang: str) -> str:
    """Return a rule in words, with its ratio or probability."""
    name, equals, figure = rule.partition("=")
    return CODES[lang].get(name, name) + (f" {figure}" if equals else "")


def replies_text(question: Question, lang: str) -> str:
    """Return how many findings each reply to a question settles, in words."""
    return OUTLOOK[lang]["separator"].join(
        f"{reply.choice}{WORDS[lang]['colon']}{reply.settled}" for reply in question.replies
    )
