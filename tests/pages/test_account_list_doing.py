"""What is done in the list of accounts: filters, cells, many at once, views, columns, fields, files."""

import csv
import html
import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tenure import clock
from tenure.actions import task_runs as making
from tenure.console.accounts import bulk, task_runs, worst_first
from tenure.records.models import (
    Account,
    AccountHealth,
    AccountHistory,
    AuditEntry,
    CustomField,
    Member,
    Task,
    Team,
    Upload,
    View,
)
from tests.factories import make_account
from tests.pages.conftest import DOING_WELL, IN_TROUBLE

LIST = "/w/acme/accounts"
DO = "/w/acme/list"
HTMX = {"HX-Request": "true"}


def names(response) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', response.content.decode())


def text(response) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def money(amount: int, currency: str = "EUR") -> dict[str, object]:
    return {"amount": amount, "currency": currency}


@pytest.fixture
def several(acme):
    """Three accounts that pay 50, 100 and 300 euros, and one that pays in dollars."""
    today = clock.now().date()
    quarter_ends = (today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1) - today).days
    for key, amount, renews in (
        ("small", 5_000, quarter_ends),
        ("middle", 10_000, 400),
        ("large", 30_000, quarter_ends),
    ):
        facts = DOING_WELL | {
            "mrr": money(amount),
            "days_to_renewal": renews,
            "trait.Trade": "Baker" if key != "small" else "Butcher",
        }
        make_account(
            acme, key, key.capitalize(), facts | {"active_days_28": amount // 1000, "has_contract": key == "large"}
        )
    make_account(acme, "dollars", "Dollars", DOING_WELL | {"mrr": money(99_900, "USD")})


@pytest.fixture
def agent(visit):
    return visit("agent")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["mrr.gte.10000"], ["Large", "Middle"]),
        (["mrr.lt.10000"], ["Small"]),
        (["mrr.above_average"], ["Large"]),
        (["mrr.above_average", "renewal.this_quarter"], ["Large"]),
        (["renewal.this_quarter"], ["Large", "Small"]),
        (["renewal.unknown"], ["Dollars"]),
        (["active_days_28.gt.5", "active_days_28.lte.10"], ["Middle"]),
        (["trait.Trade.eq.Baker"], ["Large", "Middle"]),
        (["trait.Trade.contains.utch"], ["Small"]),
        (["trait.Trade.unknown"], ["Dollars"]),
        (["has_contract.yes"], ["Large"]),
        (["has_contract.no"], ["Middle", "Small"]),
        (["nonsense.gt.5", "mrr.like.x", "mrr.gte.NaN", "renewal.gte.soon", "password.eq.x"], []),
    ],
)  # fmt: skip
def test_filters_of_the_address_find_accounts(visit, acme, several, filters, found):
    for account in Account.objects.filter(workspace=acme):
        trade = account.health.facts.get("trait.Trade")
        if trade:
            AccountHistory.objects.create(
                workspace=acme, account=account, name="trait.Trade", value=trade, since=clock.now()
            )
    response = visit("viewer").get(LIST, {"f": filters, "sort": "account"})
    assert names(response) == found


def test_a_filter_is_read_back_in_words_and_can_be_removed(visit, several):
    response = visit("viewer").get(LIST, {"f": ["mrr.gte.10000", "renewal.this_quarter"], "band": "good"})
    assert "MRR is at least €100" in text(response)
    assert "Renewal is in this quarter" in text(response)
    removing = re.findall(r'<a class="filter-chip" href="([^"]+)"', response.content.decode())
    assert html.unescape(removing[0]) == "?band=good&f=renewal.this_quarter"


