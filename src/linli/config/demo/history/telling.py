"""A big town is told by several processes ahead of the database; they end with the loader, however it ends."""

from collections.abc import Iterator

from linli.backbone.hands import Laid, Shelf, forked, in_order
from linli.config.demo.history.chunks import Book, Chunk, write_chunk

PROCESSES = 2
AHEAD = 6
# Of memory for a chunk, several times what it takes; what is not touched is not taken.
ROOM = 32 << 20
_told: tuple[Book, Shelf] | None = None


def tell(book: Book, chunks: list[Chunk]) -> Iterator[tuple[dict[str, memoryview], Chunk]]:
    """The blocks of every chunk in order, each to be read before the next; to be closed by a caller who does not take
    them all."""
    # Forked, so that the town need not be read again; the children never touch the database.
    shelf = Shelf(AHEAD, ROOM)
    with forked(PROCESSES, _begin, book, shelf) as pool:
        for laid, chunk in zip(in_order(pool, _tell_chunk, chunks, AHEAD), chunks, strict=True):
            yield shelf.read(chunk.number, laid), chunk


def _begin(book: Book, shelf: Shelf) -> None:
    global _told
    _told = book, shelf


def _tell_chunk(chunk: Chunk) -> Laid:
    if _told is None:
        raise RuntimeError("the process was not told of the town")
    book, shelf = _told
    return shelf.lay(chunk.number, write_chunk(book, chunk))
