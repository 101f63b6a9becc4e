"""Can a workspace declare facts of its own and take them away, and does everything follow from that?"""

from dataclasses import replace

import pytest

from tenure.actions.custom_facts import MOST, create_custom_fact, remove_custom_fact
from tenure.actions.scorecards import publish, retire
from tenure.answers.custom_facts import catalogue_of, customs_of
from tenure.calc.measure import Measure
from tenure.calc.scorecards import READY_MADE
from tenure.facts.custom import CustomFactError, parse
from tenure.records.models import AuditEntry, CustomFact, StaleAccount

PAID = parse(name="paid_30", source="event", of="Paid", how="count", days=30)
pytestmark = pytest.mark.django_db


def create(workspace, custom=PAID):
    return create_custom_fact(workspace=workspace, custom=custom, by="member 1")


def test_a_fact_is_known_from_then_on_and_every_account_is_computed_again(workspace, account, stranger):
    create(workspace)
    assert customs_of(workspace) == (PAID,)
    assert catalogue_of(workspace)["paid_30"].sentence.startswith("How often the account sent “Paid”")
    assert set(StaleAccount.objects.values_list("account", flat=True)) == {account.pk}
    entry = AuditEntry.objects.get(workspace=workspace, noun="custom fact")
    assert (entry.by, entry.verb, entry.after["of"], entry.after["days"]) == ("member 1", "create", "Paid", 30)


def test_another_workspace_does_not_know_it(workspace, other_workspace):
    create(workspace)
    assert customs_of(other_workspace) == ()
    create(other_workspace)
    assert not remove_custom_fact(workspace=workspace, name="their_own", by="member 1")


@pytest.mark.parametrize(("of", "known"), [("Active users", "active_users"), ("Menu views", "menu_views")])
def test_a_measurement_is_spelled_as_imports_spell_it(workspace, of, known):
    custom = parse(name="own", source="measurement", of=of, how="sum", days=30)
    assert create(workspace, custom).of == known
    assert customs_of(workspace)[0].of == known


def test_what_names_no_metric_is_refused(workspace):
    with pytest.raises(CustomFactError, match="names no metric"):
        create(workspace, parse(name="own", source="measurement", of="—", how="sum", days=30))


def test_a_name_is_given_once(workspace):
    create(workspace)
    with pytest.raises(CustomFactError, match="already"):
        create(workspace, replace(PAID, days=7))
    assert customs_of(workspace) == (PAID,)
    assert AuditEntry.objects.filter(noun="custom fact").count() == 1


def test_a_workspace_has_only_so_many(workspace):
    CustomFact.objects.bulk_create(
        CustomFact(
            workspace=workspace,
            name=f"f{n}",
            source="event",
            of="x",
            how="count",
            days=1,
            created_at=workspace.created_at,
        )
        for n in range(MOST)
    )
    with pytest.raises(CustomFactError, match=f"at most {MOST}"):
        create(workspace)


def test_a_fact_can_be_taken_away(workspace, account):
    create(workspace)
    StaleAccount.objects.all().delete()
    assert remove_custom_fact(workspace=workspace, name="paid_30", by="member 1")
    assert not remove_custom_fact(workspace=workspace, name="paid_30", by="member 1")
    assert customs_of(workspace) == ()
    assert StaleAccount.objects.get().account == account
    entry = AuditEntry.objects.get(workspace=workspace, verb="remove")
    assert (entry.before["name"], entry.before["how"]) == ("paid_30", "count")


def test_a_fact_that_a_scorecard_reads_stays_until_the_scorecard_does_without(workspace):
    create(workspace)
    usual = READY_MADE["saas"][1]
    measures = (*usual.measures[1:], Measure("Payments", "Usage", "paid_30", 0, 5, usual.measures[0].weight))
    publish(workspace=workspace, card=replace(usual, measures=measures), by="member 1")
    with pytest.raises(CustomFactError, match="The scorecard “saas” reads “paid_30”"):
        remove_custom_fact(workspace=workspace, name="paid_30", by="member 1")
    retire(workspace=workspace, slug="saas", by="member 1")
    assert remove_custom_fact(workspace=workspace, name="paid_30", by="member 1")


def test_a_row_that_a_later_version_cannot_read_is_passed_over(workspace):
    create(workspace)
    CustomFact.objects.create(
        workspace=workspace, name="mrr", source="event", of="x", how="count", days=1, created_at=workspace.created_at
    )
    assert customs_of(workspace) == (PAID,)
    assert catalogue_of(workspace)["mrr"].type == "money"