def test_a_filter_is_filled_in_as_people_write_and_stands_in_the_address(visit, several):
    viewer = visit("viewer")
    given = {"add": "mrr", "op": "gte", "value": "1.000,50", "band": "good"}
    answer = viewer.get(LIST, given, headers={"Accept-Language": "nl"})
    assert answer.status_code == 302
    assert answer.url == f"{LIST}?band=good&f=mrr.gte.100050"
    wrong = viewer.get(LIST, given | {"value": "lots"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "“lots” is no number" in text(wrong)
    assert viewer.get(LIST, given | {"value": "lots"}).url == f"{LIST}?band=good"


@pytest.mark.parametrize(
    "nonsense", ["mrr.atleast.100", "mood.eq.1", "mrr.gte.much", "mrr.known.1", "trait.nobody.known"]
)
def test_a_filter_that_means_nothing_is_named_and_shows_nobody(agent, several, nonsense):
    shown = agent.get(LIST, {"f": [nonsense, "mrr.gte.10000"], "sort": "-mrr"})
    assert names(shown) == []
    assert f"“{nonsense}” is no filter that can be used" in text(shown)
    assert "MRR is at least €100" in text(shown)
    without = html.unescape(re.search(r'<a class="filter-chip" href="([^"]+)"', shown.content.decode())[1])
    assert names(agent.get(LIST + without)) == ["Large", "Middle"]
    said = {"what": "set", "field": "minimum_score", "value": "60", "all": "1", "list": f"?f={nonsense}"}
    assert "Choose some accounts first" in text(agent.post(f"{DO}/fields", said, headers=HTMX))


def test_a_list_without_scores_asks_for_no_spark_lines(agent, several):
    assert reverse("trends", args=["acme"]) in agent.get(LIST).content.decode()
    agent.post(f"{DO}/columns", {"column": ["mrr", "owner"]})
    assert reverse("trends", args=["acme"]) not in agent.get(LIST).content.decode()


def test_any_fact_is_a_column_and_sorts(visit, acme, several):
    viewer = visit("viewer")
    viewer.post(f"{DO}/columns", {"column": ["active_days_28", "mrr"]})
    assert Member.objects.get(workspace=acme, role="viewer").columns == "mrr\nactive_days_28"
    response = viewer.get(LIST, {"sort": "-active_days_28"})
    assert names(response) == ["Large", "Dollars", "Middle", "Small"]
    heads = re.findall(r"<th [^>]*>.*?<a [^>]*>([^<]+)", response.content.decode())
    assert heads == ["Account", "MRR", "Active days in the last 28 days"]
    viewer.post(f"{DO}/columns", {"usual": "1"})
    assert Member.objects.get(workspace=acme, role="viewer").columns == ""


def test_mine_my_teams_and_all(visit, acme, several):
    agent, other, owner = visit("agent"), visit("manager"), visit("owner")
    me, colleague = Member.objects.get(workspace=acme, role="agent"), Member.objects.get(workspace=acme, role="manager")
    team = Team.objects.create(workspace=acme, name="North", created_at=clock.now())
    Member.objects.filter(pk__in=[me.pk, colleague.pk]).update(team=team)
    Account.objects.filter(key="large").update(owner=me)
    Account.objects.filter(key="small").update(owner=colleague)
    assert names(agent.get(LIST, {"scope": "mine"})) == ["Large"]
    assert set(names(agent.get(LIST, {"scope": "team"}))) == {"Large", "Small"}
    assert names(other.get(LIST, {"scope": "mine"})) == ["Small"]
    assert "No account is in this book of business" in text(owner.get(LIST, {"scope": "mine"}))


def test_a_cell_opens_is_changed_and_is_taken_back(agent, acme, bakery):
    opened = agent.get(f"{LIST}/bakery/cell", {"field": "lifecycle_stage"}, headers=HTMX)
    assert '<option value="adopting"' in opened.content.decode()
    said = {"field": "lifecycle_stage", "value": "adopting"}
    changed = agent.post(f"{LIST}/bakery/cell", said, headers=HTMX)
    assert "adopting" in changed.content.decode()
    assert "Bakkerij Smit: stage changed." in text(changed)
    agent.post(f"{DO}/columns", {"column": ["lifecycle_stage"]})
    assert "adopting" in text(agent.get(LIST)), "before the facts are computed anew"
    entry = re.search(r'name="entry" value="(\d+)"', changed.content.decode())[1]
    undone = agent.post(reverse("undone", args=["acme"]), {"entry": entry}, headers=HTMX)
    assert "Taken back: it is as it was." in text(undone)
    assert not AccountHistory.objects.filter(name="lifecycle_stage").exists()


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("minimum_score", "many", "is no number"),
        ("minimum_score", "101", "100"),
        ("trait.since", "soon", "is no date"),
        ("trait.size", "huge", "none of the choices"),
        ("owner", "999999", "not here any more"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused_and_stays_to_be_put_right(agent, acme, bakery, field, value, wrong):
    for name, type_ in (("since", "date"), ("size", "choice")):
        CustomField.objects.create(
            workspace=acme, name=name, title=name, type=type_, choices="S\nM", created_at=clock.now()
        )
    answer = agent.post(f"{LIST}/bakery/cell", {"field": field, "value": value}, headers=HTMX)
    assert answer.status_code == 422
    assert wrong in text(answer)
    assert not AuditEntry.objects.filter(verb="set_field").exists()


def test_the_name_is_changed_where_it_stands(agent, bakery):
    answer = agent.post(f"{LIST}/bakery/cell", {"field": "name", "value": "Bakkerij Smit en zonen"}, headers=HTMX)
    assert names(answer) == ["Bakkerij Smit en zonen"]
    assert answer.headers["HX-Trigger-After-Settle"] == "tenure:accounts", "the list brings its sentence again"


@pytest.mark.parametrize("field", ["mrr", "score", "active_days_28", "key", "nonsense", "trait.nobody_has_it", ""])
def test_what_is_computed_has_no_form(agent, bakery, field):
    assert agent.get(f"{LIST}/bakery/cell", {"field": field}).status_code == 404


def test_many_are_assigned_and_that_is_taken_back_at_once(agent, acme, several):
    me = Member.objects.get(workspace=acme, role="agent")
    ids = list(Account.objects.filter(workspace=acme, key__in=["small", "large"]).values_list("pk", flat=True))
    answer = agent.post(f"{DO}/fields", {"what": "assign", "owner": me.pk, "id": ids}, headers=HTMX)
    assert "2 accounts changed." in text(answer)
    assert Account.objects.filter(owner=me).count() == 2
    entry = re.search(r'name="entry" value="(\d+)"', answer.content.decode())[1]
    agent.post(reverse("undone", args=["acme"]), {"entry": entry}, headers=HTMX)
    assert Account.objects.filter(owner=me).count() == 0


def test_any_field_that_a_cell_sets_is_offered_for_many_with_traits_that_came_by_import(agent, acme, several):
    AccountHealth.objects.filter(account__key="small").update(facts={"trait.City": "Utrecht", "active_days_28": 3})
    offered = re.findall(
        r'<option value="([^"]+)"', agent.get(f"{DO}/pick", {"of": "set"}, headers=HTMX).content.decode()
    )
    assert {"owner", "lifecycle_stage", "minimum_score", "trait.City"} <= set(offered)
    assert not {"mrr", "score", "active_days_28"} & set(offered), "what is computed is nobody's to set"


def test_all_of_the_list_are_all_that_the_filters_find(agent, acme, several):
    said = {"what": "set", "field": "minimum_score", "value": "60", "all": "1", "list": "?f=mrr.gte.10000"}
    assert "2 accounts changed." in text(agent.post(f"{DO}/fields", said, headers=HTMX))
    assert set(Account.objects.filter(minimum_score=60).values_list("key", flat=True)) == {"middle", "large"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"what": "stage", "stage": "adopting"}, "Choose some accounts first"),
        ({"what": "stage", "stage": "nowhere", "all": "1"}, "There is no stage “nowhere”"),
        ({"what": "set", "field": "minimum_score", "value": "x", "all": "1"}, "is no number"),
        ({"what": "set", "field": "name", "value": "", "id": ["0", "x"]}, "Choose some accounts first"),
    ],
)
def test_what_cannot_be_done_to_many_says_why_and_does_nothing(agent, several, said, told):
    before = AuditEntry.objects.count()
    assert told in text(agent.post(f"{DO}/fields", said, headers=HTMX))
    assert AuditEntry.objects.count() == before


