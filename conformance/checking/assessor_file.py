"""The assessing side's own file, with every problem at its place."""

from typing import Any, get_args

from pydantic import ValidationError

from conformance.checking.located import NO_HELP, clipped, found_here, is_nothing, nearest
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library import nodes
from conformance.model.assessor import AssessorFile


def read_assessor(data: bytes | str, file: str) -> AssessorFile:
    """Return the assessing side's own file, which is YAML or JSON by the ending of its name.

    Raises IllFormed with every problem and its place.
    """
    read = nodes.read_json if file.endswith(".json") else nodes.read_yaml
    document, problems = read(data, file)
    if problems or document is None:
        raise IllFormed(problems)
    try:
        return AssessorFile.model_validate(_without_nothing(document))
    except ValidationError as error:
        found = [_of_pydantic(entry, document) for entry in error.errors()]
    raise IllFormed(sorted(dict.fromkeys(found), key=lambda problem: problem.span)) from None


def _without_nothing(node: nodes.Node) -> object:
    """Return the plain tree without the keys that have no value."""
    match node:
        case nodes.Mapping():
            return {
                key.text: _without_nothing(value)
                for key, value in node.entries
                if not is_nothing(value)
            }
        case nodes.Sequence():
            return [_without_nothing(item) for item in node.items]
    return nodes.plain(node)


def _of_pydantic(entry: Any, document: nodes.Node) -> Diagnostic:
    """Return one problem of the model's, in our words, at the node it is about."""
    node = document
    key: Span | None = None
    for step in entry["loc"]:
        if isinstance(node, nodes.Mapping) and (inner := node.get(str(step))) is not None:
            key = node.key_span(str(step))
            node = inner
        elif isinstance(node, nodes.Sequence) and isinstance(step, int):
            node, key = node.items[step], None
    name = clipped(str(entry["loc"][-1])) if entry["loc"] else ""
    code = {"string_too_short": "empty-text"}.get(entry["type"], entry["type"])
    if code == "extra_forbidden":
        message = Text(f"此处没有键 '{name}'", f"no key is named '{name}' here")
        return Diagnostic("unknown-key", message, key or node.span, nearest(name, _keys(entry)))
    if code == "missing":
        message = Text(f"缺少键 '{name}'", f"the key '{name}' is missing")
        help = Text(f"请补上 {name}: …", f"add  {name}: …")
        return Diagnostic("missing-key", message, node.span, help)
    found = found_here(node)
    message, help = _ASSESSOR.get(
        code, (Text(f"此处不能写{found.zh}", f"{found.en} cannot stand here"), NO_HELP)
    )
    if code == "literal_error":
        help = Text(f"可用:{entry['ctx']['expected']}", f"known here: {entry['ctx']['expected']}")
    code = code if code in _ASSESSOR else "wrong-kind"
    return Diagnostic(code, message, node.span, help)


def _keys(entry: Any) -> tuple[str, ...]:
    """Return the keys that the mapping of an unknown key may have."""
    model: Any = AssessorFile
    for step in entry["loc"][:-1]:
        if isinstance(step, str):
            model = get_args(model.model_fields[step].annotation)[0]
    return tuple(known.alias or name for name, known in model.model_fields.items())


_ASSESSOR = {
    "impossible-date": (
        Text("不是日历上的日期", "this is no day of the calendar"),
        Text("请写作 年-月-日,如 2026-09-01", "write year-month-day, such as 2026-09-01"),
    ),
    "concession-unbounded": (
        Text("让步既未写批也未写数量", "the concession names neither a lot nor a quantity"),
        Text("请补上 lot 或 quantity", "add  lot: …  or  quantity: …"),
    ),
    "one-approver": (
        Text("两位批准人是同一人", "approver and second_approver are one person"),
        Text("请由另一人作第二批准", "name another person as the second approver"),
    ),
    "row-not-named": (
        Text("确认的值未写 locator 或 requirement", "the confirmed value names no row"),
        Text("请补上 locator 或 requirement", "add  locator: …  or  requirement: …"),
    ),
    "empty-text": (
        Text("此处没有内容", "nothing is written here"),
        Text("请写出内容", "write what is meant"),
    ),
}
