"""Of somebody who is erased no word stays in the records, and nobody else loses any."""

import json
from datetime import timedelta

import pytest
from django.apps import apps

from tenure import clock
from tenure.actions.erase import NobodyToErase, erase_account, erase_person
from tenure.actions.importing.uploads import begin_upload, mend, upload_path
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.contacts import merge_contacts
from tenure.actions.merging.undo import take_merge_back
from tenure.actions.notes import remove_note, write_note
from tenure.actions.objectives import Said as Agreed
from tenure.actions.objectives import add_objective
from tenure.actions.records import upsert
from tenure.actions.snoozes import snooze
from tenure.actions.tasks import create_task
from tenure.actions.touchpoints import Said, log_touchpoint
from tenure.eventlog.home import Home
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.records.models import (
    Account,
    AccountHistory,
    Alert,
    Asset,
    AssetHistory,
    AuditEntry,
    Contact,
    HealthOverride,
    Identity,
    Import,
    ImportRow,
    Incident,
    IncidentAccount,
    Invoice,
    Measurement,
    Note,
    Objective,
    Order,
    Play,
    PlayRun,
    PlayStep,
    PlayVersion,
    Segment,
    Signal,
    SignalState,
    StaleAccount,
    Task,
    Ticket,
    Touchpoint,
    Upload,
    Workspace,
)
from tests.factories import make_member

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


FILES = {
    "accounts": "id,name\nsmit,Bakkerij Smit\njansen,Slagerij Jansen\n",
    "contacts": f"user id,name,email,account\n7,{NAME},{MAIL},smit\n8,Piet,piet@x.example,jansen\n",
    "orders": "order id,account,date,total,product\no1,jansen,2026-01-05,1,Cake for {0}\no2,smit,2026-01-05,1,{1}\n",
    "invoices": "invoice,account,issued,amount\n{1} 1,smit,2026-01-05,1\ni2,jansen,2026-01-05,1\n",
    "assets": "key,account,name,version\nx,smit,{1},Build {1}\ny,jansen,Jansen,1.0\n",
    "measurements": "asset,account,day,metric,value\nx,,2026-01-05,of {1},1\n,jansen,2026-01-05,v,1\n",
    "touchpoints": (
        "key,account,contact,at,channel,service,summary,by\n"
        "t1,smit,7,2026-01-05,call,Push,A talk about her knee,Jana\nt2,jansen,,2026-01-05,call,{0},With {0},{0}\n"
    ),
    "tickets": "key,account,contact,opened,subject\n1,,7,2026-01-05,My knee\n2,jansen,,2026-01-05,As {0} said\n",
    "notes": "key,account,at,text,by\nn1,smit,2026-01-05,{1},Jana\nn2,jansen,2026-01-05,Knows {0},{0}\n",
}
SECRET = "only-at-smits"
PLAIN = (Account, Order, Invoice, Asset, AssetHistory, Measurement, Touchpoint, Ticket, Note, Task)


@pytest.fixture
def imported(workspace, importer):
    """Two accounts with something of every kind, in which the one or the person at it is spoken of."""
    for kind, text in FILES.items():
        assert importer.text(kind, text.format(NAME, SECRET)).failed == 0
    row = {"key": "n3", "account": "smit", "at": "2026-01-05", "text": f"{SECRET} again"}
    upsert(workspace=workspace, kind="notes", rows=[row], by="key 1")
    Import.objects.update(file_name="file.csv")
    return {"home": importer.home, "spool": importer.spool, "by": "test"}


def told(workspace) -> str:
    rows = [list(model.objects.filter(workspace=workspace).values()) for model in PLAIN]
    return written(workspace) + json.dumps(rows, default=str, ensure_ascii=False)


def test_nothing_of_any_kind_stays_of_an_account(workspace, imported):
    assert SECRET in told(workspace)
    erase_account(workspace=workspace, key="smit", **imported)
    left = told(workspace)
    for word in (SECRET, NAME, MAIL, "knee"):
        assert word not in left, word
    for model in (Account, Order, Invoice, Asset, Measurement, Touchpoint, Ticket, Note):
        assert model.objects.count() == 1, model
    assert Note.objects.get().text == "Knows erased"


