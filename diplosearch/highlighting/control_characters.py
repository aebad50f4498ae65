"""Control characters made visible, so that none reaches a terminal, a page or a file.

All formats, the screen of the command line and error messages show what comes from
documents, queries and file names through :func:`show_controls`.
"""

from __future__ import annotations

import re

REPLACEMENT_CHARACTER = 0xFFFD
SYMBOL_FOR_SUBSTITUTE_FORM_TWO = 0x2426
SYMBOL_FOR_DELETE = 0x2421
SYMBOL_FOR_NEWLINE = 0x2424

# As in a class of a regular expression.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Unicode's property Bidi_Control: they can show text in another order than it has."""

_SEPARATORS = "\u2028\u2029"
# Deprecated format characters, annotations between lines, noncharacters, which XML does
# not allow, and tags, which spell hidden text.
_HIDING = "\u206a-\u206f\ufff9-\ufffb\ufffe\uffff\U000e0001\U000e0020-\U000e007f"

UNSAFE_IN_JSON = f"\x7f-\x9f{_SEPARATORS}{BIDI_CONTROLS}{_HIDING}\ud800-\udfff"
"""What JSON may hold unescaped and :func:`show_controls` replaces."""

# Most texts have none of these: a search tells it far quicker than translating them.
_HIDDEN = re.compile(f"[\0-\x08\x0b-\x1f{UNSAFE_IN_JSON}]")


def show_controls(text: str) -> str:
    r"""Return ``text`` with each control character as a visible sign, one for one.

    C0 controls but ``\n`` and ``\t`` become their pictures from U+2400 on, DEL becomes
    U+2421, the separators of lines and paragraphs U+2424. What has no picture shares
    U+2426: C1 controls, the controls of writing direction, deprecated format
    characters, noncharacters, tags. Lone surrogates become U+FFFD. Other format
    characters stay, since joiners and soft hyphens belong to the text. The length never
    changes.
    """
    return _HIDDEN.sub(_picture, text) if _HIDDEN.search(text) else text


def one_line(text: str) -> str:
    """Return ``text`` in one line that holds no control character."""
    return show_controls(" ".join(text.split()))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < ord(" "):
        return chr(0x2400 + code)
    if code == 0x7F:
        return chr(SYMBOL_FOR_DELETE)
    if found[0] in _SEPARATORS:
        return chr(SYMBOL_FOR_NEWLINE)
    # A lone surrogate is no control, but no output can encode it.
    is_surrogate = 0xD800 <= code < 0xE000
    return chr(REPLACEMENT_CHARACTER if is_surrogate else SYMBOL_FOR_SUBSTITUTE_FORM_TWO)
