"""Papers as they are answered: to be saved, never shown by the browser as a page; their size in words."""

from django.conf import settings
from django.http import FileResponse

from linli.adapters.papers import KINDS, PaperStore, sent_name


def paper_answer(file: str, kind: str, name: str) -> FileResponse:
    """A stored paper under the name it came with, as what its content says it is."""
    path, sent = PaperStore(settings.MEDIA_ROOT).path(file), sent_name(name, kind)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=sent, content_type=KINDS[kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def size_words(size: int) -> str:
    """A size: 340 KB, 2.1 MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
