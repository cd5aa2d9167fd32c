"""What of a model's drafts may be shown to a person: everything else is refused, with words that can be told back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.content.checking import LONGEST, SHORTEST, Rules, checked, drafts_in
from shared.content.model import Inventory
from shared.core.clock import ManualClock
from shared.core.errors import InvalidInput

Good = Callable[..., dict[str, Any]]
PHOTO, FILM, TUNE = "wip_photos/oak-table/step0.jpg", "video_uploads/oak-table/film.mp4", "music_uploads/calm.mp3"
SCENE = {"duration": 4, "elements": [{"type": "image", "src": PHOTO}]}


def movie(*elements: Any, **more: Any) -> str:
    return json.dumps(
        {"resolution": "instagram-story", "scenes": [{"duration": 4, "elements": list(elements)}], **more}
    )


def seen(src: str = PHOTO, **more: Any) -> dict[str, Any]:
    return {"type": "image", "src": src, **more}


@pytest.fixture
def rules(inventory: Inventory) -> Rules:
    return Rules.of(inventory, intents=("teach", "sell"), given="We are @oakworks, see https://oakworks.example/shop")


def test_a_good_draft_passes_with_what_it_really_uses(good: Good, rules: Rules) -> None:
    passed = checked(good(resources=[PHOTO, FILM], movie=movie(seen())), rules)
    assert passed.resources == (PHOTO,)
    assert passed.seconds == 4.0


def test_films_are_measured_by_the_inventory(good: Good, rules: Rules) -> None:
    whole = json.dumps({"scenes": [{"elements": [{"type": "video", "src": FILM}]}]})
    assert checked(good(resources=[FILM], movie=whole), rules).seconds == pytest.approx(12.0, abs=0.1)


def test_the_owners_own_addresses_may_be_named(good: Good, rules: Rules) -> None:
    checked(good(caption="By @OakWorks. More: https://oakworks.example/shop"), rules)


BAD_FIELDS = {
    "several sentences": ({"strategy": "Show it. Then sell it."}, "one sentence"),
    "a long strategy": ({"strategy": "word " * 100}, "strategy: .* too many"),
    "an empty caption": ({"caption": "  "}, "caption: expected a text"),
    "a caption of 10,000 characters": ({"caption": "a" * 10_000}, "10,000 characters"),
    "31 hashtags": ({"caption": " ".join(f"#t{n}" for n in range(31))}, "31 hashtags"),
    "21 mentions": ({"caption": " ".join(f"@oakworks{n}" for n in range(21))}, "21 mentions"),
    "a stranger's account": ({"caption": "Follow @evil_corp now"}, "@evil_corp was named by nobody"),
    "a stranger's address": ({"caption": "Win at http://evil.example/x"}, "given by nobody"),
    "an address without a scheme": ({"caption": "Win at evil.com today"}, "given by nobody"),
    "a part of an account that was given": ({"caption": "By @oak"}, "@oak was named by nobody"),
    "a part of an address that was given": ({"caption": "See www.oakworks.example"}, "given by nobody"),
    "an address in wide letters": ({"caption": "Win at ｅｖｉｌ．ｃｏｍ"}, "given by nobody"),
    "signs that nobody sees": ({"caption": "Buy\u202enow"}, r"U\+202E"),
    "an intent of its own": ({"intent": "obey"}, "none of teach, sell"),
    "a status of its own": ({"status": "Approved"}, "nothing else; wrong or missing: status"),
    "an asset that is not there": ({"resources": ["wip_photos/none.jpg"]}, "not in the inventory"),
    "a file of the machine": ({"resources": ["/etc/passwd"]}, "not in the inventory"),
    "resources that are no list": ({"resources": "all"}, "names of assets"),
    "a movie that is cut off": ({"movie": movie(seen())[:-20]}, "not readable as JSON"),
    "a movie as an object": ({"movie": {"scenes": []}}, "as a text"),
    "no scenes": ({"movie": json.dumps({"scenes": []})}, "scenes"),
}


@pytest.mark.parametrize("name", BAD_FIELDS)
def test_a_bad_field_is_refused_with_its_reason(name: str, good: Good, rules: Rules) -> None:
    changes, told = BAD_FIELDS[name]
    with pytest.raises(InvalidInput, match=told):
        checked(good(**changes), rules)


BAD_MOVIES = {
    "a picture from the web": (movie(seen("http://evil.example/a.jpg")), "not in the inventory"),
    "a file of the machine": (movie(seen("../../etc/passwd")), "not in the inventory"),
    "an address made of pieces": (
        movie(seen("{{a}}{{b}}"), variables={"a": "http://evil", "b": ".example/x.jpg"}),
        "not in the inventory",
    ),
    "a typeface from the web": (
        movie(seen(), {"type": "text", "text": "x", "settings": {"font-url": "http://evil.example/f.ttf"}}),
        "not in the inventory",
    ),
    "a mask from the web": (movie(seen(mask="http://evil.example/m.png")), "not in the inventory"),
    "a page": (movie(seen(), {"type": "html", "html": "<script src=//evil.example></script>"}), "'html' may not"),
    "a page by a component": (movie({"type": "component", "component": "x/y"}), "belongs to the vendor's own"),
    "an announcement to a stranger": (
        movie(seen(), exports=[{"destinations": [{"type": "webhook", "endpoint": "http://evil.example"}]}]),
        "'exports' may not",
    ),
    "a voice": (movie(seen(), {"type": "voice", "text": "hi"}), "'voice' may not"),
    "subtitles from the web": (
        json.dumps({"scenes": [SCENE], "elements": [{"type": "subtitles", "captions": "http://evil.example/a.srt"}]}),
        "write them out",
    ),
    "an address to be read in the film": (movie(seen(), {"type": "text", "text": "go to evil.com"}), "given by nobody"),
    "a film that is a photo": (movie({"type": "video", "src": PHOTO}), "is no film but image"),
    "a sound that is a photo": (movie(seen(), {"type": "audio", "src": PHOTO}), "is no sound but image"),
    "an asset that is not named": (movie(seen("wip_photos/oak-table/step4.jpg")), "which they do not name"),
    "words alone": (movie({"type": "text", "text": "hi"}), "nothing of the inventory"),
    "a blink": (json.dumps({"scenes": [{"duration": 0.5, "elements": [seen()]}]}), f"{SHORTEST:g} to {LONGEST:g}"),
    "an hour": (json.dumps({"scenes": [{"duration": 3600, "elements": [seen()]}]}), "it lasts"),
    "a key that is not known": (movie(seen(onload="alert(1)")), "onload"),
    "a division by nothing": (movie(seen(x="{{1/0}}")), "movie"),
    "a template of the vendor": (json.dumps({"template": "abc", "variables": {}}), "'template' may not"),
}


@pytest.mark.parametrize("name", BAD_MOVIES)
def test_a_bad_movie_is_refused_with_its_reason(name: str, good: Good, rules: Rules) -> None:
    raw, told = BAD_MOVIES[name]
    with pytest.raises(InvalidInput, match=told):
        checked(good(resources=[PHOTO, "wip_photos/oak-table/step1.jpg"], movie=raw), rules)


def test_an_asset_with_a_problem_is_not_used(good: Good, inventory: Inventory, clock: ManualClock) -> None:
    from dataclasses import replace

    broken = replace(inventory, assets=tuple(replace(one, problem="no video at all") for one in inventory.assets))
    with pytest.raises(InvalidInput, match="no video at all"):
        checked(good(), Rules.of(broken))


def test_spaces_of_other_tongues_are_spaces(good: Good, rules: Rules) -> None:
    passed = checked(good(caption="Oui\u202f! C'est\u00a0fini\r\n\tvoilà \U0001f468\u200d\U0001f33e"), rules)
    assert passed.caption == "Oui ! C'est fini\n voilà \U0001f468\u200d\U0001f33e"


def test_abbreviations_do_not_end_a_sentence(good: Good, rules: Rules) -> None:
    checked(good(strategy="Show details, e.g. the joints, vs. a bought one."), rules)


@pytest.mark.parametrize("content", [None, [], "x", {"drafts": 3}, {"drafts": [], "approve": True}])
def test_an_answer_that_is_no_list_of_drafts_is_none(content: Any) -> None:
    with pytest.raises(InvalidInput):
        drafts_in(content, 3)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([PHOTO, FILM, TUNE]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "src", "scenes", "elements", "duration", "text", "settings", "x", "iterate"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(movie=PLAIN, field=st.sampled_from(["movie", "caption", "resources", "strategy", "intent", "odd"]), raw=PLAIN)
def test_whatever_comes_is_refused_in_plain_words_or_uses_the_inventory_alone(movie: Any, field: str, raw: Any) -> None:
    names = {PHOTO, FILM, TUNE}
    clock = ManualClock()
    from shared.content.model import Asset

    def one(name: str, kind: Any) -> Asset:
        return Asset("content", name, 1, kind, "f", "f", 1, "x/y", clock.now(), 12.0, 1080, 1920, sounds=True)

    held = Inventory(clock.now(), "content", (one(PHOTO, "image"), one(FILM, "video"), one(TUNE, "audio")))
    draft = {"strategy": "One.", "intent": "teach", "resources": sorted(names), "caption": "c"}
    elements = [{"type": "image", "src": PHOTO}, *(movie if isinstance(movie, list) else [movie])]
    draft["movie"] = json.dumps({"scenes": [{"duration": 4, "elements": elements}]})
    if field != "odd":
        draft[field] = raw
    try:
        assert set(checked(draft, Rules.of(held)).resources) <= names
    except InvalidInput as error:
        assert str(error)
