"""Colours of a line while it is typed: fields, phrases, operators, commands."""

from __future__ import annotations

from collections.abc import Callable, Container

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from .command_spec import SIGN

# Each has a contrast of at least 4 to 1 on black and on white; what a colour says,
# the characters say as well.
STYLE = Style.from_dict(
    {
        "field": "#008787",
        "phrase": "#008700",
        "operator": "bold #af00ff",
        "pattern": "#af5f00",
        "command": "bold",
        "wrong": "underline",
        "bottom-toolbar": "reverse",
    }
)


class LineColours(Lexer):
    """Colours queries by the tokens of the query parser, so that both agree."""

    def __init__(
        self,
        is_command: Callable[[str], bool],
        own_fields: Callable[[], Container[str]] = tuple,
    ) -> None:
        self._is_command = is_command
        self._own_fields = own_fields

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return a function from the number of a line to its coloured pieces."""
        lines = document.lines

        def colour(number: int) -> StyleAndTextTuples:
            line = lines[number]
            if not line:
                return []
            if line.lstrip().startswith(SIGN):
                return self._colour_command(line)
            return colour_query(line, self._own_fields() if ":" in line else ())

        return colour

    def _colour_command(self, line: str) -> StyleAndTextTuples:
        name, space, rest = line.partition(" ")
        is_known = self._is_command(name.removeprefix(SIGN))
        style = "class:command" if is_known else "class:wrong"
        return [(style, name), ("", space + rest)]


def colour_query(line: str, own_fields: Container[str] = ()) -> StyleAndTextTuples:
    """Return a query cut into pieces of text with their styles."""
    from ...query.lexer import blank, tokenize

    pieces: StyleAndTextTuples = []
    at = 0

    def add(style: str, end: int) -> None:
        nonlocal at
        if end > at:
            pieces.append((style, line[at:end]))
            at = end

    for token in tokenize(blank(line), [], own_fields):
        add("", token.start - len(token.sign))
        add("class:operator", token.start)
        if token.field is not None:
            add("class:field", line.index(":", token.start) + 1)
        add(_style_of(token.kind, type(token.leaf).__name__), token.end)
    add("", len(line))
    return pieces


def _style_of(kind: str, leaf: str) -> str:
    if kind != "leaf":
        return "class:operator"
    styles = {"Phrase": "class:phrase", "Prefix": "class:pattern", "Fuzzy": "class:pattern"}
    return styles.get(leaf, "")
