"""The field map as people write it: older names are known, what cannot be meant is refused with file and entry."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import InvalidInput
from shared.sync.airtable import Column
from shared.sync.fieldmap import check, nearest, offered, read_map, shipped


def written(folder: Path, text: object) -> Path:
    file = folder / "airtable_field_mapping.json"
    file.write_text(text if isinstance(text, str) else json.dumps(text))
    return file


def test_an_older_map_keeps_its_meaning(tmp_path: Path) -> None:
    file = written(
        tmp_path, {"fields": {"name": "Full Name", "company": "Company", "linkedin": "LinkedIn URL", "uuid": "Our ID"}}
    )
    found = read_map(file)
    assert [(link.ours, link.theirs) for link in found.fields] == [
        ("full_name", "Full Name"),
        ("company_name", "Company"),
        ("linkedin_url", "LinkedIn URL"),
    ]
    assert found.key.theirs == "Our ID"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ([], "holds no map"),
        ({"email": 3}, "email: name its column"),
        ({"email": {"field": "Email", "winner": "loudest"}}, "winner is one of newest, ours, theirs, ask"),
        ({"email": {"field": "Email", "direction": "up"}}, "direction is one of"),
        ({"email": {"field": "Email", "colour": "red"}}, "unknown colour"),
        ({"email": "Email", "phone": "Email"}, "email and phone both name the column 'Email'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_file_and_entry(tmp_path: Path, text: Any, words: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(InvalidInput, match=words) as caught:
        read_map(file)
    assert file.name in str(caught.value)


def test_a_missing_column_says_which_one_may_be_meant() -> None:
    columns = [Column("fld1", "Leadreel ID", "singleLineText"), Column("fld2", "E-Mail", "email")]
    checked = check(shipped(), columns, {})
    told = {finding.field: finding.told for finding in checked.findings}
    assert "did you mean 'E-Mail'?" in told["email"]
    assert checked.usable


def test_a_map_is_offered_by_the_columns_names() -> None:
    names = ["Leadreel ID", "full name", "e mail", "Company", "LinkedIn", "Photos"]
    kinds = ["singleLineText"] * 5 + ["multipleAttachments"]
    columns = [Column(f"fld{n}", name, kind) for n, (name, kind) in enumerate(zip(names, kinds, strict=True))]
    assert offered(columns) == {"full_name": "full name", "email": "e mail", "company_name": "Company"} | (
        {"linkedin_url": "LinkedIn"} if nearest("LinkedIn URL", names) else {}
    )
