"""Every form reads and shows numbers as its reader writes them, and refuses the sign of another language."""

from datetime import date

import pytest
from django.urls import reverse

from tenure import clock
from tenure.records.models import Account, AccountHistory, ContractPeriod, CustomField, Goal, Objective, Option
from tests.pages.said.renewals import IN_40_DAYS, contract_of

DUTCH = {"Accept-Language": "nl"}
AGREED = {"title": "Meer", "baseline": "0", "target": "9,5", "worth": "1.500,50"}
OF_WORKSPACE = {
    "name": "Acme", "currency": "EUR", "time_zone": "UTC", "stages": "new", "work_days": "1", "work_from": "09:00",
    "work_until": "17:00", "retention_window": "month", "reactivation": "apart", "commit_share": "90",
    "likely_share": "60", "at_risk_share": "20", "tasks_a_day": "5",
}  # fmt: skip


@pytest.fixture
def owner(visit, acme, bakery):
    CustomField.objects.create(workspace=acme, name="size", title="Grootte", type="number", created_at=clock.now())
    contract_of(acme, "smit")
    return visit("owner")


# Name of an address -> (what is said, the field with a number, where it is then read).
FORMS = {
    "account-cell": (
        {"field": "trait.size"}, "value", lambda: AccountHistory.objects.values_list("value", flat=True).get()
    ),
    "make-option": (
        {"new-name": "Push", "new-kind": "option"}, "new-mrr", lambda: Option.objects.get().mrr / 100
    ),
    "change-settings": (OF_WORKSPACE, "hourly_cost", lambda: Account.objects.first().workspace.hourly_cost / 100),
    "make-goal": (
        {"figure": "nrr", "due_on": "2099-01-01"}, "target", lambda: Goal.objects.get().target * 100
    ),
    "make-objective": (AGREED, "target", lambda: Objective.objects.get().target),
    "renewal-renew": (
        {"months": "12", "after": IN_40_DAYS}, "mrr", lambda: ContractPeriod.objects.order_by("-starts_on").first().mrr / 100
    ),
}  # fmt: skip


@pytest.mark.parametrize("address", FORMS)
def test_a_number_is_kept_as_it_was_meant_or_refused(owner, acme, address):
    said, field, kept = FORMS[address]
    more = {"renewal-renew": [ContractPeriod.objects.get().contract_id]}
    more |= {name: ["bakery"] for name in ("account-cell", "make-objective")}
    place = reverse(address, args=["acme", *more.get(address, [])])
    wrong = owner.post(place, said | {field: "12.5"}, headers=DUTCH | {"HX-Request": "true"})
    assert "12,5" in wrong.content.decode()
    assert "125" in wrong.content.decode(), "says both that it could be"
    owner.post(place, said | {field: "12,5"}, headers=DUTCH)
    assert kept() == 12.5


def test_amounts_stand_in_forms_as_their_reader_writes_them(owner, acme):
    Option.objects.create(workspace=acme, name="Push", mrr=1_250, created_at=clock.now())
    page = owner.get(reverse("options", args=["acme"]), headers=DUTCH).content.decode()
    assert 'value="12,50"' in page
    contract = ContractPeriod.objects.get()
    contract.mrr, contract.starts_on = 7_550, date(2025, 1, 1)
    contract.save()
    assert (
        'value="75,5'
        in owner.get(reverse("renewal", args=["acme", contract.contract_id]), headers=DUTCH).content.decode()
    )


def test_a_filter_refuses_what_could_be_two_amounts(owner):
    given = {"add": "mrr", "op": "gte", "value": "12,5"}
    wrong = owner.get("/w/acme/accounts", given, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert "“12,5” could be two numbers: write 12.5 or 125." in wrong.content.decode()


def test_another_currency_is_said_to_leave_contracts_of_the_old_one_out(owner, acme):
    changed = owner.post(reverse("change-settings", args=["acme"]), OF_WORKSPACE | {"currency": "usd"}, follow=True)
    assert (
        "Contracts and orders in EUR are not added to figures in USD: nothing is converted." in changed.content.decode()
    )
    told = "Amounts here are of contracts in EUR alone: nothing is converted."
    assert told in owner.get(reverse("retention", args=["acme"])).content.decode()
    back = owner.post(reverse("change-settings", args=["acme"]), OF_WORKSPACE, follow=True)
    assert "nothing is converted" not in back.content.decode()
    assert told not in owner.get(reverse("retention", args=["acme"])).content.decode()
    refused = owner.post(reverse("change-settings", args=["acme"]), OF_WORKSPACE | {"currency": "XXX"})
    assert "“XXX” is no currency" in refused.content.decode()
