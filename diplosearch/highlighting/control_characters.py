"""Control characters made visible, so that none reaches a terminal or a page."""

from __future__ import annotations

import re

REPLACEMENT_CHARACTER = 0xFFFD
SYMBOL_FOR_SUBSTITUTE_FORM_TWO = 0x2426
SYMBOL_FOR_DELETE = 0x2421

_KEPT = "\n\t"
_C0 = {code: 0x2400 + code for code in range(0x20) if chr(code) not in _KEPT}
_C1 = dict.fromkeys(range(0x80, 0xA0), SYMBOL_FOR_SUBSTITUTE_FORM_TWO)
# A lone surrogate is no control, but no output can encode it.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT_CHARACTER)
# Most texts have none of these: a search tells it far quicker than translating them.
_HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PICTURES = {**_C0, 0x7F: SYMBOL_FOR_DELETE, **_C1, **_SURROGATES}


def show_controls(text: str) -> str:
    r"""Return ``text`` with each control character as its picture, one for one.

    C0 controls but ``\n`` and ``\t`` become U+2400 and on, DEL becomes U+2421.
    The C1 controls have no pictures of their own and share U+2426; lone
    surrogates become U+FFFD. Format characters (Cf) stay, since joiners and
    marks of direction belong to the text. The length never changes.
    """
    return text.translate(_PICTURES) if _HIDDEN.search(text) else text


def one_line(text: str) -> str:
    """Return ``text`` in one line that holds no control character."""
    return show_controls(" ".join(text.split()))
