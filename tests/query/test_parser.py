"""The query syntax: what each form means, and what the lenient parser passes over."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.errors import QuerySyntaxError
from diplosearch.query.parser import (
    FIELDS,
    MAX_CHARACTERS,
    MAX_CLAUSES,
    MAX_DEPTH,
    Parsed,
    parse,
)
from diplosearch.query.tree import (
    Boolean,
    Field,
    Fuzzy,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Word,
)


def show(node: Node) -> str:
    """Return a tree as a line: lists as {&must should !must_not}."""
    match node:
        case Word(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{text}~"
        case Phrase(text, slop=slop):
            return f'"{text}"' + ("" if slop is None else f"~{slop}")
        case Range(low, high):
            return f"[{low or ''}..{high or ''}]"
        case Field(name, child):
            return f"{name}:{show(child)}"
        case Boolean(must, should, must_not):
            shown = ["&" + show(child) for child in must]
            shown += [show(child) for child in should]
            shown += ["!" + show(child) for child in must_not]
            return "{" + " ".join(shown) + "}"
        case Nothing():
            return "nothing"
        case _:
            raise AssertionError(node)


def leaves(node: Node) -> list[Word | Prefix | Fuzzy | Phrase | Range]:
    """Return the leaves of a tree."""
    if isinstance(node, Boolean):
        children = node.must + node.should + node.must_not
        return [leaf for child in children for leaf in leaves(child)]
    if isinstance(node, Field):
        return leaves(node.child)
    if isinstance(node, Word | Prefix | Fuzzy | Phrase | Range):
        return [node]
    assert isinstance(node, Nothing), node
    return []


SOUND = [
    # Words side by side are joined by OR.
    ("", "nothing"),
    (" \t\n", "nothing"),
    ("Cai", "Cai"),
    ("Cai Qi", "{Cai Qi}"),
    ("Cai OR Qi", "{Cai Qi}"),
    ("Wang Yi OR Li Qiang", "{Wang Yi Li Qiang}"),
    # Operators are written in capitals, NOT before AND before OR.
    ("a AND b", "{&a &b}"),
    ("a AND b AND c", "{&a &b &c}"),
    ("a b AND c", "{a {&b &c}}"),
    ("a OR b AND c", "{a {&b &c}}"),
    ("a AND b OR c AND d", "{{&a &b} {&c &d}}"),
    ("a AND b c", "{{&a &b} c}"),
    ("a NOT b", "{a !b}"),
    ("a OR NOT b", "{a !b}"),
    ("a AND NOT b", "{&a !b}"),
    ("a AND NOT b c", "{{&a !b} c}"),
    ("NOT a", "{!a}"),
    ("NOT a NOT b", "{!a !b}"),
    ("NOT a AND NOT b", "{!a !b}"),
    ("x NOT a AND NOT b", "{x !a !b}"),
    ("NOT NOT a", "a"),
    ("NOT NOT NOT a", "{!a}"),
    ("a and b or not c ve veya", "{a and b or not c ve veya}"),
    ("And Or Not", "{And Or Not}"),
    ("AND, OR.", "{AND, OR.}"),
    ('"AND" x', '{"AND" x}'),
    ("title:NOT", "title:NOT"),
    # Signs.
    ("a +b -c", "{&b a !c}"),
    ("+a", "a"),
    ("-a", "{!a}"),
    ("+a +b", "{&a &b}"),
    ("a AND -b", "{&a !b}"),
    ("a AND +b", "{&a &b}"),
    ("a OR -b", "{a !b}"),
    ("NOT -a", "a"),
    ("-AND a", "{a !AND}"),
    ("a -Xi +Xi", "{&Xi a !Xi}"),
    ('a -"b c" +(d e)', '{&{d e} a !"b c"}'),
    ("x -lang:tr +title:(y)", "{&title:y x !lang:tr}"),
    ("(-a b)", "{b !a}"),
    ("e-posta Çin-Azerbaycan C++", "{e-posta Çin-Azerbaycan C++}"),
    ("a - b", "{a b}"),
    ("a -- b --c", "{a b --c}"),
    ("a – b –c −d", "{a b –c −d}"),
    ('"x"-b (y)-c', '{"x" -b y -c}'),
    # Brackets.
    ("(a)", "a"),
    ("((a))", "a"),
    ("(a OR b) AND c", "{&{a b} &c}"),
    ("a (b c)", "{a {b c}}"),
    ("NOT (a b)", "{!{a b}}"),
    ("a AND(b OR c)", "{&a &{b c}}"),
    ("(NOT a) b", "{{!a} b}"),
    ("Renan (1823-1892)’ın eseri", "{Renan 1823-1892 eseri}"),
    # Phrases.
    ('"iki devletli çözüm"', '"iki devletli çözüm"'),
    ('"Cai"', '"Cai"'),
    ("“a b” „c d“ «e f» »g h« „i j”", '{"a b" "c d" "e f" "g h" "i j"}'),
    ('"a b”', '"a b"'),
    ('"a “b” c"', '"a “b” c"'),
    ('"near these"~5', '"near these"~5'),
    ('"near these"~0', '"near these"~0'),
    ("Erdoğan’ın 'Xinhua' ‘x y’", "{Erdoğan’ın 'Xinhua' ‘x y’}"),
    ('"Kuşak ve Yol"\'un "BM"’ye x', '{"Kuşak ve Yol" "BM" x}'),
    ('"a"b"c"', '{"a" b "c"}'),
    # Prefixes and fuzzy words.
    ("Azer*", "Azer*"),
    ("Tokay*?", "Tokay*"),
    ("20*", "20*"),
    ("Tokayv~", "Tokayv~"),
    ("~50 10~12 a~b", "{~50 10~12 a~b}"),
    # Fields.
    ("title:x", "title:x"),
    ("TITLE:x TİTLE:y Source:z", "{&source:z &{title:x title:y}}"),
    ("language:tr", "lang:tr"),
    ('person:"Cai Qi"', 'person:"Cai Qi"'),
    ("person:Tok* person:Tokayv~", "{person:Tok* person:Tokayv~}"),
    ("title:(a OR b)", "title:{a b}"),
    ("title:(a AND NOT b) c", "{title:{&a !b} c}"),
    ("NOT country:CN", "{!country:CN}"),
    # Filters restrict what stands beside them, unless an OR does.
    ("country:KZ person:Tokayev", "{&country:KZ &person:Tokayev}"),
    (
        "org:ŞİÖ city:Astana entity:country:CN",
        "{&org:ŞİÖ &city:Astana &entity:country:CN}",
    ),
    ("a b lang:tr", "{&lang:tr &{a b}}"),
    ("a lang:tr source:x source:y", "{&lang:tr &{source:x source:y} &a}"),
    ("a OR lang:tr", "{a lang:tr}"),
    ("lang:tr OR a b", "{lang:tr a b}"),
    ("lang:tr +a -b", "{&lang:tr &{&a !b}}"),
    ("lang:tr -b", "{&lang:tr &{!b}}"),
    ("-lang:tr a", "{a !lang:tr}"),
    ("(a lang:tr) b", "{{&lang:tr &a} b}"),
    ("title:a b", "{title:a b}"),
    # Dates.
    ("date:2025", "date:[2025..2025]"),
    ("date:2025-01", "date:[2025-01..2025-01]"),
    ("date:14.09.2022,", "date:[14.09.2022..14.09.2022]"),
    ("date:2025-01..2025-06", "date:[2025-01..2025-06]"),
    ("date:2025-01...2025-06", "date:[2025-01..2025-06]"),
    ("date:2025-01..", "date:[2025-01..]"),
    ("date:..2025-06", "date:[..2025-06]"),
    ("date:[2025 TO 2026]", "date:[2025..2026]"),
    ("date:[2025 to 2026]", "date:[2025..2026]"),
    ("date:[2025..2026]", "date:[2025..2026]"),
    ("date:[* TO 2026]", "date:[..2026]"),
    ("date:[2025 TO *] x", "{&date:[2025..] &x}"),
    ('date:"14 Eylül 2022"', "date:[14 Eylül 2022..14 Eylül 2022]"),
    ('date:"14 Eylül 2022 .. 1 Ekim 2022"', "date:[14 Eylül 2022..1 Ekim 2022]"),
    ("date:(2024 OR [2025 TO 2026])", "date:{[2024..2024] [2025..2026]}"),
    ("date:2025 AND x", "{&date:[2025..2025] &x}"),
    # Text that looks like syntax.
    ("18:28", "18:28"),
    ("http://a.tr/b?c=*&d:e~", "http://a.tr/b?c=*&d:e~"),
    ("https://tr.wikipedia.org", "https://tr.wikipedia.org"),
    ("Ankara: Çin", "{Ankara: Çin}"),
    ("Who led the Panthers?", "{Who led the Panthers?}"),
    ("Evet! Tamam. Peki, a;", "{Evet! Tamam. Peki, a;}"),
    ("x & … y", "{x y}"),
    ("[üçgenler zinciri]", "{[üçgenler zinciri]}"),
    ("a\x00b\u00a0c\u3000d\ufeffe\ud800f", "{a b c d\ufeffe f}"),
    ("\u200ea AND\u200f b\x1f", "{&a &b}"),
    ("北京 Пекин", "{北京 Пекин}"),
]


@pytest.mark.parametrize(("query", "tree"), SOUND)
def test_sound_query(query: str, tree: str) -> None:
    """A sound query gives its tree, without a warning, in both modes."""
    parsed = parse(query)
    assert (show(parsed.tree), parsed.warnings) == (tree, ())
    assert parse(query, strict=True) == parsed


FAULTY = [
    # query, tree, prefixes of the warnings, offset that the strict parser reports
    ("AND a", "a", ["operator AND passed over"], 0),
    ("a OR", "a", ["operator OR passed over"], 2),
    ("a NOT", "a", ["operator NOT passed over"], 2),
    ("a AND AND b", "{&a &b}", ["operator AND "], 2),
    ("a AND OR b", "{a b}", ["operator AND "], 2),
    ("a NOT OR b", "{a b}", ["operator NOT "], 2),
    ("(a AND) OR b", "{a b}", ["operator AND "], 3),
    ("NOT", "nothing", ["operator NOT ", "nothing is left"], 0),
    ("(AND)", "nothing", ["operator AND ", "nothing is left"], 1),
    ("a)", "a", ["unbalanced bracket at “)” passed over"], 1),
    ("x AND (a OR b", "{&x &{a b}}", ["unclosed bracket at “(a” "], 6),
    ("-(a b", "{!{a b}}", ["unclosed bracket at “(a” "], 1),
    (") ) ) ) )", "nothing", ["unbalanced bracket at “) )”, “)” ", "noth"], 0),
    ("a ()", "a", ["empty brackets at “()” "], 2),
    ("a AND (( ))", "a", ["operator AND ", "empty brackets at “(( ))”, “( ))” "], 2),
    ("a (…)", "a", ["empty brackets at “(…)” "], 2),
    ('a ""', "a", ['empty phrase at “""” '], 2),
    ('-"..." a', "a", ['empty phrase at “"..." a” '], 1),
    ('"a b', "{a b}", ['unclosed quote at “"a” passed over'], 0),
    ('title:"a b', "{title:a b}", ['unclosed quote at “"a” '], 6),
    ('"a b"~', '"a b"', ["~ after a phrase at “~” "], 5),
    (
        "a* b",
        "b",
        ["prefix of fewer than 2 letters at “a*” passed over: too many words"],
        0,
    ),
    ("*", "nothing", ["* that ends no word at “*” ", "nothing is left"], 0),
    ("*foo", "*foo", ["* that ends no word at “*foo” "], 0),
    ("*foo*", "foo*", ["* that ends no word at “*foo*” "], 0),
    ("f*oo x", "{f*oo x}", ["* that ends no word at “*oo” "], 1),
    ("f*o*o~ x", "{f*o*o~ x}", ["* that ends no word at “*o*o~” "], 1),
    ('"' + "x" * 40, "x" * 40, ['unclosed quote at “"' + "x" * 23 + "…” "], 0),
    ("foo~2", "foo~", ["number after ~ at “2” passed over"], 4),
    ("title: x", "x", ["field 'title' without a value passed over"], 0),
    ("a -title:", "a", ["field 'title' without a value "], 3),
    ("date:..", "nothing", ["field 'date' without a value ", "nothing"], 0),
    ("date:[ TO *] x", "x", ["field 'date' without a value "], 0),
    ("date:[2025 x", "{&date:[2025..2025] &x}", ["unclosed range at “[2025” "], 5),
    ('date:"2025"~3', "date:[2025..2025]", ["~ after a date at “~3” "], 11),
    (
        "author:x",
        "author:x",
        ["'author' is no field; searched as text; fields: ti"],
        0,
    ),
    ("not:this", "not:this", ["'not' is no field; "], 0),
    ('tittle:"a b"', '{tittle: "a b"}', ["'tittle' is no field; "], 0),
]


@pytest.mark.parametrize(("query", "tree", "warnings", "position"), FAULTY)
def test_faulty_query(query: str, tree: str, warnings: list[str], position: int) -> None:
    """The lenient parser says what it passed over where the strict one raises."""
    parsed = parse(query)
    assert show(parsed.tree) == tree
    assert len(parsed.warnings) == len(warnings)
    for warning, beginning in zip(parsed.warnings, warnings, strict=True):
        assert warning.startswith(beginning)
    with pytest.raises(QuerySyntaxError) as raised:
        parse(query, strict=True)
    assert raised.value.position == position
    assert f"at {position}: " in str(raised.value)


@pytest.mark.parametrize("query", ["&", "… --", "- –"])
def test_nothing_left(query: str) -> None:
    """Text without a letter asks for nothing, which is said but no fault."""
    expected = Parsed(Nothing(), ("nothing is left to search for",))
    assert parse(query) == parse(query, strict=True) == expected


def test_unknown_field_names_the_fields() -> None:
    """The warning of an unknown field names all fields, and cuts a long name."""
    (warning,) = parse("a" * 500 + ":x").warnings
    assert all(field in warning for field in FIELDS)
    assert warning.startswith(f"'{'a' * 20}…' at “{'a' * 24}…” is no field")
    assert len(warning) < 200


def test_a_field_reaches_to_the_end_of_its_value() -> None:
    """Its offsets take in its name, and the bracket behind its last value."""
    assert parse("x OR title:(a b)").tree == Boolean(
        should=(
            Word("x", 0, 1),
            Field("title", Boolean(should=(Word("a", 12, 13), Word("b", 14, 15))), 5, 16),
        ),
        is_choice=True,
    )


def test_a_star_within_a_word_makes_no_beginning() -> None:
    """A word with a star inside is searched as it is, also where another ends it."""
    assert parse("f*oo*").tree == Word("f*oo*", 0, 5)


def test_fields_of_ones_own() -> None:
    """They are known where the index has them, under any spelling and anywhere."""
    assert show(parse("a OR Müşteri:x", own_fields={"musteri"}).tree) == "{a musteri:x}"
    assert show(parse("desk-2:x", own_fields={"desk-2"}).tree) == "desk-2:x"
    assert show(parse("a Desk:x title:y", own_fields={"desk"}).tree) == (
        "{&desk:x &{a title:y}}"
    )
    assert parse("a Desk:x").warnings[0].startswith("'Desk' is no field")


def test_what_a_cut_leaves_is_a_fault_before_it_alone() -> None:
    """A fault before the limit is one; a field whose value was cut off is none."""
    with pytest.raises(QuerySyntaxError) as raised:
        parse("a* " + "bc " * 1_000, strict=True)
    assert raised.value.position == 0
    long = "b" * (MAX_CHARACTERS - 10) + " title: " + "c" * 20
    assert show(parse(long, strict=True).tree) == "b" * (MAX_CHARACTERS - 10)


def test_a_lone_operator_says_what_to_do() -> None:
    """The strict parser says how an operator is used, or searched as a word."""
    with pytest.raises(
        QuerySyntaxError, match="put words on both sides, or write it small"
    ):
        parse("a AND", strict=True)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("query", "count", "warning"),
    [
        ("ab " * 60, 60, None),
        ("a " * MAX_CLAUSES, MAX_CLAUSES, None),
        (
            "a " * MAX_CLAUSES + "AND NOT (b c)",
            MAX_CLAUSES,
            "clauses after the first 64 at “",
        ),
        ("x" * MAX_CHARACTERS, 1, None),
        ("x" * (MAX_CHARACTERS + 1), 1, "text after the first 2,000 characters at “"),
        ("x" * 1_000_000, 1, "text after the first 2,000 characters at “"),
        ("ab " + "x" * 3000, 1, "text after the first 2,000 characters at “"),
        ('("' + "abcdefghi " * 300 + '")', 64, "clauses after"),
        ("abc AND " + "d" * 3000, 1, "text after the first 2,000 characters at “"),
        ("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, 1, None),
        ("(" * 17 + "a" + ")" * 17, 1, "bracket more than 16 deep at “(a))"),
        ("(" * 900 + "a b" + ")" * 900, 2, "bracket more than 16 deep at “("),
        ("(a " * 20 + ")" * 20, 20, "bracket more than 16 deep at “("),
    ],
)
def test_limits(query: str, count: int, warning: str | None, strict: bool) -> None:
    """A limit cuts with a warning in both modes, and never raises."""
    parsed = parse(query, strict=strict)
    assert len(leaves(parsed.tree)) == count
    if warning is None:
        assert parsed.warnings == ()
    else:
        assert parsed.warnings[0].startswith(warning)


@pytest.mark.parametrize("size", [1_999, 2_000, 2_001, 1_000_000])
@pytest.mark.parametrize(
    "unit",
    [
        *"()\"“„«»+-*~[a9İ'…\x00",
        *(
            "()",
            "-(",
            "NOT ",
            "AND ",
            "NOT -",
            "a*",
            "a~1",
            "~1",
            '"a"~9',
            "a:",
            "a'",
            '"“',
        ),
        *("title:", "title:(", "-title:(", "date:[", "date:(", "date:..", "  "),
    ],
)
def test_long_input_returns(unit: str, size: int) -> None:
    """One pattern over and over, of any length, neither raises nor hangs."""
    started = time.process_time()
    parsed = parse(unit * (size // len(unit) + 1))
    assert isinstance(parsed, Parsed)
    assert len(parsed.warnings) < 10
    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    [
        *"()[]\"“”«»+-*~:…'a İ,?\u00a0\x00\ud800",
        *("AND", "OR", "NOT", "~2", "..", " TO ", "’ın", "Çin", "2025-01", "18:28"),
        *("title:", "date:", "lang:", "author:", "http://"),
    ]
)
ANYTHING = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(ANYTHING)
def test_lenient_never_raises(query: str) -> None:
    """Any text at all gives a tree with its leaves in the text, in order."""
    parsed = parse(query)
    found = leaves(parsed.tree)
    for leaf in found:
        assert 0 <= leaf.start < leaf.end <= len(query)
        if isinstance(leaf, Word):
            assert query[leaf.start : leaf.end] == leaf.text
        if isinstance(leaf, Prefix | Fuzzy):
            assert leaf.text
            assert leaf.text in query[leaf.start : leaf.end]
        if isinstance(leaf, Range):
            assert leaf.low or leaf.high
        if not isinstance(leaf, Range):
            assert any(letter.isalnum() for letter in leaf.text)
    spans = sorted((leaf.start, leaf.end) for leaf in found)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(ANYTHING)
def test_modes_agree(query: str) -> None:
    """The strict parser raises exactly where the lenient one finds a fault."""
    lenient = parse(query)
    faults = [warning for warning in lenient.warnings if " is left " not in warning]
    if faults:
        with pytest.raises(QuerySyntaxError) as raised:
            parse(query, strict=True)
        assert 0 <= raised.value.position < len(query)
    else:
        assert parse(query, strict=True) == lenient


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(" AND ".join),
        pairs.map(" OR ".join),
        pairs.map(" ".join),
        pairs.map(" NOT ".join),
        inner.map("({})".format),
        inner.map("-({})".format),
        inner.map("title:({})".format),
        inner.map("NOT {}".format),
    )


SOUND_QUERIES = st.recursive(
    st.sampled_from(["a", "Çin'in", '"b c"', '"b c"~2', "Azer*", "Tokayv~", "+d", "-e"])
    | st.sampled_from(["lang:tr", "date:2025-01..", "18:28", "person:“Cai Qi”", "neden?"]),
    _combined,
    max_leaves=12,
)


@given(SOUND_QUERIES)
def test_modes_agree_on_sound_input(query: str) -> None:
    """What the syntax allows is parsed alike by both modes, without a warning."""
    lenient = parse(query)
    assert lenient == parse(query, strict=True)
    assert lenient.warnings == ()
    assert not isinstance(lenient.tree, Nothing)


@pytest.mark.slow
@given(SOUND_QUERIES)
def test_cut_is_no_fault(query: str) -> None:
    """A sound query that is too long is cut, and the strict parser takes no offence."""
    long = f'{query} "Türk (Devletleri AND) ** title: Teşkilatı" ' * 300
    parsed = parse(long, strict=True)
    assert parsed == parse(long)
    assert any("2,000" in warning for warning in parsed.warnings)


@given(SOUND_QUERIES)
def test_brackets_change_nothing(query: str) -> None:
    """Brackets around a whole query change nothing."""
    assert show(parse(f"({query})").tree) == show(parse(query).tree)


@pytest.mark.parametrize(
    ("query", "is_choice"),
    [
        ("a b", False),
        ("a OR b", True),
        ("a b OR c", True),
        ("a AND b", False),
        ("a -b", False),
    ],
)
def test_a_list_with_or_is_a_choice(query: str, *, is_choice: bool) -> None:
    """Whether any clause is enough is known only where the query says OR itself."""
    node = parse(query).tree
    assert isinstance(node, Boolean)
    assert node.is_choice is is_choice
