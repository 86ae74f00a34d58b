"""What the forms of a case were filled in with, in the reader's words; papers given with them as links."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.backbone.crypto import unseal
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen
from linli.domains.cases.models import Case, Paper
from linli.domains.cases.queries.facts import Filled, answers, private_answers
from linli.domains.cases.queries.standing import reporter_hidden
from linli.domains.cases.queries.whole import Whole
from linli.domains.cases.values.forms import AnswerRow, PaperRow
from linli.domains.cases.values.tables import procedure
from linli.domains.organizations.queries import organization_names
from linli.kernel.fields import Field
from linli.kernel.ids import masked_phone
from linli.kernel.refusal import NotFound
from linli.ui.packed import in_language, shown
from linli.ui.papers import size_words

Papers = Mapping[int, PaperRow]


class PaperFile(NamedTuple):
    """A paper as it lies in the store, and the name it came with."""

    file: str
    kind: str
    name: str


def answer_rows(case: Case, entries: list[Filled], papers: Papers) -> tuple[AnswerRow, ...]:
    """What the forms of a case were filled in with; private values masked, papers as links where they may be read."""
    if not entries:
        return ()
    fields = {field.key: field for field in procedure(case.pack_version, case.procedure).fields}
    plain, private = answers(entries), private_answers(entries)
    units = organization_names(
        value for key, value in plain.items() if key in fields and fields[key].type == "organization"
    )
    names = {pk: one.name for pk, one in units.items()}
    rows = [_row(fields[key], value, names, papers) for key, value in _all(plain, entries) if key in fields]
    return (
        *rows,
        *(
            AnswerRow(in_language(fields[key].words), _masked(shown(fields[key], value, names)), True)
            for key, value in private.items()
            if key in fields
        ),
    )


def _all(plain: Mapping[str, Any], entries: list[Filled]) -> list[tuple[str, Any]]:
    """The last answer of each field; of papers every one, for a later paper does not replace an earlier one."""
    given: dict[str, list[int]] = {}
    for entry in entries:
        for key, value in entry.data.items():
            if _is_papers(value):
                given.setdefault(key, []).extend(value)
    return [(key, given.get(key, value)) for key, value in plain.items()]


def _is_papers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(one) is int for one in value)


def _row(field: Field, value: Any, names: Mapping[int, str], papers: Papers) -> AnswerRow:
    title = in_language(field.words)
    if not _is_papers(value):
        return AnswerRow(title, shown(field, value, names))
    files = tuple(papers[one] for one in value if one in papers)
    return AnswerRow(title, "" if files else _("已保密"), files=files)


def _masked(words: str) -> str:
    return masked_phone(words) if words.isdecimal() else f"{words[:1]}**"


def paper_rows(whole: Whole, *, hidden: bool) -> dict[int, PaperRow]:
    """The papers of a case as links; those given when it was opened only where its reporter may be known."""
    return {
        one.id: PaperRow(unseal(one.name), size_words(one.size), f"/cases/{whole.case.number}/papers/{one.id}/")
        for one in whole.papers
        if not (hidden and one.act == "open")
    }


def viewed_paper(viewer: Viewer, number: str, paper_id: int) -> PaperFile:
    """A paper of a case the viewer may see; NotFound for another case's, and for one that would tell who reported."""
    case = case_seen(viewer, number)
    row = Paper.objects.filter(case=case, pk=paper_id).first()
    if row is None or (row.act == "open" and reporter_hidden(case, viewer.seats)):
        raise NotFound("paper")
    return PaperFile(row.file, row.kind, unseal(bytes(row.name_sealed)))
