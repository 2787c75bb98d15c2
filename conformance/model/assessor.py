"""What only the assessing side may say, in a file of its own and never inside a submission."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from conformance.model.dates import read_date


def _day(text: object) -> datetime.date:
    day = read_date(text) if isinstance(text, str) else None
    if day is None:
        raise PydanticCustomError("impossible-date", "no day of the calendar")
    return day


Day = Annotated[datetime.date, BeforeValidator(_day)]
Words = Annotated[str, Field(min_length=1)]


class _Authored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Concession(_Authored):
    """Leave to use goods that do not conform; it changes no verdict.

    `range` is the values covered, written as a limit; `expires` is the last day it holds.  The two
    approvers are two people.
    """

    requirement: Words
    model: Words
    lot: Words | None = None
    quantity: Words | None = None
    range: Words
    approver: Words
    second_approver: Words
    reason: Words
    expires: Day

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.lot is None and self.quantity is None:
            raise PydanticCustomError("concession-unbounded", "neither lot nor quantity")
        if self.approver.split() == self.second_approver.split():
            raise PydanticCustomError("one-approver", "approved twice by one person")
        return self


class Confirmed(_Authored):
    """A machine-read value that a person has compared with the document."""

    document: Words
    locator: Words | None = None
    requirement: Words | None = None
    value: Words

    @model_validator(mode="after")
    def _names_a_row(self) -> Self:
        if self.locator is None and self.requirement is None:
            raise PydanticCustomError("row-not-named", "neither locator nor requirement")
        return self


class Dismissed(_Authored):
    """Adverse evidence set aside, with the reason; for one requirement where it names one."""

    document: Words
    requirement: Words | None = None
    reason: Words


class Lookup(_Authored):
    """What a register said about a number on the day it was looked up.

    Of a laboratory also from which day, until which day and for which standards and methods it is
    accredited or approved; an entry of `scope` without a year is any edition.
    """

    register_: Words = Field(alias="register")
    number: Words
    status: Words
    checked: Day
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    scope: tuple[Words, ...] = ()
    details: dict[str, str | bool] = {}


class SetAttribute(_Authored):
    """A fact about the subject that the assessing side answers for."""

    name: Words
    value: str | bool
    source: Literal["document", "register", "assessor"]
    evidence: Words | None = None


class AssessorFile(_Authored):
    """The assessing side's own file; `by` says who answers for it."""

    by: Words | None = None
    concessions: tuple[Concession, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    dismissed: tuple[Dismissed, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    attributes: tuple[SetAttribute, ...] = ()
    laboratories_for_retest: tuple[Words, ...] = ()
