"""The folder of pages: what lies where, and how it is brought up to date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from conformance.authoring.pages.markup import file_name, link, plain, table
from conformance.authoring.pages.spec import gap_count, spec_page
from conformance.authoring.pages.standard import gaps_page, standard_page
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue
from conformance.model.plan import Plan
from conformance.wording.pages import FORCE, PROVENANCE, WORDS

LANGUAGES = ("zh", "en")
# In the first line of every page; a page with it may be overwritten and taken away.
MARK = "<!-- conformance pages -->"


def library_pages(library: Library, plans: Sequence[Plan]) -> dict[str, str]:
    """Return the text of every page by its path below the folder: `zh/specs/ladder.md`.

    `plans` are the compiled specs of the library.
    """
    catalogues = {name: library.catalogues[name].model for name in sorted(library.catalogues)}
    pages: dict[str, str] = {}
    for lang in LANGUAGES:
        for plan in plans:
            source = library.specs[f"{plan.spec}@{plan.version}"]
            blocks = spec_page(plan, source.model, catalogues, lang)
            pages[f"{lang}/specs/{file_name(plan.spec)}"] = _page(blocks, lang, "../index.md")
        for name, catalogue in catalogues.items():
            blocks = standard_page(catalogue, catalogues, plans, lang)
            pages[f"{lang}/standards/{file_name(name)}"] = _page(blocks, lang, "../index.md")
        listed = list(catalogues.values())
        pages[f"{lang}/gaps.md"] = _page(gaps_page(listed, lang), lang, "index.md")
        pages[f"{lang}/index.md"] = _page(_index(listed, plans, lang), lang, "")
    return pages


def _page(blocks: Iterable[str], lang: str, home: str) -> str:
    words = WORDS[lang]
    written = [block for block in blocks if block]
    foot = [link(words["home"], home)] if home else []
    foot.append(words["generated"].format(command="`conformance pages`"))
    return f"{MARK}\n\n" + "\n\n".join([*written, "---", " · ".join(foot)]) + "\n"


def _index(catalogues: Sequence[Catalogue], plans: Sequence[Plan], lang: str) -> Iterator[str]:
    """Yield the page that leads to all others."""
    words = WORDS[lang]
    yield f"# {words['library']}"
    yield words["about"]
    yield f"## {words['specs']}"
    rows = [
        [link(plan.title.zh if lang == "zh" else plan.title.en, f"specs/{file_name(plan.spec)}"),
         f"`{plan.spec}@{plan.version}`", str(len(plan.requirements))]
        for plan in plans
    ]  # fmt: skip
    yield table([words["title"], words["spec"], words["total"]], rows)
    yield f"## {words['standards']}"
    yield link(words["gaps"], "gaps.md")
    yield f"### {words['clause provenance']}"
    yield table(
        [words["provenance"], words["clauses"], words["gap count"]], _figures(catalogues, lang)
    )
    rows = [
        [link(each.id, f"standards/{file_name(each.id)}"),
         plain(each.title.zh if lang == "zh" else each.title.en),
         FORCE[lang].get(each.force, each.force), each.in_force or "", each.withdrawn or "",
         str(len(each.clauses) or ""), gap_count(each)]
        for each in catalogues
    ]  # fmt: skip
    heads = ("edition", "title", "force", "in_force", "withdrawn", "clauses", "gap count")
    yield table([words[head] for head in heads], rows)


def _figures(catalogues: Iterable[Catalogue], lang: str) -> list[list[str]]:
    """Return how many clauses rest on what, and how many of these have no figure."""
    clauses: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for each in catalogues:
        for clause in each.clauses.values():
            way = clause.provenance or each.provenance
            clauses[way] += 1
            without[way] += clause.open is not None
    return [
        [plain(said), str(clauses[way]), str(without[way])]
        for way, said in PROVENANCE[lang].items()
        if clauses[way]
    ]


def write_pages(pages: dict[str, str], folder: Path) -> tuple[list[str], list[str]]:
    """Bring a folder up to date; return the pages written and the pages taken away.

    Taken away are pages that this program wrote about what is no longer there.
    """
    changed = [name for name, text in pages.items() if _read(folder / name) != text]
    for name in changed:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8", newline="\n")
    stale = stale_pages(pages, folder)
    for name in stale:
        (folder / name).unlink()
    return changed, stale


def stale_pages(pages: dict[str, str], folder: Path) -> list[str]:
    """Return the generated pages of a folder that are about nothing any more."""
    found = (path for lang in LANGUAGES for path in sorted((folder / lang).rglob("*.md")))
    names = ((path.relative_to(folder).as_posix(), path) for path in found)
    return [name for name, path in names
            if name not in pages and (_read(path) or "").startswith(MARK)]  # fmt: skip


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