def test_what_was_said_with_and_about_a_person_goes_and_that_it_happened_stays(workspace, imported):
    erase_person(workspace=workspace, user_id="7", **imported)
    left = told(workspace)
    for word in (NAME, MAIL, "knee"):
        assert word not in left, word
    assert SECRET in left, "what the account has besides is not the person's"
    assert dict(Touchpoint.objects.values_list("key", "summary")) == {"t1": "erased", "t2": "With erased"}
    assert dict(Ticket.objects.values_list("key", "subject")) == {"1": "erased", "2": "As erased said"}
    assert set(Touchpoint.objects.values_list("contact", flat=True)) == {None}
    assert Order.objects.get(key="o1").product == "Cake for erased"


def test_what_was_planned_with_a_person_goes_too(workspace, imported):
    account, contact = Account.objects.get(key="smit"), Contact.objects.get(key="7")
    said = Said("call", clock.now(), contact=contact, outcome="Knee hurts", next_step="Ask about the knee")
    log_touchpoint(account=account, said=said, by="test")
    create_task(workspace=workspace, title=f"Call {NAME}", reason=f"Writes from {MAIL}", account=account, by="test")
    erase_person(workspace=workspace, user_id="7", **imported)
    left = told(workspace)
    for word in (NAME, MAIL, "knee", "Knee"):
        assert word not in left, word
    assert Task.objects.get().title == "Call erased"


def test_after_an_erase_the_rest_of_an_import_can_still_be_taken_back(workspace, imported, importer):
    erase_account(workspace=workspace, key="smit", **imported)
    done = importer.undo(Import.objects.get(kind="invoices"))
    assert (done.deleted, done.kept) == (1, 0)
    assert not Invoice.objects.exists()


def test_where_accounts_are_people_a_buyer_goes_with_what_was_bought(workspace, importer):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    text = f"order id,account,email,name,date,total\no1,c-7-7-7-7,{MAIL},{NAME},2026-01-05,1\no2,c2,b@x.example,Ben,2026-01-05,1\n"
    importer.text("orders", text, mapping={"account_name": "name"})
    erase_person(workspace=workspace, user_id="c-7-7-7-7", home=importer.home, spool=importer.spool, by="test")
    left = told(workspace)
    for word in (NAME, MAIL, "c-7-7-7-7"):
        assert word not in left, word
    assert Order.objects.get().key == "o2"


def test_an_account_that_nobody_knows_is_not_erased(workspace, known, where):
    with pytest.raises(NobodyToErase):
        erase_account(workspace=workspace, key="nobody", **where)


def test_files_that_wait_to_be_imported_go_with_all_that_was_mended_in_them(workspace, known, where):
    upload = begin_upload(workspace=workspace, file_name="people.csv", size=1, by="member 1")
    path = upload_path(where["home"], upload)
    path.parent.mkdir(parents=True)
    path.write_text(f"id,name\n7,{NAME}\n")
    mend(upload=upload, cells={(1, "name"): NAME}, by="member 1")
    erase_person(workspace=workspace, user_id="7", **where)
    assert not path.exists()
    assert not Upload.objects.exists()


def everything_written() -> str:
    """Every row of every table, as text."""
    models = apps.get_app_config("records").get_models()
    return json.dumps([list(model._default_manager.values()) for model in models], default=str, ensure_ascii=False)


def test_nothing_stays_of_an_account_that_another_was_merged_into(workspace, imported):
    kept = Account.objects.get(key="jansen")
    merge_accounts(kept=kept, gone=Account.objects.get(key="smit"), chosen=["name"], by="test")
    assert "Bakkerij Smit" in everything_written()
    erase_account(workspace=workspace, key="smit", **imported)
    left = everything_written()
    for word in ("Bakkerij Smit", "Slagerij Jansen", SECRET, NAME):
        assert word not in left, word
    assert not Account.objects.exists()


def test_nothing_stays_of_a_note_that_was_removed_before_its_account_is_erased(workspace, imported):
    smit, writer = Account.objects.get(key="smit"), make_member(workspace, "agent")
    write_note(account=smit, text="They quarrel with their brother", writer=writer, by="test")
    remove_note(note=Note.objects.get(writer=writer), by="test")
    assert "quarrel" in everything_written()
    erase_account(workspace=workspace, key="smit", **imported)
    assert "quarrel" not in everything_written()


