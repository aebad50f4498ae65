"""All that a single word of a query stands for: forms, meanings, spellings of a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..engines.base import Reader
from ..lexicon.lexicon import FoundTerm, Lexicon
from ..lexicon.own_words import OwnWords
from ..model import Language
from ..query import tree
from ..query.tree import Node
from ..schema import ENTITY, PREFIX
from .accidents import limit_accidents
from .compounds import find_split
from .concept_members import Members
from .dictionary import TermDictionary
from .entity_names import Names
from .name_spellings import find_spellings
from .names import is_acronym
from .word_forms import BODY, EXACT_OF, STRICT_BODY, best_of, find_forms

_FIRST_RENDERING = 0.9
"""Least weight of a rendering that is excluded with a word, relative to its best one; a
guess. The second of a dictionary's entry weighs 0.67."""

_NOTHING = tree.Nothing()


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a query mean, if they are translated."""

    lexicon: Lexicon
    members: Members
    translations: Mapping[str, Sequence[Node]] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)
    """The language of each word, where the query shows it."""


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Finds the words of one query in one state of an index.

    Without meanings only the forms of a word are found, and names with names only.
    """

    reader: Reader
    dictionary: TermDictionary
    names: Names | None = None
    meanings: Meanings | None = None
    own_words: OwnWords = field(default_factory=OwnWords)

    def find(self, word: str, fields: tuple[str, ...]) -> Node:
        """Return a node that finds ``word`` in ``fields``; Nothing if there is none."""
        if self.own_words.is_protected(word):
            return best_of(self._find_forms(word, (EXACT_OF[fields],)))
        own = self._find_own(word, fields)
        if fields != BODY or self.meanings is None:
            return best_of(own)
        return self._add_meanings(word, own, self.meanings)

    def find_excluded(self, word: str) -> Node:
        """Return a node that finds what is certainly ``word``, in either language.

        Of a dictionary's renderings only the first counts, and neither first letters nor
        sound, nor the people of a country.
        """
        if self.own_words.is_protected(word):
            return self.find(word, STRICT_BODY)
        own = self._find_own(word, STRICT_BODY)
        if self.meanings is None:
            return best_of(own)
        meant = self._add_meanings(word, own, self.meanings, has_spellings=False)
        return best_of(_certain(meant))

    def _find_forms(self, word: str, fields: tuple[str, ...]) -> list[tree.Term]:
        return self.dictionary.cached(find_forms, word, fields)

    def _find_own(self, word: str, fields: tuple[str, ...]) -> list[Node]:
        """Return the forms of a word, and its parts side by side."""
        own: list[Node] = [*self._find_forms(word, fields)]
        return own + find_split(word, word, fields, self.reader)

    def _add_meanings(
        self, word: str, own: list[Node], meanings: Meanings, *, has_spellings: bool = True
    ) -> Node:
        """Return what finds ``word``: its own forms, what it means, and its spellings."""
        lexicon, members = meanings.lexicon, meanings.members
        entities: list[tree.Term] = []
        if self.names is not None:
            for entity in self.names.recognize([word], self.reader):
                entities += entity.terms
        terms = lexicon.find_term(word)
        more: list[Node] = []
        if self._is_name(word, terms):
            own = members.find_name(word, terms, entities)
            if any(one.text.startswith("norp:") for one in entities):
                # *French* is a language as well.
                more += meanings.translations.get(word, ())
            if not own and has_spellings:
                more += self._find_spellings(word, lexicon)
        else:
            if has_spellings and not lexicon.to_turkish(word):
                more += self._find_spellings(word, lexicon)
            more += members.find_meanings(terms, word)
            more = [*meanings.translations.get(word, ()), *entities, *more]
            own = limit_accidents(own, more, meanings.languages.get(word))
        known = {(one.field, one.text) for one in own if isinstance(one, tree.Term)}
        others = (
            one
            for one in more
            if not (isinstance(one, tree.Term) and (one.field, one.text) in known)
        )
        return best_of([*own, *others])

    def _find_spellings(self, word: str, lexicon: Lexicon) -> list[tree.Term]:
        """Return terms of names that sound like ``word``, but are no other known word."""
        names = self.names
        return [
            one
            for one in self.dictionary.cached(find_spellings, word)
            if not lexicon.to_turkish(one.text)
            and not turkish_lemmatizer().is_common_word(one.text)
            and not (names is not None and names.is_other(one.text, word))
        ]

    def _is_name(self, word: str, terms: Sequence[FoundTerm]) -> bool:
        """Tell whether a word is a name that is known, or an acronym."""
        if is_acronym(word) and terms:
            return True
        return self.names is not None and self.names.is_name(word)


def concept_of(text: str, node: Node) -> tree.Concept:
    """Return the concept of a word that ``node`` finds.

    A word is held by its forms and translations, and if it is several words, by all of
    them; its first letters may be those of another word.
    """
    return tree.Concept(text, *_split(node))


def _split(node: Node) -> tuple[Node, Node]:
    """Return what finds a word as a whole, and what may be another word or a part."""
    match node:
        case tree.Term():
            return (_NOTHING, node) if node.field == PREFIX else (node, _NOTHING)
        case tree.Boolean(must=(), must_not=()) if len(node.should) > 1:
            wholes = tuple(_split(one)[0] for one in node.should)
            whole = _NOTHING if _NOTHING in wholes else tree.Boolean(wholes)
            return whole, node
        case tree.Best():
            pairs = [_split(one) for one in node.children]
            wholes = tuple(one for one, _ in pairs if not isinstance(one, tree.Nothing))
            loose = tuple(one for _, one in pairs if not isinstance(one, tree.Nothing))
            return (best_of(wholes), best_of(loose)) if loose else (node, _NOTHING)
    return node, _NOTHING


def _certain(node: Node) -> Iterator[Node]:
    """Yield what of the nodes that find a word finds nothing else."""
    children = node.children if isinstance(node, tree.Best) else (node,)
    terms = [one for one in children if isinstance(one, tree.Term)]
    rendered = [one for one in terms if one.origin in ("dictionary", "glossary")]
    most = {
        language: max(one.weight for one in rendered if one.language == language)
        for language in {one.language for one in rendered}
    }
    is_country = any(one.text.startswith("country:") for one in terms)
    for one in children:
        match one:
            case tree.Term(field=field) if field == PREFIX:
                continue
            case tree.Term(origin="dictionary"):
                if one.weight < _FIRST_RENDERING * most[one.language]:
                    continue
            case tree.Term(field=field) if field == ENTITY:
                if is_country and one.text.startswith("norp:"):
                    continue
            case tree.Boolean():  # the words of a rendering, wherever they stand
                continue
        yield one


def is_known(node: Node) -> bool:
    """Tell whether ``node`` finds a word by more than its first letters or its sound."""
    match node:
        case tree.Term():
            return node.field != PREFIX and node.origin != "spelling"
        case tree.Best():
            return any(map(is_known, node.children))
    return not isinstance(node, tree.Nothing)
