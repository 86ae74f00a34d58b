"""How Chinese words are found: each character and each pair of neighbours, made by one function for writing and asking.

A text is cut into atoms: one Chinese character, or a whole run of letters and digits, after NFKC and case folding.
Blanks hold nothing apart ("3 栋" is "3栋"), other signs do. A pair keeps where it stands, so that what is asked as one
phrase is found as one phrase. (Without the single characters the table is half as large, but a character asked as that
with which pairs begin is merged from all of them: 0.5 s at a million cases.) Words are lower case; a mark (place, kind,
month) begins with a capital: no user text can name one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST, MOST_ATOMS, MOST_TERMS, MOST_ASKED = 40, 16_000, 8, 24
_WINDOW = 32  # places, counted from one
_SHORT = 40  # characters of a stretch that may come again
_IDEOGRAPHS = 0x2E80
# What needs no folding but lower case, and how it is cut.
_PLAIN = re.compile(r"[\u4e00-\u9fff\x20-\x7e，。、；：？！（）“”]*\Z")
_UNPARTED = re.compile(r"[\u4e00-\u9fffa-z0-9 ]+")
_ATOMS = re.compile(r"[\u4e00-\u9fff]|[a-z0-9]+")
# A number and what it counts are one word, with or without a blank between: 3 栋, 2 单元.
_COUNTERS = "栋幢座号楼单室层弄户组期区"


class Atom(NamedTuple):
    """A character or a run of letters, and where it stands in the text as it was written."""

    words: str
    start: int
    end: int
    blank: bool  # whether a blank stands before it

    @property
    def latin(self) -> bool:
        """Whether it is a run of letters and digits, which goes on as somebody types."""
        return ord(self.words[0]) < _IDEOGRAPHS


Run = tuple[Atom, ...]
Term = tuple[str, ...]


def runs(text: str) -> Iterator[Run]:
    """The stretches of a text that no sign parts, atom by atom."""
    yield from _plain_runs(text) if _PLAIN.match(text) else _folded_runs(text)


def _plain_runs(text: str) -> Iterator[Run]:
    """The same of plain Chinese, which nearly all is, without looking at each character."""
    for stretch in _UNPARTED.finditer(text.lower()):
        found = _ATOMS.finditer(stretch.string, stretch.start(), stretch.end())
        if run := tuple(
            Atom(one[0][:LONGEST], one.start(), one.end(), one.start() > 0 and text[one.start() - 1] == " ")
            for one in found
        ):
            yield run


def _folded_runs(text: str) -> Iterator[Run]:
    run: list[Atom] = []
    blank = False
    for at, written in enumerate(text):
        kind, several = _folded(written)
        if kind == "sign" and run:
            yield tuple(run)
            run = []
        for one in several:
            _take(run, Atom(one, at, at + 1, blank))
        blank = kind == "blank"
    if run:
        yield tuple(run)


def _take(run: list[Atom], atom: Atom) -> None:
    """Add an atom to a run; letters right after letters are one."""
    last = run[-1] if run else None
    if last and last.latin and atom.latin and not atom.blank and last.end == atom.start:
        run[-1] = last._replace(words=(last.words + atom.words)[:LONGEST], end=atom.end)
    else:
        run.append(atom)


@lru_cache(maxsize=16_384)
def _folded(written: str) -> tuple[str, tuple[str, ...]]:
    """What a character as written stands for: (latin, han, blank or sign) and the atoms or letters it gives."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", written).casefold() if one.isalnum())
    if not plain or "".join(plain.split()) != plain:
        return ("blank" if written.isspace() else "sign"), ()
    if ord(plain[0]) < _IDEOGRAPHS:
        return "latin", (plain,)
    return "han", tuple(plain)


def _written(text: str, first: int) -> tuple[str, int]:
    """The words of a text from a place on, and the place after them."""
    found, at = list[str](), first
    for stretch in _UNPARTED.findall(text.lower()) if _PLAIN.match(text) else _folded_runs(text):
        words, at = (_kept if len(stretch) <= _SHORT else _spelled)(stretch, at)
        found += [words] if words else []
    return " ".join(found), at


def _spelled(stretch: str | Run, first: int) -> tuple[str, int]:
    """The words of a stretch of `runs`, each pair with its place from `first` on, and the place after them, the sign
    behind it leaving a gap. What stands twice is said twice: PostgreSQL makes one word of it, as it reads."""
    atoms = _ATOMS.findall(stretch) if isinstance(stretch, str) else [atom.words for atom in stretch]
    words = [one[:LONGEST] for one in atoms]
    after = first + len(words) + 1 if words else first
    pairs = [f"'{one}{two}'" for one, two in pairwise(words)]
    if after <= MOST_ATOMS:
        pairs = [f"{pair}:{place}" for place, pair in enumerate(pairs, first)]
    return " ".join([*(f"'{one}'" for one in words), *pairs]), after


_kept = lru_cache(maxsize=40_000)(_spelled)
_again = lru_cache(maxsize=40_000)(_written)


