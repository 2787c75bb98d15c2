"""What many submissions add up to, as text: totals, then causes grouped for action."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from conformance.diagnostics import Text
from conformance.rendering.judgement import VERDICTS
from conformance.rendering.tally import reason_text
from conformance.verdicts import Verdict
from conformance.wording import REASONS
from conformance.wording.batch import BATCH

_MOST_ACTIONS, _MOST_PLACES = 10, 5


class Cause(Protocol):
    """Why submissions wait."""

    @property
    def verdict(self) -> str:
        """A verdict other than pass."""

    @property
    def reason(self) -> str:
        """The reason for it."""


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

    def commonest(self) -> Sequence[tuple[Text, int, Sequence[tuple[Any, int]]]]:
        """Return what to do, for how many submissions, and the causes with theirs."""

    def where(self, cause: Any) -> list[tuple[str, int]]:
        """Return the requirements that have a cause."""


def summary_text(totals: Totals, rejects: str, lang: str) -> str:
    """Return the totals in sentences; `rejects` names the file of what was not assessed."""
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
    groups = totals.commonest()
    if groups:
        lines += ["", words["causes"]]
    for action, count, causes in groups[:_MOST_ACTIONS]:
        need = action.zh if lang == "zh" else action.en
        lines.append(words["action"].format(count=count, need=need))
        for cause, several in causes:
            lines += _cause(totals, cause, several, lang)
    if len(groups) > _MOST_ACTIONS:
        lines.append(words["more"].format(count=len(groups) - _MOST_ACTIONS))
    return "\n".join(lines)


def _cause(totals: Totals, cause: Cause, count: int, lang: str) -> Iterable[str]:
    words, reason = BATCH[lang], cause.reason
    said = reason_text(reason, lang) if reason in REASONS else reason
    yield "    " + words["cause"].format(
        count=count, verdict=VERDICTS[lang][cause.verdict], reason=reason, sentence=said
    )
    places = totals.where(cause)
    if places:
        yield (
            "        "
            + words["where"].format(places=_listed(places[:_MOST_PLACES], lang))
            + (" …" if len(places) > _MOST_PLACES else "")
        )


def _listed(counts: Iterable[tuple[str, int]], lang: str) -> str:
    return BATCH[lang]["separator"].join(f"{name} {count}" for name, count in counts)
