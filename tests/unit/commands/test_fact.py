"""Do `tenure fact` and `tenure catalogue` declare, list and take away facts of a workspace's own?"""

import json

import pytest
from click.testing import CliRunner

from tenure.commands import catalogue, fact
from tenure.records.models import CustomFact

pytestmark = pytest.mark.django_db
PAID = ("create", "paid_30", "--event", "Paid", "--how", "count", "--days", "30")


def run(command, *args):
    return CliRunner().invoke(command, list(args))


def test_a_fact_is_declared_listed_and_taken_away(workspace):
    done = run(fact.command, *PAID)
    assert done.exit_code == 0, done.output
    assert (
        "paid_30: How often the account sent “Paid” in the last 30 complete UTC days and today so far." in done.stdout
    )
    assert "tenure facts --workspace acme --fact paid_30" in done.stdout
    assert "paid_30" in run(catalogue.command, "--workspace", "acme").stdout
    assert "paid_30" not in run(catalogue.command).stdout
    assert run(fact.command, "remove", "paid_30").stdout == "paid_30 is no fact any more.\n"
    assert not CustomFact.objects.exists()


def test_programs_get_json(workspace):
    made = json.loads(
        run(
            fact.command, "create", "visits", "--measurement", "visitors", "--how", "last", "--days", "7", "--json"
        ).stdout
    )
    assert (made["fact"], made["workspace"]) == ("visits", "acme")
    listed = json.loads(run(catalogue.command, "-w", "acme", "--json").stdout)
    (mine,) = [one for one in listed if one["group"] == "custom"]
    assert (mine["name"], mine["type"], mine["sentence"]) == ("visits", "float", made["sentence"])
    assert json.loads(run(fact.command, "remove", "visits", "--json").stdout)["fact"] == "visits"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("create", "Paid", *PAID[2:]), "lower case letters"),
        (("create", "mrr", *PAID[2:]), "There is a fact “mrr” already"),
        ((*PAID, "--measurement", "x"), "either --event NAME or --measurement METRIC"),
        (("create", "x", "--how", "sum", "--days", "3"), "either --event NAME or --measurement METRIC"),
        ((*PAID[:-1], "0"), "choose 1 to 3,650"),
        (("remove", "paid_30"), "has no fact “paid_30” of its own"),
    ],
)
def test_what_cannot_be_done_says_why(workspace, args, told):
    done = run(fact.command, *args)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.split())


def test_the_same_name_twice_is_refused(workspace):
    run(fact.command, *PAID)
    done = run(fact.command, *PAID)
    assert done.exit_code == 2
    assert "There is a fact “paid_30” already" in done.stderr
