"""What is submitted: the subject and the evidence about it, typed and exact.

The words of the files are the names of the fields, except where Python has taken a word (`from`).
Every scalar is text and keeps the digits it was written with; readings, numbers and dates are read
from that text where they are used, and dates are known to be dates.  None means not stated.

Nothing refers back to what holds it, so no struct needs the garbage collector.
"""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, field

# The readers refuse a text of this type that is no day of the calendar.
Date: TypeAlias = Annotated[str, Meta(extra={"date": True})]
if TYPE_CHECKING:
    Number: TypeAlias = str
    Fact: TypeAlias = str | bool
else:
    # What the fast decoder may leave behind for a moment: whole numbers where reports have them,
    # and nothing where a name was given without a value.  Nobody else gets to see either.
    Number = str | int
    Fact = str | int | bool | None
Attributes: TypeAlias = dict[str, Fact]


class _Strict(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    gc=False,
    omit_defaults=True,
):
    """A mapping of which every key is known."""


class Part(_Strict, frozen=True):
    """A repeated thing with facts of its own: a charger, a battery, a hole, a coating."""

    id: str
    kind: str | None = None
    brand: str | None = None
    name: str | None = None
    model: str | None = None
    attributes: Attributes = {}


class Organization(_Strict, frozen=True):
    """A manufacturer, factory or importer; `uscc` is the unified social credit code."""

    name: str | None = None
    uscc: str | None = None
    address: str | None = None


class Subject(_Strict, frozen=True):
    """The object of conformity assessment.

    `attributes` are the declared facts; conditions and computed limits use no other.  A fact may
    be true or false; anything else is text.
    """

    kind: Literal["product", "merchant", "factory", "lot"] | None = None
    brand: str | None = None
    name: str | None = None
    model: str | None = None
    uscc: str | None = None
    gtin: str | None = None
    lot: str | None = None
    quantity: Number | None = None
    manufacturer: Organization | None = None
    factory: Organization | None = None
    importer: Organization | None = None
    manufactured: Date | None = None
    imported: Date | None = None
    sold: Date | None = None
    attributes: Attributes = {}
    parts: tuple[Part, ...] = ()


class Reading(_Strict, frozen=True):
    """A reading in typed form; `high` is the upper end where `number` is the lower one."""

    number: str
    unit: str | None = None
    qualifier: str | None = None
    high: str | None = None


class Uncertainty(_Strict, frozen=True):
    """An expanded uncertainty; its coverage is given by `k`, or by `coverage` such as `95 %`."""

    value: str
    k: Number | None = None
    coverage: str | None = None


class Laboratory(_Strict, frozen=True):
    """Who tested; `party` says on whose side it stands."""

    name: str | None = None
    cma: str | None = None
    cnas: str | None = None
    uscc: str | None = None
    party: Literal["third-party", "purchaser", "manufacturer"] | None = None


# A gap among the specimens (null) was not tested; it is never zero.
Specimen: TypeAlias = str | Reading | tuple[str | Reading | None, ...] | None


class Result(_Strict, frozen=True):
    """One row of a document.

    `value` is one reading; `values` has one entry for each specimen, a tuple where several points
    of one specimen were read.  Never both.  `unit` and the two limits are those of the document's
    own column; `verdict` is the laboratory's own.
    """

    clause: str | None = None
    requirement: str | None = None
    item: str | None = None
    part: str | None = None
    unit: str | None = None
    detection_limit: str | None = None
    quantification_limit: str | None = None
    requirement_text: str | None = None
    method: str | None = None
    deviations: str | None = None
    corrected: Literal["yes", "no"] | None = None
    verdict: str | None = None
    subcontractor: Laboratory | None = None
    confidence: str | None = None
    conditions: dict[str, str] | None = None
    uncertainty: Uncertainty | None = None
    value: str | Reading | None = None
    values: tuple[Specimen, ...] | None = None
    locator: str | None = None


class Sample(_Strict, frozen=True):
    """What was tested: who drew it, its number, how many specimens."""

    drawn_by: str | None = None
    number: str | None = None
    count: Number | None = None
    lot: str | None = None


class Dates(_Strict, frozen=True):
    """From one day to another, both included; `from` in files."""

    from_: Date | None = field(default=None, name="from")
    to: Date | None = None


class Covered(_Strict, frozen=True):
    """A model that a report covers without having tested it, and how it differs."""

    model: str
    differences: tuple[str, ...] | None = None


class Relation(_Strict, frozen=True):
    """What a document says of an earlier one; exactly one of the first three is given.

    `changed` says what was changed before a retest, `results` names the rows it concerns, and
    `ordered_by` the authority or assessor behind a re-inspection.
    """

    amends: str | None = None
    retests: str | None = None
    re_inspects: str | None = field(default=None, name="re-inspects")
    results: tuple[str, ...] | None = None
    changed: str | None = None
    ordered_by: str | None = None


