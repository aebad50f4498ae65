"""py3langid's model, reduced to the states that two languages can reach.

The model is an automaton over the bytes of a text, with states for 140 languages. The
letters of two languages reach six in ten of them, and the table of these takes a quarter
of the memory (measured: 10.6 MB instead of 39.3).
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_BYTES = 256
_TYPES = {2: np.uint16, 4: np.uint32, 8: np.uint64}


def load_model(languages: Iterable[str], letters: Collection[str]) -> LanguageIdentifier:
    """Return a model for ``languages``, for texts that have no other ``letters``."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(list(languages))
    rows = np.array(whole.tk_row)
    moves = np.frombuffer(whole.tk_nextmove, _TYPES[whole.tk_nextmove.itemsize])
    transitions = moves.reshape(-1, _BYTES)
    read = _bytes_of(letters)
    states = _find_reachable(transitions, rows, read)
    # The states that remain get new numbers; any other byte leads to the first state.
    numbers = np.zeros(len(rows), np.uint32)
    numbers[states] = np.arange(len(states))
    kept, new_rows = np.unique(rows[states], return_inverse=True)
    type = np.uint16 if len(states) <= np.iinfo(np.uint16).max else np.uint32
    reduced = np.zeros((len(kept), _BYTES), type)
    reduced[:, read] = numbers[transitions[np.ix_(kept, read)]]
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        array("H" if type is np.uint16 else "I", reduced.tobytes()),
        [whole.tk_output[state] for state in states],
        norm_probs=True,
        tk_row=new_rows.tolist(),
    )


def _bytes_of(letters: Collection[str]) -> npt.NDArray[np.intp]:
    """Return the bytes of letters in UTF-8, as given and in small letters; sorted."""
    forms = {
        unicodedata.normalize("NFC", one) for one in (*letters, *map(str.lower, letters))
    }
    return np.array(sorted({byte for one in forms for byte in one.encode()}))


def _find_reachable(
    transitions: npt.NDArray[np.unsignedinteger],
    rows: npt.NDArray[np.int_],
    read: npt.NDArray[np.intp],
) -> npt.NDArray[np.intp]:
    """Return the states that the bytes ``read`` reach from the first state; sorted."""
    is_reached = np.zeros(len(rows), bool)
    last = np.zeros(1, np.intp)
    while len(last):
        is_reached[last] = True
        after = np.unique(transitions[np.ix_(np.unique(rows[last]), read)])
        last = after[~is_reached[after]]
    return np.flatnonzero(is_reached)
