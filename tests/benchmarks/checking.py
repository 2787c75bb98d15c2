"""How long checking one submission takes, as ratios to `orjson.loads` of the same bytes.

Peers check shape and limits of the same bytes, and nothing else: no editions, units, evidence
or reasons.  What is not installed is left out with a note; `pip install .[benchmarks]` has all.
Run with `python -m tests.benchmarks.checking`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from types import GenericAlias
from typing import Any

import msgspec

from conformance.checking.decode import decode
from conformance.engine import OpenLibrary
from conformance.model.assessment import Assessment
from tests.benchmarks.workload import submission, write_library

ROUNDS, PROCESSES = 5, 15
DAY = date(2026, 11, 23)
EXAMPLE = "tests/library/specs/ladder/examples/pass.yaml"
HELLO = "import typer; app = typer.Typer(); app.command()(lambda: print('hello')); app()"
Work = Callable[[bytes], object]
Row = tuple[str, float, float, float]

NUMBER = r"^-?[0-9]+(\.[0-9]+)? ?\S*$"
SCHEMA: dict[str, Any] = {
    "type": "object", "required": ["submission", "spec", "subject", "evidence"],
    "additionalProperties": False,
    "properties": {
        "submission": {"type": "string"}, "spec": {"type": "string"},
        "subject": {"type": "object", "required": ["kind", "model"]},
        "evidence": {"type": "array", "items": {
            "type": "object", "required": ["id", "kind"],
            "properties": {"results": {"type": "array", "items": {
                "type": "object", "required": ["clause", "item"],
                "properties": {
                    "value": {"anyOf": [{"type": "string", "pattern": NUMBER},
                                        {"enum": ["IPX4", "IP44", "IPX5"]}]},
                    "values": {"type": "array", "minItems": 3,
                               "items": {"type": "string", "pattern": NUMBER}},
                    "verdict": {"enum": ["P", "F", "N/A"]},
                },
            }}},
        }},
    },
}  # fmt: skip


def seconds(work: Work, documents: Sequence[bytes]) -> float:
    """Return how long `work` takes over all documents."""
    start = perf_counter()
    for document in documents:
        work(document)
    return perf_counter() - start


def ratios(name: str, work: Work, base: Work, documents: Sequence[bytes]) -> Row:
    """Return the least, median and greatest ratio of `work` to `base`, taken in turns."""
    seconds(work, documents)
    found = [seconds(work, documents) / seconds(base, documents) for _ in range(ROUNDS)]
    return name, min(found), median(found), max(found)


def unseen(name: str, work: Work, base: Work) -> Row:
    """Return the ratios of `work` on submissions that it meets for the first time."""
    rounds = [[submission(1000 * (number + 1) + seed) for seed in range(200)]
              for number in range(ROUNDS)]  # fmt: skip
    found = [seconds(work, each) / seconds(base, each) for each in rounds]
    return name, min(found), median(found), max(found)


def peers(loads: Work) -> Iterator[tuple[str, Work]]:
    """Yield the peers that are installed; say of the others that they are not."""
    for name, make in (
        ("jsonschema", _jsonschema), ("jsonschema_rs", _jsonschema_rs),
        ("fastjsonschema", _fastjsonschema), ("pydantic", _pydantic),
    ):  # fmt: skip
        try:
            yield name, make(import_module(name), loads)
        except ImportError:
            print(f"{name} is not installed, and left out")


def _jsonschema(module: Any, loads: Work) -> Work:
    validator = module.Draft202012Validator(SCHEMA)
    return lambda data: list(validator.iter_errors(loads(data)))


def _jsonschema_rs(module: Any, loads: Work) -> Work:
    validator = module.validator_for(SCHEMA)
    return lambda data: list(validator.iter_errors(loads(data)))


def _fastjsonschema(module: Any, loads: Work) -> Work:
    check = module.compile(SCHEMA)

    def work(data: bytes) -> object:
        try:
            return check(loads(data))
        except module.JsonSchemaException as problem:
            return problem

    return work


def _pydantic(module: Any, _loads: Work) -> Work:
    result: Any = module.create_model(
        "Result", clause=(str, ...), item=(str, ...),
        value=(str | None, None), values=(list[str] | None, None), verdict=(str | None, None),
    )  # fmt: skip
    document: Any = module.create_model(
        "Document", id=(str, ...), kind=(str, ...), results=(_tuple_of(result), ())
    )
    whole = module.create_model(
        "Submission", submission=(str, ...), spec=(str, ...), subject=(dict[str, Any], ...),
        evidence=(_tuple_of(document), ...),
    )  # fmt: skip
    return lambda data: whole.model_validate_json(data)


def _tuple_of(model: Any) -> Any:
    return GenericAlias(tuple, (model, ...))


def process_seconds(arguments: Sequence[str]) -> float:
    """Return how long a process of this interpreter takes, from start to end."""
    start = perf_counter()
    environment = {**os.environ, "CONFORMANCE_LIBRARY": "tests/library"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    return perf_counter() - start


def processes(folder: Path) -> Iterator[Row]:
    """Yield whole processes as ratios to `python -c pass` and to a bare typer program."""
    check = ("-m", "conformance", "check", "--as-of", str(DAY))
    written = folder / "pass.json"
    written.write_text(json.dumps(decode_yaml(EXAMPLE), ensure_ascii=False), encoding="utf-8")
    wanted = {
        "python -c pass": ("-c", "pass"),
        "typer hello": ("-c", HELLO),
        "import conformance.engine": ("-c", "import conformance.engine"),
        "conformance check, JSON": (*check, str(written)),
        "conformance check, YAML": (*check, EXAMPLE),
    }
    # in turns, for a shared machine is quicker at one time than at another
    rounds = [
        {name: process_seconds(arguments) for name, arguments in wanted.items()}
        for _ in range(PROCESSES + 1)
    ][1:]

    def against(name: str, base: str) -> Row:
        found = [each[name] / each[base] for each in rounds]
        return f"{name}, × {base}", min(found), median(found), max(found)

    yield from (against(name, "python -c pass") for name in list(wanted)[1:])
    yield against("conformance check, JSON", "typer hello")


def decode_yaml(name: str) -> Any:
    """Return an example as plain data, every scalar the text that it is."""
    submission = decode(Path(name).read_bytes(), format="yaml")
    return _without_none(msgspec.to_builtins(submission))


def _without_none(written: Any) -> Any:
    if isinstance(written, dict):
        return {name: _without_none(each) for name, each in written.items() if each is not None}
    return [_without_none(each) for each in written] if isinstance(written, list) else written


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a Markdown table."""
    print(f"\n| {title} | least | median | greatest |\n|---|--:|--:|--:|")
    for name, *figures in rows:
        print(f"| {name} |", " | ".join(f"{figure:.2f}" for figure in figures), "|")


