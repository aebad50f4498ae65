"""The lexicon: the roots of Turkish words, by the first two letters of a form.

``data/lexicon.tsv.gz`` is a table that is decompressed in parts. Its keys are two letters,
as they are typed without Turkish letters; all that a form may begin with stands under its
own two. Of a value, the first column has what forms begin with, the second the words with
that root (:func:`~.stems.pack`), the third the roots that look so before some suffixes:
*kitap* stands under ``ki`` with its words, *kitab* with the root *kitap*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from ...packed_table import PackedTable
from ...resources import read_data
from .letters import to_plain
from .stems import Stem, Word, changes_of, has_common, place_behind, unpack
from .suffixes import Rest

_KEY_LETTERS = 2
_COLUMN, _ROW, _ROOT, _WORD = "|", " ", "/", ";"
"""What stands between columns, the rows of a column, roots of a row, words of a root."""


class _Beginnings:
    """What forms may begin with whose first two letters are typed alike."""

    def __init__(self, packed: str) -> None:
        letters, words, roots = (column.split(_ROW) for column in packed.split(_COLUMN))
        self.words = dict(zip(letters, words, strict=True))
        """The packed words of each root; empty for what is no root."""

        self.roots = dict(zip(letters, roots, strict=True))
        """The roots that look so before some suffixes."""

        self.stems: dict[str, tuple[Stem, ...] | None] = dict.fromkeys(
            filter(None, letters)
        )
        """The words that a form may begin with; None until they are asked for."""

    @cached_property
    def spellings(self) -> dict[str, str]:
        """What has Turkish letters, by its plain spelling; several with spaces between.

        Lists of them would be traversed by each collection of garbage.
        """
        found: dict[str, str] = {}
        plain = to_plain("\n".join(self.stems)).split("\n") if self.stems else ()
        for letters, one in zip(self.stems, plain, strict=True):
            if one != letters:
                found[one] = f"{found[one]} {letters}" if one in found else letters
        return found


_NOTHING = _Beginnings(_COLUMN * 2)


class Lexicon:
    """The words by their roots. Safe to share between threads."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Take a table as :func:`make_table` makes it; its rows are read when needed."""
        self._table = table
        self._words: dict[str, tuple[Word, ...]] = {}
        self._beginnings: dict[str, _Beginnings] = {}

    def _beginnings_of(self, head: str) -> _Beginnings:
        """Return what a form may begin with whose first letters are ``head``."""
        found = self._beginnings.get(head)
        if found is not None:
            return found
        plain = to_plain(head)
        if plain != head:
            found = self._beginnings_of(plain)
        elif packed := self._table.get(head):
            found = _Beginnings(packed)
        else:
            return _NOTHING
        self._beginnings[head] = found
        return found

    def _all_beginnings(self) -> Iterator[_Beginnings]:
        return map(self._beginnings_of, self._table)

    def words(self, root: str) -> tuple[Word, ...]:
        """Return the words with this root."""
        packed = self._beginnings_of(root[:_KEY_LETTERS]).words.get(root)
        if not packed:
            return ()
        found = self._words.get(root)
        if found is None:
            found = tuple(unpack(root, one) for one in packed.split(_WORD))
            self._words[root] = found
        return found

    def noun_shapes(self, root: str) -> set[str]:
        """Return what a noun or name with this root becomes before some suffixes."""
        nouns = (word for word in self.words(root) if not word.is_verb)
        return {letters for word in nouns for letters, _ in changes_of(word)}

    def all_words(self) -> Iterator[Word]:
        """Yield every word."""
        for beginnings in self._all_beginnings():
            for root in beginnings.words:
                yield from self.words(root)

    def common_roots(self) -> Iterator[str]:
        """Yield the roots of words that are in use and no names."""
        for beginnings in self._all_beginnings():
            for root, packed in beginnings.words.items():
                if has_common(packed):
                    yield root

    def is_common(self, plain: str) -> bool:
        """Tell whether a word in use, no name, has the folded root ``plain``."""
        beginnings = self._beginnings_of(plain[:_KEY_LETTERS])
        return any(
            has_common(beginnings.words.get(root, ""))
            for root in (plain, *beginnings.spellings.get(plain, "").split())
        )

    def find(self, form: str, *, is_plain: bool = False) -> list[tuple[Stem, ...]]:
        """Return the words with which ``form``, in small letters, may begin.

        Those of each beginning together, the shortest first.
        is_plain: it is typed without Turkish letters.
        """
        begin = self._begin_plainly if is_plain else self._begin
        beginnings = self._beginnings_of(form[:_KEY_LETTERS])
        if is_plain:
            ends = range(2, len(form) + 1)
            found = [begin(beginnings, form[:end]) for end in ends]
        else:
            known = beginnings.stems
            found = [
                known[head] or begin(beginnings, head)
                for end in range(2, len(form) + 1)
                if (head := form[:end]) in known  # as three in ten are
            ]
        first = begin(self._beginnings_of(form[:1]), form[:1])
        if len(form) > 1:
            first = tuple([stem for stem in first if stem.place.rest is Rest.YOR])
        return [first, *found] if first else found

    def _begin(self, beginnings: _Beginnings, head: str) -> tuple[Stem, ...]:
        """Return the words that may be ``head`` at the beginning of a form."""
        found = beginnings.stems.get(head, ())
        if found is None:
            roots = beginnings.roots[head]
            found = beginnings.stems[head] = tuple(self._make_stems(head, roots))
        return found

    def _begin_plainly(self, beginnings: _Beginnings, head: str) -> tuple[Stem, ...]:
        """Return the same for a form that is typed without Turkish letters."""
        spellings = (head, *beginnings.spellings.get(head, "").split())
        return tuple(stem for one in spellings for stem in self._begin(beginnings, one))

    def _make_stems(self, letters: str, roots: str) -> Iterator[Stem]:
        end = len(letters)
        for word in self.words(letters):
            yield Stem(word, end, place_behind(word, letters))
        for root in filter(None, roots.split(_ROOT)):
            for word in self.words(root):
                for changed, place in changes_of(word):
                    if changed == letters:
                        yield Stem(word, end, place)


def make_table(lines: Iterable[str]) -> dict[str, str]:
    """Return the table of a lexicon: lines of a root, a tab, and its packed words."""
    words = dict(line.split("\t") for line in lines)
    roots: dict[str, dict[str, None]] = {}
    for root, packed in words.items():
        for one in packed.split(_WORD):
            for letters, _ in changes_of(unpack(root, one)):
                roots.setdefault(letters, {})[root] = None
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for letters in dict.fromkeys((*words, *roots)):
        row = letters, words.get(letters, ""), _ROOT.join(roots.get(letters, ()))
        rows.setdefault(to_plain(letters[:_KEY_LETTERS]), []).append(row)
    return {
        key: _COLUMN.join(_ROW.join(column) for column in zip(*columns, strict=True))
        for key, columns in rows.items()
    }


@cache
def turkish_lexicon() -> Lexicon:
    """Return the built-in lexicon, which a process has once."""
    packed = read_data(__spec__.parent, "data", "lexicon.tsv.gz")
    return Lexicon(PackedTable(packed))


@cache
def common_words() -> frozenset[str]:
    """Return the folded roots of the built-in lexicon's words that are in use, no names."""
    roots = "\n".join(turkish_lexicon().common_roots())
    return frozenset(to_plain(roots).split("\n"))
