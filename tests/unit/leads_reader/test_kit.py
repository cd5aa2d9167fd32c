"""Every hostile file is read, or refused in one line, and gives its good rows."""

import importlib.util
from io import BytesIO
from pathlib import Path

from shared.core.errors import InvalidInput
from shared.leads.reader import open_table

KIT = Path(__file__).parents[2] / "data" / "hostile.py"


def test_every_hostile_file_ends_in_a_report_and_keeps_its_good_rows() -> None:
    spec = importlib.util.spec_from_file_location("hostile_kit", KIT)
    assert spec and spec.loader
    kit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kit)
    files = list(kit.files())
    assert len(files) >= 150
    assert len({name for name, _, _ in files}) == len(files)
    for name, make, good in files:
        found, told = 0, ()
        try:
            table = open_table(BytesIO(make()), kit.file_name(name))
            for _, _, cells, fault in table.rows():
                found += not fault and "Acme" in cells and any(cell.startswith("Ana Diaz") for cell in cells)
            told = table.finish()
        except InvalidInput as error:
            told = (str(error),)
            assert told[0].startswith(f"{kit.file_name(name)}: "), told
        assert found >= good, f"{name}: {found} of {good}; {told}"
        assert not any("\n" in line for line in told), told
