"""What to do about a reason in any case: its advice with an ellipsis for each fact."""

from functools import cache
from string import Formatter

from conformance.diagnostics import Text
from conformance.wording import REASONS, in_any_case, worded

_NOTHING = "—"
# What is a guess without its facts helps nobody.
_GUESSES = ("?", "?")


@cache
def remedy(reason: str, *, declared: bool = False) -> Text:
    """Return what to do, in both languages; where nothing is advised, what is said of the case.

    What falls short of a limit in a declaration (`declared`) wants another thing than a test.

    >>> remedy("applicability-unknown").en
    'declare …'
    """
    if reason not in REASONS:
        return Text(reason, reason)
    return Text(_in(reason, "zh", declared=declared), _in(reason, "en", declared=declared))


def _in(reason: str, lang: str, *, declared: bool) -> str:
    facts = {"statement": "", "limit": "…"} if declared else in_any_case(reason)
    said = worded(reason, lang, facts, need=True)
    if not said:
        wording = REASONS[reason]
        advice = wording.zh_need if lang == "zh" else wording.en_need
        if not reason.startswith("group-") and not advice.endswith(_GUESSES):
            said = worded(reason, lang, dict.fromkeys(_names(advice), "…"), need=True)
    return (said or worded(reason, lang, in_any_case(reason))).replace(_NOTHING, "…")


def _names(advice: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(advice) if name]
