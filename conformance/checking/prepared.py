"""What a plan asks, made ready once: conditions parsed, names known, clauses folded.

Nothing here depends on a submission, except that the criteria of the products
seen so far are kept by the facts that they depend on: the same facts give the
same criterion, and the judging keeps its own preparations by that criterion.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from conformance.checking.rows import clause_key
from conformance.judging import Criterion
from conformance.model.plan import Ask
from conformance.quantities.conditions import (
    Condition,
    Fact,
    FactType,
    names_in,
    parse_condition,
)
from conformance.quantities.limit import parse_limit

Key = tuple[Fact | FactType | None, ...]
_MOST_CRITERIA = 256
_MOST_PREPARED = 8192


class NoCriterion(Struct, frozen=True):
    """Why the limit is not known: attributes that are not declared."""

    attributes: frozenset[str]


class Prepared(Struct, frozen=True):
    """What one edition asks in one requirement, made ready.

    Attributes:
        condition: When it applies; None for always.
        used: The attributes that the condition names.
        depends: The attributes that the criterion depends on.
        names: All attributes that have a say in what is asked.
        clauses: The clauses whose rows show it, folded for comparison.
    """

    ask: Ask
    condition: Condition | None
    used: frozenset[str]
    rows: tuple[tuple[str, Condition | None], ...]
    depends: tuple[str, ...]
    names: tuple[str, ...]
    clauses: frozenset[str]
    criteria: dict[Key, Criterion | NoCriterion] = field(default_factory=dict)

    def key(self, facts: Mapping[str, Fact], types: Mapping[str, FactType]) -> Key:
        """Return what the criterion depends on; of an unknown fact it is what the fact may be."""
        return tuple([facts.get(name) or types.get(name) for name in self.depends])

    def keep(self, key: Key, criterion: Criterion | NoCriterion) -> None:
        """Keep the criterion of the products with these facts."""
        if len(self.criteria) >= _MOST_CRITERIA:
            self.criteria.clear()
        self.criteria[key] = criterion


# By identity, for hashing what is asked costs more than what is saved.  An entry holds on to
# its ask, so that no other can come to have its id.
_PREPARED: dict[int, Prepared] = {}


def prepared(ask: Ask) -> Prepared:
    """Return what is asked, made ready; the same for the same object."""
    found = _PREPARED.get(id(ask))
    if found is None:
        if len(_PREPARED) >= _MOST_PREPARED:
            _PREPARED.clear()
        found = _PREPARED[id(ask)] = _prepare(ask)
    return found


def _prepare(ask: Ask) -> Prepared:
    condition = None if ask.applies is None else parse_condition(ask.applies)
    rows = tuple(
        (row.limit, None if row.when is None else parse_condition(row.when)) for row in ask.rows
    )
    depends = {name for _, when in rows if when is not None for name in names_in(when)}
    if ask.expects != "inspection":
        depends |= {name for text, _ in rows for name in parse_limit(text, ask.scale).attributes}
    if ask.relative_to is not None:
        depends.add(ask.relative_to)
    used = frozenset[str]() if condition is None else names_in(condition)
    clauses = (*([ask.clause] if ask.clause else []), *ask.implied_by)
    return Prepared(
        ask=ask,
        condition=condition,
        used=used,
        rows=rows,
        depends=tuple(sorted(depends)),
        names=(*sorted(depends), *used, *ask.uses),
        clauses=frozenset(map(clause_key, clauses)),
    )
