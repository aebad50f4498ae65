"""Read and write one correction, a line of a text file.

::

    person:erdogan = person:recep-tayyip-erdogan     # the first is the second
    - person:among-sumitomo                          # no entity at all
    org:x -> Another Name                            # shown by this name
    person:a != person:b                             # two, however alike
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ...entities.gazetteer.ids import kind_of
from ...errors import UsageError
from ...highlighting.control_characters import show_controls
from ...schema import KIND_TYPES

CorrectionKind = Literal["merge", "ban", "rename", "apart"]
"""What a correction does; see :class:`Correction`."""

MOST_LETTERS = 200
"""Characters of an id and of a name; an id made of a name has at most 90."""

MOST_LINE_LETTERS = 1_000
"""Characters of a line with its comment; a guess."""

_SIGNS: dict[str, CorrectionKind] = {"=": "merge", "->": "rename", "!=": "apart"}
_SIGN = re.compile(r"->|!=|=")
_BAN = "-"
_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*|$)")
_VALUE = re.compile(r"[^\s=!>]+")
_FORMS = "A = B, - A, A -> NAME or A != B"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction by hand; ``str`` gives its line.

    ``kind`` is ``merge`` (``id`` is the entity ``other``), ``ban`` (``id`` is no entity),
    ``rename`` (``id`` is shown by the name ``other``) or ``apart`` (``id`` and ``other``
    are two). ``other`` is empty for a ban.
    """

    kind: CorrectionKind
    id: str
    other: str = ""

    def __str__(self) -> str:
        if self.kind == "ban":
            return f"{_BAN} {self.id}"
        sign = next(sign for sign, kind in _SIGNS.items() if kind == self.kind)
        return f"{self.id} {sign} {self.other}"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of entities in it."""
        return (self.id, self.other) if self.kind in ("merge", "apart") else (self.id,)


def parse_line(line: str, where: str) -> Correction | None:
    """Return the correction in ``line``, None for an empty line and a comment.

    Raises :class:`UsageError`, which begins with ``where``, for an unsound line.
    """
    if len(line) > MOST_LINE_LETTERS:
        raise UsageError(
            f"{where}: it has {len(line):,} characters; write at most {MOST_LINE_LETTERS:,}"
        )
    if show_controls(line) != line:
        raise UsageError(
            f"{where}: it holds a control character, shown here as a sign: "
            f"{show_controls(line)[:80]!r}; take it out"
        )
    # A line of a comment may begin with # and no space.
    if line.lstrip().startswith("#"):
        return None
    words = " ".join(_COMMENT.sub("", line).split())
    if not words:
        return None
    if words.startswith(_BAN):
        return Correction("ban", check_id(words.removeprefix(_BAN).strip(), where))
    sign = _SIGN.search(words)
    if sign is None:
        raise UsageError(f"{where}: {words[:80]!r} is no correction; write {_FORMS}")
    kind = _SIGNS[sign[0]]
    id = check_id(words[: sign.start()].strip(), where)
    rest = words[sign.end() :].strip()
    if kind == "rename":
        return Correction(kind, id, _check_name(rest, where))
    other = check_id(rest, where)
    if id == other:
        raise UsageError(f"{where}: {id} stands on both sides; write two ids")
    if kind == "apart":
        id, other = sorted((id, other))
    return Correction(kind, id, other)


def check_id(typed: str, where: str) -> str:
    """Return ``typed`` if it is an id that can be corrected.

    Raises :class:`UsageError` for anything else.
    """
    kind, colon, value = typed.partition(":")
    if not colon or not _VALUE.fullmatch(value):
        raise UsageError(
            f"{where}: {typed[:80]!r} is no id; write one such as person:cai-qi, as "
            "diplosearch entities lists them"
        )
    if kind_of(typed) not in KIND_TYPES:
        raise UsageError(
            f"{where}: {typed[:80]!r}: there is no kind {kind[:80]!r}; use "
            f"{', '.join(KIND_TYPES)}"
        )
    if len(typed) > MOST_LETTERS:
        raise UsageError(
            f"{where}: an id of {len(typed):,} characters; write at most {MOST_LETTERS}"
        )
    return typed


def _check_name(name: str, where: str) -> str:
    if not any(letter.isalnum() for letter in name):
        raise UsageError(f"{where}: no name; write one behind ->")
    if len(name) > MOST_LETTERS:
        raise UsageError(
            f"{where}: a name of {len(name):,} characters; write at most {MOST_LETTERS}"
        )
    return name
