"""Examples of pages are found, and compared but for what varies."""

from __future__ import annotations

import pytest

from tools.examples import blocks_of, commands_of, without_varying

PAGE = """\
# Page

```sh
make demo
```

```console
$ echo one
one
```

```python
print(2)
```
"""


def test_blocks_are_found() -> None:
    """Blocks marked ``console`` and ``python`` are run, in their order; others are not."""
    blocks = blocks_of(PAGE)
    assert [block.kind for block in blocks] == ["console", "python"]
    for block in blocks:
        assert PAGE[block.start : block.end] == block.text


@pytest.mark.parametrize(
    ("console", "commands"),
    [
        ("$ echo one\none\n$ echo two\ntwo\n", ["echo one", "echo two"]),
        ("$ echo one | \\\n  cat\none\n", ["echo one | \\\n  cat"]),
        ("no command\n", []),
        ("$ echo one\nends in \\\nmore\n", ["echo one"]),
    ],
)
def test_commands_are_told_from_their_output(console: str, commands: list[str]) -> None:
    """A command stands behind ``$``, and goes on behind a backslash at its end."""
    assert commands_of(console) == commands


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("2 passages (0.354 s)", "2 passages (1.2 s)"),
        ("  seconds    0.2", "  seconds    12.0"),
        ("took 3 ms", "took 41 ms"),
        ("5 files (494.8 kB) read", "5 files (1.2 MB) read"),
    ],
)
def test_what_varies_is_not_compared(then: str, now: str) -> None:
    """Durations and sizes of files differ from run to run."""
    assert without_varying(then) == without_varying(now)


def test_the_rest_is_compared() -> None:
    """Counts, scores and dates are what an example is about."""
    for text in ("2 passages", "3.912  in all", "2025-01-29", "5 documents"):
        assert without_varying(text) == text