def test_a_person_goes_from_all_that_members_write(workspace, imported):
    smit, jansen = Account.objects.get(key="smit"), Account.objects.get(key="jansen")
    merge_accounts(kept=jansen, gone=smit, by="test")
    add_objective(account=jansen, said=Agreed(f"As {NAME} wants", 1, 2), by="test")
    snooze(account=jansen, until=clock.now().date() + timedelta(days=3), reason=f"{NAME} is away", by="test")
    erase_person(workspace=workspace, user_id="7", **imported)
    left = everything_written()
    for word in (NAME, MAIL):
        assert word not in left, word
    assert Objective.objects.get().title == "As erased wants"


def test_a_person_goes_from_rules_alerts_incidents_and_plays(workspace, imported):
    smit, now = Account.objects.get(key="jansen"), clock.now()
    rule = {"fact": "trait.founder", "op": "contains", "value": NAME}
    of, by = {"workspace": workspace}, {"created_at": now, "created_by": "test"}
    Segment.objects.create(**of, **by, slug="s", name=f"With {NAME}", rule=rule)
    signal = Signal.objects.create(**of, **by, slug="s", name=NAME, definition={"rule": rule})
    read = {"trait.founder": NAME}
    SignalState.objects.create(**of, signal=signal, account=smit, since=now, values=read)
    Alert.objects.create(
        **of, signal=signal, account=smit, severity="low", values=read, since=now, opened_at=now, note=f"{NAME} knows"
    )
    incident = Incident.objects.create(**of, title=f"{NAME} reports", description=NAME, rule=rule, opened_at=now)
    IncidentAccount.objects.create(**of, incident=incident, account=smit, way="call", why=f"Call {NAME}", found_at=now)
    play = Play.objects.create(**of, **by, slug="p", name=f"For {NAME}", draft={"steps": [{"task": f"Ask {NAME}"}]})
    version = PlayVersion.objects.create(**of, play=play, version=1, definition={"stop_when": rule}, published_at=now)
    run = PlayRun.objects.create(**of, play=play, version=version, account=smit, cause="x", started_at=now)
    PlayStep.objects.create(**of, run=run, path="0", at=now, kind="notify", why=f"{NAME} left")
    create_task(workspace=workspace, title="Call", account=smit, by="test")
    Task.objects.update(script=f"Good morning, {NAME}")
    erase_person(workspace=workspace, user_id="7", **imported)
    left = everything_written()
    assert NAME not in left
    assert "grossmann" not in left.lower()
    assert Alert.objects.get().note == "erased knows"


def test_nothing_stays_of_a_person_who_was_merged_into_another_and_that_into_a_third(workspace, imported):
    smit = Account.objects.get(key="smit")
    other = Contact.objects.create(
        workspace=workspace, account=smit, key="9", name="Grossmann", email="jg@other.example", created_at=clock.now()
    )
    third = Contact.objects.create(workspace=workspace, account=smit, key="10", name="J. G.", created_at=clock.now())
    create_task(workspace=workspace, title="Ask jg@other.example", account=smit, by="test")
    merge_contacts(kept=other, gone=Contact.objects.get(key="7"), chosen=["name"], by="test")
    merge_contacts(kept=third, gone=other, by="test")
    assert NAME in everything_written()
    erase_person(workspace=workspace, user_id="10", **imported)
    left = everything_written()
    for word in (NAME, MAIL, "Grossmann", "jg@other.example"):
        assert word not in left, word
    assert not Contact.objects.filter(account=smit).exists()


def test_a_merge_that_was_taken_back_keeps_nothing_of_whoever_is_erased(workspace, imported):
    smit = Account.objects.get(key="smit")
    other = Contact.objects.create(workspace=workspace, account=smit, key="9", name="Ada", created_at=clock.now())
    gone = Contact.objects.get(key="7")
    Contact.objects.filter(pk=gone.pk).update(phone="06123")
    merge = merge_contacts(kept=other, gone=gone, by="test")
    take_merge_back(merge=merge, by="test")
    erase_person(workspace=workspace, user_id="7", **imported)
    assert "06123" not in everything_written()
    assert Contact.objects.get(key="9").name == "Ada", "the other is another person"
