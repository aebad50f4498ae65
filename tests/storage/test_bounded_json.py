"""JSON of an index folder is bounded in depth, values and bytes."""

from __future__ import annotations

import pytest

from diplosearch.storage import bounded_json
from diplosearch.storage.bounded_json import Types, check_fields, decode_json, read_json
from diplosearch.storage.checksummed_json import seal, unseal


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"[" * 17 + b"]" * 17,
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b'[{"a":' * 50_000,
        b'["]",' * 100_000,
        b"[" + b"1," * 2_000_001 + b"1]",
        b"[" + b"[]," * 1_500_000 + b"1]",
        b" " * (16 << 20) + b"1 ",
        b"1" * 5_000,
        b"",
        b"{",
        b"\xff",
        b'"' * 3,
        b'"\\"',
    ],
    ids=range(14),
)
def test_what_is_out_of_bounds_is_refused(data: bytes) -> None:
    """It is no JSON of an index, which is said and not run out of memory or stack."""
    with pytest.raises(ValueError, match=r"."):
        read_json(data)


def test_depth_that_python_cannot_take_is_refused() -> None:
    """Rows of the store are not counted through, but end as well."""
    with pytest.raises(ValueError, match="nested"):
        decode_json(b"[" * 500_000)


def test_brackets_in_strings_are_text() -> None:
    """Only brackets that are structure count as levels."""
    text = "[" * 100 + '\\"]{"'
    data = b'{"a": ["' + b"[" * 100 + b'\\"{\\\\", 1]}'
    assert read_json(data) == {"a": ["[" * 100 + '"{\\', 1]}
    assert unseal("x", seal("x", {"a": text})) == ({"a": text}, True)
    assert read_json(b"[" * 16 + b"]" * 16)


def test_a_body_that_cannot_be_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too long to be read back is refused at writing."""
    monkeypatch.setattr(bounded_json, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match="100 bytes"):
        unseal("x", seal("x", {"a": "b" * 100}))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"a": 1}, "differ"),
        ({"a": 1, "b": "x", "c": None, "d": 0}, "differ"),
        ({"a": True, "b": "x", "c": None}, "bool"),
        ({"a": -1, "b": "x", "c": None}, "range"),
        ({"a": 1 << 63, "b": "x", "c": None}, "range"),
        ({"a": 1.0, "b": "x", "c": None}, "float"),
        ({"a": 1, "b": None, "c": None}, "NoneType"),
        ({"a": 1, "b": "x", "c": []}, "list"),
    ],
)
def test_fields_of_other_types_are_named(body: dict[str, object], message: str) -> None:
    """A field too much, too little or of another type is an error that names it."""
    types: Types = {"a": int, "b": str, "c": (int, type(None))}
    check_fields({"a": 0, "b": "", "c": 7}, types)
    with pytest.raises(ValueError, match=message):
        check_fields(body, types)
