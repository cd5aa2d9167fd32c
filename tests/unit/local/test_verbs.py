"""A verb is found with its own rooms alone, and all of them are listed."""

import typer

from local.cli import VERBS, _verb, command_line


def brought_by(verb: str) -> set[str]:
    return set(typer.main.get_group(command_line(verb)).commands)


def test_every_room_brings_the_verbs_that_are_said_of_it() -> None:
    assert brought_by("") == set(VERBS)
    for verb, rooms in VERBS.items():
        assert brought_by(verb) == {other for other, owners in VERBS.items() if owners == rooms}


def test_a_folder_that_is_called_like_a_verb_is_none() -> None:
    assert _verb(["--json", "--data", "leads", "ingest", "map"]) == "ingest"
    assert _verb(["--data=leads", "rows"]) == "rows"
    assert _verb(["--help"]) == ""
