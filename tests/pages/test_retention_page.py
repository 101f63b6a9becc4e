"""The Retention page: does it show what the reports count, and can every number be asked why?"""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.accounts import record_history
from tenure.actions.goals import set_goal
from tenure.calc.figures import FIGURES
from tenure.records.models import (
    Account,
    AuditEntry,
    Contract,
    ContractLine,
    ContractPeriod,
    Goal,
    Option,
    Order,
    Ticket,
    Touchpoint,
)
from tests.factories import make_account

PAGE = "/w/acme/retention"
NOVEMBER = datetime(2026, 11, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


def text(response) -> str:
    return " ".join(response.content.decode().split())


def contract(workspace, key: str, starts: str, ends: str | None, mrr: int, **more) -> None:
    account = make_account(workspace, key, key.capitalize())
    row = Contract.objects.create(workspace=workspace, account=account, key=key, product="Care", created_at=NOVEMBER)
    ContractPeriod.objects.create(
        workspace=workspace, contract=row, starts_on=date.fromisoformat(starts),
        ends_on=date.fromisoformat(ends) if ends else None, mrr=mrr, currency="EUR", **more,
    )  # fmt: skip


def told(page, name: str) -> dict:
    """The cells of a row of what was sold, by their titles."""
    (row,) = [one for one in page.context["things"] if one.name == name]
    return dict(zip(page.context["thing_titles"], row.cells, strict=True))


@pytest.fixture
def business(acme):
    """Ten accounts a year ago, of which one left in October; one came in October."""
    for at in range(9):
        contract(acme, f"stays{at}", "2025-01-01", None, 10_000, term_months=12)
    contract(acme, "leaver", "2025-01-01", "2026-10-20", 10_000)
    contract(acme, "comer", "2026-10-05", None, 5_000)
    contract(acme, "trier", "2026-10-05", None, 0, plan="Free trial")
    return acme


def test_the_page_says_who_left_and_who_stayed(visit, business):
    page = text(visit("viewer").get(PAGE))
    assert "1 account left in October 2026, with €100 a month." in page
    assert "Over twelve months 90% of the accounts stayed." in page
    assert "MRR fell in this month" in page


@pytest.mark.parametrize(("figure", "said"), [
    ("retention_rate", "(10 − 1) ÷ 10 = 90%"),
    ("churn_rate", "1 ÷ 10 = 10%"),
    ("nrr", "(€1,000 + €0 − €0 − €100) ÷ €1,000 = 90%"),
    ("grr", "(€1,000 − €0 − €100) ÷ €1,000 = 90%"),
    ("renewal_rate", "0 ÷ 1 = 0%"),
    ("mrr", "€1,000 + €50 + €0 + €0 − €0 − €100 = €950"),
    ("revenue_per_account", "€950 ÷ 10 = €95"),
    ("contract_months", "108 ÷ 9 = 12 months"),
    ("average_order_value", "€0 ÷ 0 = not to be told"),
])  # fmt: skip
def test_a_figure_opens_its_formula_with_its_inputs(visit, business, figure, said):
    assert said in text(visit("viewer").get(f"{PAGE}/why", {"figure": figure, "over": "year"}))


def test_every_figure_can_be_asked_why(visit, business):
    client = visit("owner")
    for figure in FIGURES:
        assert client.get(f"{PAGE}/why", {"figure": figure}).status_code == 200, figure
    assert client.get(f"{PAGE}/why", {"figure": "nonsense"}).status_code == 404


def test_the_accounts_behind_a_figure_are_listed_and_saved(visit, business):
    client = visit("viewer")
    page = text(client.get(f"{PAGE}/accounts", {"group": "lost", "over": "month"}))
    assert "Leaver" in page
    assert "Stays1" not in page
    response = client.get(f"{PAGE}/accounts", {"group": "lost", "over": "month", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    amounts = {"MRR at the start": "100.00", "MRR at the end": "0.00", "Currency": "EUR"}
    assert rows == [{"Account ID": "leaver", "Account": "Leaver", **amounts}]
    assert client.get(f"{PAGE}/accounts", {"group": "nonsense"}).status_code == 404


def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(visit, business):
    make_account(business, "evil", "=1+1")
    Order.objects.create(
        workspace=business, account=business.accounts.get(key="evil"), key="1", ordered_at=NOVEMBER - timedelta(days=3), amount=1,
        currency="EUR", created_at=NOVEMBER,
    )  # fmt: skip
    saved = visit("viewer").get(f"{PAGE}/accounts?group=buyers&format=csv&month=2026-11&over=month")
    assert b"'=1+1" in b"".join(saved)


def test_a_chosen_month_is_shown_and_nonsense_in_the_address_is_not(visit, business):
    client = visit("viewer")
    assert "Nobody left in March 2026." in text(client.get(PAGE, {"month": "2026-03"}))
    for month in ("2026-13", "tomorrow", "2999-01"):
        assert "October 2026" in text(client.get(PAGE, {"month": month}))


def test_the_last_30_days_are_the_month_where_the_workspace_counts_so(visit, business):
    business.retention_window = "rolling"
    business.save()
    client = visit("viewer")
    assert "1 account left in the last 30 days" in text(client.get(PAGE))
    assert "The month is the last 30 days." in text(client.get(f"{PAGE}/why", {"figure": "nrr"}))


def test_the_page_names_the_definitions_chosen_and_leads_those_who_may_change_them_there(visit, business):
    page = text(visit("viewer").get(PAGE))
    assert "The month is a calendar month. Reactivation is told apart from expansion. Trials are not counted; 1" in page
    assert "#group-count" not in page
    business.retention_window, business.reactivation_is_expansion = "rolling", True
    business.save()
    owner = visit("owner")
    page = text(owner.get(PAGE))
    assert "The month is the last 30 days. Reactivation counts as expansion." in page
    assert "/w/acme/settings#group-count" in page
    assert "The month is a calendar month." in text(owner.get(PAGE, {"month": "2026-03"}))


def test_who_comes_back_counts_as_the_workspace_says(visit, business):
    contract(business, "returner", "2025-01-01", "2025-06-01", 4_000)
    again = Contract.objects.create(
        workspace=business, account=business.accounts.get(key="returner"), key="again", product="Care",
        created_at=NOVEMBER,
    )  # fmt: skip
    ContractPeriod.objects.create(
        workspace=business, contract=again, starts_on=date(2026, 3, 1), mrr=4_000, currency="EUR"
    )
    client = visit("viewer")
    assert "+ €50 + €0 + €40 −" in text(client.get(f"{PAGE}/why", {"figure": "mrr"}))
    business.reactivation_is_expansion = True
    business.save()
    assert "+ €50 + €40 + €0 −" in text(client.get(f"{PAGE}/why", {"figure": "mrr"}))


def test_groups_of_accounts_are_told_apart_by_a_fact(visit, business):
    page = visit("viewer").get(PAGE, {"by": "plan"})
    first = page.context["segments"][0]
    assert (first.name, first.start, first.lost) == ("Care", 10, 1)
    by_money = visit("manager").get(PAGE, {"by": "mrr"}).context["segments"]
    assert {one.name for one in by_money} == {"€100", "€50"}
    assert "no account has" in text(visit("owner").get(PAGE, {"by": "trait.nonsense"}))


def test_profit_is_revenue_less_time_and_not_for_sellers(visit, business):
    business.hourly_cost = 6_000
    business.save()
    Option.objects.create(workspace=business, name="Care", minutes=30, created_at=NOVEMBER)
    stays = business.accounts.get(key="stays1")
    for key, minutes in (("a", None), ("b", 90)):
        Touchpoint.objects.create(
            workspace=business, account=stays, key=key, at=datetime(2026, 10, 10, tzinfo=UTC), service="care",
            minutes=minutes, created_at=NOVEMBER,
        )  # fmt: skip
    Ticket.objects.create(
        workspace=business, account=stays, key="t", opened_at=datetime(2026, 10, 11, tzinfo=UTC), minutes=60,
        created_at=NOVEMBER,
    )  # fmt: skip
    page = visit("manager").get(PAGE)
    assert told(page, "All together")["Hours"].value == "3"
    assert told(page, "Care")["Hours"].value == "2"  # the touchpoints: “care” is it too
    assert page.context["whole"]["cost"].value == "€180"
    seller = visit("sales")
    assert set(told(seller.get(PAGE), "Care")) == {"Revenue", "Average spend", "Contract length"}
    assert "leave least" not in text(seller.get(PAGE))
    assert seller.get(f"{PAGE}/why", {"figure": "profit_per_account"}).status_code == 403


def test_buyers_are_new_or_returning_in_the_period(visit, business):
    for key, days in (("new", [20]), ("back", [20, 400]), ("gone", [500])):
        account = make_account(business, key, key)
        for at in days:
            Order.objects.create(
                workspace=business, account=account, key=f"{key}{at}", ordered_at=NOVEMBER - timedelta(days=at),
                amount=100, currency="EUR", created_at=NOVEMBER,
            )  # fmt: skip
    assert "1 + 1 = 2" in text(visit("viewer").get(f"{PAGE}/why", {"figure": "buyers"}))
    listed = text(visit("owner").get(f"{PAGE}/accounts", {"group": "returning_buyers"}))
    assert ">back<" in listed
    assert ">new<" not in listed


def test_notice_is_announced_and_no_churn_and_trials_are_told_apart(visit, business):
    Contract.objects.filter(key="stays1").update(notice_given_on=date(2026, 10, 1))
    client = visit("viewer")
    assert "1 account has given notice and is still there." in text(client.get(PAGE))
    assert "1 account is on one." in text(client.get(f"{PAGE}/why", {"figure": "nrr"}))


def test_a_goal_is_behind_when_the_straight_way_to_it_is_left(visit, business):
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False):
        set_goal(workspace=business, figure="retention_rate", target=1.0, due_on=date(2027, 1, 1), by="test")
    (goal,) = visit("viewer").get(PAGE).context["goals"]["rows"]
    assert (goal.standing, goal.now, goal.target) == ("behind", "90%", "100%")


def test_a_goal_is_set_and_ended_by_managers(visit, business):
    client = visit("manager")
    client.post(f"{PAGE}/goals", {"figure": "retention_rate", "target": "82", "due_on": "2027-06-01"})
    goal = Goal.objects.get()
    assert (goal.target, goal.since, goal.due_on) == (0.82, NOVEMBER.date(), date(2027, 6, 1))
    client.post(f"{PAGE}/goals/{goal.pk}/end")
    goal.refresh_from_db()
    assert goal.ended_at == NOVEMBER
    assert list(AuditEntry.objects.filter(noun="goal").values_list("verb", flat=True)) == ["create", "end"]


@pytest.mark.parametrize("wrong", [{"due_on": "2020-01-01"}, {"target": "900"}, {"figure": "luck"}, {"target": ""}])
def test_a_goal_that_cannot_be_set_says_why(visit, business, wrong):
    said = {"figure": "retention_rate", "target": "82", "due_on": "2027-06-01"} | wrong
    answer = visit("manager").post(f"{PAGE}/goals", said, follow=True)
    assert list(answer.context["messages"])
    assert not Goal.objects.exists()


def test_a_workspace_without_contracts_is_told_what_belongs_here(visit, acme):
    assert "Nothing to count yet" in text(visit("owner").get(PAGE))


def test_the_page_asks_as_often_whatever_the_number_of_accounts(visit, business, django_assert_max_num_queries):
    client = visit("viewer")
    with django_assert_max_num_queries(60) as few:
        client.get(PAGE)
    for at in range(20):
        contract(business, f"more{at}", "2025-05-01", "2026-10-10" if at % 2 else None, 7_000)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(PAGE)


def test_what_ends_after_the_last_begin_may_only_be_the_end_of_the_data(visit, acme):
    for at in range(3):
        contract(acme, f"old{at}", "2026-01-01", f"2026-0{5 + at}-01", 1_000)
    page = text(visit("viewer").get(PAGE, {"month": "2026-06"}))
    assert "No contract has begun since 1 Jan 2026" in page


def test_a_product_opens_its_arithmetic_and_accounts_but_not_for_sellers_or_outsiders(visit, business):
    address = f"{PAGE}/product?product=Care"
    assert "Stays1" in text(visit("viewer").get(address))
    assert visit("sales").get(address).status_code == 403
    assert visit("owner").get(f"{PAGE}/product?product=Nonsense").status_code == 404
    assert visit("outsider").get(address).status_code == 404
    assert visit(None).get(address).status_code == 302


def test_a_cell_of_the_cohorts_opens_its_accounts(visit, business):
    client = visit("viewer")
    began = text(client.get(f"{PAGE}/accounts", {"cohort": "2025-01", "age": "0"}))
    later = text(client.get(f"{PAGE}/accounts", {"cohort": "2025-01", "age": "22"}))
    assert ">Leaver<" in began
    assert ">Leaver<" not in later
    assert ">Stays1<" in later
    for wrong in ({"cohort": "2025-13", "age": "0"}, {"cohort": "2025-01", "age": "x"}, {"cohort": "2025-01"}):
        assert client.get(f"{PAGE}/accounts", wrong).status_code == 404


def test_groups_hold_who_came_and_left_within_the_twelve_months(visit, business):
    contract(business, "passer", "2026-02-01", "2026-06-01", 30_000, term_months=4)
    record_history(account=business.accounts.get(key="passer"), name="trait.trade", value="Baker", by="test")
    client = visit("manager")
    asked = {"by": "trait.trade", "month": "2026-10"}
    page = client.get(PAGE, asked)
    (baker,) = [one for one in page.context["segments"] if one.name == "Baker"]
    told = dict(zip(page.context["segment_titles"], baker.cells, strict=True))
    assert (told["Renewal rate"].value, told["Revenue"].value, baker.start) == ("0%", "€1,200", 0)
    assert ">Passer<" in text(client.get(f"{PAGE}/accounts", asked | {"group": "due", "value": "Baker"}))


def test_a_group_by_a_fact_opens_its_accounts(visit, business):
    client = visit("viewer")
    asked = {"by": "plan", "group": "lost", "value": "Care"}
    listed = text(client.get(f"{PAGE}/accounts", asked))
    assert ">Leaver<" in listed
    assert ">Leaver<" not in text(client.get(f"{PAGE}/accounts", asked | {"value": "Other"}))
    assert client.get(f"{PAGE}/accounts", asked | {"by": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    ("part", "said", "beneath"),
    [
        ("start", "€1,000, of 10 accounts", "Stays1"),
        ("new", "€50 − €0 = €50", "Comer"),
        ("churn", "€100 − €0 = €100", "Leaver"),
        ("expansion", "€0 − €0 = €0", ""),
    ],
)
def test_a_cell_of_the_table_by_month_opens_its_formula_inputs_and_accounts(visit, business, part, said, beneath):
    client = visit("viewer")
    assert f"over=12&amp;figure=mrr&amp;part={part}" in client.get(PAGE).content.decode()
    sheet = text(client.get(f"{PAGE}/why", {"figure": "mrr", "part": part, "over": "12"}))
    assert said in sheet
    assert "October 2026" in sheet
    assert beneath in sheet


def test_every_step_of_the_waterfall_opens_the_same_as_the_table_by_month(visit, business):
    page = visit("viewer").get(PAGE).content.decode()
    steps = page[page.index('<ol class="moves">') :].split("</ol>")[0]
    for part in ("start", "new", "expansion", "reactivation", "contraction", "churn"):
        assert f"over=12&amp;figure=mrr&amp;part={part}" in steps
    assert 'over=12&amp;figure=mrr"' in steps


def test_where_a_goal_stands_opens_the_figure_of_today(visit, business):
    contract(business, "gone", "2025-01-01", "2026-11-08", 10_000)  # after the month that the page shows
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False):
        set_goal(workspace=business, figure="retention_rate", target=1.0, due_on=date(2027, 1, 1), by="test")
    client = visit("viewer")
    page = client.get(PAGE)
    (goal,) = page.context["goals"]["rows"]
    assert f"{goal.asked}&figure=retention_rate" == "?month=2026-11&figure=retention_rate"
    assert "?month=2026-11&amp;figure=retention_rate" in page.content.decode()
    assert f"(10 − 1) ÷ 11 = {goal.now}" in text(client.get(f"{PAGE}/why{goal.asked}&figure=retention_rate"))


def test_what_an_account_leaves_and_what_all_do_open_their_arithmetic(visit, business):
    business.hourly_cost = 6_000
    business.save()
    at = datetime(2026, 10, 10, tzinfo=UTC)
    Touchpoint.objects.create(
        workspace=business, account=business.accounts.get(key="comer"), key="a", at=at, minutes=90, created_at=at
    )
    client = visit("manager")
    page = client.get(PAGE)
    (comer,) = [one for one in page.context["accounts_left"] if one.account.key == "comer"]
    cells = dict(zip(page.context["left_titles"], comer.cells, strict=True))
    for title, cell in cells.items():
        assert cell.address.replace("&", "&amp;") in page.content.decode()
        sheet = text(client.get(f"{PAGE}/why{cell.address}"))
        assert f"{title}: Comer" in sheet
        assert f'<p class="sheet-value">{cell.value}</p>' in sheet
    profit = cells["Profit"]
    sheet = text(client.get(f"{PAGE}/why{profit.address}"))
    assert f"− €90 = {profit.value}; 90 minutes" in sheet
    assert "account=comer&amp;group=there" in sheet
    listed = text(client.get(f"{PAGE}/accounts", {"account": "comer", "group": "there"}))
    assert ">Comer<" in listed
    assert ">Stays1<" not in listed
    together = told(page, "All together")["Profit"]
    assert f"− €90 = {together.value}; 90 minutes" in text(client.get(f"{PAGE}/why{together.address}"))
    assert visit("sales").get(f"{PAGE}/why{profit.address}").status_code == 403


def test_an_account_that_there_is_not_is_not_found_and_a_page_is_never_of_one(visit, business, rival):
    make_account(rival, "theirs", "Theirs")
    client = visit("owner")
    for key in ("nobody", "theirs"):
        assert client.get(f"{PAGE}/why", {"figure": "nrr", "account": key}).status_code == 404
    assert "/why?account=comer" not in client.get(PAGE, {"account": "comer", "over": "month"}).content.decode()


def test_a_cell_of_another_month_is_of_that_month(visit, business):
    sheet = text(visit("viewer").get(f"{PAGE}/why", {"figure": "mrr", "over": "11"}))
    assert "€1,000 + €0 + €0 + €0 − €0 − €0 = €1,000" in sheet
    assert "September 2026" in sheet


def test_a_part_that_there_is_not_is_not_found(visit, business):
    client = visit("owner")
    for asked in (
        {"figure": "mrr", "part": "luck"},
        {"figure": "nrr", "part": "new"},
        {"figure": "mrr", "part": "profit"},
    ):
        assert client.get(f"{PAGE}/why", asked).status_code == 404


def test_every_figure_of_a_group_is_what_its_sheet_says(visit, business):
    business.hourly_cost = 6_000
    business.save()
    for key, at, plan in (("gold", "2025-01-01", "Gold"), ("tin", "2025-03-01", "Tin")):
        contract(business, key, at, None, 9_000, plan=plan, term_months=24)
        account, row = business.accounts.get(key=key), Contract.objects.get(key=key)
        ContractLine.objects.create(workspace=business, contract=row, option="Push", starts_on=date(2025, 1, 1))
        for days in (20, 40):
            Order.objects.create(
                workspace=business, account=account, key=f"{key}{days}", ordered_at=NOVEMBER - timedelta(days=days),
                amount=1_000, currency="EUR", created_at=NOVEMBER,
            )  # fmt: skip
        Touchpoint.objects.create(
            workspace=business, account=account, key=key, at=NOVEMBER - timedelta(days=40), minutes=90,
            created_at=NOVEMBER,
        )  # fmt: skip
    client = visit("manager")
    page = client.get(PAGE, {"by": "plan"})
    (gold,) = [one for one in page.context["segments"] if one.name == "Gold"]
    told = dict(zip(page.context["segment_titles"], gold.cells, strict=True))
    assert (told["Contract length"].value, told["Options per account"].value) == ("24 months", "1")
    assert (told["Repeat rate"].value, told["Hours"].value) == ("100%", "1.5")
    assert told["Average spend"].value == "€1,100"
    for title, cell in told.items():
        sheet = text(client.get(f"{PAGE}/why{cell.address}"))
        assert f'<p class="sheet-value">{cell.value}</p>' in sheet, title
        assert f"{title}: Gold" in sheet
        assert cell.address.replace("&", "&amp;") in page.content.decode()
    shown = visit("sales").get(PAGE, {"by": "plan"}).context["segment_titles"]
    assert "Average spend" in shown
    assert not {"Hours", "Profit"} & set(shown)


def test_another_month_or_fact_keeps_the_rest_of_what_was_chosen(visit, business):
    dollars = Contract.objects.create(
        workspace=business, account=business.accounts.get(key="stays1"), key="usd", created_at=NOVEMBER
    )
    ContractPeriod.objects.create(
        workspace=business, contract=dollars, starts_on=date(2026, 1, 1), mrr=100, currency="USD"
    )
    chosen = {"month": "2026-09", "by": "plan", "currency": "USD", "cohorts": "revenue", "left": "option"}
    page = visit("owner").get(PAGE, chosen).content.decode()
    of_month, of_fact = (form.split("</form>")[0] for form in page.split('<form class="aside date-pick"')[1:])
    for form, asks in ((of_month, {"month", "currency"}), (of_fact, {"by"})):
        for name, value in chosen.items():
            hidden = f'<input type="hidden" name="{name}" value="{value}">'
            assert (hidden in form) is (name not in asks), name
            assert (f'name="{name}"' in form) is True


def test_figures_that_no_group_has_are_no_columns(visit, business):
    titles = visit("viewer").get(PAGE, {"by": "plan"}).context["segment_titles"]
    assert "NRR" in titles
    assert "Repeat rate" not in titles


def test_groups_beyond_the_twelfth_are_counted_and_the_page_asks_as_often_for_any_number(
    visit, business, django_assert_max_num_queries
):
    client = visit("viewer")
    contract(business, "other", "2025-01-01", None, 1_000, plan="Other")
    with django_assert_max_num_queries(80) as few:
        client.get(PAGE, {"by": "plan"})
    for at in range(15):
        contract(business, f"more{at}", "2025-05-01", None, 7_000, plan=f"Plan {at}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(PAGE, {"by": "plan"})
    assert len(page.context["segments"]) == 12
    assert "5 others are smaller than these." in text(page)
    assert page.context["smaller_groups"] == "?by=plan&groups=2"
    rest = client.get(f"{PAGE}?by=plan&groups=2")
    assert len(rest.context["segments"]) == 5
    assert "12 others are larger than these." in text(rest)
    assert f'href="{rest.context["larger_groups"]}#segments"' in text(rest)
    names = {one.name for answer in (page, rest) for one in answer.context["segments"]}
    assert len(names) == 17
    assert len(client.get(f"{PAGE}?by=plan&groups=99").context["segments"]) == 12


def test_a_cell_of_a_group_opens_the_arithmetic_of_that_group(visit, business):
    contract(business, "other", "2025-01-01", "2026-06-01", 9_000, plan="Gold")
    client = visit("manager")
    asked = {"by": "plan", "value": "Gold"}
    for figure, said in (("nrr", "(€90 + €0 − €0 − €90) ÷ €90 = 0%"), ("retention_rate", "(0 − 0) ÷ 1 = 0%")):
        assert said in text(client.get(f"{PAGE}/why", asked | {"figure": figure}))
    page = client.get(PAGE, {"by": "plan"}).content.decode()
    assert "value=Gold&amp;figure=nrr" in page or "value=Gold" in page
    assert client.get(f"{PAGE}/why", asked | {"figure": "nrr", "by": "nonsense"}).status_code == 404


def test_profit_of_a_group_is_not_for_sellers(visit, business):
    business.hourly_cost = 6_000
    business.save()
    asked = {"by": "plan", "value": "Care", "figure": "profit_per_account", "part": "profit"}
    sheet = text(visit("viewer").get(f"{PAGE}/why", asked))
    assert "€12,004.84 − €0 = €12,004.84; 0 minutes" in sheet, sheet
    assert visit("sales").get(f"{PAGE}/why", asked).status_code == 403


def test_expansion_holds_who_came_back_where_the_workspace_counts_so(visit, business):
    business.reactivation_is_expansion = True
    business.save()
    contract(business, "returner", "2025-01-01", "2025-06-01", 4_000)
    again = Contract.objects.create(
        workspace=business, account=business.accounts.get(key="returner"), key="again", created_at=NOVEMBER
    )
    ContractPeriod.objects.create(
        workspace=business, contract=again, starts_on=date(2026, 10, 3), mrr=4_000, currency="EUR"
    )
    asked = {"figure": "mrr", "part": "expansion", "over": "month"}
    assert "Returner" in text(visit("viewer").get(f"{PAGE}/why", asked))


def test_the_running_month_counts_what_happened_today_and_says_so(visit, business):
    account = business.accounts.get(key="stays1")
    Order.objects.create(
        workspace=business, account=account, key="today", ordered_at=NOVEMBER - timedelta(hours=1), amount=12_300,
        currency="EUR", created_at=NOVEMBER,
    )  # fmt: skip
    client = visit("viewer")
    assert "Nobody left in November 2026 so far." in text(client.get(PAGE, {"month": "2026-11"}))
    asked = {"month": "2026-11", "over": "month", "figure": "average_order_value"}
    sheet = text(client.get(f"{PAGE}/why", asked))
    assert "€123 ÷ 1 = €123" in sheet
    assert "Today counts as far as it has come." in sheet
    assert "so far" not in text(client.get(PAGE))


def test_on_its_first_day_a_month_has_begun_and_looks_at_no_day_to_come(visit, business):
    contract(business, "tomorrow", "2026-12-05", None, 10_000)
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        month = visit("viewer").get(PAGE, {"month": "2026-12"}).context["looked"].month
        assert (month.presence.count.new, month.period.until) == (0, date(2026, 12, 2))


def test_the_last_30_days_hold_today(visit, business):
    business.retention_window = "rolling"
    business.save()
    account = business.accounts.get(key="stays1")
    Order.objects.create(
        workspace=business, account=account, key="today", ordered_at=NOVEMBER, amount=100, currency="EUR",
        created_at=NOVEMBER,
    )  # fmt: skip
    client = visit("viewer")
    assert "0 + 0 = 0" in text(client.get(f"{PAGE}/why", {"figure": "buyers", "over": "11"}))
    assert "1 + 0 = 1" in text(client.get(f"{PAGE}/why", {"figure": "buyers", "over": "month"}))


def test_what_is_left_is_told_by_option_and_adds_up(visit, business):
    business.hourly_cost = 6_000
    business.save()
    row = Contract.objects.get(key="stays1")
    ContractLine.objects.create(workspace=business, contract=row, option="Push", starts_on=date(2025, 1, 1))
    row = Contract.objects.get(key="stays2")
    for option in ("Push", "Shop"):
        ContractLine.objects.create(workspace=business, contract=row, option=option, starts_on=date(2025, 1, 1))
    Option.objects.create(workspace=business, name="Push", mrr=3_000, created_at=NOVEMBER)
    client = visit("owner")
    page = client.get(PAGE, {"left": "option"})
    assert told(page, "Push")["Revenue"].value == "€720"
    assert told(page, "Push")["Average spend"].value == "€360"
    assert told(page, "not attributed")["Revenue"].value == "€840"
    assert "Set prices" in text(page)
    asked = {"left": "option", "product": "Push"}
    sheet = text(client.get(f"{PAGE}/product", asked))
    assert "Stays1" in sheet
    assert "€720 − 0 × €60 = €720" in sheet
    assert visit("sales").get(f"{PAGE}/product", asked).status_code == 403
    assert "Set prices" not in text(visit("viewer").get(PAGE, {"left": "option"}))


def test_no_group_tells_sellers_how_a_relationship_was_rated(visit, business):
    seller = visit("sales")
    shown = seller.get(PAGE, {"by": "sentiment"})
    assert "Your role does not see this" in text(shown)
    assert '<option value="sentiment"' not in shown.content.decode()
    assert '<option value="sentiment"' in visit("agent").get(PAGE).content.decode()
    asked = {"by": "sentiment", "group": "1", "value": "2", "figure": "nrr"}
    for name in ("retention-accounts", "retention-why"):
        told = seller.get(reverse(name, args=["acme"]), asked)
        assert told.status_code == 404 or "Your role does not see this" in text(told), name


def test_products_beyond_the_twelfth_are_summed_in_a_row_that_leads_to_them(
    visit, business, django_assert_max_num_queries
):
    business.hourly_cost = 6_000
    business.save()
    client = visit("manager")
    with django_assert_max_num_queries(80) as few:
        client.get(PAGE)
    for at in range(14):
        contract(business, f"other{at}", "2025-01-01", None, 1_000 + at)
        Contract.objects.filter(key=f"other{at}").update(product=f"Product {at:02d}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(PAGE)
    first = [one.name for one in page.context["things"]]
    assert (len(first), first[0], first[-2:]) == (14, "Care", ["3 others", "All together"])
    assert 'href="?things=2#sold">3 others' in text(page)
    rest = client.get(f"{PAGE}?things=2")
    assert [one.name for one in rest.context["things"]] == [
        "12 larger ones", "Product 02", "Product 01", "Product 00", "All together",
    ]  # fmt: skip
    assert 'href="?#sold">12 larger ones' in text(rest)
    summed = told(page, "3 others")
    assert summed["Revenue"].value == "€360.36"  # 12 months of 10.00, 10.01 and 10.02
    assert summed["Average spend"].value == ""


def test_what_was_sold_is_told_without_the_cost_of_an_hour(visit, business):
    row = Contract.objects.get(key="stays1")
    for option in ("Push", "Shop"):
        ContractLine.objects.create(workspace=business, contract=row, option=option, starts_on=date(2025, 1, 1))
    client = visit("viewer")
    page = client.get(PAGE)
    care = told(page, "Care")
    assert {title: cell.value for title, cell in care.items()} == {
        "Revenue": "€12,004.84", "Average spend": "€1,091.35", "Contract length": "12 months",
        "Options per account": "0.2", "Hours": "0", "Discounts given": "€0",
    }  # fmt: skip
    assert "Say what an hour of your time costs" in text(page)
    said = text(client.get(f"{PAGE}/why{care['Options per account'].address}"))
    assert "2 ÷ 10 = 0.2" in said
    assert "Accounts that have it at the end" in said


def test_accounts_behind_a_product_are_those_that_had_or_ordered_it(visit, business):
    contract(business, "long-gone", "2020-01-01", "2021-01-01", 100)
    Order.objects.create(
        workspace=business, account=make_account(business, "buyer", "Buyer"), key="1", product="care", amount=100,
        currency="EUR", ordered_at=NOVEMBER - timedelta(days=30), created_at=NOVEMBER,
    )  # fmt: skip
    Touchpoint.objects.create(
        workspace=business, account=make_account(business, "asker", "Asker"), key="t", service="Care", minutes=30,
        at=NOVEMBER - timedelta(days=30), created_at=NOVEMBER,
    )  # fmt: skip
    client = visit("owner")
    listed = text(client.get(f"{PAGE}/accounts", {"product": "Care", "group": "there"}))
    assert "12 accounts" in listed
    assert "Buyer" in listed
    assert "Asker" not in listed
    assert "Long-gone" not in listed


def test_of_a_product_only_is_asked_what_can_be_told_of_it(visit, business):
    client = visit("owner")
    for asked in ({"figure": "nrr"}, {"figure": "buyers"}, {"figure": "mrr", "part": "new"}, {"figure": "average_spend", "part": "hours"}):  # fmt: skip
        assert client.get(f"{PAGE}/why", asked | {"product": "Care"}).status_code == 404, asked
    assert client.get(f"{PAGE}/why", {"figure": "average_spend", "product": "Nonsense"}).status_code == 404
    assert client.get(f"{PAGE}/accounts", {"group": "buyers", "product": "Care"}).status_code == 404
    assert client.get(f"{PAGE}/product").status_code == 404


def test_every_figure_shows_its_value_and_what_stands_beside_it(visit, business):
    page = visit("viewer").get(PAGE)
    for one in (*page.context["head"], *page.context["bring"]):
        button = text(page).split(f'figure={one.name}"')[1].split("</button>")[0]
        assert (f">{one.year}<" in button, f">{one.beside}<" in button) == (True, True), one
        assert one.year, one


def test_a_figure_of_all_time_names_what_it_counts_and_no_month(visit, business):
    shown = {one.name: one.beside for one in visit("viewer").get(PAGE).context["bring"]}
    assert shown["repeat_rate"] == "orders of all time"
    assert shown["buyers"].startswith("month: ")


def test_a_product_without_anything_in_the_month_can_be_asked_about_it(visit, business):
    Order.objects.create(
        workspace=business, account=business.accounts.get(key="comer"), key="1", product="Setup", amount=100,
        currency="EUR", ordered_at=NOVEMBER - timedelta(days=200), created_at=NOVEMBER,
    )  # fmt: skip
    client = visit("owner")
    asked = {"figure": "average_spend", "product": "Setup"}
    assert "€1 ÷ 1 = €1" in text(client.get(f"{PAGE}/why", asked))
    assert "€0 ÷ 0 = not to be told" in text(client.get(f"{PAGE}/why", asked | {"over": "month"}))


def test_another_fact_begins_with_its_largest_groups(visit, business):
    page = visit("owner").get(PAGE, {"by": "plan", "groups": "2", "things": "2"}).content.decode()
    of_month, of_fact = (form.split("</form>")[0] for form in page.split('<form class="aside date-pick"')[1:])
    assert 'name="groups"' in of_month
    assert 'name="groups"' not in of_fact
    assert 'name="things"' in of_fact


def test_what_an_hour_costs_is_not_taken_for_an_amount_in_another_currency(visit, business):
    business.hourly_cost = 6_000
    business.save()
    Order.objects.create(
        workspace=business, account=business.accounts.get(key="comer"), key="1", ordered_at=NOVEMBER - timedelta(days=20),
        amount=9_000, currency="USD", created_at=NOVEMBER,
    )  # fmt: skip
    dollars = Contract.objects.create(
        workspace=business, account=business.accounts.get(key="stays1"), key="usd", created_at=NOVEMBER
    )
    ContractPeriod.objects.create(
        workspace=business, contract=dollars, starts_on=date(2026, 1, 1), mrr=100, currency="USD"
    )
    client = visit("manager")
    page = client.get(PAGE, {"currency": "USD"})
    assert "What an hour costs is known in EUR" in text(page)
    assert {cell.value for title, cell in told(page, "All together").items() if title in {"Cost", "Profit"}} <= {"–"}
    assert "What an hour costs is known in EUR" not in text(client.get(PAGE))


def test_counts_in_sentences_have_their_thousands_apart(visit, business):
    accounts = Account.objects.bulk_create(
        Account(workspace=business, key=f"gone{number}", created_at=NOVEMBER) for number in range(1_234)
    )
    rows = Contract.objects.bulk_create(
        Contract(workspace=business, account=account, key=account.key, created_at=NOVEMBER) for account in accounts
    )
    ContractPeriod.objects.bulk_create(
        ContractPeriod(
            workspace=business, contract=row, starts_on=date(2025, 1, 1), ends_on=date(2026, 10, 9), mrr=1, currency="EUR"
        )
        for row in rows
    )  # fmt: skip
    client = visit("viewer")
    assert "1,235 accounts left in October 2026" in text(client.get(PAGE, {"month": "2026-10"}))
    assert "1,235 accounts" in text(client.get(f"{PAGE}/accounts", {"group": "lost", "month": "2026-10"}))
