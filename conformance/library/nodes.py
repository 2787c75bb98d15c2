r"""YAML and JSON text to located nodes; every scalar stays the text its author wrote.

YAML 1.1 would read clause 4.10 as 4.1, country NO as false and 1:30 as 90, and JSON
readers 0.10 as 0.1.  Nothing is guessed here: the readers above ask a node for a decimal,
a date or a flag, and report the node's place when it is not one.

Both readers go through their text once, keeping open brackets on a list and not on
Python's stack: depth, number and size are refused while they are met, so that no text
can exhaust the machine.  Where there are problems, the node is what could still be read,
for finding further problems in it; it is not for assessing.

>>> document, problems = read_yaml("4.10: NO\n4.10: yes\n", "x.yaml")
>>> plain(document)
{'4.10': 'NO'}
>>> print(problems[0].render("4.10: NO\n4.10: yes\n"))
x.yaml:2:1: duplicate-key: key '4.10' is given twice in this mapping
  2 | 4.10: yes
    | ^^^^
  help: keep one of them
  x.yaml:1:1: first given here
"""

from itertools import islice

import yaml

from conformance.diagnostics import Diagnostic
from conformance.library.bounds import MOST_BYTES, MOST_DEPTH, MOST_PROBLEMS, MOST_VALUES
from conformance.library.guard import (
    NOT_IN_YAML,
    Refused,
    control_characters,
    decode,
)
from conformance.library.json_text import JsonReader
from conformance.library.tree import Mapping, Node, Scalar, Sequence, Tree
from conformance.library.yaml_events import YamlReader
from conformance.library.yaml_mistakes import Masked, explain

__all__ = [
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "plain",
    "read_json",
    "read_yaml",
]

# A line that YAML cannot read is masked and the text is read again, for the problems after it.
_MOST_REPAIRS = 50


def plain(node: Node | None) -> object:
    """Return the tree without places: dict, list, str, bool and None; numbers are str.

    >>> plain(read_json('{"limit": 0.10, "final": true}', "x.json")[0])
    {'limit': '0.10', 'final': True}
    """
    match node:
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar(null=False):
            return node.text if node.boolean is None else node.boolean
        case _:
            return None


def read_yaml(
    text: str | bytes,
    file: str,
    *,
    most_bytes: int = MOST_BYTES,
    most_depth: int = MOST_DEPTH,
    most_values: int = MOST_VALUES,
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the one document of a YAML text and every problem met on the way.

    None without a readable document; an empty text is a problem.  Aliases, anchors, tags
    and merge keys are refused: a reader of the file must see each value where it stands.
    """
    tree = Tree(file, most_depth, most_values)
    lost: list[Diagnostic] = []
    try:
        source = decode(text, file, most_bytes)
        lost += islice(control_characters(source, file), MOST_PROBLEMS)
        source = NOT_IN_YAML.sub("\N{REPLACEMENT CHARACTER}", source)
        originals: dict[int, str] = {}
        # Reading again and again stays within reading the largest text about twice.
        for _ in range(1 + min(_MOST_REPAIRS, MOST_BYTES // (len(source) + 1))):
            tree = Tree(file, most_depth, most_values)
            try:
                YamlReader(source, tree, originals).read()
                break
            except (yaml.YAMLError, Masked) as error:
                if isinstance(error, Masked):
                    problem, mask = error.problem, error.mask
                else:
                    problem, mask = explain(error, source, file)
                lost.append(problem)
                tree.root = None
                if mask is None or len(lost) >= MOST_PROBLEMS:
                    break
                originals[mask.start] = source[mask.start : mask.stop]
                source = source[: mask.start] + mask.text + source[mask.stop :]
    except Refused as refusal:
        tree.root = None
        lost.append(refusal.problem)
    return tree.root, _in_order(tree.problems + lost)


def read_json(
    text: str | bytes,
    file: str,
    *,
    most_bytes: int = MOST_BYTES,
    most_depth: int = MOST_DEPTH,
    most_values: int = MOST_VALUES,
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the value of a JSON text (RFC 8259) and every problem met on the way.

    Numbers keep their characters.  None without a readable value.
    """
    tree = Tree(file, most_depth, most_values)
    try:
        JsonReader(decode(text, file, most_bytes), tree).read()
    except Refused as refusal:
        tree.root = None
        tree.problems.append(refusal.problem)
    return tree.root, _in_order(tree.problems)


def _in_order(problems: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.span.line, p.span.column)))
