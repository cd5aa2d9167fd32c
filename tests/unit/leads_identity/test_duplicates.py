"""Suspects are found on demand, and the story of a lead tells why it is one."""

from typing import Any

from shared.leads.duplicates import Duplicates
from shared.leads.explain import Explain
from shared.leads.store import document_of
from shared.ports.documents import Set

House = Any
HEADER = "first_name,last_name,company,email,phone\n"


class NoEffects:
    def list(self, *, subject: str = "") -> list[Any]:
        return []


def test_what_fits_two_leads_is_a_suspect_of_both(house: House) -> None:
    house.drop(HEADER + "John,Smith,Acme,john@x.example,\nJane,Smith,Acme,jane@x.example,\n", "one.csv")
    house.clock.advance(60)
    house.drop(HEADER + "J.,Smith,Acme,,\n", "two.csv")
    assert house.leads.count() == 3
    (group,) = Duplicates(house.documents).groups()
    assert len(group.leads) == 3
    assert {pair.rule for pair in group.pairs} == {"name_company"}
    assert not any(pair.sure for pair in group.pairs)
    assert all("initial" in pair.evidence for pair in group.pairs)
    initial = next(lead.id for lead in house.leads.all() if lead.text("first_name") == "J.")
    assert group.leads[-1] == initial


def test_what_an_edit_brought_to_light_is_a_sure_suspect_until_somebody_parts_it(house: House) -> None:
    house.drop(HEADER + "Ana,Diaz,Acme,ana@x.example,\nBen,Lee,Globex,ben@x.example,\n")
    one, other = sorted(house.leads.all(), key=lambda lead: lead.text("first_name"))
    assert Duplicates(house.documents).groups() == []
    house.leads.edit(other.id, {"first_name": "Anna", "last_name": "Diaz", "email": "ana+x@x.example"}, "kim")
    (pair,) = Duplicates(house.documents).pairs()
    assert (pair.rule, pair.sure, {pair.one, pair.other}) == ("email", True, {one.id, other.id})
    assert Duplicates(house.documents).of(one.id) == [pair]
    house.merges.merge(one.id, other.id, by="kim", rule=pair.rule, evidence=pair.evidence)
    assert Duplicates(house.documents).groups() == []
    house.merges.unmerge(other.id)
    assert Duplicates(house.documents).groups() == []


def test_the_story_tells_rule_evidence_and_merges(house: House) -> None:
    house.drop(HEADER + "Robert,Hale,Acme Inc,rob@x.example,\n", "one.csv")
    house.drop(HEADER + "Ana,Diaz,Globex,ana@x.example,\n", "two.csv")
    house.clock.advance(60)
    third = house.drop(HEADER + "Bob,Hale,ACME LLC,,+1 512 555 0100\n", "three.csv")
    lead = next(lead for lead in house.leads.all() if lead.text("last_name") == "Hale")
    other = next(lead for lead in house.leads.all() if lead.text("last_name") == "Diaz")
    house.merges.merge(lead.id, other.id, by="kim")
    story = Explain(house.leads, house.imports, house.tasks, NoEffects(), house.merges)(other.id)
    assert story["lead"] == lead.id
    row = next(one for one in story["imports"] if one["id"] == third.id)["rows"][0]
    assert (row["matched_by"], "hl|acme" in row["evidence"], "form" in row["evidence"]) == ("name_company", True, True)
    assert [(one["lead"], one["by"], one["matched_by"]) for one in story["merged"]] == [(other.id, "kim", "person")]


def test_a_crowd_behind_one_key_is_no_evidence(house: House) -> None:
    lead = house.leads
    house.drop(HEADER + "".join(f"Ana{number},Diaz,Firm {number},,+1 512 555 0100\n" for number in range(5)))
    assert lead.count() == 5
    assert Duplicates(house.documents).groups() == []
    some = next(iter(lead.all()))
    house.documents.batch([Set("leads", some.id, {**document_of(some), "keys": []})])
    assert Duplicates(house.documents).groups() == []


def test_a_list_of_names_alone_is_the_same_list_when_it_comes_again(house: House) -> None:
    names = "full_name,note\nAna Diaz,\nBo Li,met at the fair\n"
    house.drop(names, "one.csv")
    ana = next(lead for lead in house.leads.all() if lead.text("full_name") == "Ana Diaz")
    house.leads.edit(ana.id, {"email": "ana@x.example"}, "kim")
    again = house.drop(names, "again.csv")
    assert (again.created, house.leads.count()) == (0, 2)
    assert house.leads.get(ana.id).text("email") == "ana@x.example"
    other = house.drop("full_name,note\nAna Diaz,met at the fair\n", "other.csv")  # whoever that is
    assert (other.created, house.leads.count()) == (1, 3)
