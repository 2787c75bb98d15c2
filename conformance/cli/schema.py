"""`conformance schema`: the JSON Schema of a format."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from conformance.cli import say


class Name(StrEnum):
    """The formats that have a schema."""

    SUBMISSION = "submission"
    SPEC = "spec"
    STANDARD = "standard"
    ASSESSMENT = "assessment"


def schema_command(
    name: Annotated[Name, typer.Argument(help="submission, spec, standard or assessment. 格式")],
) -> int:
    """Print the JSON Schema of a format, for editors. 输出 JSON Schema."""
    from conformance.authoring.schema import schema

    say(json.dumps(schema(name.value), ensure_ascii=False, indent=1))
    return 0
