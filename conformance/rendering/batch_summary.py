"""What many submissions add up to, as text: totals, then causes grouped for action."""

from collections.abc import Container, Iterable, Mapping
from typing import Protocol

from conformance.rendering.judgement import VERDICTS
from conformance.rendering.tally import reason_text
from conformance.verdicts import Verdict
from conformance.wording import REASONS, worded
from conformance.wording.batch import BATCH

_MOST_CAUSES, _MOST_PLACES = 10, 5
_Cause = tuple[str, str]


class Totals(Protocol):
    """What is summed up."""

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many have each verdict."""

    @property
    def rejects(self) -> Mapping[str, int]:
        """How many were not assessed, by code."""

    @property
    def count(self) -> int:
        """How many submissions there were."""

    def commonest(self) -> list[tuple[_Cause, int]]:
        """Return causes with the number of submissions."""

    def where(self, cause: _Cause) -> list[tuple[str, int]]:
        """Return the requirements that have a cause."""


def summary_text(
    totals: Totals, rejects: str, lang: str, stated: Container[str] = frozenset()
) -> str:
    """Return the totals in sentences; `rejects` names the file of what was not assessed.

    `stated` are the requirements that a declaration answers: what to do about
    those is to declare anew, not to test again.
    """
    words = BATCH[lang]
    verdicts = words["separator"].join(
        f"{VERDICTS[lang][each]} {totals.verdicts[each]}"
        for each in map(str, Verdict)
        if totals.verdicts.get(each)
    )
    lines = [words["total"].format(count=totals.count, verdicts=verdicts or "—")]
    if totals.rejects:
        codes = _listed(sorted(totals.rejects.items()), lang)
        count = sum(totals.rejects.values())
        lines.append(words["rejects"].format(count=count, path=rejects, codes=codes))
    causes = totals.commonest()
    if causes:
        lines += ["", words["causes"]]
    for cause, count in causes[:_MOST_CAUSES]:
        lines += _cause(totals, cause, count, lang, stated)
    if len(causes) > _MOST_CAUSES:
        lines.append(words["more"].format(count=len(causes) - _MOST_CAUSES))
    return "\n".join(lines)


def _cause(
    totals: Totals, cause: _Cause, count: int, lang: str, stated: Container[str]
) -> Iterable[str]:
    words, (verdict, reason) = BATCH[lang], cause
    known = reason in REASONS
    said = reason_text(reason, lang) if known else reason
    yield words["cause"].format(
        count=count, verdict=VERDICTS[lang][verdict], reason=reason, sentence=said
    )
    places = totals.where(cause)
    # what falls short of a limit in a declaration and what does so in a test want different things
    kinds = {name in stated for name, _ in places} if reason == "beyond-limit" else {False}
    for declared in sorted(kinds) if known else ():
        need = worded(reason, lang, {"statement": "", "limit": "…"} if declared else {}, need=True)
        if need:
            yield "    " + words["need"].format(need=need.replace("—", "…"))
    if places:
        yield (
            "    "
            + words["where"].format(places=_listed(places[:_MOST_PLACES], lang))
            + (" …" if len(places) > _MOST_PLACES else "")
        )


def _listed(counts: Iterable[tuple[str, int]], lang: str) -> str:
    return BATCH[lang]["separator"].join(f"{name} {count}" for name, count in counts)