def test_a_task_is_made_for_each_for_its_owner(agent, visit, acme, several):
    me = Member.objects.get(workspace=acme, role="agent")
    visit("manager")
    manager = Member.objects.get(workspace=acme, role="manager")
    Account.objects.filter(key="large").update(owner=manager)
    accounts = Account.objects.filter(workspace=acme, key__in=["small", "large"])
    answer = agent.post(f"{DO}/tasks", {"title": "Call them", "id": [one.pk for one in accounts]}, headers=HTMX)
    assert "2 tasks added." in text(answer)
    assert set(Task.objects.values_list("account__key", "owner")) == {("small", me.pk), ("large", manager.pk)}
    agent.post(f"{DO}/tasks", {"title": "", "all": "1"}, headers=HTMX)
    assert Task.objects.count() == 2, "without a title there is no task"


def test_a_view_keeps_filters_order_and_columns_and_is_shared(visit, acme, several):
    agent, viewer = visit("agent"), visit("viewer")
    said = {
        "name": "Large ones",
        "query": "f=mrr.gte.10000&sort=-mrr&page=3&evil=1",
        "columns": "mrr\nplan",
        "shared": "1",
    }
    kept = agent.post(f"{DO}/views", said)
    view = View.objects.get(workspace=acme)
    assert kept.url == f"{LIST}?f=mrr.gte.10000&sort=-mrr&view={view.pk}"
    response = viewer.get(kept.url)
    assert names(response) == ["Large", "Middle"]
    assert re.findall(r"<th [^>]*>.*?<a [^>]*>([^<]+)", response.content.decode()) == ["Account", "MRR", "Plan"]
    assert "Large ones" in text(viewer.get(LIST))
    assert viewer.post(f"{DO}/views/{view.pk}/end").status_code == 404, "somebody else's"
    assert agent.post(f"{DO}/views/{view.pk}/end").status_code == 302
    assert not View.objects.exists()


