"""How long compiling a spec of 60 requirements takes, from loaded files and from YAML.

Run with `python -m tests.benchmarks.compiling`.
"""

from statistics import median
from time import perf_counter

from conformance.compiler import asks, compile_spec
from conformance.library.authored import read_authored
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec
from conformance.quantities import conditions, limit
from tests.benchmarks.workload import catalogue, spec

ROUNDS = 15


def read() -> tuple[Library, str]:
    """Return the library of the benchmark, read from its YAML, and the name of its spec."""
    standard, wrong = read_authored(catalogue().encode(), "standard.yaml", Catalogue)
    category, also_wrong = read_authored(spec().encode(), "spec.yaml", CategorySpec)
    if standard is None or category is None:
        raise ValueError([*wrong, *also_wrong])
    library = Library({standard.model.id: standard}, {category.model.id: category})
    return library, category.model.id


def forget() -> None:
    """Empty what is remembered of limits and conditions, as in a new process."""
    asks.canonical.cache_clear()
    conditions.parse_condition.cache_clear()
    limit.parse_limit.cache_clear()


def main() -> None:
    """Print both times, with nothing remembered."""
    loaded, whole = [], []
    count = 0
    for _ in range(ROUNDS):
        forget()
        start = perf_counter()
        library, name = read()
        between = perf_counter()
        answer = compile_spec(library, library.specs[name])
        end = perf_counter()
        if answer.plan is None:
            raise ValueError(answer.problems)
        count = len(answer.plan.requirements)
        loaded.append(end - between)
        whole.append(end - start)
    print(f"{count} requirements: {median(loaded) * 1e3:.1f} ms from loaded files, "
          f"{median(whole) * 1e3:.1f} ms from YAML")  # fmt: skip


if __name__ == "__main__":
    main()
