"""`conformance read`: what documents say, as a draft or as JSON, and a page to review."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, LibraryOption, own_language, tell
from conformance.cli.checklist import plan_of

if TYPE_CHECKING:
    from conformance.intake.document import Document
    from conformance.model.assessment import Remark


def read_command(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Reports: PDF, XLSX, DOCX, CSV. 报告"),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="draft.yaml, or a .json. 输出文件"),
    ] = None,
    spec: Annotated[
        str | None, typer.Option(help="Match rows with the requirements of a spec. 规范")
    ] = None,
    format: Annotated[str, typer.Option(help="yaml or json.")] = "yaml",
    review: Annotated[
        str | None,
        typer.Option(metavar="HTML", help="Write a page with the pictures and values. 核对页"),
    ] = None,
    ocr: Annotated[
        bool,
        typer.Option(
            "--ocr",
            help="Recognise pages without text (tesseract); nothing of it is sure. 识别扫描页",
        ),
    ] = False,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Read what documents say, as a draft for a person to compare. 读取报告.

    Exit code: 0 read, 64 usage, 65 where a file cannot be read.
    """
    from conformance.cli.reports import remarks_on
    from conformance.diagnostics import IllFormed
    from conformance.intake.draft import as_yaml, draft_of
    from conformance.intake.problems import valueless
    from conformance.intake.reading import read_document
    from conformance.wording import worded

    language = (lang or own_language()).value
    if format not in ("yaml", "json"):
        raise typer.BadParameter(f"{format!r} is none of yaml, json", param_hint="--format")
    plan = None
    if spec is not None:
        found = plan_of(spec, library, language)
        if isinstance(found, int):
            return found
        plan = found
    documents: list[Document] = []
    code = 0
    for name in files:
        try:
            documents.append(read_document(name, recognise=ocr))
        except IllFormed as problems:
            tell(problems.diagnostics, language)
            code = INPUT
            continue
        if documents[-1].valueless:
            tell(valueless(name, documents[-1].valueless), language)
            code = INPUT
    if not documents:
        return code
    against = remarks_on(documents, plan)
    for remark in against:
        place = f": {remark.locator}" if remark.locator else ""
        message = worded(remark.reason, language, remark.facts)
        print(f"{remark.document}{place}: {message}", file=sys.stderr)
    if format == "json":
        data = [
            {**document.as_data(), **_against(against, f"R{number}")}
            for number, document in enumerate(documents, 1)
        ]
        text = json.dumps(data[0] if len(files) == 1 else data, ensure_ascii=False, indent=1) + "\n"
    else:
        text = as_yaml(draft_of(documents, plan), [n for d in documents for n in d.unread])
    for document in documents:
        _say_unread(document, language)
    if review is not None:
        _write(review, _review(documents))
    if output in (None, "-"):
        say(text.rstrip("\n"))
    else:
        _write(str(output), text)
    return code


def _against(remarks: "Sequence[Remark]", id: str) -> dict[str, object]:
    found = [remark.as_data() for remark in remarks if remark.document == id]
    return {"contradictions": found} if found else {}


def _say_unread(document: "Document", lang: str) -> None:
    from conformance.intake.problems import problem

    if not document.rows:
        tell([problem("nothing-read", document.file)], lang)


def _review(documents: "list[Document]") -> str:
    from conformance.intake.reading import ask
    from conformance.intake.review import review_page

    return review_page(
        [
            (document, ask("pictures", document.file).pictures if document.pages else ())
            for document in documents
        ]
    )


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{name!r}: {error.strerror}", param_hint="-o") from None
