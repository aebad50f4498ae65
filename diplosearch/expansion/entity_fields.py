"""Names behind a field of entities: ``person:Xi``, ``country:(Çin OR Japonya)``."""

from __future__ import annotations

from collections.abc import Callable

from ..engines.base import Reader
from ..query import tree
from ..query.tree import Node
from .entity_names import Names
from .word_forms import best_of


def expand_entity(
    name: str,
    child: Node,
    expand: Callable[[Node], Node | None],
    names: Names | None,
    reader: Reader,
    warnings: list[str],
) -> Node | None:
    """Return what finds the entities that ``child`` names, None if it holds no name.

    What names none is searched as words, with a warning.

    Args:
        name: the field.
        child: what was typed behind it.
        expand: returns the expansion of words without the field.
        names: what is known of names; None for nothing.
        reader: the index.
        warnings: where warnings are added.
    """
    match child:
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            if names is not None:
                is_prefix = isinstance(child, tree.Prefix)
                ids = names.find_ids(name, child.text, is_prefix=is_prefix)
                if terms := names.terms(ids, reader, child.text):
                    return best_of(terms)
            warnings.append(
                f"{name}:{child.text}: the index knows none of this name; searched as words"
            )
        case tree.Boolean():
            clauses = (
                tuple(
                    made
                    for one in nodes
                    if (made := expand_entity(name, one, expand, names, reader, warnings))
                    is not None
                )
                for nodes in (child.must, child.should, child.must_not)
            )
            expanded = tree.Boolean(*clauses)
            return None if expanded == tree.Boolean() else expanded
    return expand(child)
