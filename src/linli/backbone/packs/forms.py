"""Forms that packs write, for cases and for routines alike: their schema, their checks, and the fields they become."""

from collections.abc import Iterator

from linli.backbone.packs.schema import Table, Text, Words
from linli.kernel.fields import Field, FieldType

LISTED = ("choice", "checklist")
UPLOADED = ("photo", "file")


class FieldTable(Table):
    """A field of a form; `private` is kept sealed and shown masked."""

    type: FieldType = "text"
    title: Text
    hint: Text | None = None
    required: bool = True
    private: bool = False
    choices: dict[str, Text] = {}
    least: float | None = None
    most: float | None = None


Form = dict[str, FieldTable]


def pair(words: Words | None) -> tuple[str, str]:
    """Words as the kernel keeps them: Chinese and English."""
    return (words.zh, words.en) if words else ("", "")


def fields_of(form: Form) -> tuple[Field, ...]:
    """The fields of a form, in the order they are written."""
    return tuple(_field(name, table) for name, table in form.items())


def _field(name: str, table: FieldTable) -> Field:
    return Field(
        key=name,
        type=table.type,
        words=pair(table.title),
        required=table.required,
        private=table.private,
        choices=tuple((key, words.zh, words.en) for key, words in table.choices.items()),
        least=table.least,
        most=table.most,
        hint=pair(table.hint),
    )


def form_faults(form: Form) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a schema cannot say of a form: key path and words of each fault."""
    for key, table in form.items():
        listed = table.type in LISTED
        if listed and not table.choices:
            yield (key,), "选择题要写 choices：有哪些可选"
        if table.choices and not listed:
            yield (key, "choices"), f"“{table.type}” 不用写 choices"
        if table.private and table.type in UPLOADED:
            yield (key, "private"), "照片和文件不能写 private"
        if table.least is not None and table.most is not None and table.least > table.most:
            yield (key, "least"), "least 比 most 大"
