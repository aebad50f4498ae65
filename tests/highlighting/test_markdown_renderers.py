"""What renderers of Markdown, which differ on many things, make of a passage."""

from __future__ import annotations

import re

import pytest
from hostile.renderers import RENDERERS, Rendered
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.markdown import to_markdown
from diplosearch.highlighting.marks import Mark

FRAGMENTS = [
    *"aİ1. \n\t*_`[]()<>#|~\\!-+=:&;'\"{}^$@/\x02\x03\x1b\r",
    *("  ", "    ", "\n\n", "\\<", "\\\\", "1. ", "1234567890. ", "١. ", "- ", ": ", "~ "),
    *("<b>", "</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/"),
    *("<div markdown=1>\n", "<!--", "-->", "<?x", "<![CDATA[", "<a@b.co>", "<http://a.b>"),
    *("[x](javascript:a)", "![x](http://a.b/c.png)", "[x]: http://a.b\n", "[^1]: x\n"),
    *(
        "[x][y]",
        "[x]",
        "*[HTML]: x\n",
        "{: onclick=x}",
        "{#id}",
        "```html\n",
        "~~~\n",
        "===",
    ),
    *("http://a.b", "www.a.b", "//a.b", "a@b.co", "&lt;", "&#60;", "&amp;lt;", "&x", "|-|"),
    *("| a | b |\n", "|---|---|\n", "[ ] ", "!!! note\n", "[TOC]\n", "\n{: onclick=x}\n"),
]
_BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)

texts = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join) | st.text(
    max_size=40
)
marks = st.lists(
    st.builds(
        lambda start, length, kind: Mark(start, start + length, kind),
        st.integers(0, 30),
        st.integers(0, 12),
        st.sampled_from(["exact", "translation"]),
    ),
    max_size=3,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", RENDERERS)
@given(text=texts, marks=marks)
def test_nothing_of_the_text_is_live(name: str, text: str, marks: list[Mark]) -> None:
    """No renderer finds a tag, link, picture or attribute, and each shows all the text."""
    # mistune makes an empty block of code of a line that holds white space alone.
    text = _BLANK.sub("", text)
    rendered = Rendered(RENDERERS[name]()(to_markdown(text, 0, len(text), marks)))
    assert rendered.tags <= {"p", "strong", "em"}
    assert not rendered.attributes
    assert not rendered.others
    assert "".join(rendered.text.split()) == "".join(show_controls(text).split())
