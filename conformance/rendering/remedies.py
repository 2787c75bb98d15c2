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
    >>> remedy("certificate-withdrawn").en
    'obtain a new … and send it; this one counts no more'
    """
    if reason not in REASONS:
        return Text(reason, reason)
    return Text(_in(reason, "zh", declared=declared), _in(reason, "en", declared=declared))


def _in(reason: str, lang: str, *, declared: bool) -> str:
    facts = in_any_case(reason)
    if declared:
        return worded(reason, lang, {"statement": "", "limit": "…"}, need=True)
    wording = REASONS[reason]
    advice = wording.zh_need if lang == "zh" else wording.en_need
    said = ""
    if not reason.startswith("group-") and not advice.endswith(_GUESSES):
        # every step of it: what names nothing would be left out, and with it what to send
        said = worded(reason, lang, {**facts, **dict.fromkeys(_names(advice), "…")}, need=True)
    return (said or worded(reason, lang, facts)).replace(_NOTHING, "…")


def _names(advice: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(advice) if name]
