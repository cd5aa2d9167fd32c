"""The flat configuration: with none, with old names, with secrets where they belong and where they do not."""

import io
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.content.configuration import NAMES, OLD_NAMES, SECRETS, WITHOUT_EFFECT, Configuration
from shared.core import log as logs
from shared.core.errors import InvalidInput
from shared.core.flat import filled

ROOT = Path(__file__).parents[3]


def written(folder: Path, text: str) -> Path:
    file = folder / "content.yaml"
    file.write_text(text)
    return file


def test_without_a_file_everything_has_a_value(tmp_path: Path) -> None:
    assert Configuration.load({}) == Configuration.load({}, tmp_path / "nowhere.yaml") == Configuration()


def test_an_empty_file_and_one_of_comments_say_nothing(tmp_path: Path) -> None:
    assert Configuration.load({}, written(tmp_path, "# nothing\n")).per_run == 1
    assert Configuration.load({}, written(tmp_path, "")).per_run == 1


def test_variables_stand_in_values_and_have_defaults(tmp_path: Path) -> None:
    file = written(
        tmp_path, "google_sheet_id: ${SHEET}\nworksheet_name: ${TAB:-Board} $${x}\nfolders: [a, '${F:-b}']\n"
    )
    read = Configuration.load({"SHEET": "1AbC"}, file)
    assert (read.google_sheet_id, read.worksheet_name, read.folders) == ("1AbC", "Board ${x}", ("a", "b"))


def test_the_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "per_run: 2\npoll_interval: 5\n")
    read = Configuration.load({"LEADREEL_PER_RUN": "3"}, file)
    assert (read.per_run, read.poll_interval) == (3, 5.0)


def test_an_old_file_is_read_and_says_what_is_called_otherwise_today(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """\
openai_api_key: ${OPENAI_API_KEY}
assistant_id: asst_abc123
personality_file: personality.md
instagram_access_token: ${IG_TOKEN}
ig_user_id: 17841400000000000
gcs_bucket_name: my-bucket
spreadsheet_id: 1AbC
worksheet_name: Videos
json2video_api_key: ${J2V}
video_folders: [video_uploads, music_uploads]
check_interval: 30
posting_timeout: 300
log_level: info
log_file: logs/autopost.log
""",
    )
    env = {"OPENAI_API_KEY": "sk-1234567890abcdef", "IG_TOKEN": "IGAA-secret-1", "J2V": "j2v-secret-1"}
    read = Configuration.load(env, file)
    assert read.instagram_account_id == "17841400000000000"
    assert (read.google_sheet_id, read.worksheet_name, read.folders) == (
        "1AbC",
        "Videos",
        ("video_uploads", "music_uploads"),
    )
    assert (read.poll_interval, read.autopost_timeout, read.log_level) == (30.0, 300.0, "INFO")
    assert read.log_file == Path("logs/autopost.log") and read.personality_file == Path("personality.md")
    assert read.environment({}) == {
        "LEADREEL_OPENAI_KEY": "sk-1234567890abcdef",
        "LEADREEL_INSTAGRAM_TOKEN": "IGAA-secret-1",
        "LEADREEL_JSON2VIDEO_KEY": "j2v-secret-1",
    }
    told = "\n".join(read.notes)
    assert "content.yaml:2: assistant_id: has no effect" in told and "August 2026" in told
    assert "content.yaml:5: ig_user_id: is called instagram_account_id today" in told
    assert len(read.notes) == 7


def test_a_secret_of_the_environment_is_stronger_than_one_of_the_file(tmp_path: Path) -> None:
    read = Configuration.load({"A": "from-the-file"}, written(tmp_path, "openai_api_key: ${A}"))
    assert read.environment({"LEADREEL_OPENAI_KEY": "own"}) == {}


def test_a_process_that_has_not_a_secret_reads_the_rest(tmp_path: Path) -> None:
    read = Configuration.load({}, written(tmp_path, "openai_api_key: ${OPENAI_API_KEY}\nper_run: 2\n"))
    assert read.secrets == {} and read.per_run == 2 and read.notes == ()


def test_a_secret_in_the_file_is_warned_of_and_stands_in_no_log(tmp_path: Path) -> None:
    read = Configuration.load({}, written(tmp_path, "instagram_access_token: EAAGliteral000\n"))
    assert read.environment({}) == {"LEADREEL_INSTAGRAM_TOKEN": "EAAGliteral000"}
    assert "a secret stands in this file" in read.notes[0]
    assert "EAAGliteral000" not in f"{read!r} {read.notes}"
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(logs.JsonLines())
    logger = logging.getLogger("shared.test_secret")
    logger.addHandler(handler)
    logger.error("the platform said EAAGliteral000")
    assert "EAAGliteral000" not in told.getvalue() and "<secret>" in told.getvalue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("per_run: many", "content.yaml:1: per_run: cannot be read; it is to be a whole number from 1 to 25"),
        ("\nper_run: 0", "content.yaml:2: per_run: cannot be read"),
        ("poll_interval: .nan", "poll_interval: cannot be read"),
        ("polling_intervall: 3", "is no setting (is it polling_interval?)"),
        ("check_interval: 3\npoll_interval: 4", "content.yaml:2: poll_interval: says the same as"),
        ("per_run: 1\nper_run: 2", "content.yaml:2: per_run: stands twice"),
        ("google_sheet_id: ${SHEET}", "the variable SHEET is not set; set it, write ${SHEET:-}"),
        ("google_sheet_id: ${SHEET", "a variable is written ${NAME}"),
        ("instagram:\n  account: 1", "content.yaml:1: instagram: this file is flat"),
        ("- a\n- b", "expected `name: value` lines"),
        ("folders: [../etc]", "folders: cannot be read; it is to be a list of folders"),
        ("renderer: ffmpeg", "it is to be house or json2video"),
        ("a: [1\nsecret: EAAGx", "not readable as YAML"),
        ("log_level: !!python/object/apply:os.system [ls]", "flat|not readable|is to be"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        Configuration.load({}, written(tmp_path, text))
    assert any(part in str(raised.value) for part in told.split("|")), str(raised.value)
    assert "EAAGx" not in str(raised.value)


def test_a_secret_in_the_wrong_line_is_not_told_again(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as raised:
        Configuration.load({}, written(tmp_path, "per_run: EAAGnotanumber"))
    assert "EAAGnotanumber" not in str(raised.value)


def test_every_old_name_leads_to_one_of_today() -> None:
    assert set(OLD_NAMES.values()) <= NAMES
    assert not (OLD_NAMES.keys() | WITHOUT_EFFECT.keys()) & NAMES
    assert not OLD_NAMES.keys() & WITHOUT_EFFECT.keys()
    assert all(name.startswith("LEADREEL_") for name in SECRETS.values())


@given(st.text(), st.dictionaries(st.from_regex(r"[A-Z]{1,3}", fullmatch=True), st.text(min_size=1)))
def test_a_text_without_a_dollar_sign_stands_and_any_other_is_filled_or_refused(text: str, env: dict[str, str]) -> None:
    try:
        found = filled(text, env, "x")
    except InvalidInput as error:
        assert "${" in text and str(error).startswith("x: ")
    else:
        assert found == text or "${" in text
