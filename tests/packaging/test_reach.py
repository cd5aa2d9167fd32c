"""What a door reaches is told without running it, and what cannot be told is refused."""

from pathlib import Path

import pytest

from scripts.reach import Reading
from shared.core.errors import InvalidInput

APP = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from shared.typed import T
from shared.core import base

class App:
    def __init__(self): self.settings = base.settings()
    @cached_property
    def runner(self):
        from shared.runner import Runner
        return Runner({"enrich": lambda: self.leads, "render": lambda: self.video})
    @cached_property
    def leads(self):
        from shared.leads import Leads
        return Leads()
    @cached_property
    def video(self):
        import shared.video
        return shared.video.Video()

def app(): return App(None)
"""
ENTRY = """
from shared.app import app
def on_task(handle): _prove()
def on_request(handle):
    from shared.forms import form
def _prove(): app().leads
"""
ROUTES = {"enrich": "enrich", "render": "render"}


def reading(root: Path, door: str, **files: str) -> Reading:
    plain = {"core/__init__": "", "core/base": "import msgspec", "runner": "", "leads": "", "video": "import av"}
    sources = {**plain, "typed": "", "forms": "", "app": APP, "entry": ENTRY, **files}
    for name, text in {**{f"shared/{name}": text for name, text in sources.items()}, **doors(door)}.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Reading(root, ROUTES)


def doors(text: str) -> dict[str, str]:
    inits = {f"functions/{name}/__init__": "" for name in ("enrich", "render", "look")}
    mains = {f"functions/{name}/main": text for name in ("enrich", "render", "look")}
    return {"shared/__init__": "", "functions/__init__": "", **inits, **mains}


DOOR = "from shared.app import app\nfrom shared.entry import on_task\n@on_task\ndef door(m): app().runner.run()\n"


def of_shared(modules: frozenset[str]) -> set[str]:
    return {name.removeprefix("shared.") for name in modules if name.startswith("shared.")}


def test_a_kind_of_task_counts_for_the_door_to_which_its_queue_leads(tmp_path: Path) -> None:
    house = reading(tmp_path, "from shared.app import app\ndef door(m): app().runner.run()\n")
    assert of_shared(house.door("render").modules) >= {"video", "runner"}
    assert "leads" not in of_shared(house.door("render").modules)
    assert "video" not in of_shared(house.door("enrich").modules)
    assert of_shared(house.door("look").modules) >= {"video", "leads"}  # no queue leads there: any kind may come along


def test_the_entry_counts_by_the_decorators_that_are_worn(tmp_path: Path) -> None:
    modules = of_shared(reading(tmp_path, DOOR).door("render").modules)
    assert "leads" in modules  # by way of _prove
    assert "forms" not in modules
    assert "typed" not in modules  # a type checker's import


def test_foreign_modules_are_told_with_those_who_ask(tmp_path: Path) -> None:
    foreign = reading(tmp_path, DOOR).door("render").foreign
    assert foreign["av"] == {"shared.video"}
    assert foreign["msgspec"] == {"shared.core.base"}


def test_modules_loaded_by_a_name_made_at_run_time_count_by_the_package_named_beside(tmp_path: Path) -> None:
    plug_ins = {"leads": "def all():\n  home = 'shared.plugs'\n  for m in pkgutil.iter_modules(home): import_module(m)"}
    house = reading(tmp_path, DOOR, **plug_ins, **{"plugs/__init__": "", "plugs/a": "import dns", "plugs/b": ""})
    assert of_shared(house.door("enrich").modules) >= {"plugs", "plugs.a", "plugs.b"}
    assert "dns" in house.door("enrich").foreign


@pytest.mark.parametrize(
    ("door", "leads", "told"),
    [
        ("from shared.app import app\ngetattr(app(), name)", "", "getattr"),
        ("from shared.app import app\nhouse = app()", "", "the whole house"),
        (DOOR, "import importlib\nimportlib.import_module(name)", "name their package"),
        (DOOR, "from . import other", "relative"),
        (DOOR, "from shared.gone import x", "not there"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_place(tmp_path: Path, door: str, leads: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        reading(tmp_path, door, leads=leads).door("enrich")
