"""What to do next, once for each cause, however many requirements wait for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.page_words import WORDS
from conformance.verdicts import Verdict
from conformance.wording import term, worded

# What is not a pass comes first.
ORDER = (Verdict.FAIL, Verdict.MISSING_EVIDENCE, Verdict.PASS, Verdict.NOT_APPLICABLE)
NOT_ADMITTED = "evidence-not-admissible"
_GROUPS = ("group-open", "group-not-met")


@dataclass(slots=True)
class Action:
    """One thing to do, and the findings (by their place on the page) that it concerns.

    Attributes:
        document: The document that is to be put right; empty where it is none of those sent.
        group: Whether it says how the members of a group are combined, not what to do.
        parts: By finding the parts that it concerns, where it is not all of them.
    """

    cause: str
    need: str
    mandatory: bool
    document: str = ""
    group: bool = False
    findings: dict[int, Finding] = field(default_factory=dict)
    parts: dict[int, list[str]] = field(default_factory=dict)


def told(texts: Mapping[str, str], lang: str) -> str:
    """Return the text in `lang`, else in any other."""
    return texts.get(lang) or next(iter(texts.values()), "")


def binding(assessment: Assessment) -> frozenset[str]:
    """Return the requirements that are not passed and on which the verdict of the whole waits.

    Besides the mandatory ones these are the members of a mandatory group: a
    recommendation by itself, of which the group needs one or all.
    """
    found = {each.requirement: each for each in assessment.findings if each.verdict in ORDER[:2]}
    named = {name for name, each in found.items() if each.mandatory}
    waiting = list(named)
    while waiting:
        group = found[waiting.pop()]
        if group.reason in _GROUPS:
            more = (set(members_of(group)) & found.keys()) - named
            named |= more
            waiting += more
    return frozenset(named)


def members_of(finding: Finding) -> list[str]:
    """Return the requirements that a group combines; none where it is no group."""
    members = finding.facts.get("members", "") if finding.reason.startswith("group-") else ""
    return members.split(", ") if members else []


def group_need(finding: Finding, titles: Mapping[str, str], lang: str) -> str:
    """Return what a group that is not met needs, its members by their titles."""
    comma = "、" if lang == "zh" else ", "
    members = comma.join(titles.get(name, name) for name in members_of(finding))
    combination = finding.facts.get("combination", "all_of")
    return f"{term('combination', combination, lang)}{WORDS[lang]['colon']}{members}"


def actions(assessment: Assessment, lang: str) -> list[Action]:
    """Return what to do, once for each cause: what fails first, recommendations last.

    Where no document was admissible the cause is what is wrong with the documents,
    for one mended document settles every requirement that waits for it.
    """
    binds = binding(assessment)
    titles = {each.requirement: told(each.title, lang) for each in assessment.findings}
    grouped: dict[tuple[str, ...], Action] = {}
    waiting = [pair for pair in enumerate(assessment.findings) if pair[1].verdict in ORDER[:2]]
    waiting.sort(key=lambda pair: _rank(pair[0], pair[1], binds))
    for place, finding in waiting:
        mandatory = finding.requirement in binds
        for cause in causes(finding, titles, lang):
            key = (cause.document, cause.need, cause.said, str(mandatory))
            group = finding.reason in _GROUPS
            action = grouped.setdefault(
                key, Action(cause.said, cause.need, mandatory, cause.document, group)
            )
            action.findings[place] = finding
            if cause.part:
                action.parts.setdefault(place, []).append(cause.part)
    return list(grouped.values())


def _rank(place: int, finding: Finding, binds: frozenset[str]) -> tuple[int, ...]:
    """Return where a finding stands: a group before its members, of which one may be enough."""
    binding_here, group = finding.requirement in binds, finding.reason in _GROUPS
    member = binding_here and not finding.mandatory
    verdict = Verdict.MISSING_EVIDENCE if member else finding.verdict
    return (not binding_here, ORDER.index(verdict), not group, -place if group else place)


class _Cause(Struct, frozen=True):
    """Why one finding is not a pass: what is said of it, what to do, of which part."""

    need: str
    said: str = ""
    document: str = ""
    part: str = ""


def causes(finding: Finding, titles: Mapping[str, str], lang: str) -> Iterator[_Cause]:
    """Yield the causes of a finding that is not a pass, as far as anything can be done."""
    if finding.reason in _GROUPS:
        colon = WORDS[lang]["colon"]
        need = group_need(finding, titles, lang)
        yield _Cause(f"{titles[finding.requirement]}{colon}{need}")
        return
    refused = finding.reason == NOT_ADMITTED
    for each in finding.rejected if refused else ():
        said = worded(each.reason, lang, each.facts)
        need = worded(each.reason, lang, each.facts, need=True)
        cause = f"{each.document}{WORDS[lang]['colon']}{said}"
        yield _Cause(need or said, cause, each.document)
    of_parts = [each for each in finding.parts
                if each.verdict in ORDER[:2] and each.reason != NOT_ADMITTED]  # fmt: skip
    for part in of_parts:
        need = worded(part.reason, lang, part.facts, need=True)
        if need:
            yield _Cause(need, part=part.part)
    if not of_parts and not (refused and finding.rejected) and finding.needed[lang]:
        yield _Cause(finding.needed[lang])
