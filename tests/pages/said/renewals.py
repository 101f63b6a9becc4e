"""Renewals, and the churn register."""

from datetime import timedelta

from tenure import clock
from tenure.actions.departures import Ending, end_contract
from tenure.actions.self_renewals import renew_themselves
from tenure.records.models import Account, ChurnReason, Contract, ContractPeriod
from tests.pages.asking import Asking

SOON, IN_40_DAYS = ((clock.now().date() + timedelta(days)).isoformat() for days in (30, 40))


def contract_of(workspace, key="smit", days=40, *, mrr=12_000, currency="EUR", plan="Plus", product="App", **more):
    """A contract that ends in so many days, of an account of its own unless that is there."""
    today = clock.now().date()
    account, _ = Account.objects.get_or_create(
        workspace=workspace, key=key, defaults={"name": key.capitalize(), "created_at": clock.now()}
    )
    contract = Contract.objects.create(
        workspace=workspace, account=account, key=f"C-{key}", product=product, created_at=clock.now(), **more
    )
    ContractPeriod.objects.create(
        workspace=workspace, contract=contract, starts_on=today - timedelta(365 - days),
        ends_on=today + timedelta(days), plan=plan, mrr=mrr, currency=currency, term_months=12,
    )  # fmt: skip
    return contract


def a_contract(workspace):
    return [contract_of(workspace).pk]


def a_departure(workspace):
    contract = contract_of(workspace)
    return [end_contract(contract=contract, ends_on=clock.now().date(), said=Ending(), by="test").pk]


def a_reason(workspace):
    return {"reason": ChurnReason.objects.filter(workspace=workspace).exclude(parent=None).first().pk}


def an_open_contract(workspace):
    contract = contract_of(workspace)
    ContractPeriod.objects.filter(contract=contract).update(ends_on=None)
    return [contract.pk]


def one_that_renewed_itself(workspace):
    contract = contract_of(workspace, days=-2, renews_itself=True)
    renew_themselves(workspace=workspace)
    return [contract.pk]


ADDRESSES = {
    "renewals-open": Asking(),
    "renewal-ending": Asking(an_open_contract),
    "renewal-end-open": Asking(an_open_contract, says={"ends_on": SOON, "competitor": "Rival"}, names=a_reason),
    "renewals": Asking(),
    "renewal": Asking(a_contract),
    "renewal-word": Asking(a_contract, says={"word": "commit", "note": "They told me"}),
    "renewal-terms": Asking(a_contract, says={"notice_days": "60", "renews_itself": "yes"}),
    "renewal-renew": Asking(a_contract, says={"after": IN_40_DAYS, "months": "12", "mrr": "120"}),
    "renewal-end": Asking(a_contract, says={"ends_on": SOON, "competitor": "Rival"}, names=a_reason),
    "renewal-back": Asking(one_that_renewed_itself),
    "departures": Asking(),
    "departure": Asking(a_departure),
    "departure-why": Asking(a_departure, says={"competitor": "Rival"}, names=a_reason),
    "departure-back": Asking(a_departure),
}
