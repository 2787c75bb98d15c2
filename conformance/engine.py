"""The library opened, a spec compiled, a submission checked: the way in for programs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from conformance.checking.decode import decode
from conformance.checking.sources import Source, digest_of, read_mapping
from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library.cache import keep_plan, kept_plan, library_digest
from conformance.library.places import packaged_folder
from conformance.model.assessment import Assessment
from conformance.model.plan import Plan
from conformance.model.submission import Submission

if TYPE_CHECKING:
    from conformance.checking.quick import Found, Quick
    from conformance.library.library import Library
    from conformance.model.assessor import AssessorFile

SHANGHAI = timezone(timedelta(hours=8))


def today() -> date:
    """Return today's date at +08:00; the only place where the clock is read."""
    return datetime.now(SHANGHAI).date()


class Ready(Struct, frozen=True, dict=True):
    """A compiled validator; immutable, and safe to share between threads and processes."""

    validator: Validator

    @cached_property
    def _quick(self) -> "Quick":
        from conformance.checking.quick import Quick

        return Quick(self.validator)

    @property
    def plan(self) -> Plan:
        """What is asked."""
        return self.validator.plan

    def check(
        self,
        submission: bytes | str | Mapping[str, object],
        *,
        assessor: "AssessorFile" = NOBODY,
        linked: Iterable[bytes | str | Mapping[str, object]] = (),
    ) -> Assessment:
        """Return the assessment of a submission: JSON as bytes or str, or a mapping.

        `linked` are the submissions that it may name as linked to it.  Raises
        `IllFormed` with every problem where one of them is ill-formed.
        """
        others = [_as_source(each).decode() for each in linked]
        if isinstance(submission, Mapping):
            return self.check_source(read_mapping(submission), assessor, others)
        data = submission.encode() if isinstance(submission, str) else submission
        if assessor is NOBODY and not others:
            digest = partial(digest_of, data)
            return self._quick.found_in(data, digest, partial(decode, data)).assessment()
        return self.assess(decode(data), partial(digest_of, data), assessor, others)

    def check_source(
        self,
        source: Source,
        assessor: "AssessorFile" = NOBODY,
        linked: Sequence[Submission] = (),
    ) -> Assessment:
        """Return the assessment of a submission as it was found; raises `IllFormed`."""
        return self.assess(source.decode(), lambda: source.digest, assessor, linked)

    def assess(
        self,
        submission: Submission,
        digest: Callable[[], str],
        assessor: "AssessorFile" = NOBODY,
        linked: Sequence[Submission] = (),
    ) -> Assessment:
        """Return the assessment of a submission that was decoded; its digest is made when read."""
        if assessor is not NOBODY or linked:
            return self.validator.check(submission, digest(), assessor, linked)
        return self._quick.check(submission, digest)

    def found_at(self, source: Source) -> "Found":
        """Return verdict and reason for each requirement of the plan, and nothing else yet.

        It is what `check_source` says of the same submission, for those who want no sentences;
        raises `IllFormed`.
        """
        if source.format != "json" or source.problems:
            return self._quick.found(source.decode(), source.digest_at_last)
        return self._quick.found_in(source.data, source.digest_at_last, source.decode)


def _as_source(submission: bytes | str | Mapping[str, object]) -> Source:
    if isinstance(submission, Mapping):
        return read_mapping(submission)
    data = submission.encode() if isinstance(submission, str) else submission
    return Source(name="submission", data=data, format="json", digest=digest_of(data))


class OpenLibrary(Struct, frozen=True, dict=True):
    """A library of catalogues and specs in some folders, read when it is first needed."""

    folders: tuple[Path, ...]

    @cached_property
    def library(self) -> "Library":
        """Every catalogue and spec; raises `IllFormed` with every problem of every file."""
        from conformance.library.library import open_folders

        library = open_folders(self.folders)
        if library.problems:
            raise IllFormed(library.problems)
        return library

    def plan(self, name: str) -> Plan:
        """Return the plan of a spec, `id` or `id@version`; raises `IllFormed`.

        A plan compiled before from the same files is taken from where it is kept.
        """
        from conformance import __version__

        digest = library_digest(self.folders, __version__)
        plan = kept_plan(digest, name)
        if plan is None:
            plan = self._compiled(name)
            keep_plan(digest, name, plan)
        return plan

    def _compiled(self, name: str) -> Plan:
        from conformance.compiler import compile_spec

        source = self.library.spec(name)
        if source is None:
            raise IllFormed([unknown_spec(name, self.library.known_specs())])
        compiled = compile_spec(self.library, source)
        if compiled.plan is None:
            raise IllFormed(compiled.problems)
        return compiled.plan

    def compile(self, name: str, as_of: date | None = None, *, strict: bool = False) -> Ready:
        """Return the validator of a spec; `as_of` None is today at +08:00.

        With `strict`, a finding on a figure that was not read in the standard
        itself is missing evidence.  Raises `IllFormed`.
        """
        from conformance import __version__

        plan = self.plan(name)
        return Ready(Validator.of(plan, as_of or today(), __version__, strict=strict))


def unknown_spec(name: str, known: Iterable[str], span: Span | None = None) -> Diagnostic:
    """Return the problem that no spec has this name, with the nearest one."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    listed = ", ".join(names) or "—"
    return Diagnostic(
        "unknown-spec",
        Text(f"没有规范 {name!r}", f"no spec is named {name!r}"),
        span or Span("spec", 0),
        Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
        if near
        else Text(f"已有:{listed}", f"known are: {listed}"),
    )


def open_library(*folders: str | Path) -> OpenLibrary:
    """Return the packaged library, with that of each of the `folders` added.

    Each folder has the subfolders standards/ and specs/.  Files are read when a
    spec is first compiled.
    """
    return OpenLibrary((packaged_folder(), *map(Path, folders)))


__all__ = ["OpenLibrary", "Ready", "decode", "open_library", "today", "unknown_spec"]
