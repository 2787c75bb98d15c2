"""The form of a spec: a submission with every attribute and one row for each requirement."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from conformance.authoring.checklist import Item, checklist
from conformance.model.plan import Attribute, Plan, Requirement

Form = dict[str, Any]


def form(plan: Plan, as_of: date) -> Form:
    """Return the submission to fill in, as plain data; None where something is to be written."""
    subject: Form = {
        "kind": plan.subject, "brand": None, "name": None, "model": None,
        "manufacturer": {"name": None, "uscc": None}, "manufactured": None,
        "attributes": {name: None for name in plan.attributes if name not in plan.fixed},
    }  # fmt: skip
    if plan.parts:
        subject["parts"] = [
            {"id": f"{kind}-{number}", "kind": kind, "attributes": dict.fromkeys(part.facts)}
            for kind, part in plan.parts.items()
            for number in range(1, max(part.at_least, 1) + 1)
        ]
    if plan.subject == "lot":
        subject |= {"lot": None, "quantity": None}
    for path in _identifiers(plan):
        block = subject
        for step in path[:-1]:
            block = block.setdefault(step, {"name": None})
        block[path[-1]] = None
    return {
        "submission": None,
        "spec": f"{plan.spec}@{plan.version}",
        "subject": subject,
        "evidence": list(_documents(plan, checklist(plan, as_of))),
        **({"linked": None} if plan.linked else {}),
    }


def _documents(plan: Plan, items: Iterable[Item]) -> Iterator[Form]:
    """Yield one document of each kind that the spec asks for."""
    latest = {item.requirement: item for item in items}
    rows: dict[str, list[Form]] = {}
    statements: Form = {}
    places: list[str] = []
    for requirement in plan.requirements:
        item = latest.get(requirement.id)
        if item is None or requirement.group or _without_rows(requirement):
            continue
        if requirement.statement is not None:
            statements[requirement.statement] = None
        elif requirement.sampling is not None:
            rows.setdefault("inspection", []).append(_row(item))
        elif requirement.document is None:
            phrase = requirement.asks[-1].phrase
            if phrase is not None:
                places += [place for place in phrase.on if place not in places]
            else:
                rows.setdefault(_tabled(plan, requirement), []).append(_row(item))
    for kind, found in rows.items():
        yield {"id": _ID[kind], "kind": kind, **_head(kind), "results": found}
    for number, requirement in enumerate(_asking_for_documents(plan), 1):
        asked = requirement.document
        if asked is not None:
            yield {"id": f"C{number}", "kind": asked.kind, **_paper(asked.kind, asked.scheme)}
    if statements:
        yield {"id": "D1", "kind": "declaration", "by": None, "signed": None, "expires": None,
               "statements": statements}  # fmt: skip
    for number, place in enumerate(places, 1):
        yield {"id": f"M{number}", "kind": "marking", "where": place, "text": None,
               "shown_by": None, "file": None}  # fmt: skip
    if any(requirement.chain for requirement in plan.requirements):
        yield {"id": "A1", "kind": "authorization", "from": None, "to": None, "categories": None,
               "territory": None, "valid": {"from": None, "to": None}}  # fmt: skip


def _identifiers(plan: Plan) -> Iterator[list[str]]:
    """Yield where the subject states each identifier that is asked for."""
    for requirement in plan.requirements:
        asked = requirement.identifier
        for name in (asked.of, asked.same_as) if asked is not None else ():
            first, *rest = (name or "").split(".")
            if first == "subject":
                yield rest


def _without_rows(requirement: Requirement) -> bool:
    """Return whether a requirement is answered by the subject, by a chain or from elsewhere."""
    return bool(
        requirement.chain or requirement.identifier or requirement.days or requirement.linked
    )


_ID = {"test-report": "R1", "audit": "V1", "inspection": "I1"}


def _tabled(plan: Plan, requirement: Requirement) -> str:
    kinds = [plan.policies[way].kind for way in requirement.ways]
    return next((kind for kind in kinds if kind in _ID), "test-report")


def _head(kind: str) -> Form:
    if kind == "test-report":
        return {
            "number": None, "laboratory": {"name": None, "cma": None, "cnas": None},
            "tested_model": None, "sample": {"drawn_by": None, "count": None},
            "tested": {"from": None, "to": None}, "issued": None, "complete": None,
            "final": None, "conclusion": None,
        }  # fmt: skip
    return {"number": None, "site": None, "date": None}


def _row(item: Item) -> Form:
    named = {"clause": item.clause} if item.clause else {"requirement": item.requirement}
    several = item.specimens is not None and item.specimens > 1
    return {
        **named,
        "item": item.title["zh"],
        **({"part": None} if item.each else {}),
        **({"values": [None] * (item.specimens or 1)} if several else {"value": None}),
        **({"method": None} if item.method else {}),
        **({"conditions": {name: None for name, _ in item.conditions}} if item.conditions else {}),
        "verdict": None,
    }


def _asking_for_documents(plan: Plan) -> list[Requirement]:
    return [each for each in plan.requirements if each.document is not None]


def _paper(kind: str, scheme: str | None) -> Form:
    match kind:
        case "declaration":
            return {"by": None, "signed": None, "expires": None}
        case "authorization":
            return {"from": None, "to": None, "valid": {"from": None, "to": None}}
        case "licence":
            return {"scheme": scheme, "number": None, "holder": None, "issued": None,
                    "expires": None, "status": None}  # fmt: skip
        case _:
            return {"scheme": scheme, "number": None, "holder": None, "models": None,
                    "standards": None, "issued": None, "expires": None, "status": None,
                    "status_checked": None}  # fmt: skip


def as_json(plan: Plan, as_of: date) -> str:
    """Return the form as JSON."""
    return json.dumps(form(plan, as_of), ensure_ascii=False, indent=2) + "\n"


def as_yaml(plan: Plan, as_of: date) -> str:
    """Return the form as YAML, with the choices of each attribute and the limits beside them."""
    notes: dict[tuple[str, ...], str] = {
        ("subject", "attributes", name): _choices(attribute)
        for name, attribute in plan.attributes.items()
    }
    for kind, part in plan.parts.items():
        for name, fact in part.facts.items():
            notes["part", kind, name] = _choices(fact)
    limits = {
        item.clause or item.requirement: " · ".join(
            text for text in (item.title["en"], item.limit) if text
        )
        for item in checklist(plan, as_of)
    }
    head = [
        f"# {plan.title.zh} · {plan.title.en}",
        "# 填写冒号之后的内容;没有的留空 · write behind the colons; leave empty what there is not",
    ]
    return "\n".join([*head, *_lines(form(plan, as_of), 0, (), notes, limits)]) + "\n"


def _choices(attribute: Attribute) -> str:
    kind = ", ".join(attribute.choices) or attribute.kind or attribute.scale or "date"
    return f"{attribute.zh} · {attribute.en}: {kind}"


def _lines(
    value: object,
    depth: int,
    path: tuple[str, ...],
    notes: Mapping[tuple[str, ...], str],
    limits: Mapping[str, str],
) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, list):
        for item in value:
            row = isinstance(item, dict) and ("clause" in item or "requirement" in item)
            if row or not any(isinstance(each, dict | list) for each in item.values()):
                note = limits.get(item.get("clause") or item.get("requirement") or "")
                yield f"{pad}- {_flow(item)}" + _note(note)
                continue
            where = ("part", str(item.get("kind"))) if path[-1:] == ("parts",) else path
            body = list(_lines(item, depth + 1, where, notes, limits))
            yield f"{pad}- {body[0].strip()}"
            yield from body[1:]
        return
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        here = (*path, key)
        if key == "attributes" and path[:1] == ("part",):
            here = path
        note = _note(notes.get(here))
        if isinstance(inner, dict) and inner:
            nested = any(isinstance(v, dict | list) for v in inner.values())
            if nested or key in ("attributes", "statements"):
                yield f"{pad}{_scalar(key)}:"
                yield from _lines(inner, depth + 1, here, notes, limits)
            else:
                yield f"{pad}{_scalar(key)}: {_flow(inner)}"
        elif isinstance(inner, list) and inner and not all(v is None for v in inner):
            yield f"{pad}{_scalar(key)}:"
            yield from _lines(inner, depth + 1, here, notes, limits)
        elif isinstance(inner, list):
            yield f"{pad}{_scalar(key)}: [{', '.join('null' for _ in inner)}]{note}"
        elif isinstance(inner, dict):
            yield f"{pad}{_scalar(key)}: {{}}"
        else:
            yield f"{pad}{_scalar(key)}:" + (f" {_scalar(inner)}" if inner else "") + note


def _note(text: str | None) -> str:
    return f"  # {text}" if text else ""


def _flow(value: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{_scalar(k)}: {_scalar(v)}" for k, v in value.items()) + "}"


def _scalar(value: object) -> str:
    """Return a text in quotes unless it is plainly one word."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return _flow(value)
    text = str(value)
    plain = text.replace("-", "").replace("_", "").isalnum() and not text[0].isdigit()
    return text if plain and text[0] != "-" else json.dumps(text, ensure_ascii=False)
