"""Story 7: an app last published 181 days ago appears in “to republish”, oldest and largest first; one published yesterday leaves it."""

from datetime import date, timedelta

from tenure.actions.signals import switch
from tenure.records.models import Signal

TODAY = date(2026, 3, 2)
ASSETS = "Asset ID;Account ID;Name;Published on\n"


def test_the_large_one_stands_above_the_small_one_and_one_published_yesterday_leaves(beginning):
    story = beginning("reseller")
    story.at(TODAY.isoformat())
    row = Signal.objects.get(workspace=story.workspace, template="not_republished")
    switch(row=row, is_on=True, by="test")
    contracts = ["Account ID;Product;Start;End;MRR;Currency"]
    contracts += [
        f"{key};App;2025-01-01;2027-01-01;{mrr};EUR" for key, mrr in (("klein", 50), ("groot", 900), ("vers", 90))
    ]
    story.import_csv("accounts", "Account ID;Name\nklein;Klein\ngroot;Groot\nvers;Vers\n")
    story.import_csv("contracts", "\n".join(contracts))
    dates = {"klein": 181, "groot": 181, "vers": 179}
    story.import_csv(
        "assets", ASSETS + "\n".join(f"{key}.app;{key};App;{TODAY - timedelta(days)}" for key, days in dates.items())
    )
    story.pass_by()
    words = story.words("/signals?scope=all&signal=not-republished")
    assert words.index("Groot") < words.index("Klein")
    assert "Vers" not in words
    assert "An asset was last published 181 days ago" in words

    story.at((TODAY + timedelta(1)).isoformat())
    story.import_csv("assets", f"{ASSETS}groot.app;groot;App;{TODAY}\n")
    story.pass_by()
    words = story.words("/signals?scope=all&signal=not-republished")
    assert "Groot" not in words
    assert "Klein" in words
