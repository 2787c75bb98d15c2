"""A lint: one mistake that compiles, with what it is, why it matters, and what to do about it.

What does not compile is refused by the compiler and is no lint.  A lint names
what compiles and is not meant; its example and its remedy are run by the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from conformance.authoring.views import PlanView, SpecView, StandardView
from conformance.diagnostics import Diagnostic, Text


class Severity(StrEnum):
    """How much a finding weighs.

    An error does not compile.  A warning compiles and is not meant; both make
    `lint` end with 1.  A note says what a reader should know and is no problem.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a lint found, and the name that it is about: a requirement, a clause, a section.

    Under that name a spec can allow it, with a reason.
    """

    about: str
    diagnostic: Diagnostic


def _nothing(_: object) -> Iterator[Noticed]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """One lint; it looks at catalogues, at specs as they are written, or at their plans.

    Attributes:
        code: The word by which a finding is named, and its page.
        what: What is found, in half a sentence.
        why: Why it matters to those who rely on the spec.
        remedy: What to write instead.
        bad: Texts in which it is found: top-level blocks of a catalogue, a spec,
            a file of cases or a submission, filled up by the tests.
        good: Texts in which it is not, nor anything else.
    """

    code: str
    severity: Severity = Severity.WARNING
    what: Text
    why: Text
    remedy: Text
    bad: tuple[str, ...]
    good: tuple[str, ...]
    of_standard: Callable[[StandardView], Iterator[Noticed]] = _nothing
    of_spec: Callable[[SpecView], Iterator[Noticed]] = _nothing
    of_plan: Callable[[PlanView], Iterator[Noticed]] = _nothing
