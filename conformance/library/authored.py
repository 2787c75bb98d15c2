"""Authored YAML to models: every problem of a file at once, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.bounds import MOST_AUTHORED_BYTES
from conformance.library.nodes import Mapping, Node, Scalar, Sequence, plain, read_yaml

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Source(Generic[Model]):
    """A model with the file that it was read from."""

    model: Model
    root: Node
    file: str
    text: str

    def span(self, *path: str | int, key: bool = False) -> Span:
        """Return the place of what stands at `path`; of its key, if `key`.

        The nearest place above is returned where the path ends early, as it
        does for a default that the file does not write.
        """
        return place(self.root, path, key=key)


def place(root: Node, path: tuple[str | int, ...], *, key: bool = False) -> Span:
    """Return the place in `root` of what stands at `path`, or the nearest above it."""
    node, span = root, root.span
    for index, step in enumerate(path):
        match node:
            case Mapping(entries=entries):
                found = _entry(entries, step)
                if found is None:
                    continue  # a step of the model that the file does not write
                last = index == len(path) - 1
                span = found[0].span if key and last else found[1].span
                node = found[1]
            case Sequence(items=items) if isinstance(step, int) and step < len(items):
                node, span = items[step], items[step].span
            case _:
                continue
    return span


_Entries = tuple[tuple[Scalar, Node], ...]
# Looking through a long mapping for each of its entries would take its length squared.
_LONG, _MOST_KEPT = 32, 64
_by_text: dict[int, tuple[_Entries, dict[str, tuple[Scalar, Node]]]] = {}


def _entry(entries: _Entries, step: str | int) -> tuple[Scalar, Node] | None:
    """Return the entry of a key; those of long mappings are found by it once they are in order."""
    if len(entries) < _LONG:
        return next((each for each in entries if each[0].text == step), None)
    kept = _by_text.get(id(entries))
    # what is kept holds its entries, so that no others can come to have their id
    if kept is None:
        if len(_by_text) >= _MOST_KEPT:
            _by_text.clear()
        kept = _by_text[id(entries)] = (entries, {key.text: (key, v) for key, v in entries})
    return kept[1].get(step) if isinstance(step, str) else None


def read_authored(
    data: bytes, file: str, model: type[Model]
) -> tuple[Source[Model] | None, tuple[Diagnostic, ...]]:
    """Return the model that a YAML file writes, and every problem found in it.

    The model is None where there is any problem.
    """
    source, problems = read_to_go_on(data, file, model)
    return (None if problems else source), problems


# What can be left out of a file, to see what else is wrong with it.
_LEFT_OUT = "duplicate-key"


def read_to_go_on(
    data: bytes, file: str, model: type[Model]
) -> tuple[Source[Model] | None, tuple[Diagnostic, ...]]:
    """Return what `read_authored` returns, and a model even where some problems were found.

    A key that is given again, and one that is not known, are left out of it: so a linter
    can say at once what else is wrong.  Nothing else may use such a model.
    """
    root, problems = read_yaml(data, file, most_bytes=MOST_AUTHORED_BYTES)
    if root is None or any(problem.code != _LEFT_OUT for problem in problems):
        return None, problems
    tree = plain(root)
    try:
        read = model.model_validate(tree)
    except ValidationError as errors:
        found = _without_other_shapes(errors.errors())
        problems += tuple(_diagnostic(error, root, model) for error in found)
        if any(error["type"] != "extra_forbidden" for error in found):
            return None, problems
        for error in found:
            _leave_out(tree, tuple(error["loc"]))
        try:
            read = model.model_validate(tree)
        except ValidationError:
            return None, problems
    return Source(read, root, file, data.decode("utf-8-sig")), problems


def _without_other_shapes(errors: list[Any]) -> list[Any]:
    """Return the errors without those that only say that a list or a mapping is no text.

    Where a text or a list may stand, each shape that a value does not have is an error of
    its own; what is wrong in the shape that it does have is said beside.
    """
    paths = [tuple(error["loc"]) for error in errors]
    return [
        error
        for error, path in zip(errors, paths, strict=True)
        if not (
            error["type"] == "string_type"
            and not isinstance(error.get("input"), str)
            and any(each != path and each[: len(path) - 1] == path[:-1] for each in paths)
            and path[-1:] == ("str",)
        )
    ]


def _leave_out(tree: Any, path: tuple[str | int, ...]) -> None:
    """Take the key at `path` out of a plain tree; steps that only the model has are passed by."""
    *steps, last = path
    for step in steps:
        if isinstance(tree, dict):
            tree = tree.get(step, tree)
        elif isinstance(tree, list) and isinstance(step, int):
            tree = tree[step]
    if isinstance(tree, dict):
        tree.pop(last, None)


def _diagnostic(error: Any, root: Node, model: type[BaseModel]) -> Diagnostic:
    """Return a problem of the model in the words of this project, at its place."""
    path = tuple(error["loc"])
    kind: str = error["type"]
    name = str(path[-1]) if path else ""
    given = error.get("input")
    span = place(root, path, key=kind == "extra_forbidden")
    match kind:
        case "missing":
            return Diagnostic(
                "missing-key",
                Text(f"缺少 {name!r}", f"{name!r} is missing"),
                place(root, path[:-1]),
                Text(f"写上 {name}: …", f"add {name}: …"),
            )
        case "extra_forbidden":
            known = sorted(_known_keys(model, path[:-1]))
            near = get_close_matches(name, known, n=1)
            help_ = (
                Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
                if near
                else _COMMA
                if given is None
                else Text(f"可用的键:{', '.join(known)}", f"known here: {', '.join(known)}")
            )
            return Diagnostic(
                "unknown-key", Text(f"没有键 {name!r}", f"there is no key {name!r}"), span, help_
            )
        case "literal_error":
            expected = error["ctx"]["expected"]
            return Diagnostic(
                "unknown-word",
                Text(f"{name} 不能是 {given!r}", f"{name} cannot be {given!r}"),
                span,
                Text(f"可选:{expected}", f"write one of {expected}"),
            )
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return Diagnostic(
                "not-a-count",
                Text(f"{given!r} 不是所要求的整数", f"{given!r} is no such whole number"),
                span,
                Text("写整数,例如 3", "write a whole number, such as 3"),
            )
        case "string_type":
            name = str(path[-2] if name == "str" and len(path) > 1 else name)
            return Diagnostic(
                "not-text",
                Text(f"{name} 应为文本", f"{name} must be one text"),
                span,
                Text("true、false 和列表要写成带引号的文本", "put it in quotes"),
            )
        case _:
            said, help_ = _shape(kind, name, sorted(_known_keys(model, path)), error)
            return Diagnostic("wrong-shape", said, span, help_)


_COMMA = Text(
    "{…} 中的逗号开始下一个键;逗号属于文本时,整段文本加引号",
    "a comma inside {…} begins the next key; where it belongs to a text, put the text in quotes",
)
_PATTERNS = {
    "spec": Text(
        "小写字母、数字和连字符,如 step-ladder", "a-z, 0-9 and hyphens, as in step-ladder"
    ),
    "version": Text("三个数,如 1.0.0", "three numbers, as in 1.0.0"),
}


def _shape(kind: str, name: str, keys: list[str], error: Any) -> tuple[Text, Text]:
    """Return what is wrong with the shape of a value, and how the right one is written."""
    match kind:
        case "model_type" | "model_attributes_type" | "dict_type":
            wanted = "{" + ", ".join(f"{key}: …" for key in keys) + "}" if keys else "{…: …}"
            return (
                Text(f"{name} 应为几个键和值", f"{name} must be keys with values"),
                Text(f"写作 {wanted},按需选用", f"write those that you need of {wanted}"),
            )
        case "tuple_type" | "list_type":
            return (
                Text(f"{name} 应为列表", f"{name} must be a list"),
                Text("写作 [一项, 又一项]", "write [one, another]"),
            )
        case "string_pattern_mismatch":
            return (
                Text(
                    f"{name} 不能写作 {error.get('input')!r}",
                    f"{name} cannot be written {error.get('input')!r}",
                ),
                # of anything else it is characters of an identifier
                _PATTERNS.get(
                    name, Text("只用数字和大写字母", "use digits and capital letters alone")
                ),
            )
        case "too_short" | "string_too_short":
            return (
                Text(f"{name} 为空", f"{name} is empty"),
                Text("写上内容,或去掉该键", "write something, or take the key out"),
            )
        case "value_error" if "not a date" in str(error["msg"]):
            return (
                Text(
                    f"{name}: {error.get('input')!r} 不是日期",
                    f"{name}: {error.get('input')!r} is no date",
                ),
                Text("写作 2026-08-01", "write it as 2026-08-01"),
            )
        case _:
            words = str(error["msg"]).removeprefix("Value error, ")
            return Text(f"{name}: {words}", f"{name}: {words}"), Text("", "")


def _known_keys(model: type[BaseModel], path: tuple[Any, ...]) -> Iterator[str]:
    """Yield the keys that stand at `path` of the model, as the file writes them."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    node: dict[str, Any] = schema
    for step in path:
        node = _inside(node, step, definitions)
    for option in _options(node, definitions):
        yield from option.get("properties", {})


def _options(node: dict[str, Any], definitions: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in node:
        yield from _options(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
        return
    yield node
    for each in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _options(each, definitions)


def _inside(node: dict[str, Any], step: object, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema below one step; steps that only name a choice stay where they are."""
    for option in _options(node, definitions):
        if isinstance(step, int):
            if "items" in option:
                found: dict[str, Any] = option["items"]
                return found
            if option.get("prefixItems"):
                first: dict[str, Any] = option["prefixItems"][0]
                return first
        elif step in option.get("properties", {}):
            below: dict[str, Any] = option["properties"][step]
            return below
        elif isinstance(option.get("additionalProperties"), dict):
            more: dict[str, Any] = option["additionalProperties"]
            return more
    return node


__all__ = ["Node", "Scalar", "Source", "place", "read_authored"]
