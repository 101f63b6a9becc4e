"""Of somebody who is erased no word stays in the records, and nobody else loses any."""

import json

import pytest

from tenure import clock
from tenure.actions.erase import NobodyToErase, erase_account, erase_person
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.records.models import (
    Account,
    AccountHistory,
    AuditEntry,
    Contact,
    HealthOverride,
    Identity,
    Import,
    ImportRow,
    StaleAccount,
)

pytestmark = pytest.mark.django_db(transaction=True)  # SQLite is written anew at the end, which no transaction allows
NAME, MAIL = "Jürgen Großmann", "juergen@example.com"


@pytest.fixture
def where(tmp_path):
    home = Home(tmp_path)
    spool = SqliteSpool(home.spool)
    yield {"home": home, "spool": spool, "by": "test"}
    spool.close()


@pytest.fixture
def known(workspace, account) -> Contact:
    """A contact with an id, and rows about others that repeat who that is."""
    of = {"workspace": workspace}
    contact = Contact.objects.create(
        **of, account=account, key="7", name=NAME, email=MAIL, traits={"city": "Berlin"}, created_at=clock.now()
    )
    Identity.objects.create(**of, kind="user", external_id="7", person="7")
    for name, value in (("trait.founder", f"{NAME}, Ada"), ("trait.city", "Berlin"), ("trait.floor", "7")):
        AccountHistory.objects.create(**of, account=account, name=name, value=value, since=clock.now())
    HealthOverride.objects.create(
        **of, account=account, band="good", reason=f"{NAME} says so", by="member 1", since=clock.now()
    )
    errors = [
        {"row": 1, "column": "email", "value": MAIL, "reason": "twice"},
        {"row": 2, "value": "7 x", "reason": "y"},
    ]
    imported = Import.objects.create(
        **of, kind="accounts", file_name=f"{NAME}.csv", errors=errors, started_at=clock.now()
    )
    for record, after in enumerate([{"name": "17 of 7"}, {"founder": NAME}]):
        ImportRow.objects.create(**of, of=imported, row=record, table="account", record=account.pk, after=after)
        AuditEntry.objects.create(**of, at=clock.now(), by="import 1", verb="import", noun="row", after=after)
    return contact


def written(workspace) -> str:
    """All that the workspace's records say."""
    models = (AccountHistory, HealthOverride, Import, ImportRow, AuditEntry, Contact, Identity)
    rows = [list(model.objects.filter(workspace=workspace).values()) for model in models]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_no_word_that_tells_a_person_stays(workspace, known, where):
    assert NAME in written(workspace)
    erase_person(workspace=workspace, user_id="7", **where)
    left = written(workspace)
    assert NAME not in left
    assert MAIL not in left
    assert not Contact.objects.exists()


def test_what_is_others_stays_also_where_it_looks_alike(workspace, known, where):
    erase_person(workspace=workspace, user_id="7", **where)
    history = dict(AccountHistory.objects.values_list("name", "value"))
    assert history == {"trait.founder": "erased, Ada", "trait.city": "Berlin", "trait.floor": "7"}
    assert ImportRow.objects.get().after == {"name": "17 of 7"}, "a short id is no reason to forget how to undo"
    assert {"name": "17 of 7"} in AuditEntry.objects.values_list("after", flat=True)
    assert Import.objects.get().errors == [{"row": 2, "value": "7 x", "reason": "y"}]
    assert Account.objects.get().name == "Bakkerij Smit"


def test_facts_that_named_somebody_are_computed_again(workspace, known, account, where):
    erase_person(workspace=workspace, user_id="7", **where)
    assert StaleAccount.objects.filter(account=account).exists()


def test_another_workspace_keeps_its_own_of_the_same_name(workspace, known, stranger, where):
    theirs = AccountHistory.objects.create(
        workspace=stranger.workspace, account=stranger, name="trait.founder", value=NAME, since=clock.now()
    )
    erase_person(workspace=workspace, user_id="7", **where)
    theirs.refresh_from_db()
    assert theirs.value == NAME


def test_an_account_goes_with_its_people(workspace, known, account, where):
    erase_account(workspace=workspace, key="smit", **where)
    assert not Account.objects.exists()
    assert not Contact.objects.exists()
    assert NAME not in written(workspace)


def test_an_account_that_nobody_knows_is_not_erased(workspace, known, where):
    with pytest.raises(NobodyToErase):
        erase_account(workspace=workspace, key="nobody", **where)
