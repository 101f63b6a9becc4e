"""Do cells of the workspace's own fields come in by their type, and rows by the names of accounts that are there?"""

import pytest

from tenure import clock
from tenure.records.models import Account, CustomField
from tests.unit.actions.import_for_tests import account, counts, errors, held

FIELDS = {
    "contract_value": ("Contractwaarde €", "number"), "signed": ("Signed", "date"), "vip": ("VIP", "yes_no"),
    "size": ("Size", "choice"), "remark": ("Remark", "text"),
}  # fmt: skip


@pytest.fixture
def fields(workspace):
    for name, (title, kind) in FIELDS.items():
        CustomField.objects.create(
            workspace=workspace, name=name, title=title, type=kind, choices="Small\nLarge", created_at=clock.now()
        )


@pytest.fixture
def schools(workspace):
    for key, name in (("s1", "Sportschool de Wit"), ("s2", "Bakkerij Smit"), ("t1", "Twin"), ("t2", "Twin")):
        Account.objects.create(workspace=workspace, key=key, name=name, created_at=clock.now())


def test_own_fields_are_read_by_their_type_whatever_their_cells_look_like(importer, workspace, fields):
    of = importer.text("accounts", "id;contractwaarde €;signed;VIP;Size;Remark\na;1234,56;2026-03-31;ja;large;12\n")
    assert counts(of) == (1, 0, 0, 0)
    assert held(workspace, "a") == {
        "trait.contract_value": 1234.56,
        "trait.signed": "2026-03-31",
        "trait.vip": True,
        "trait.size": "Large",
        "trait.remark": "12",
    }
    assert of.settings["traits"] == {
        "contractwaarde €": "float", "signed": "date", "VIP": "bool", "Size": "text", "Remark": "text"
    }  # fmt: skip


def test_what_an_own_field_cannot_be_is_told_with_its_row(importer, workspace, fields):
    of = importer.text(
        "accounts", "id\tContractwaarde €\tSigned\tVIP\tSize\na\tabc\t2026-13-01\tmaybe\thuge\nb\t5\t\t\t\n"
    )
    assert held(workspace, "a") == {}
    assert held(workspace, "b") == {"trait.contract_value": 5}
    assert [(row, column) for row, column, _ in errors(of)] == [
        (1, "Contractwaarde €"), (1, "Signed"), (1, "VIP"), (1, "Size")
    ]  # fmt: skip


def test_a_retired_field_and_one_of_another_workspace_say_nothing(importer, workspace, other_workspace, fields):
    CustomField.objects.update(retired_at=clock.now())
    CustomField.objects.create(
        workspace=other_workspace, name="signed", title="Signed", type="date", created_at=clock.now()
    )
    importer.text("accounts", "id,Signed\na,soon\n")
    assert held(workspace, "a") == {"trait.Signed": "soon"}


@pytest.mark.parametrize("header", ["Account", "Аккаунт", "Klant", "customer"])
def test_rows_of_a_list_of_names_are_about_the_accounts_that_are_called_so(importer, workspace, schools, header):
    of = importer.text("accounts", f"{header}\tOwner\nSportschool de Wit\tAda\ns2\tBob\nNieuw\tCy\n")
    assert counts(of) == (1, 2, 0, 0)
    assert held(workspace, "s1") == {"owner": "Ada"}
    assert held(workspace, "s2") == {"owner": "Bob"}
    assert account(workspace, "Nieuw").name == "Nieuw", "nobody is without a name"
    again = importer.text("accounts", f"{header}\tOwner\nSportschool de Wit\tAda\nNieuw\tCy\n")
    assert counts(again) == (0, 0, 2, 0)


def test_a_name_that_two_have_or_that_another_row_is_about_stays_out(importer, workspace, schools):
    of = importer.text("accounts", "Account,Owner\nTwin,Ada\nt1,Bob\ns1,Cy\nSportschool de Wit,Di\n")
    assert counts(of) == (0, 2, 0, 2)
    assert [(row, reason) for row, _, reason in errors(of)] == [
        (1, "2 accounts are called “Twin”: write the key of one of them"),
        (4, "another row is about this account already, by its key “s1”"),
    ]
    assert held(workspace, "s1") == {"owner": "Cy"}


def test_ids_and_keys_beside_names_are_keys(importer, workspace, schools):
    of = importer.text("accounts", "Account ID,Account\nTwin,Another\n")
    assert counts(of) == (1, 0, 0, 0)
    assert account(workspace, "Twin").name == "Another"
    importer.text("accounts", "id,owner\nSportschool de Wit,Ada\n")
    assert held(workspace, "s1") == {}


def test_parents_of_rows_by_name_are_set(importer, workspace, schools):
    importer.text("accounts", "Account,Parent account\nSportschool de Wit,s2\n")
    assert account(workspace, "s1").parent == account(workspace, "s2")
