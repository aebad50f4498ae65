"""Recall and precision of stories on an invented set: ``python -m benchmarks.stories``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import combinations

import diplosearch
from diplosearch import Index

from .rewritten_stories import MadeSet, make_set


@dataclass(frozen=True)
class Score:
    """How many pairs of one story were found, of how many; and how many were wrong."""

    right: int
    wrong: int
    wanted: int

    @property
    def recall(self) -> float:
        """The share of the pairs of one story that are in one."""
        return self.right / self.wanted

    @property
    def precision(self) -> float:
        """The share of the pairs in one story that belong there."""
        return self.right / (self.right + self.wrong)


def score_stories(index: Index, made: MadeSet, language: str = "") -> Score:
    """Return the score of the stories of an index of a made set, in one language."""
    right = wrong = 0
    seen: set[frozenset[str]] = set()
    for id in made.stories:
        story = frozenset(one.id for one in index.story(id))
        if id.startswith(language) and story not in seen:
            seen.add(story)
            for one, other in combinations(story, 2):
                is_right = made.stories[one] == made.stories[other]
                right, wrong = right + is_right, wrong + (not is_right)
    ids = [id for id in made.stories if id.startswith(language)]
    wanted = sum(made.stories[a] == made.stories[b] for a, b in combinations(ids, 2))
    return Score(right, wrong, wanted)


def main() -> None:
    """Print the table of ``docs/measurements.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=200, help="in each language")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(
        "| words replaced | language | pairs | recall | precision |\n|---|---|---|---|---|"
    )
    for rewritten in (0.0, 0.03, 0.06, 0.1):
        made = make_set(given.stories, seed=given.seed, rewritten=rewritten)
        with diplosearch.rebuild(made.documents, entities=False, jobs=1) as index:
            for language, name in (("tr", "Turkish"), ("en", "English")):
                found = score_stories(index, made, language)
                print(
                    f"| {rewritten:.0%} | {name} | {found.wanted:,} |"
                    f" {found.recall:.3f} | {found.precision:.3f} |"
                )


if __name__ == "__main__":
    main()
