"""Do people come in by user id, else by address, at the accounts they name?"""

from datetime import UTC, datetime

from tenure.records.models import Contact, StaleAccount
from tests.unit.actions.import_for_tests import counts

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def the_contact(workspace, key) -> Contact:
    return Contact.objects.get(workspace=workspace, key=key)


def test_contacts_come_in_at_their_accounts(importer, workspace):
    importer.text("accounts", "id\nacme\n")
    StaleAccount.objects.all().delete()
    text = "User ID,E-mail,Account,First name,Last name,Role,Champion,Team\nu1,ann@acme.example,acme,Ann,Lee,CTO,yes,Core\n"
    of = importer.text("contacts", text)
    assert counts(of) == (1, 0, 0, 0)
    ann = the_contact(workspace, "u1")
    assert (ann.name, ann.email, ann.role, ann.account.key) == ("Ann Lee", "ann@acme.example", "CTO", "acme")
    assert (ann.champion_since, ann.champion_until) == (BEGINNING, None)
    assert ann.traits == {"Team": "Core"}
    assert StaleAccount.objects.get().account.key == "acme"
    assert counts(importer.text("contacts", text)) == (0, 0, 1, 0)


def test_an_unknown_account_keeps_its_row_out_and_is_named(importer, workspace):
    of = importer.text("contacts", "email,account\nann@x.example,nowhere\nbob@x.example,\n")
    assert counts(of) == (1, 0, 0, 1)
    assert of.errors == [{"row": 1, "column": "account", "value": "nowhere", "reason": "there is no account “nowhere”"}]
    assert the_contact(workspace, "bob@x.example").account is None


def test_without_a_user_id_the_address_is_the_key_whatever_its_case(importer, workspace):
    importer.text("contacts", "email,phone\nAnn@X.example,1\n")
    of = importer.text("contacts", "email,phone\nann@x.example,2\n")
    assert counts(of) == (0, 1, 0, 0)
    assert the_contact(workspace, "ann@x.example").phone == "2"


def test_who_was_known_by_address_only_gets_the_user_id_of_a_later_file(importer, workspace):
    importer.text("contacts", "email,name\nann@x.example,Ann\n")
    of = importer.text("contacts", "user id,email\nu1,ann@x.example\n")
    assert counts(of) == (0, 1, 0, 0)
    assert workspace.contacts.get().key == "u1"
    by_address = importer.text("contacts", "email,phone\nann@x.example,7\n")
    assert counts(by_address) == (0, 1, 0, 0)
    assert workspace.contacts.get().phone == "7"
    assert importer.undo(by_address).restored == importer.undo(of).restored == 1
    assert workspace.contacts.get().key == "ann@x.example"


def test_a_person_named_by_both_ids_in_one_file_is_one_person(importer, workspace):
    of = importer.text("contacts", "user id,email,phone\nu1,ann@x.example,\n,ann@x.example,7\n")
    assert counts(of) == (1, 0, 1, 0)
    assert workspace.contacts.get().phone == "7"


def test_a_bad_address_is_left_blank_where_a_user_id_is_there_and_fatal_where_not(importer, workspace):
    of = importer.text("contacts", "user id,email\nu1,not an address\n,nor this\n")
    assert counts(of) == (1, 0, 0, 1)
    assert the_contact(workspace, "u1").email == ""
    assert [error["row"] for error in of.errors] == [1, 2]


def test_a_champion_who_is_one_no_longer_ends_with_the_import(importer, workspace):
    importer.text("contacts", "user id,champion\nu1,yes\n")
    importer.text("contacts", "user id,champion\nu1,no\n")
    until = the_contact(workspace, "u1").champion_until
    assert until is not None
    of = importer.text("contacts", "user id,champion\nu1,yes\n")
    assert counts(of) == (0, 1, 0, 0)
    assert the_contact(workspace, "u1").champion_since == of.started_at


def test_a_contact_that_moves_makes_both_accounts_stale(importer, workspace):
    importer.text("accounts", "id\na\nb\n")
    importer.text("contacts", "user id,account\nu1,a\n")
    StaleAccount.objects.all().delete()
    importer.text("contacts", "user id,account\nu1,b\n")
    assert set(StaleAccount.objects.values_list("account__key", flat=True)) == {"a", "b"}