def test_a_view_that_is_not_shared_is_its_makers_alone_and_viewers_share_none(visit, acme, several):
    viewer = visit("viewer")
    viewer.post(f"{DO}/views", {"name": "Secret", "query": "band=poor", "shared": "1"})
    assert View.objects.get(workspace=acme).is_shared is False
    assert "Secret" not in text(visit("agent").get(LIST))
    assert "Secret" in text(viewer.get(LIST))


@pytest.mark.parametrize("role", ["manager", "viewer"])
def test_a_view_that_was_removed_comes_back_with_all_it_kept_unless_its_name_was_taken(visit, acme, several, role):
    client = visit(role)
    client.post(f"{DO}/views", {"name": "Poor ones", "query": "band=poor", "columns": "mrr"})
    before = View.objects.values().get()
    gone = client.post(f"{DO}/views/{before['id']}/end", headers=HTMX)
    assert "The view “Poor ones” is gone" in text(gone)
    said = {"entry": re.findall(r'name="entry" value="(\d+)"', gone.content.decode())}
    client.post(f"{DO}/views", {"name": "Poor ones", "query": "band=good"})
    assert "nothing was taken back" in text(client.post(reverse("undone", args=["acme"]), said, headers=HTMX))
    View.objects.all().delete()
    assert "Taken back" in text(client.post(reverse("undone", args=["acme"]), said, headers=HTMX))
    assert View.objects.values().get() == before


def test_the_same_name_again_changes_the_view(agent, acme, several):
    for query in ("band=poor", "band=good"):
        agent.post(f"{DO}/views", {"name": " My  view ", "query": query})
    assert list(View.objects.values_list("name", "query")) == [("My view", "band=good")]
    agent.post(f"{DO}/views", {"name": " ", "query": ""})
    assert View.objects.count() == 1


