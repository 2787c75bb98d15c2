"""The formats an assessment is written in, by name; what a format needs is imported when asked."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from conformance.model.assessment import Assessment

if TYPE_CHECKING:
    from conformance.rendering.background import Background
    from conformance.rendering.places import Places


class Renderer(Protocol):
    """What writes assessments: `render(assessments, lang)`, `lang` being zh or en."""

    def __call__(self, assessments: Sequence[Assessment], lang: str) -> str | bytes:
        """Return the answer as text, or as the bytes of a file."""


class Located(Protocol):
    """What also shows where in its file a finding has its evidence."""

    def __call__(
        self, assessments: Sequence[Assessment], lang: str, places: "Sequence[Places]"
    ) -> str | bytes:
        """Return the answer as text, or as the bytes of a file."""


class Founded(Protocol):
    """What also shows what the answers were given of, and what would change them."""

    def __call__(
        self, assessments: Sequence[Assessment], lang: str, backgrounds: "Sequence[Background]"
    ) -> str | bytes:
        """Return the answer as text, or as the bytes of a file."""


class Format(Struct, frozen=True, kw_only=True):
    """Where the renderer of a format is found."""

    module: str
    function: str = "render"
    # Whether the renderer also takes the places in the submissions, or what is behind the
    # answers, and shows what would change them; whether it writes no text.
    places: bool = False
    backgrounds: bool = False
    prospects: bool = False
    binary: bool = False
    # The package that it needs beyond the core, and the extra that installs it.
    needs: str | None = None
    extra: str | None = None


FORMATS = {
    "table": Format(module="conformance.rendering.table"),
    "json": Format(module="conformance.rendering.formats", function="indented_json"),
    "html": Format(module="conformance.rendering.html", backgrounds=True, prospects=True),
    "markdown": Format(module="conformance.rendering.markdown"),
    "csv": Format(module="conformance.rendering.findings_csv"),
    "pdf": Format(
        module="conformance.rendering.report",
        backgrounds=True,
        prospects=True,
        binary=True,
        needs="typst",
        extra="report",
    ),
    "xlsx": Format(
        module="conformance.rendering.workbook",
        backgrounds=True,
        binary=True,
        needs="xlsxwriter",
        extra="xlsx",
    ),
    "junit": Format(module="conformance.rendering.junit"),
    "sarif": Format(module="conformance.rendering.sarif", places=True),
    "oscal": Format(module="conformance.rendering.oscal"),
    "earl": Format(module="conformance.rendering.earl"),
    "github": Format(module="conformance.rendering.github", places=True),
}
# What several answers are written as, where that is another format than for one.
OF_SEVERAL = {
    "json": Format(module="conformance.rendering.formats", function="json_lines"),
}


def render(
    name: str,
    assessments: Sequence[Assessment],
    lang: str,
    *,
    several: bool = False,
    places: "Sequence[Places]" = (),
    backgrounds: "Sequence[Background]" = (),
) -> str | bytes:
    """Return `assessments` in the format `name`, a key of `FORMATS`.

    `several` says that several were asked for, however many there are: whoever reads the
    answer must know its shape before.  `places` are those of the submissions, in the same
    order, for the formats that show them; `backgrounds` what is behind the answers.
    """
    format = OF_SEVERAL.get(name, FORMATS[name]) if several else FORMATS[name]
    function = getattr(import_module(format.module), format.function)
    if format.places:
        located: Located = function
        return located(assessments, lang, places)
    if format.backgrounds:
        founded: Founded = function
        return founded(assessments, lang, backgrounds)
    renderer: Renderer = function
    return renderer(assessments, lang)


def indented_json(assessments: Sequence[Assessment], lang: str) -> str:  # noqa: ARG001
    """Return JSON that a person can read; it has the sentences of both languages."""
    return "\n".join(each.to_json(indent=1).decode() for each in assessments)


def json_lines(assessments: Sequence[Assessment], lang: str) -> str:  # noqa: ARG001
    """Return one compact assessment a line."""
    return "\n".join(each.to_json().decode() for each in assessments)
