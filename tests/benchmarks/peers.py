"""What else could compare a submission with limits, each made ready as its makers advise.

Each is given bytes and says which clauses fail.  One that is not installed is left out.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

import orjson

from tests.benchmarks.same_work import Failing, Rule, conforms, rules

Judge = Callable[[bytes], Failing]
WHOLE = frozenset({"some clause"})
"""What a peer says that stops at the first clause that fails."""


def peers() -> Iterator[tuple[str, str, Judge]]:
    """Yield each peer that is installed, by its name, with what it does, or why it is left out."""
    for name, does, module, make in (
        ("plain Python", "a loop over dictionaries", "orjson", _plain),
        ("fastjsonschema", "stops at the first problem", "fastjsonschema", _fastjsonschema),
        ("pydantic", "all problems", "pydantic", _pydantic),
        ("jsonschema-rs", "all problems", "jsonschema_rs", _jsonschema_rs),
        ("jsonschema", "all problems", "jsonschema", _jsonschema),
        ("CEL", "one expression a clause", "cel", _cel),
        ("zen-engine", "one expression a clause", "zen", _zen),
        ("pySHACL", "one shape a clause", "pyshacl", _pyshacl),
    ):
        try:
            judge = make(import_module(module))
        except ImportError:
            print(f"{name} is not installed, and left out")
            continue
        yield name, does, judge


def _plain(_: Any) -> Judge:
    known = {rule.name: rule for rule in rules()}

    def judge(data: bytes) -> Failing:
        results = orjson.loads(data)["results"]
        return frozenset([n for n, row in results.items() if not conforms(known[n], row["values"])])

    return judge


# ---- schemas


def schema() -> dict[str, Any]:
    """Return the limits as a JSON Schema."""
    results = {"type": "object", "additionalProperties": False,
               "properties": {rule.name: _row(rule) for rule in rules()}}  # fmt: skip
    return {"type": "object", "required": ["submission", "subject", "evidence", "results"],
            "properties": {"results": results}}  # fmt: skip


def _row(rule: Rule) -> dict[str, Any]:
    value: dict[str, Any] = {"enum": list(rule.grades)}
    if not rule.grades:
        value = {"type": "number", "maximum": rule.high}
        if rule.low is not None:
            value["minimum"] = rule.low
    return {"type": "object", "required": ["clause", "values"],
            "properties": {"values": {"type": "array", "minItems": 1, "items": value}}}  # fmt: skip


def _jsonschema(module: Any) -> Judge:
    validator = module.Draft202012Validator(schema())
    return lambda data: frozenset(
        [error.path[1] for error in validator.iter_errors(orjson.loads(data))]
    )


def _jsonschema_rs(module: Any) -> Judge:
    validator = module.validator_for(schema())
    return lambda data: frozenset(
        [error.instance_path[1] for error in validator.iter_errors(orjson.loads(data))]
    )


def _fastjsonschema(module: Any) -> Judge:
    check = module.compile(schema())

    def judge(data: bytes) -> Failing:
        try:
            check(orjson.loads(data))
        except module.JsonSchemaException:
            return WHOLE
        return frozenset()

    return judge


def _pydantic(module: Any) -> Judge:
    from typing import Annotated, Literal

    rows: dict[str, Any] = {}
    for rule in rules():
        limit = module.Field(le=rule.high, ge=rule.low)
        value: Any = Literal[rule.grades] if rule.grades else Annotated[float, limit]
        row = module.create_model(f"Row_{rule.name}", clause=(str, ...), values=(list[value], ...))
        rows[rule.name] = (row | None, None)
    results = module.create_model("Results", **rows)
    whole = module.create_model("Submission", submission=(str, ...), subject=(dict[str, Any], ...),
                                evidence=(list[Any], ...), results=(results, ...))  # fmt: skip

    def judge(data: bytes) -> Failing:
        try:
            whole.model_validate_json(data)
        except module.ValidationError as problems:
            return frozenset([each["loc"][1] for each in problems.errors(include_url=False)])
        return frozenset()

    return judge


# ---- rules as expressions


def _cel(module: Any) -> Judge:
    programs = []
    for rule in rules():
        test = f"values.all(x, {_test('x', rule, '||', '&&')})"
        programs.append((rule.name, module.compile(test)))

    def judge(data: bytes) -> Failing:
        results = orjson.loads(data)["results"]
        # each its own row: all that is given is turned into CEL's own values, every time
        return frozenset([
            name for name, test in programs
            if name in results and not test.execute({"values": results[name]["values"]})
        ])  # fmt: skip

    return judge


def _test(name: str, rule: Rule, either: str, both: str) -> str:
    if rule.grades:
        return f" {either} ".join(f'{name} == "{grade}"' for grade in rule.grades)
    above = "" if rule.low is None else f"{name} >= {rule.low} {both} "
    return f"{above}{name} <= {rule.high}"


def _zen(module: Any) -> Judge:
    expressions = [
        {"id": rule.name, "key": rule.name,
         "value": f"results.{rule.name} == null or "
                  f"all(results.{rule.name}.values, {_test('#', rule, 'or', 'and')})"}
        for rule in rules()
    ]  # fmt: skip
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "limits", "type": "expressionNode", "name": "limits", "position": place,
         "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]  # fmt: skip
    edges = [{"id": "1", "sourceId": "in", "targetId": "limits", "type": "edge"},
             {"id": "2", "sourceId": "limits", "targetId": "out", "type": "edge"}]  # fmt: skip
    content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    engine = module.ZenEngine()
    decision = engine.create_decision(orjson.dumps(content).decode())

    def judge(data: bytes) -> Failing:
        said = decision.evaluate({"results": orjson.loads(data)["results"]})["result"]
        return frozenset([rule.name for rule in rules() if said[rule.name] is False])

    return judge


# ---- shapes


def _pyshacl(module: Any) -> Judge:
    rdflib = import_module("rdflib")
    own = rdflib.Namespace("urn:benchmark:")
    lines = ["@prefix sh: <http://www.w3.org/ns/shacl#> .", "@prefix : <urn:benchmark:> ."]
    for rule in rules():
        values = f"sh:maxInclusive {rule.high} "
        if rule.grades:
            listed = " ".join(f'"{each}"' for each in rule.grades)
            values = f"sh:in ({listed}) "
        elif rule.low is not None:
            values += f"; sh:minInclusive {rule.low} "
        lines.append(f":S{rule.name} a sh:NodeShape ; sh:targetSubjectsOf :{rule.name} ; "
                     f"sh:property [ sh:path :{rule.name} ; {values}] .")  # fmt: skip
    shapes = rdflib.Graph().parse(data="\n".join(lines), format="turtle")
    return partial(_by_shapes, module, rdflib, own, shapes)


def _by_shapes(module: Any, rdflib: Any, own: Any, shapes: Any, data: bytes) -> Failing:
    graph = rdflib.Graph()
    for name, row in orjson.loads(data)["results"].items():
        for value in row["values"]:
            kind = None if isinstance(value, str) else rdflib.XSD.decimal
            graph.add((own.submission, own[name], rdflib.Literal(str(value), datatype=kind)))
    _, report, _ = module.validate(graph, shacl_graph=shapes)
    paths = report.objects(None, rdflib.SH.resultPath)
    return frozenset([str(path).rpartition(":")[2] for path in paths])
