"""A store judged under two specs: which submissions are affected, and what they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from conformance.bulk.store.check import Answer, Checker
from conformance.bulk.store.codes import ABSENT, KIND
from conformance.bulk.store.manifest import Manifest
from conformance.bulk.store.opened import Array
from conformance.checking.validator import Validator

_OF_SUBJECT = ("kind", "brand", "name", "model")


@dataclass(frozen=True, slots=True)
class Compared:
    """One submission under both.

    Attributes:
        data: Its bytes, where a verdict may be another or it takes more than itself to say;
            None where every verdict is the same.
    """

    submission: str
    digest: str
    at: str
    subject: Mapping[str, str]
    before: str
    after: str
    data: bytes | None


def compared(
    folder: Path, manifest: Manifest, before: Validator, after: Validator, *, columns: bool = True
) -> Iterator[Compared]:
    """Yield every submission of a store, in order.

    With `columns` False nothing is taken from columns, so that all come with their bytes.
    """
    one, two = Checker(before), Checker(after)
    for left, right in zip(
        one.check(folder, manifest), two.check(folder, manifest), strict=True
    ):  # fmt: skip
        affected = _differs(left, right, one, two)
        affected[[row for row, why in left.by_bytes.items() if why == "linked"]] = True
        affected[[*left.bugs, *right.bugs]] = True
        if not columns:
            affected[:] = True
        yield from _rows(left, right, affected)


def _differs(left: Answer, right: Answer, one: Checker, two: Checker) -> Array:
    """Return of which submissions a verdict is another."""
    differs = (
        np.array([str(v) for v, _ in left.wholes])[left.whole]
        != (np.array([str(v) for v, _ in right.wholes])[right.whole])
    )
    places, others = one.quick.places, two.quick.places
    for name in {**places, **others}:
        old = KIND[left.found[places[name]]] if name in places else ABSENT
        new = KIND[right.found[others[name]]] if name in others else ABSENT
        differs |= old != new
    return np.asarray(differs, bool)


def _rows(left: Answer, right: Answer, affected: Array) -> Iterator[Compared]:
    opened = left.opened
    table = opened.submissions("submission", "digest", "at", *_OF_SUBJECT)
    columns = [column.to_pylist() for column in table.columns]
    data = iter(opened.data(np.flatnonzero(affected).tolist()))
    for row, (name, digest, at, *subject) in enumerate(zip(*columns, strict=True)):
        stated = zip(_OF_SUBJECT, subject, strict=True)
        yield Compared(
            submission=name or digest,
            digest=digest,
            at=at,
            subject={key: value for key, value in stated if value},
            before=str(left.wholes[left.whole[row]][0]),
            after=str(right.wholes[right.whole[row]][0]),
            data=next(data) if affected[row] else None,
        )
