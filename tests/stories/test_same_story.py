"""Whether two texts are one story: cut and rewritten ones are, templates are not."""

from __future__ import annotations

import pytest

from diplosearch.stories.same_story import Outline, is_same_story

STORY = (
    "Foreign minister Deren Alkaya told reporters in Varnoza that the grain corridor "
    "would open again within 14 days, after delegates of both countries had agreed on "
    "inspections of all ships at the harbour of Kelmar. She said that 31 vessels were "
    "waiting, and that insurers from Brenhold had promised to cover the first convoy "
    "without asking for a higher premium. The agreement needs the consent of the "
    "parliament in Lestara, which is to vote on Thursday. Opposition deputies called "
    "the inspections an affront, but were expected to abstain, since farmers of the "
    "south depend on the exports of this harvest."
)
RATES = (
    "The dollar was traded at {} and the euro at {} crowns in the free market of Varnoza "
    "this morning, while the exchange opened the day with a rise of {} per cent at {} "
    "points and gold was sold at {} crowns a gram."
)
CALL = (
    "Minister Deren Alkaya spoke by telephone with {}, the foreign minister of {}. The two "
    "ministers discussed relations between their countries and exchanged views on regional "
    "developments, and agreed to stay in contact."
)


def outline(text: str, date: str | None = None) -> Outline:
    """Return the outline of a text in which every capital letter is a fact."""
    words = [word.strip(".,") for word in text.split()]
    facts = [word[0].isupper() or word[0].isdigit() for word in words]
    return Outline([word.lower() for word in words], facts, date)


def are_one(one: str, other: str) -> bool:
    """Return whether two texts are one story, the same in both directions."""
    found = is_same_story(outline(one), outline(other))
    assert is_same_story(outline(other), outline(one)) == found
    return found


@pytest.mark.parametrize(
    "other",
    [
        STORY,
        STORY.partition(" She")[0] + ".",
        "Opposition" + STORY.partition("Opposition")[2] + STORY.partition(" The agree")[0],
        STORY.replace("told", "informed").replace("within", "in").replace("needs", "wants"),
        STORY.replace("31 vessels", "33 vessels"),
        "VARNOZA (Ulak) - " + STORY + " More was to be made known in the evening.",
    ],
)
def test_one_story(other: str) -> None:
    """A text that was cut, moved about, lightly rewritten, or corrected in one number."""
    assert are_one(STORY, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            RATES.format(34.1, 37.2, 0.4, 9850, 2890),
            RATES.format(34.3, 37.0, 0.1, 9861, 2912),
        ),
        (CALL.format("Ilgaz Bozdere", "Oruvia"), CALL.format("Jale Ertekin", "Mondera")),
        (STORY, RATES.format(34.1, 37.2, 0.4, 9850, 2890)),
        (
            STORY,
            "Ships will sail from Kelmar once more: Deren Alkaya named a term of 14 "
            "days when she met the press at Varnoza. Brenhold insurers pay for a first "
            "convoy, 31 boats lie at anchor, and on Thursday it is for deputies in "
            "Lestara to decide.",
        ),
        ("", STORY),
    ],
)
def test_two_stories(one: str, other: str) -> None:
    """Templates with other numbers or names, and one event in other words."""
    assert not are_one(one, other)


def test_a_review_is_none_of_its_stories() -> None:
    """A text that is put together from many stories is not one with each of them."""
    filler = " ".join(f"word{number}" for number in range(400))
    half = STORY[: len(STORY) // 2]
    review = f"{filler} {half}"
    assert not are_one(STORY.partition(" She")[0], review)
    assert are_one(STORY.partition(" She")[0], f"{half} {filler[:900]}")


def test_far_dates_need_nearly_the_same_text() -> None:
    """Months later a part of a text is another story, and the whole text is the same."""
    cut = STORY.partition(" Opposition")[0]
    assert is_same_story(outline(STORY, "2025-01-01"), outline(cut, "2025-01-03"))
    assert is_same_story(outline(STORY, "2025-01-01"), outline(cut))
    assert not is_same_story(outline(STORY, "2025-01-01"), outline(cut, "2025-06-01"))
    assert is_same_story(outline(STORY, "2025-01-01"), outline(STORY, "2025-06-01"))
