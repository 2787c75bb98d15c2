"""The formats an assessment is written in, by name; what a format needs is imported when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from conformance.model.assessment import Assessment


class Renderer(Protocol):
    """What writes assessments: `render(assessments, lang)`, `lang` being zh or en."""

    def __call__(self, assessments: Sequence[Assessment], lang: str) -> str | bytes:
        """Return the answer as text, or as the bytes of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Where the renderer of a format is found."""

    module: str
    function: str = "render"


FORMATS = {
    "table": Format(module="conformance.rendering.table"),
    "json": Format(module="conformance.rendering.formats", function="indented_json"),
    "html": Format(module="conformance.rendering.html"),
}
# What several answers are written as, where that is another format than for one.
OF_SEVERAL = {
    "json": Format(module="conformance.rendering.formats", function="json_lines"),
}


def render(
    name: str, assessments: Sequence[Assessment], lang: str, *, several: bool = False
) -> str | bytes:
    """Return `assessments` in the format `name`, a key of `FORMATS`.

    `several` says that several were asked for, however many there are: whoever reads the
    answer must know its shape before.
    """
    format = OF_SEVERAL.get(name, FORMATS[name]) if several else FORMATS[name]
    function: Renderer = getattr(import_module(format.module), format.function)
    return function(assessments, lang)


def indented_json(assessments: Sequence[Assessment], lang: str) -> str:  # noqa: ARG001
    """Return JSON that a person can read; it has the sentences of both languages."""
    return "\n".join(each.to_json(indent=1).decode() for each in assessments)


def json_lines(assessments: Sequence[Assessment], lang: str) -> str:  # noqa: ARG001
    """Return one compact assessment a line."""
    return "\n".join(each.to_json().decode() for each in assessments)
