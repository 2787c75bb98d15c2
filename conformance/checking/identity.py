"""Whose document it is: one about another subject is set aside before anything else is asked."""

from collections.abc import Sequence

from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.rows import Tabled
from conformance.checking.stated import stated
from conformance.checking.subject import folded, same_model
from conformance.model.plan import Ask
from conformance.model.submission import (
    Audit,
    Certificate,
    Covered,
    Declaration,
    Document,
    Inspection,
    Licence,
    Marking,
    Part,
    TestReport,
)


def another_subject(
    gate: Gate, document: Document, part: Part | None, ask: Ask | None
) -> Refusal | None:
    """Return why a document is about another subject than the one that is judged."""
    refusal = gate.once(_another_subject, document, part)
    if refusal is None and ask is not None and isinstance(document, TestReport):
        return _differs(gate, document, part, ask)
    return refusal


def _another_subject(gate: Gate, document: Document, part: Part | None) -> Refusal | None:
    """Return why a document is about another subject, whatever the clause."""
    subject = gate.facts.subject
    brand = (part.brand if part else None) or subject.brand
    refusal = _other("brand", document.brand, [brand])
    if refusal is not None:
        return refusal
    lot, wanted = stated(document.lot), stated(subject.lot)
    if lot and wanted and folded(lot) != folded(wanted):
        return refuse("wrong-lot", identity=True, found=lot, wanted=wanted)
    # of a report each row has its part, and `rows` says what that is evidence for
    if document.part and not isinstance(document, Tabled) and document.part != (part and part.id):
        wanted = part.id if part else None
        return refuse("wrong-part", identity=True, found=document.part, wanted=wanted)
    if isinstance(document, Tabled) and document.part and document.part not in gate.parts:
        return refuse("wrong-part", found=document.part, wanted=part.id if part else None)
    match document:
        case TestReport() | Inspection():
            return (
                _wrong_factory(gate, document.factory)
                or _wrong_manufacturer(gate, document, part)
                or _wrong_model(gate, document, part)
            )
        case Certificate(models=models, factory=factory, holder=holder):
            return (
                _wrong_holder(gate, holder)
                or _wrong_factory(gate, factory)
                or _wrong_models(gate, models, part, optional=part is None and _is_party(gate))
            )
        case Licence(holder=holder, factory=factory):
            return _wrong_holder(gate, holder) or _wrong_factory(gate, factory)
        case Declaration(by=by, models=models):
            return _wrong_holder(gate, by) or _wrong_models(gate, models, part, optional=True)
        case Audit(site=site):
            return _wrong_factory(gate, site) if stated(site) else refuse("factory-not-stated")
        case Marking(model=model):
            return _wrong_models(gate, (model or "",), part, optional=True)
        case _:
            return None


_OTHER = {
    "brand": ("wrong-brand", "brand-not-declared"),
    "factory": ("wrong-factory", "factory-not-declared"),
    "holder": ("wrong-holder", "holder-not-declared"),
    "manufacturer": ("wrong-manufacturer", "holder-not-declared"),
}


def _other(what: str, found: str | None, wanted: Sequence[str | None]) -> Refusal | None:
    """Return why a name in a document is not that of the subject.

    What the document says and the subject does not declare is not known to be
    the same: leaving the declaration out must not make a document fit.
    """
    wrong, undeclared = _OTHER[what]
    names = [name for name in wanted if stated(name) and name]
    if found is None or stated(found) is None:
        return None
    if not names:
        return refuse(undeclared, found=found)
    if folded(found).casefold() in {folded(name).casefold() for name in names}:
        return None
    return refuse(wrong, identity=True, found=found, wanted=" / ".join(names))


def _is_party(gate: Gate) -> bool:
    """Return whether a factory or a merchant is judged, which a certificate names by its holder."""
    return gate.facts.subject.kind in ("factory", "merchant")


def _wrong_factory(gate: Gate, found: str | None) -> Refusal | None:
    subject = gate.facts.subject
    own = subject.name if subject.kind in ("factory", "merchant") else None
    return _other("factory", found, [subject.factory.name if subject.factory else None, own])


def _wrong_manufacturer(
    gate: Gate, report: TestReport | Inspection, part: Part | None
) -> Refusal | None:
    """A report about goods of somebody else is about another product, whatever their model.

    A part that has a model of its own may be anybody's.
    """
    subject = gate.facts.subject
    if not isinstance(report, TestReport) or subject.kind not in (None, "product"):
        return None
    if part is not None and stated(part.model):
        return None
    parties = (subject.manufacturer, subject.factory, subject.importer)
    return _other("manufacturer", report.manufacturer, [each.name for each in parties if each])