def vector(texts: Iterable[str], marks: Iterable[str] = ()) -> str:
    """Texts and marks as PostgreSQL reads a tsvector; no phrase goes from one text into the next. Each text begins at a
    window's edge, so that what many have (categories, addresses) is put into words once."""
    found = ["'" + "' '".join(given) + "'"] if (given := tuple(marks)) else []
    first = 1
    for text in texts:
        # What somebody wrote comes first and once; what follows comes again and again.
        words, after = (_again if first > 1 and len(text) <= _SHORT else _written)(text, first)
        if after > first:
            found.append(words)
            first = after + -(after - 1) % _WINDOW
    return " ".join(found)


def asked(text: str) -> tuple[Term, ...]:
    """What somebody asks for, as phrases of atoms that must all be found; empty where nothing is asked."""
    found: list[Term] = []
    for run in runs(text[:200]):
        term: list[str] = []
        for atom in run:
            if atom.blank and term and not _counts(term[-1], atom.words):
                found.append(tuple(term[:MOST_ASKED]))
                term = []
            term.append(atom.words)
        found.append(tuple(term[:MOST_ASKED]))
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _counts(number: str, what: str) -> bool:
    return what in _COUNTERS and len(number) <= 4 and number.isascii()


def question(terms: Iterable[Term], marks: Iterable[Sequence[str]] = (), without: Iterable[str] = ()) -> str:
    """Phrases as PostgreSQL reads a tsquery, within marks: one of each group must stand on what is found, none of those
    it is `without`."""
    return "&".join(part for part in questions(terms, marks, without) if part)


def questions(
    terms: Iterable[Term], marks: Iterable[Sequence[str]] = (), without: Iterable[str] = ()
) -> tuple[str, ...]:
    """The same in parts that must all hold, marks first: an index asked for parts leaps over what one of them lacks,
    best with the narrowest in front, where it reads all that the rarest word of a single question stands on."""
    groups = ["(" + "|".join(f"'{one}'" for one in group) + ")" for group in marks]
    phrases = [_phrase(term) for term in terms]
    # What is not there is no part of its own: an index would go through all it holds.
    return (*groups, *phrases[:-1], "&".join([*phrases[-1:], *(f"!'{one}'" for one in without)]))


def sounding(text: str, terms: Iterable[Term]) -> str:
    """A question for names: these phrases, or the initials a name begins with, kept as marks with an I before them."""
    letters = "".join(text.split()).lower()
    if 1 < len(letters) <= 12 and letters.isascii() and letters.isalnum():
        return f"{question(terms)}|'I{letters}':*"
    return question(terms)


def _phrase(term: Term) -> str:
    """The pairs of a term, one after the other, or the one atom it is."""
    words = [f"'{one + two}'" for one, two in pairwise(term)] or [f"'{term[0]}'"]
    if _goes_on(term):
        words[-1] += ":*"
    return "(" + "<->".join(words) + ")"


def _goes_on(term: Term) -> bool:
    """Letters may go on beyond what was typed; one alone would find half of everything."""
    return ord(term[-1][0]) < _IDEOGRAPHS and (len(term) > 1 or len(term[0]) > 1)


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was asked for."""

    words: str
    hit: bool


def spans(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the phrases stand in a text, in order, those that touch joined."""
    found = list(_unbroken(text, terms) if " " not in text and _PLAIN.match(text) else _in_runs(text, terms))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _unbroken(text: str, terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
    """The same of plain Chinese without a blank, where a phrase of characters stands as it is written."""
    lettered = []
    for term in terms:
        if any(ord(one[0]) < _IDEOGRAPHS for one in term):
            lettered.append(term)
            continue
        phrase, at = "".join(term), -1
        while (at := text.find(phrase, at + 1)) >= 0:
            yield at, at + len(phrase)
    if lettered:
        yield from _in_runs(text, lettered)


def _in_runs(text: str, terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
    written = text.lower()
    likely = [term for term in terms if term[0] in written or not _PLAIN.match(text)]
    return (span for run in runs(text) for term in likely for span in _standing(run, term)) if likely else iter(())


def _standing(run: Run, term: Term) -> Iterator[tuple[int, int]]:
    words, first, last = [atom.words for atom in run], term[0], term[-1]
    for at in range(len(words) - len(term) + 1):
        if len(term) > 1 and words[at] != first:
            continue
        end = at + len(term) - 1
        same = words[end].startswith(last) if _goes_on(term) else words[end] == last
        if same and tuple(words[at:end]) == term[:-1]:
            yield run[at].start, run[end].end


def highlighted(text: str, terms: Iterable[Term], width: int = 0) -> tuple[Piece, ...]:
    """A text in pieces, those marked that were asked for; `width` cuts a long one around the first of them."""
    found = spans(text, tuple(terms))
    start, end = 0, len(text)
    if width and end > width:
        start = max(0, min((found[0][0] if found else 0) - width // 4, end - width))
        end = start + width
    pieces, at = [Piece("…", False)] if start else [], start
    for first, last in found:
        if last <= start or first >= end:
            continue
        pieces += [Piece(text[at : max(first, at)], False), Piece(text[max(first, at) : min(last, end)], True)]
        at = min(last, end)
    pieces.append(Piece(text[at:end] + ("…" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece.words)
