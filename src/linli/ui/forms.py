"""Form parts every domain uses: several files in one field, repeat-safe keys, photos kept before the transaction."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.adapters.photos import PhotoStore, Stored
from linli.backbone.refusals import next_step, sentence
from linli.kernel.refusal import Refusal

PHOTOS = 9


class Several(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


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


class ActForm(forms.Form):
    """A form that acts once: it carries a key, and shows a refusal where the button was."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()

    def refuse(self, refusal: Refusal) -> None:
        """Say no in the form itself: nothing written is lost."""
        following = next_step(refusal.code)
        self.refusal = _("。").join(part for part in (sentence(refusal), following) if part)


def new_key() -> str:
    """A key for one intended act."""
    return secrets.token_urlsafe(16)


def keep_photos(files: list[UploadedFile]) -> list[Stored]:
    """Re-encode and store uploads, before any transaction. Refusal: photo_too_big, not_a_photo."""
    store = PhotoStore(settings.MEDIA_ROOT)
    return [store.keep(one.file, one.size or 0) for one in files if one.file is not None]