def test_a_field_of_ones_own_is_filled_in_filtered_by_and_retired(visit, acme, bakery):
    manager = visit("manager")
    manager.post(f"{DO}/own-fields", {"title": "Contract type", "type": "choice", "choices": "Direct\nPartner\n"})
    field = CustomField.objects.get(workspace=acme)
    assert (field.name, field.choices) == ("contract_type", "Direct\nPartner")
    assert "Contract type" in text(manager.get(LIST)), "a column at once"
    answer = manager.post(f"{LIST}/bakery/cell", {"field": "trait.contract_type", "value": "Partner"}, headers=HTMX)
    assert "Partner" in text(answer)
    manager.post(f"{DO}/own-fields/{field.pk}/end")
    field.refresh_from_db()
    assert field.retired_at is not None
    assert AccountHistory.objects.filter(name="trait.contract_type", value="Partner").exists(), "what was said stays"


@pytest.mark.parametrize(
    "said",
    [
        {"title": "", "type": "text"},
        {"title": "A", "type": "money"},
        {"title": "A", "type": "choice"},
        {"title": "!!", "type": "text"},
    ],
)
def test_a_field_that_cannot_be_says_why(visit, acme, bakery, said):
    assert visit("manager").post(f"{DO}/own-fields", said).status_code == 302
    assert not CustomField.objects.exists()