def _wrong_holder(gate: Gate, holder: str | None) -> Refusal | None:
    """The holder or signer is the manufacturer, the importer, or the party that is judged."""
    if stated(holder) is None:
        return refuse("holder-not-stated")
    subject = gate.facts.subject
    own = subject.name if subject.kind in ("factory", "merchant") else None
    parties = (subject.manufacturer, subject.importer)
    return _other("holder", holder, [*(each.name for each in parties if each), own])


def _wanted_model(gate: Gate, part: Part | None) -> str | None:
    """Return the model that a document must be about: the part's own, else the product's."""
    return stated(part.model if part else None) or stated(gate.facts.subject.model)


def _wrong_models(
    gate: Gate, models: Sequence[str] | None, part: Part | None, *, optional: bool = False
) -> Refusal | None:
    wanted = _wanted_model(gate, part)
    models = [model for model in models or () if stated(model)]
    if not models:
        return None if optional else refuse("model-not-stated", wanted=wanted)
    if wanted is None:
        return refuse("subject-model-not-stated", found=", ".join(models))
    if any(same_model(model, wanted) for model in models):
        return None
    return refuse("wrong-model", identity=True, found=", ".join(models), wanted=wanted)


def _wrong_model(gate: Gate, report: TestReport | Inspection, part: Part | None) -> Refusal | None:
    """Return why a report is about another model: neither tested nor covered."""
    tested, wanted = stated(report.tested_model), _wanted_model(gate, part)
    if tested is None:
        return refuse("model-not-stated", wanted=wanted)
    if wanted is None:
        return refuse("subject-model-not-stated", found=tested)
    if same_model(tested, wanted):
        return None
    covered = _covered(report, wanted)
    if covered is None:
        if part is not None and same_model(tested, gate.facts.subject.model):
            # about this very product, whose part may have been another one
            return refuse("part-model-not-stated", found=tested, wanted=wanted)
        return refuse("wrong-model", identity=True, found=tested, wanted=wanted)
    if covered.differences is None:
        return refuse("differences-not-stated", found=tested, wanted=wanted)
    return None


def _covered(report: TestReport | Inspection, wanted: str) -> Covered | None:
    covers: Sequence[Covered] = report.covers if isinstance(report, TestReport) else ()
    return next((each for each in covers if same_model(each.model, wanted)), None)


def _differs(gate: Gate, report: TestReport, part: Part | None, ask: Ask) -> Refusal | None:
    """Return why a model that a report covers, and did not test, differs in what matters here."""
    wanted = _wanted_model(gate, part)
    for difference in gate.once(_differences, report, part):
        reason = _touches(gate, difference, part, ask)
        if reason is not None:
            return refuse(reason, found=report.tested_model, wanted=wanted, difference=difference)
    return None


def _differences(gate: Gate, report: TestReport, part: Part | None) -> Sequence[str]:
    """Return in what the model that is judged differs from the one that was tested."""
    tested, wanted = report.tested_model, _wanted_model(gate, part)
    if tested is None or wanted is None or same_model(tested, wanted):
        return ()
    covered = _covered(report, wanted)
    return () if covered is None else covered.differences or ()


# Differences that no clause on safety or use depends on, unless the spec knows an attribute of
# that name.
_OUTWARD = frozenset(
    {"colour", "color", "颜色", "appearance", "外观", "外观颜色", "packaging", "包装", "trademark",
     "商标", "model name", "model number", "型号", "型号名称", "销售型号"}
)  # fmt: skip


def _touches(gate: Gate, difference: str, part: Part | None, ask: Ask) -> str | None:
    """Return why a stated difference between models matters to a clause, None where it does not."""
    word = folded(difference).casefold()
    facts = dict(gate.plan.attributes)
    for kind, parts in gate.plan.parts.items():
        facts |= {f"{kind}.{name}": fact for name, fact in parts.facts.items()}
    named = {
        name
        for name, fact in facts.items()
        if word
        in {folded(text).casefold() for text in (name, name.split(".")[-1], fact.zh, fact.en)}
    }
    of_part = {name for name in named if part is not None and name.startswith(f"{part.kind}.")}
    measured = {folded(item).casefold() for item in ask.items}
    if named & set(ask.uses) or of_part or word in measured:
        return "difference-affects-clause"
    outward = word in {folded(text).casefold() for text in _OUTWARD}
    return None if named or outward else "difference-not-understood"
