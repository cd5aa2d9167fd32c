"""Drafts without a language model: made from what is there, and only from that."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.content.families import Brand, families
from shared.content.model import Inventory, PastDraft, Proposal
from shared.content.performance import learn
from shared.content.rules import LONGEST, SHORTEST, RuleProposer, lacking, length_of
from shared.content.seasons import season_of
from shared.content.shelf import shelf_of, topic_of
from shared.content.staging import BOTTOM, TOP, Canvas
from shared.content.variety import NEAR_EQUAL, score
from shared.video.json2video.elements import read_element
from shared.video.json2video.reader import read_movie

NOW = datetime(2026, 12, 11, 9, tzinfo=UTC)


def made(inventory: Inventory, count: int = 20, seed: str = "s", **more: Any) -> list[Proposal]:
    past: list[PastDraft] = more.pop("past", [])
    return RuleProposer(**more).propose(inventory, None, past, count, NOW, seed)


def elements(proposal: Proposal) -> Iterator[Mapping[str, Any]]:
    for place in (*proposal.movie["scenes"], proposal.movie):
        yield from place.get("elements", ())


def only(inventory: Inventory, *folders: str) -> Inventory:
    return replace(inventory, assets=tuple(one for one in inventory.assets if one.folder in folders))


def test_every_family_makes_a_movie_that_the_house_reads_to_its_last_element(every: tuple[Proposal, ...]) -> None:
    for one in every:
        movie = read_movie(one.movie)
        assert (movie.width, movie.height) == (1080, 1920)
        for place, raw in (*movie.elements, *(element for scene in movie.scenes for element in scene.elements)):
            read_element(raw, place)
    assert {one.facts["family"] for one in every} == families().keys()


def test_a_smaller_canvas_shows_the_same(forty: Inventory) -> None:
    small, large = made(forty, 2, canvas=Canvas(720, 1280)), made(forty, 2)
    assert [one.facts["hook"] for one in small] == [one.facts["hook"] for one in large]
    assert (small[0].movie["width"], small[0].movie["height"]) == (720, 1280)


def test_a_draft_lasts_as_long_as_a_reel_should_and_takes_no_more_than_its_films_have(
    forty: Inventory, every: tuple[Proposal, ...]
) -> None:
    known = forty.named()
    for one in every:
        assert SHORTEST <= one.facts["seconds"] <= LONGEST
        assert one.facts["seconds"] == length_of(one.movie["scenes"])
        for element in elements(one):
            if element["type"] == "video":
                assert element["seek"] + element["duration"] <= (known[element["src"]].duration or 0) + 0.011


def test_resources_are_what_the_movie_shows_and_all_of_it_exists(forty: Inventory, every: tuple[Proposal, ...]) -> None:
    for one in every:
        assert set(one.resources) == {element["src"] for element in elements(one) if "src" in element}
        assert set(one.resources) <= forty.named().keys()
        assert any(name.startswith("music_uploads/") for name in one.resources)


def test_words_keep_away_from_the_buttons_of_a_reel(every: tuple[Proposal, ...]) -> None:
    for one in every:
        for element in elements(one):
            if element["type"] != "text":
                continue
            size = float(element["settings"]["font-size"].removesuffix("vw")) / 100 * 1080
            lines = element["text"].split("\n")
            assert element["y"] >= 1920 * TOP - 2
            assert element["y"] + len(lines) * size * 1.2 < 1920 * (1 - BOTTOM / 2)
            assert max(map(len, lines)) * size * 0.5 <= element["width"]


def test_the_same_inputs_make_the_same_proposals_and_another_seed_makes_others(forty: Inventory) -> None:
    assert made(forty, 5) == made(replace(forty, assets=forty.assets[::-1]), 5)
    assert {one.id for one in made(forty, 5)}.isdisjoint(one.id for one in made(forty, 5, "t"))


def test_strategy_is_one_sentence_and_captions_obey_the_platform(every: tuple[Proposal, ...]) -> None:
    for one in every:
        assert one.strategy.count(".") == 1
        assert one.strategy.endswith(".")
        assert len(one.caption) <= 2200
        tags = [word for word in one.caption.split() if word.startswith("#")]
        assert 3 <= len(tags) <= 10
        assert len(tags) == len(set(tags))


def test_with_nothing_there_nothing_is_made_and_it_is_said_what_to_put_where(forty: Inventory) -> None:
    empty = replace(forty, assets=())
    assert made(empty) == []
    assert lacking(empty)[0].startswith(
        "nothing to make from: put photos or films into video_uploads/, completed_works/"
    )
    broken = replace(forty, assets=tuple(replace(one, problem="damaged") for one in forty.assets))
    assert made(broken) == []
    assert "40 of 40 files cannot be used" in lacking(broken)[0]
    assert made(only(forty, "music_uploads")) == []
    assert lacking(forty) == ()


def test_one_photo_makes_few_videos_and_no_more_once_they_would_repeat(forty: Inventory) -> None:
    one = replace(forty, assets=tuple(asset for asset in forty.assets if asset.name == "completed_works/IMG_3000.jpg"))
    found = made(one, 50)
    assert 1 <= len(found) < 12
    assert all(each.resources == ("completed_works/IMG_3000.jpg",) for each in found)
    assert any("no music" in told for told in lacking(one))
    assert any("no films" in told for told in lacking(one))


def test_without_music_the_film_itself_is_heard(forty: Inventory) -> None:
    quiet = only(forty, "video_uploads")
    walks = [one for seed in range(4) for one in made(quiet, seed=str(seed)) if one.facts["family"] == "film_walk"]
    assert walks
    for walk in walks:
        assert "elements" not in walk.movie
        assert any(element.get("muted") is False for element in elements(walk))


def test_where_nothing_is_heard_no_words_speak_of_sound(forty: Inventory) -> None:
    silent = replace(forty, assets=tuple(replace(one, sounds=False) for one in forty.assets if one.kind != "audio"))
    for proposal in RuleProposer().propose(silent, None, [], 24, NOW, "s"):
        assert not re.search(r"(?i)sound on|music|\bbeat\b", f"{proposal.strategy} {proposal.caption} {proposal.movie}")


def test_before_and_after_shows_one_project_alone(every: tuple[Proposal, ...]) -> None:
    for one in every:
        if one.facts["family"] in {"before_after", "process_reel", "project_slate"}:
            projects = {name.split("/")[1] for name in one.resources if not name.startswith("music")}
            assert len(projects) == 1


# What was learned


def history(proposals: list[Proposal], **fate: Any) -> list[PastDraft]:
    return [PastDraft(one, **fate) for one in proposals if one.facts["family"] == "countdown"]


def test_what_people_denied_counts_less_and_what_was_watched_counts_more(every: tuple[Proposal, ...]) -> None:
    old = list(every)
    others = [PastDraft(one, "Posted", results={"views": 100}) for one in old if one.facts["family"] != "countdown"]
    assert learn({}, [*others, *history(old, status="Denied", reason="dull")], NOW).families["countdown"] < 0.9
    assert learn({}, [*others, *history(old, status="Posted", results={"views": 900})], NOW).families["countdown"] > 1.1
    assert learn({}, [*others, *history(old, status="Posted", results={"views": 100})], NOW).families["countdown"] == 1
    late = learn({}, [*others, *history(old, status="Denied")], NOW + timedelta(days=300)).families["countdown"]
    assert 0.95 < late < 1


def test_what_a_person_denied_is_not_offered_again_at_once(forty: Inventory) -> None:
    first = made(forty, 3)
    denied = [PastDraft(one, "Denied", "not like this") for one in first]
    again = [one for seed in range(2) for one in made(forty, 3, str(seed), past=denied)]
    assert not {one.facts["family"] for one in first} <= {one.facts["family"] for one in again[:3]}
    assert all(score(one, first) >= NEAR_EQUAL for one in again)


def test_too_long_makes_the_next_ones_shorter(forty: Inventory) -> None:
    def mean(past: list[PastDraft]) -> float:
        found: list[float] = [one.facts["seconds"] for seed in range(3) for one in made(forty, 6, str(seed), past=past)]
        return sum(found) / len(found)

    long = [PastDraft(replace(one, resources=(), facts={}), "Denied", "too long") for one in made(forty, 4, "x")]
    assert mean(long) < mean([replace(one, reason="") for one in long]) - 0.3


def test_footage_that_was_seen_is_given_a_rest(forty: Inventory) -> None:
    photos = only(forty, "completed_works")
    seen = {asset.name for asset in photos.assets[: len(photos.assets) // 2]}
    template = made(forty, 1)[0]
    past = [PastDraft(replace(template, id=str(n), resources=tuple(seen), facts={}, movie={})) for n in range(5)]

    def share(past: list[PastDraft]) -> float:
        shown = [name for one in made(photos, 6, past=past) for name in one.resources]
        return sum(name in seen for name in shown) / len(shown)

    assert share(past) < share([]) - 0.15


def test_families_take_turns(forty: Inventory) -> None:
    def firsts(past: list[PastDraft]) -> Counter[str]:
        return Counter(str(made(forty, 1, str(seed), past=past)[0].facts["family"]) for seed in range(8))

    (family, often), *_ = firsts([]).most_common(1)
    template = replace(made(forty, 1)[0], resources=("gone.jpg",), movie={}, facts={"family": family})
    assert firsts([PastDraft(replace(template, id=str(n))) for n in range(6)])[family] < often


def test_a_strategy_names_the_hour_that_did_best(forty: Inventory) -> None:
    tuesday = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
    media = [
        {
            "id": str(n),
            "at": (tuesday - timedelta(days=7 * n)).isoformat(),
            "metrics": {"views": 900},
            "caption": "#oakwood",
        }
        for n in range(4)
    ]
    media += [
        {"id": f"x{n}", "at": (tuesday + timedelta(days=n % 3 + 1, hours=n)).isoformat(), "metrics": {"views": 100}}
        for n in range(8)
    ]
    found = RuleProposer().propose(forty, {"media": media}, [], 4, NOW, "s")
    assert all("Tuesday between 18:00 and 21:00 UTC" in one.strategy for one in found)
    assert any("#oakwood" in one.caption for one in found)


@pytest.mark.parametrize(
    "analytics",
    [
        {},
        {"media": None},
        {"media": [None, {}, {"at": "soon", "metrics": []}, {"at": 7, "metrics": {"views": "many"}}]},
        {"media": "x"},
    ],
)
def test_analytics_that_make_no_sense_are_passed_over(forty: Inventory, analytics: Mapping[str, Any]) -> None:
    assert RuleProposer().propose(forty, analytics, [], 2, NOW, "s")


# Names are somebody's text


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_a_hostile_name_brings_letters_alone_into_a_video(forty: Inventory, name: str) -> None:
    sample = next(one for one in forty.assets if one.kind == "image")
    safe = name.replace("/", "").replace("\x00", "") or "x"
    topic = topic_of(replace(sample, group=f"{sample.folder}/{safe}", name=f"{sample.folder}/{safe}/1.jpg"))
    assert len(topic) <= 30
    assert not set(topic) & set("{}<>=#@$/\\:\n\t")


@pytest.mark.parametrize(
    ("group", "file", "topic"),
    [
        ("wip_photos/oak-table_2024", "IMG_1.jpg", "Oak table"),
        ("wip_photos/OakTable", "1.jpg", "Oak table"),
        ("wip_photos", "DSC_0042.JPG", ""),
        ("wip_photos", "garden gate final v2.jpg", "Garden gate"),
        ("wip_photos/{{ price }} <b>=1+1", "a.jpg", "Price"),
        ("wip_photos/बढ़ई की मेज़", "a.jpg", "बढ़ई की मेज़"),
        ("wip_photos/étagère d'angle", "a.jpg", "Étagère d'angle"),
    ],
)
def test_a_topic_is_what_people_called_it(forty: Inventory, group: str, file: str, topic: str) -> None:
    sample = replace(forty.assets[0], folder="wip_photos", group=group, name=f"{group}/{file}")
    assert topic_of(sample) == topic


def test_a_name_that_a_movie_would_calculate_is_left_alone(forty: Inventory) -> None:
    sample = replace(forty.assets[0], name="wip_photos/{{1+1}}.jpg")
    assert shelf_of(replace(forty, assets=(sample,))).empty


def test_clients_words_come_from_the_configuration_or_not_at_all(forty: Inventory, every: tuple[Proposal, ...]) -> None:
    said = "They listened first."
    quoted = [one for seed in range(3) for one in made(forty, seed=str(seed), brand=Brand(quotes=(said,)))]
    assert any(one.facts["hook"] == said for one in quoted)
    assert all("client" not in str(one.movie) for one in every)


def test_the_time_of_the_year() -> None:
    assert season_of(date(2026, 11, 20)).line == "6 days until Thanksgiving"
    assert season_of(date(2026, 12, 24)).line == "Tomorrow: Christmas"
    assert season_of(date(2026, 12, 31)).line == "Tomorrow: New Year"
    assert season_of(date(2026, 8, 3)).line == "Hello, August"
    assert season_of(date(2026, 1, 15)).tags[0] == "winter"
    assert season_of(date(2026, 1, 15), south=True).tags[0] == "summer"
