"""A big town is told by several processes ahead of the database; they end with the loader, however it ends."""

from collections.abc import Iterator

from linli.backbone.hands import forked, in_order
from linli.config.demo.history.chunks import Book, Chunk, write_chunk

PROCESSES = 2
AHEAD = 6
_book: Book | None = None


def tell(book: Book, chunks: list[Chunk]) -> Iterator[tuple[dict[str, bytes], Chunk]]:
    """The blocks of every chunk in order; to be closed by a caller who does not take them all."""
    # Forked, so that the town need not be read again; the children never touch the database.
    with forked(PROCESSES, _begin, book) as pool:
        yield from zip(in_order(pool, _tell_chunk, chunks, AHEAD), chunks, strict=True)


def _begin(book: Book) -> None:
    global _book
    _book = book


def _tell_chunk(chunk: Chunk) -> dict[str, bytes]:
    if _book is None:
        raise RuntimeError("the process was not told of the town")
    return write_chunk(_book, chunk)
