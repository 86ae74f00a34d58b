"""Form parts every domain uses: several files in one field, repeat-safe keys, photos kept before the transaction."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.adapters.papers import Paper, PaperStore, checked
from linli.adapters.photos import PhotoStore, Stored
from linli.backbone.commands import ONCE
from linli.backbone.refusals import next_step, sentence
from linli.kernel.refusal import Refusal
from linli.ui.placed import Named, PlaceBook, PlaceInput

Choices = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Choices]]
PHOTOS = 9
PAPERS = 5


class Several(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class Sifted(forms.RadioSelect):
    """Many options as rows that a few characters sift: of what is shown, or of words an option is found by."""

    def __init__(self, found_by: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found_by = found_by

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with the words it is found by."""
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.found_by.get(str(value)):
            option["attrs"]["data-words"] = words
        return option


class PhotosField(forms.FileField):
    """Up to nine photos; what it cleans to is a list of uploads."""

    widget = Several(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every upload checked; too many are refused."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > PHOTOS:
            raise forms.ValidationError(_("照片最多 %(limit)s 张") % {"limit": PHOTOS})
        if self.required and not files:
            raise forms.ValidationError(_("还没有照片"))
        return [super(PhotosField, self).clean(one, initial) for one in files]


class PapersField(forms.FileField):
    """Up to five papers (PDF, Word, Excel, text, pictures), or pictures only; what it cleans to is a list of papers
    that may be kept. What is wrong with one is said beside the field, with the name of the file."""

    def __init__(self, *, pictures: bool = False, **kwargs: Any) -> None:
        self.pictures = pictures
        takes = "image/*" if pictures else ".pdf,.docx,.xlsx,.txt,image/*"
        super().__init__(widget=Several(attrs={"accept": takes, "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        """Every upload checked by its content; too many are refused."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > PAPERS:
            raise forms.ValidationError(_("最多 %(limit)s 个文件") % {"limit": PAPERS})
        if self.required and not files:
            raise forms.ValidationError(_("还没有照片") if self.pictures else _("还没有选文件"))
        return [self._paper(one) for one in files]

    def _paper(self, upload: UploadedFile) -> Paper:
        try:
            paper = checked(upload, upload.name or "", upload.size or 0, settings.LINLI_FILE_MEGABYTES)
            if self.pictures and paper.kind != "jpg":
                raise Refusal("not_a_photo")
        except Refusal as no:
            said = (sentence(no), next_step(no.code))
            raise forms.ValidationError(_("。").join(part for part in said if part)) from no
        return paper


# The field that a refusal speaks of, where a form has it.
AT_FIELD = {
    "bad_phone": "phone",
    "other_name": "phone",
    "notice_phone": "phone",
    "venue_phone": "phone",
    "notice_title": "title",
    "notice_text": "text",
    "notice_days": "ends",
    "notice_least": "ends",
    "notice_most": "ends",
    "notice_reason": "reason",
    "sheet_unreadable": "file",
    "sheet_headings": "file",
    "sheet_empty": "file",
    "sheet_too_big": "file",
    "wall_key_name": "name",
    "period_backwards": "to",
    "period_open": "to",
    "lock_early": "from",
    "empty_text": "text",
    "text_too_long": "text",
    "review_past": "review_date",
    "merge_unknown": "case",
    "merge_self": "case",
    "merge_closed": "case",
}


class ActForm(forms.Form):
    """A form that acts once: it carries a key, and shows a refusal where the button was. `keeps` are the fields whose
    files are kept aside, so that nobody need choose them again."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    refusal = ""
    keeps: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()

    def full_clean(self) -> None:
        """What is missing is said as a person would, also of a field that has no words of its own for it."""
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.error_messages["empty"] = _("这个文件是空的，看看是不是选错了")
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, (forms.ChoiceField, forms.FileField))
                field.error_messages["required"] = _("这里还没选") if chosen else _("这里还没填")
        super().full_clean()

    def refuse(self, refusal: Refusal) -> None:
        """Say no in the form itself, at the field it is about: nothing written is lost."""
        if refusal.code == ONCE:
            self._renew()
        field = AT_FIELD.get(refusal.code, "")
        if field in self.fields:
            self.add_error(field, refused(refusal))
        else:
            self.refusal = refused(refusal)

    def _renew(self) -> None:
        """Sent again it is another act."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("key")] = new_key()  # type: ignore[index]


def refused(refusal: Refusal) -> str:
    """A no and what can be done next, in the reader's language."""
    return _("。").join(part for part in (sentence(refusal), next_step(refusal.code)) if part)


def day_widget() -> forms.DateInput:
    """The browser's own calendar, which takes days as 2026-06-08 whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def day_field(*, required: bool = True, **given: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(widget=day_widget(), required=required, **given)


class LabelledForm(ActForm):
    """A form whose labels and hints are said when it is shown, in the reader's language."""

    def say(self, labels: Mapping[str, str], hints: Mapping[str, str] | None = None) -> None:
        """Name the fields."""
        for name, words in labels.items():
            if name in self.fields:
                self.fields[name].label = words
        for name, words in (hints or {}).items():
            if name in self.fields:
                self.fields[name].help_text = words

    def choose(self, name: str, choices: Choices | Groups, empty: str = "") -> None:
        """What a field may be; `empty` stands for none."""
        self.fields[name].choices = [("", empty), *choices] if empty else list(choices)  # type: ignore[attr-defined]


class PlacedForm(LabelledForm):
    """A form with a place: a choice where the places are few, else its name as people say it. What it cleans to is the
    code of a place of the book; where several have the name, one of them is chosen below it."""

    place = forms.CharField(max_length=120)

    def __init__(self, *args: Any, places: PlaceBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = places
        self.say({"place": _("地方")})
        if places.listed:
            choices = [(one.code, one.label) for one in places.rows]
            self.fields["place"].widget = forms.Select(choices=[("", _("选一处")), *choices])
            return
        self.fields["place"].widget = PlaceInput(places.find)
        if known := places.label(self.initial.get("place", "")):
            self.initial = {**self.initial, "place": known}

    def clean(self) -> dict[str, Any]:
        """The place that was named: never guessed, and asked again where it could be another."""
        data = super().clean() or self.cleaned_data
        if "place" in data:
            self._settle(data["place"])
        return self.cleaned_data

    def _settle(self, words: str) -> None:
        found, sure = self.book.meant(words)
        chosen = self.data.get(self.add_prefix("place_which"), "")
        if len(found) == 1 and sure:
            self.cleaned_data["place"] = found[0].code
        elif not found:
            self.add_error("place", _("没有叫这个的地方，或者不归这里管，换个写法再找"))
        else:
            self._ask_which(found)
            if chosen in {one.code for one in found}:
                self.cleaned_data["place"] = chosen
            else:
                self.add_error("place", _("有几处对得上，在下面选一处"))

    def _ask_which(self, found: Sequence[Named]) -> None:
        """One more choice, right below the place."""
        choices = [(one.code, f"{one.name}\n{one.above}") for one in found]
        which = forms.ChoiceField(label=_("是哪一处"), choices=choices, widget=forms.RadioSelect, required=False)
        names = list(self.fields)
        self.fields["place_which"] = which
        at = names.index("place") + 1
        self.order_fields([*names[:at], "place_which", *names[at:]])


def new_key() -> str:
    """A key for one intended act."""
    return secrets.token_urlsafe(16)


def keep_photos(files: list[UploadedFile]) -> list[Stored]:
    """Re-encode and store uploads, before any transaction. Refusal: photo_too_big, not_a_photo."""
    store = PhotoStore(settings.MEDIA_ROOT)
    return [store.keep(one.file, one.size or 0) for one in files if one.file is not None]


def keep_papers(data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a form with its papers stored, before any transaction."""
    store = PaperStore(settings.MEDIA_ROOT)
    return {name: [store.keep(one) for one in value] if _papers(value) else value for name, value in data.items()}


def _papers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Paper) for one in value)
