"""Story 12: clients of the same trade use the booking option and this one does not: a suggestion with three examples.

It is not repeated once it was declined.
"""

from tenure.actions.signals import switch
from tenure.records.models import Alert, Signal
from tenure.rounds.suggestions import suggest_options

CONTRACTS = "Account ID;Product;Start;End;MRR;Currency;Options\n"


def test_a_suggestion_with_three_examples_that_a_decline_ends_for_good(beginning):
    story = beginning("reseller")
    story.at("2026-03-02")
    switch(row=Signal.objects.get(workspace=story.workspace, template="option_suggested"), is_on=True, by="test")
    salons = {f"salon{n}": "Booking" for n in range(1, 5)} | {"kapper": ""}
    story.import_csv("accounts", "Account ID;Name;Trade\n" + "\n".join(f"{key};{key.title()};Hair" for key in salons))
    story.import_csv(
        "contracts",
        CONTRACTS + "\n".join(f"{key};App;2025-01-01;2027-01-01;90;EUR;{has}" for key, has in salons.items()),
    )
    suggest_options(story.workspace)
    story.pass_by()
    words = story.words("/signals?scope=all")
    assert "Accounts like it use Booking" in words
    assert Alert.objects.get().account.key == "kapper"
    page = story.words("/accounts/kapper/contracts")
    assert sum(name in page for name in ("Salon1", "Salon2", "Salon3", "Salon4")) == 3

    story.submit("/accounts/kapper/contracts/declined", option="Booking", reason="They book by phone")
    story.pass_by()
    assert Alert.objects.get().end == "resolved"
    story.at("2026-12-02")
    suggest_options(story.workspace)
    story.pass_by()
    assert Alert.objects.filter(signal__template="option_suggested").count() == 1
