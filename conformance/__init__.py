"""Decides, clause by clause, whether test reports prove that a product conforms.

>>> from conformance import judge
>>> judge("<= 0.25 mA", "250.0 µA").verdict.value
'pass'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.diagnostics import Diagnostic, IllFormed
    from conformance.engine import OpenLibrary, Ready, open_library
    from conformance.judging import Judgement, judge
    from conformance.model.assessment import Assessment, Finding
    from conformance.verdicts import Verdict

__version__ = "0.1.0"

_HOMES = {
    "judge": "conformance.judging",
    "Judgement": "conformance.judging",
    "Verdict": "conformance.verdicts",
    "open_library": "conformance.engine",
    "OpenLibrary": "conformance.engine",
    "Ready": "conformance.engine",
    "Assessment": "conformance.model.assessment",
    "Finding": "conformance.model.assessment",
    "Diagnostic": "conformance.diagnostics",
    "IllFormed": "conformance.diagnostics",
}
__all__ = [
    "Assessment",
    "Diagnostic",
    "Finding",
    "IllFormed",
    "Judgement",
    "OpenLibrary",
    "Ready",
    "Verdict",
    "judge",
    "open_library",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing the package is cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
