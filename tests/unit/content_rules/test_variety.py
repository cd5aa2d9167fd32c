"""How unlike two proposals are: laws that hold for any two, and what people would say."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.content.model import Inventory, PastDraft, Proposal
from shared.content.rules import RuleProposer
from shared.content.variety import NEAR_EQUAL, distance, nearest, print_of, score, too_near

NOW = datetime(2026, 12, 11, 9, tzinfo=UTC)
VOCABULARY = ("oak", "table", "gate", "made", "slowly", "before", "after", "look", "the", "until", "#tag", "🎉")
words = st.lists(st.sampled_from(VOCABULARY), max_size=12)
texts = words.map(" ".join)
elements = st.fixed_dictionaries(
    {"type": st.sampled_from(["image", "video", "text", "html"])},
    optional={
        "text": texts,
        "src": texts,
        "width": st.integers(-5, 2000),
        "height": st.integers(1, 2000),
        "duration": st.just(2),
    },
)
scenes = st.fixed_dictionaries(
    {"elements": st.lists(elements, max_size=3)},
    optional={"duration": st.floats(0.1, 20), "transition": st.just({"style": "fade", "duration": 1})},
)
odd = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5)
movies = st.fixed_dictionaries({"scenes": st.lists(scenes, max_size=6)}) | st.dictionaries(
    st.sampled_from(["scenes", "elements"]), odd
)


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    family = draw(st.sampled_from(["", "collage", "film_walk"]))
    return Proposal(
        id=draw(st.text("abc", min_size=1, max_size=3)),
        batch="b",
        created_at=NOW,
        strategy=draw(texts),
        intent="teach",
        caption=draw(texts),
        resources=tuple(draw(st.lists(st.sampled_from("abcdef"), max_size=4))),
        movie=draw(movies),
        facts={"family": family} if family else {},
    )


def proposal(**changes: Any) -> Proposal:
    movie = {
        "scenes": [
            {
                "duration": 2.5,
                "elements": [{"type": "image", "src": "a.jpg"}, {"type": "text", "text": "The oak table"}],
            },
            {"duration": 1.0, "elements": [{"type": "video", "src": "b.mp4"}]},
        ]
    }
    made = Proposal(
        id="one",
        batch="b",
        created_at=NOW,
        strategy="Details make people stay.",
        intent="prove",
        caption="How we built the oak table, step by step. What would you add? #oak #table",
        resources=("a.jpg", "b.mp4"),
        movie=movie,
        facts={"family": "process_reel"},
    )
    return replace(made, **changes)


@settings(max_examples=60)
@given(proposals(), proposals())
def test_it_is_the_same_in_both_directions_and_between_0_and_1(one: Proposal, other: Proposal) -> None:
    found = distance(one, other)
    assert 0 <= found <= 1
    assert found == distance(other, one) == distance(print_of(one), print_of(other))


@given(proposals())
def test_a_proposal_is_at_no_distance_from_itself(one: Proposal) -> None:
    assert distance(one, one) == 0
    assert distance(one, replace(one, id="other", source="assistant", variety=0.3)) == 0


@settings(max_examples=30)
@given(proposals(), st.lists(proposals(), max_size=4))
def test_the_score_is_the_distance_to_the_nearest_other(one: Proposal, others: list[Proposal]) -> None:
    found, named = nearest(one, others)
    left = [other for other in others if other.id != one.id]
    assert score(one, others) == found == min((distance(one, other) for other in left), default=1.0)
    assert bool(named) == bool(left)


@given(texts, st.randoms(use_true_random=False))
def test_a_caption_that_is_only_written_anew_changes_nothing(caption: str, chance: Any) -> None:
    def dressed(word: str) -> str:
        return str(chance.choice((word.upper(), f"{word}!", f"the {word},", f"{word}\n\n", f"#news {word}")))

    anew = " ".join(dressed(word) for word in caption.split())
    assert distance(proposal(caption=caption), proposal(caption=anew, id="two")) == 0


def test_the_same_video_under_another_caption_is_near_equal() -> None:
    other = proposal(id="two", caption="Nothing of that kind was ever said", strategy="Because it is Sunday")
    assert too_near(score(other, [proposal()]))


def test_the_same_footage_in_the_same_family_is_near_equal_however_it_is_cut() -> None:
    cut = {"scenes": [{"duration": 0.5, "elements": [{"type": "text", "text": "Wait"}]}] * 7}
    assert too_near(score(proposal(id="two", movie=cut), [proposal()]))


def test_a_family_tells_videos_apart_where_both_name_one() -> None:
    """An assistant may name none: then all else counts more."""
    other = proposal(id="two", resources=("a.jpg", "c.mp4"))
    elsewhere = replace(other, facts={"family": "collage"})
    assert distance(proposal(), elsewhere) > distance(proposal(), other)
    assert distance(proposal(facts={}), elsewhere) == distance(proposal(facts={}), other)


def test_another_project_in_the_same_family_is_another_video() -> None:
    other = proposal(id="two", resources=("c.jpg", "d.mp4"), caption="How the garden gate was welded.")
    assert not too_near(score(other, [proposal()]))


def test_days_of_rules_never_show_the_same_twice(forty: Inventory) -> None:
    """Measured: every one keeps its distance from all before it."""
    past: list[PastDraft] = []
    for day in range(6):
        made = RuleProposer().propose(forty, None, past, 3, NOW + timedelta(days=day), f"day {day}")
        past = [*(PastDraft(one) for one in made), *past]
    assert len(past) == 18
    scores = sorted(one.proposal.variety for one in past)
    assert scores[0] >= NEAR_EQUAL
    assert scores[len(scores) // 2] > 0.5
    assert len({one.family for one in past}) >= 10
    assert len({re.sub(r"\W", "", one.proposal.caption) for one in past}) == 18
