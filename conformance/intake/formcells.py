"""How a submission lies in the cells of a form, and back: one codec for both directions.

The first row of every sheet holds keys, such as `laboratory.name`; the rows below hold one thing
each.  Keys, not places, say what a column is: columns may be moved and rows put in between.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

COVER, PARTS, DOCUMENTS, RESULTS, STATEMENTS = (
    "封面 Cover", "部件 Parts", "文件 Documents", "结果 Results", "声明 Statements",
)  # fmt: skip
SHEETS = (COVER, PARTS, DOCUMENTS, RESULTS, STATEMENTS)
# A column whose key begins so is for the reader of the form alone.
NOTE = "#"
YES, NO = "是 yes", "否 no"
_YES = {"是", "yes", "true", YES, "是yes"}
_NO = {"否", "no", "false", NO, "否no"}
_FLAGS = {"complete", "final"}
_LISTS = {"models", "standards", "categories", "linked"}
_PAIRS = {"conditions"}

Plain = dict[str, Any]


def flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the key and the cell of everything in a mapping that has a cell.

    >>> list(flat({"sample": {"count": "3"}, "complete": True, "models": ["A", "B"]}))
    [('sample.count', '3'), ('complete', '是 yes'), ('models', 'A; B')]
    """
    for name, inner in value.items():
        key = f"{prefix}{name}"
        if inner is None or inner in ({}, []):
            continue
        if name == "values":
            yield from _specimens(key, inner)
        elif name in _PAIRS and _is_simple(inner):
            yield key, "; ".join(f"{k}={v}" for k, v in inner.items())
        elif isinstance(inner, Mapping) and name not in ("value", *_PAIRS):
            yield from flat(inner, f"{key}.")
        elif isinstance(inner, bool):
            yield key, YES if inner else NO
        elif name in _LISTS and not any(";" in each for each in inner):
            yield key, "; ".join(inner)
        elif isinstance(inner, Mapping | Sequence) and not isinstance(inner, str):
            yield key, json.dumps(inner, ensure_ascii=False)
        else:
            yield key, str(inner)


def _specimens(key: str, values: Sequence[Any]) -> Iterator[tuple[str, str]]:
    if all(each is None for each in values):
        return
    if all(isinstance(each, str) for each in values):
        for number, each in enumerate(values, 1):
            yield f"{key}.{number}", each
    else:
        # gaps, points and typed readings have no cell of their own
        yield f"{key}.1", json.dumps(values, ensure_ascii=False)


def _is_simple(pairs: Mapping[str, Any]) -> bool:
    return not any(mark in f"{k}{v}" for k, v in pairs.items() for mark in "=;") and all(
        isinstance(v, str) for v in pairs.values()
    )


def unflat(cells: Mapping[str, str]) -> tuple[Plain, dict[str, str]]:
    """Return the mapping that cells by key write, and the key of each JSON pointer in it.

    >>> unflat({"sample.count": "3", "complete": "是", "values.1": "a", "values.2": "b"})[0]
    {'sample': {'count': '3'}, 'complete': True, 'values': ['a', 'b']}
    """
    tree: Plain = {}
    places: dict[str, str] = {}
    for key, text in cells.items():
        steps = key.split(".")
        if steps[0] in ("attributes", "statements"):
            steps = [steps[0], ".".join(steps[1:])]
        elif len(steps) > 2 and steps[1] == "attributes":
            steps = [*steps[:2], ".".join(steps[2:])]
        block = tree
        for step in steps[:-1]:
            block = block.setdefault(step, {})
        last = steps[-1]
        if steps[0] == "values" and len(steps) == 2:
            last = str(int(last) - 1)
        block[last] = _read(steps, text)
        places["/" + "/".join([*steps[:-1], last])] = key
    if "values" in tree:
        tree["values"] = _listed(tree["values"])
    return tree, places


def _listed(values: Mapping[str, Any]) -> list[Any]:
    first = values.get("0")
    if isinstance(first, list) and len(values) == 1:
        return first
    return [values.get(str(i)) for i in range(max(map(int, values)) + 1)]


def _read(steps: Sequence[str], text: str) -> Any:
    name = steps[0] if steps[0] in ("attributes", "statements") else steps[-1]
    folded = text.strip().casefold()
    if name in _FLAGS and folded in _YES | _NO:
        return folded in _YES
    if "attributes" in steps[:-1] or "statements" in steps[:-1]:
        return {YES: True, NO: False}.get(text.strip(), text)
    if steps[-1] in _LISTS and not text.lstrip().startswith("["):
        return [each.strip() for each in re.split("[;;]", text) if each.strip()]
    if steps[-1] in _PAIRS and not text.lstrip().startswith("{"):
        pairs = [each.partition("=") for each in re.split("[;;]", text) if each.strip()]
        return {k.strip(): v.strip() for k, _, v in pairs}
    if text[:2] in ('{"', "[{", '["', "[[") or text.startswith("[null"):
        try:
            return json.loads(text, parse_float=str, parse_int=str)
        except ValueError:
            return text
    return text