def test_the_list_leaves_as_csv_as_it_is_filtered_sorted_and_columned(visit, acme, several):
    make_account(acme, "evil", "=cmd()", DOING_WELL | {"mrr": money(20_000)})
    answer = visit("viewer").get(f"{DO}/export", {"f": "mrr.gte.10000", "sort": "-mrr", "format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:7] == ["Account ID", "Account", "Health", "Score", "MRR", "MRR, currency", "Renewal"]
    assert [(row[0], row[1], row[4], row[5]) for row in rows[1:]] == [
        ("large", "Large", "300.0", "EUR"), ("evil", "'=cmd()", "200.0", "EUR"), ("middle", "Middle", "100.0", "EUR"),
    ]  # fmt: skip


def test_the_list_leaves_as_a_workbook_with_typed_cells(visit, acme, several):
    ids = Account.objects.filter(key="large").values_list("pk", flat=True)
    answer = visit("viewer").get(f"{DO}/export", {"id": list(ids), "format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    head, row = book.get_sheet_by_index(0).to_python()
    assert dict(zip(head, row, strict=True))["MRR"] == 300
    assert dict(zip(head, row, strict=True))["Renewal"] == Account.objects.get(key="large").health.renews_on


def test_pasted_rows_become_an_upload_of_accounts_to_look_at(visit, acme, own_data):
    manager = visit("manager")
    answer = manager.post(f"{DO}/pasted", {"rows": "Account ID\tName\tOwner\nK1\tBakkerij\tAda\n"}, headers=HTMX)
    upload = Upload.objects.get(workspace=acme)
    assert upload.kind == "accounts"
    assert answer.headers["HX-Redirect"] == f"/w/acme/imports/new/{upload.token}"
    page = text(manager.get(answer.headers["HX-Redirect"]))
    assert "1 row of accounts" in page
    assert not Account.objects.exists(), "nothing is in before somebody says so"
    assert manager.post(f"{DO}/pasted", {"rows": " \n"}).status_code == 302
    assert Upload.objects.count() == 1


def test_sellers_find_no_column_or_filter_of_sentiment(visit, acme):
    make_account(acme, "a", "A", IN_TROUBLE | {"sentiment": 1})
    make_account(acme, "b", "B", DOING_WELL | {"sentiment": 5})
    seller, agent = visit("sales"), visit("agent")
    refused = seller.get(LIST, {"f": "sentiment.lt.3"})
    assert names(refused) == [], "neither who passes nor everybody, so that nothing leaks by a count"
    assert "A filter on something your role does not see" in text(refused)
    assert "sentiment" not in text(refused)
    assert names(agent.get(LIST, {"f": "sentiment.lt.3"})) == ["A"]
    assert "sentiment" not in seller.get(f"{DO}/pick", {"of": "columns"}).content.decode()
    assert "sentiment" in agent.get(f"{DO}/pick", {"of": "columns"}).content.decode()
    exported = seller.get(f"{DO}/export", {"sort": "sentiment"})
    assert b"sentiment" not in b"".join(exported.streaming_content)


def test_every_part_asks_the_database_a_fixed_number_of_times(visit, acme, django_assert_num_queries, several):
    agent = visit("agent")
    agent.post(f"{DO}/columns", {"column": ["owner", "lifecycle_stage", "plan", "trait.Trade"]})
    large = Account.objects.get(key="large")
    AccountHistory.objects.create(workspace=acme, account=large, name="trait.Trade", value="Baker", since=clock.now())
    asked = {"f": ["mrr.above_average", "trait.Trade.known"], "sort": "plan"}
    agent.get(LIST, asked)
    for more in (0, 20):
        for number in range(more):
            make_account(acme, f"k{number}", "", DOING_WELL | {"mrr": money(90_000), "trait.Trade": "Baker"})
        with django_assert_num_queries(16):
            agent.get(LIST, asked)


def test_a_hundred_thousand_are_listed_as_a_few_are(visit, acme, monkeypatch):
    agent = visit("agent")
    for number in range(130):
        facts = (IN_TROUBLE, DOING_WELL, {}, None, {"is_former": True})[number % 5]
        make_account(acme, f"k{number:03}", f"Name {number // 3}", facts and {**facts, "mrr": money(number % 7 * 100)})
    pages = [
        {"sort": sort, "band": band, "page": page}
        for sort in ("", "-health")
        for band in ("", "poor", "none")
        for page in (1, 2, 3)
    ]
    few = [names(agent.get(LIST, asked)) for asked in pages]
    assert all(few[:2])
    monkeypatch.setattr(worst_first, "FEW", 0)
    many = [names(agent.get(LIST, asked)) for asked in pages]
    assert many == few


def test_a_trait_whose_name_holds_a_quotation_mark_is_filtered_by(visit, acme):
    name = 'trait.Size 19" \\ wide'
    for key, value in (("large", 19), ("small", 17), ("other", None)):
        account = make_account(acme, key, key.capitalize(), DOING_WELL | ({name: value} if value else {}))
        if value:
            AccountHistory.objects.create(workspace=acme, account=account, name=name, value=value, since=clock.now())
    client = visit("viewer")
    for asked, found in (("gte.18", ["Large"]), ("known", ["Large", "Small"]), ("unknown", ["Other"])):
        assert names(client.get(LIST, {"f": f"{name}.{asked}", "sort": "account"})) == found
    assert names(client.get(LIST, {"f": f"{name}.known", "sort": f"-{name}"})) == ["Large", "Small"]
    assert "Size 19" in text(client.get(LIST, {"f": f"{name}.gte.18"}))


def test_what_is_pasted_from_the_list_itself_is_about_its_accounts_and_read_by_its_fields(
    visit, acme, bakery, own_data
):
    client = visit("manager")
    for title, kind in (("Contractwaarde €", "number"), ("Signed", "date")):
        client.post(f"{DO}/own-fields", {"title": title, "type": kind})
    rows = "Account\tContractwaarde €\tsigned\nBakkerij Smit\t1234,5\t2026-13-01\n"
    answer = client.post(f"{DO}/pasted", {"rows": rows}, headers=HTMX)
    page = text(client.get(answer.headers["HX-Redirect"]))
    assert "1 would change" in page
    assert "1,234.5" in page, "as it will be stored"
    assert "“2026-13-01”" in page, "what no date is, is told before it goes in"


@pytest.fixture
def of_two(monkeypatch):
    """Batches of two."""
    monkeypatch.setattr(task_runs, "BATCH", 2)
    monkeypatch.setattr(making, "BATCH", 2)
    monkeypatch.setattr(bulk, "BATCH", 2)


def fields_of(response) -> dict[str, str | list[str]]:
    """The form that goes on by itself."""
    found = re.findall(r'name="(\w+)" value="([^"]*)"', response.content.decode())
    said: dict[str, list[str]] = {}
    for name, value in found:
        said.setdefault(name, []).append(html.unescape(value))
    return {name: values for name, values in said.items() if name != "csrfmiddlewaretoken"}


def test_tasks_for_any_number_are_made_batch_by_batch_with_a_bar_and_taken_back_so(agent, acme, several, of_two):
    here = HTMX | {"HX-Current-URL": f"http://testserver{LIST}?f=mrr.known"}
    first = agent.post(f"{DO}/tasks", {"title": "Call them", "due_on": "2030-01-01", "all": "1"}, headers=here)
    assert "2 of 4 tasks added" in text(first)
    assert '<progress max="4" value="2"' in first.content.decode()
    again = agent.post(f"{DO}/tasks", {**fields_of(first), "after": "0"}, headers=HTMX)
    assert Task.objects.count() == 2, "a batch that is sent twice makes nothing twice"
    assert "0 of" not in text(again)
    second = agent.post(f"{DO}/tasks", fields_of(first), headers=HTMX)
    last = agent.post(f"{DO}/tasks", fields_of(second), headers=HTMX)
    assert "4 tasks added." in text(last)
    assert {str(task.due_on) for task in Task.objects.all()} == {"2030-01-01"}
    undo = re.search(r'hx-post="([^"]+tasks/undone[^"]*)"', last.content.decode())[1]
    gone = agent.post(undo, headers=HTMX)
    assert "2 tasks taken back so far" in text(gone)
    while "so far" in text(gone):
        gone = agent.post(f"{DO}/tasks/undone", fields_of(gone), headers=HTMX)
    assert "4 tasks are as they were." in text(gone)
    assert not Task.objects.exists()


def test_without_script_tasks_are_made_in_one_go(agent, acme, several, of_two):
    agent.post(f"{DO}/tasks", {"title": "Call them", "id": list(acme.accounts.values_list("pk", flat=True))})
    assert Task.objects.count() == 4
    assert Task.objects.values("cause").distinct().count() == 4


def test_a_run_of_somebody_else_is_not_taken_back(agent, visit, acme, several):
    made = agent.post(f"{DO}/tasks", {"title": "Call", "id": [acme.accounts.first().pk]}, headers=HTMX)
    run = re.search(r"run=(\w+)", made.content.decode())[1]
    visit("manager").post(f"{DO}/tasks/undone?run={run}", headers=HTMX)
    agent.post(f"{DO}/tasks/undone?run=%25", headers=HTMX)
    assert Task.objects.count() == 1


def test_a_field_is_set_for_any_number_batch_by_batch_and_taken_back_as_one(agent, acme, several, of_two):
    said = {"what": "stage", "stage": "adopting", "all": "1"}
    answer = agent.post(f"{DO}/fields", said, headers=HTMX)
    assert "2 of 4 accounts done" in text(answer)
    while "accounts done" in text(answer):
        answer = agent.post(f"{DO}/fields", fields_of(answer), headers=HTMX)
    assert "4 accounts changed." in text(answer)
    assert AccountHistory.objects.filter(name="lifecycle_stage", value="adopting").count() == 4
    entries = re.findall(r'name="entry" value="(\d+)"', answer.content.decode())
    assert len(entries) == 2
    assert "4 are as they were" in text(agent.post(reverse("undone", args=["acme"]), {"entry": entries}, headers=HTMX))
    assert not AccountHistory.objects.filter(name="lifecycle_stage").exists()
