"""A table of which a part is decompressed at a time."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch import packed_table
from diplosearch.packed_table import PackedTable, pack_table


@given(
    st.dictionaries(st.text("abcşı ", min_size=1), st.text("xyz=1|", min_size=1)),
    st.integers(1, 4),
)
def test_a_table_comes_back(table: dict[str, str], rows: int) -> None:
    """Its file is a readable one; the order of entries does not show in it."""
    written = pack_table(table, "a\nb", rows=rows)
    assert written == pack_table(dict(reversed(table.items())), "a\nb", rows=rows)
    lines = gzip.decompress(written).decode().splitlines()
    assert lines[:2] == ["# a", "# b"]
    plain = [line for line in lines if not line.startswith("#")]
    assert dict(line.split("\t") for line in plain) == table
    read = PackedTable(written)
    assert dict(read) == table
    assert list(read) == sorted(table)
    assert len(read) == len(table)
    for key in (*table, "", "d", "a "):
        assert (key in read, read.get(key)) == (key in table, table.get(key))


def test_what_is_not_asked_for_stays_packed() -> None:
    """One key decompresses the rows around it alone."""
    table = {f"{number:05}": str(number) for number in range(10 * packed_table._ROWS)}
    read = PackedTable(pack_table(table, ""))
    assert read["00300"] == "300"
    assert len(read._read) == 1
    with pytest.raises(KeyError):
        read["none"]
    assert 7 not in read  # type: ignore[comparison-overlap]