def main() -> None:
    """Print every ratio with its spread."""
    try:
        loads: Work = import_module("orjson").loads
    except ImportError:
        print("orjson is not installed; the ratios are to json.loads")
        loads = json.loads
    with tempfile.TemporaryDirectory() as folder:
        ready = OpenLibrary((write_library(Path(folder)),)).compile("benchmark", DAY)
    good = [submission(seed) for seed in range(200)]
    bad = [submission(seed, bad=True) for seed in range(200)]
    rows = [
        ratios("decode alone", decode, loads, good),
        ratios("check, good", ready.check, loads, good),
        ratios("check, bad", ready.check, loads, bad),
        ratios("check, every finding read", lambda data: _read(ready.check(data)), loads, good),
        unseen("check, never seen before", ready.check, loads),
        ratios("check and JSON out", lambda data: ready.check(data).to_json(), loads, good[:50]),
        *(ratios(name, work, loads, good[:50]) for name, work in peers(loads)),
    ]
    show("one submission, × orjson.loads", rows)
    show("growth", [ratios("10 × the results", ready.check, lambda _: ready.check(good[0]),
                           [_longer(good[0])] * 20)])  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        show("whole process", list(processes(Path(folder))))


def _read(answer: Assessment) -> object:
    return [(each.requirement, each.verdict, each.reason) for each in answer.findings]


def _longer(data: bytes) -> bytes:
    """Return a submission with ten times the results: each report ten times, under new names."""
    whole = json.loads(data)
    whole["evidence"] += [
        {**document, "id": f"{document['id']}-{again}"}
        for again in range(9)
        for document in whole["evidence"]
        if document["kind"] == "test-report"
    ]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
