"""Settings that all tests share."""

import os

import pytest
from hypothesis import HealthCheck, settings

# Whether drawing examples is slow is a matter of the machine as well.
SLOW = [HealthCheck.too_slow]
# A deadline would measure the machine, not the code.
settings.register_profile("default", deadline=None, print_blob=True, suppress_health_check=SLOW)
# The same examples at every run: a change is not refused for what it did not touch.
settings.register_profile(
    "ci",
    deadline=None,
    print_blob=True,
    derandomize=True,
    database=None,
    suppress_health_check=SLOW,
)
settings.register_profile("deep", deadline=None, print_blob=True, max_examples=10_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written anew; the diff is then read before it is committed."""
    parser.addoption("--reset", action="store_true", help="write the golden files anew")


@pytest.fixture
def reset(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--reset"))
