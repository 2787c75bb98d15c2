"""The cases and examples of every shipped spec come out as they say."""

from pathlib import Path

import pytest

from conformance import __version__, open_library
from conformance.authoring.cases import run_spec

SHIPPED = open_library()


@pytest.mark.parametrize("name", SHIPPED.library.known_specs())
def test_the_cases_of_a_shipped_spec_come_out_as_they_say(name: str) -> None:
    source = SHIPPED.library.spec(name)
    assert source is not None
    tested = run_spec(SHIPPED.plan(name), Path(source.file).parent, source.file, __version__)
    assert [str(problem.message.en) for problem in tested.problems] == []
    assert tested.cases > 0
    assert tested.examples > 0
