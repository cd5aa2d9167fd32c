"""What a tame model proposes when it is asked for drafts: films made of what the inventory of the question holds."""

import json
from collections.abc import Mapping
from typing import Any

INTENTS = ("teach", "prove", "sell", "entertain")
OPENERS = (
    "Watch this first",
    "Nobody tells you this",
    "Three details that matter",
    "Before and after",
    "How it is done",
)
VOICES = {  # intent → strategy
    "teach": "Show {what} step by step so that viewers save it for later.",
    "prove": "Let the finished {what} speak, so that doubters see the result before the claim.",
    "sell": "Open on {what} and end on one clear offer while the interest is warm.",
    "entertain": "Cut {what} to a quick rhythm so that people watch it twice.",
}


def drafts(body: Mapping[str, Any], text: str) -> dict[str, Any] | None:
    """The answer to a question for drafts; None when the question shows no inventory."""
    try:
        data = json.loads(text)
        groups = [one for one in data["inventory"]["groups"] if one.get("assets")]
        count = int(data["count"])
    except (ValueError, KeyError, TypeError):
        return None
    seen = [one for one in groups if any(asset["kind"] in {"video", "image"} for asset in one["assets"])]
    music = [asset for one in groups for asset in one["assets"] if asset["kind"] == "audio"]
    before = len(data.get("past") or ()) + 7 * len(data.get("rejected") or ())
    seed = before + sum(len(str(one.get("content"))) for one in body.get("_history") or ())
    made = [_draft(seen, music, seed + number) for number in range(count)] if seen else []
    return {"drafts": made}


def _draft(groups: list[dict[str, Any]], music: list[dict[str, Any]], turn: int) -> dict[str, Any]:
    group = groups[turn % len(groups)]
    shown = [one for one in group["assets"] if one["kind"] in {"video", "image"}]
    first = turn // len(groups) % len(shown)
    picked = (shown[first:] + shown[:first])[: 2 + turn % 3]
    intent = INTENTS[turn % len(INTENTS)]
    what = str(group["group"]).rpartition("/")[2].replace("_", " ")
    opener = OPENERS[turn % len(OPENERS)]
    scenes: list[dict[str, Any]] = [_scene(asset, opener if number == 0 else "") for number, asset in enumerate(picked)]
    movie: dict[str, Any] = {"resolution": "instagram-story", "scenes": scenes}
    resources = [one["name"] for one in picked]
    if music and turn % 2:
        track = music[turn // 2 % len(music)]["name"]
        movie["elements"] = [{"type": "audio", "src": track, "duration": -2, "volume": 0.4, "fade-out": 1}]
        resources.append(track)
    return {
        "strategy": VOICES[intent].format(what=what),
        "intent": intent,
        "resources": list(dict.fromkeys(resources)),
        "caption": f"{opener}: {what}, take {turn + 1}. What would you do?\n\n#{what.replace(' ', '')} #{intent}",
        "movie": json.dumps(movie),
    }


def _scene(asset: Mapping[str, Any], words: str) -> dict[str, Any]:
    placed: dict[str, Any] = {"src": asset["name"], "resize": "cover", "width": 1080, "height": 1920, "x": 0, "y": 0}
    seconds = min(4.0, float(asset.get("seconds") or 3.0))
    if asset["kind"] == "video":
        element = {"type": "video", **placed, "duration": seconds, "muted": True}
    else:
        element = {"type": "image", **placed, "duration": seconds, "zoom": 2}
    elements = [element]
    if words:
        settings = {"font-size": "72px", "color": "#ffffff"}
        elements.append({"type": "text", "text": words, "duration": seconds, "settings": settings})
    return {"duration": seconds, "elements": elements}