class Evidence(_Strict, frozen=True):
    """What every document has: an id that is unique in the submission, and where it lies."""

    id: str
    number: str | None = None
    brand: str | None = None
    part: str | None = None
    lot: str | None = None
    file: str | None = None
    locator: str | None = None
    confidence: str | None = None

    @property
    def kind(self) -> str:
        """The word that `kind` has in the file."""
        return str(self.__struct_config__.tag)


class ReportHead(Evidence, frozen=True):
    """A laboratory's report, but for its rows."""

    laboratory: Laboratory | None = None
    client: str | None = None
    manufacturer: str | None = None
    tested_model: str | None = None
    covers: tuple[Covered, ...] = ()
    factory: str | None = None
    sample: Sample | None = None
    received: Date | None = None
    tested: Dates | None = None
    issued: Date | None = None
    complete: bool | None = None
    final: bool | None = None
    conclusion: str | None = None
    relations: tuple[Relation, ...] = ()


class TestReport(ReportHead, frozen=True, tag_field="kind", tag="test-report"):
    """A laboratory's report."""

    __test__ = False  # pytest would take the name for a test

    results: tuple[Result, ...] = ()


class UnreadReport(ReportHead, frozen=True, tag_field="kind", tag="test-report"):
    """A laboratory's report whose rows have not been read: they are the JSON that was sent."""

    rows: msgspec.Raw = field(default=msgspec.Raw(b"[]"), name="results")


class Certificate(Evidence, frozen=True, tag_field="kind", tag="certificate"):
    """A certification body's certificate, with its status on the day that was looked up."""

    scheme: str | None = None
    issuer: str | None = None
    holder: str | None = None
    models: tuple[str, ...] | None = None
    factory: str | None = None
    standards: tuple[str, ...] | None = None
    issued: Date | None = None
    expires: Date | None = None
    status: str | None = None
    status_checked: Date | None = None


class Declaration(Evidence, frozen=True, tag_field="kind", tag="declaration"):
    """What somebody declares on their own responsibility."""

    by: str | None = None
    models: tuple[str, ...] | None = None
    signed: Date | None = None
    expires: Date | None = None
    statements: Attributes = {}
    status: str | None = None
    status_checked: Date | None = None


class Audit(Evidence, frozen=True, tag_field="kind", tag="audit"):
    """An auditor's visit to a site."""

    auditor: str | None = None
    site: str | None = None
    date: Date | None = None
    conclusion: str | None = None
    complete: bool | None = None
    final: bool | None = None
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()


class Marking(Evidence, frozen=True, tag_field="kind", tag="marking"):
    """Words or signs on the product, its packaging or in its instructions."""

    where: Literal["product", "packaging", "instructions"] | None = None
    text: str | None = None
    model: str | None = None
    shown_by: Literal["photo", "inspection", "applicant"] | None = None


class Licence(Evidence, frozen=True, tag_field="kind", tag="licence"):
    """An authority's permission to make or to sell."""

    scheme: str | None = None
    issuer: str | None = None
    holder: str | None = None
    categories: tuple[str, ...] | None = None
    factory: str | None = None
    issued: Date | None = None
    expires: Date | None = None
    status: str | None = None
    status_checked: Date | None = None


class Authorization(Evidence, frozen=True, tag_field="kind", tag="authorization"):
    """One party's permission to another to sell its goods; `from` and `to` are the parties."""

    from_: str | None = field(default=None, name="from")
    to: str | None = None
    categories: tuple[str, ...] | None = None
    territory: str | None = None
    signed: Date | None = None
    valid: Dates | None = None
    status: str | None = None
    status_checked: Date | None = None


class Inspection(Evidence, frozen=True, tag_field="kind", tag="inspection"):
    """The inspection of a lot; `history` is what became of the lots before it, oldest first."""

    inspector: str | None = None
    site: str | None = None
    tested_model: str | None = None
    factory: str | None = None
    quantity: Number | None = None
    plan: str | None = None
    history: tuple[Literal["accepted", "rejected"], ...] | None = None
    sample: Sample | None = None
    date: Date | None = None
    issued: Date | None = None
    complete: bool | None = None
    final: bool | None = None
    conclusion: str | None = None
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()


# msgspec asks for one union of structs that are told apart by their tags.
Document: TypeAlias = (
    TestReport | Certificate | Declaration | Audit | Marking | Licence | Authorization | Inspection
)
UnreadDocument: TypeAlias = (
    UnreadReport | Certificate | Declaration | Audit | Marking | Licence | Authorization
    | Inspection
)  # fmt: skip


class Head(_Strict, frozen=True):
    """What a submission says beside its evidence.

    `submission` is the submitter's own id, `spec` may pin a version.
    """

    submission: str | None = None
    spec: str | None = None
    subject: Subject | None = None


class Submission(Head, frozen=True):
    """One submission.

    `linked` names the submissions about linked subjects that are checked together with this one.
    """

    evidence: tuple[Document, ...] = ()
    linked: tuple[str, ...] = ()


class UnreadSubmission(Head, frozen=True):
    """A submission that was read but for the rows of its reports."""

    evidence: tuple[UnreadDocument, ...] = ()
    linked: tuple[str, ...] = ()
