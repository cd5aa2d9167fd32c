"""Settings come from flag, environment, file and default, in this order."""

from decimal import Decimal
from pathlib import Path

import pytest

from shared.core.errors import InvalidInput
from shared.core.settings import Settings


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "leadreel.yaml"
    file.write_text("video_type: from_file\ndefault_region: DE\nproject: p\n")
    env = {"LEADREEL_VIDEO_TYPE": "from_env", "LEADREEL_DEFAULT_REGION": "FR"}
    settings = Settings.load(env, file, video_type="from_flag")
    assert (settings.video_type, settings.default_region, settings.project) == ("from_flag", "FR", "p")


def test_a_base_url_can_be_given_for_every_service() -> None:
    settings = Settings.load({"LEADREEL_AIRTABLE_BASE_URL": "http://127.0.0.1:9/"})
    assert settings.base_urls == {"airtable": "http://127.0.0.1:9"}


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(InvalidInput, match="LEADREEL_BUDGET: cannot read 'lots'"):
        Settings.load({"LEADREEL_BUDGET": "lots"})


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "leadreel.yaml"
    file.write_text("vidio_type: x\n")
    with pytest.raises(InvalidInput, match="unknown setting 'vidio_type'"):
        Settings.load({}, file)


def test_a_child_process_is_told_the_same_settings(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, egress_allow=("127.0.0.1:8801", "127.0.0.1:8802"), network=False, budget=Decimal("1.50"),
        base_urls={"openai": "http://127.0.0.1:1"},
    )  # fmt: skip
    assert Settings.load(settings.environment()) == settings
