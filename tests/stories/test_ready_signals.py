"""Each ready signal fires for whom it should, not for whom it should not, and its alert is over once that is put right.

Small worlds of accounts, brought in as files; day by day nothing but the clock and the rounds move them.
"""

from datetime import date, timedelta

from tenure.actions.signals import change_signal, switch
from tenure.actions.tasks import create_task, finish_tasks
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.records.models import Account, Alert, Signal
from tenure.rounds.suggestions import suggest_options

TODAY = date(2026, 3, 2)


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def only(story, *slugs: str) -> None:
    """These signals are on and no others."""
    for row in Signal.objects.filter(workspace=story.workspace):
        switch(row=row, is_on=row.template in slugs, by="test")


def firing(story) -> dict[str, set[str]]:
    """The template of each signal with open alerts -> whose they are."""
    found: dict[str, set[str]] = {}
    rows = Alert.objects.filter(workspace=story.workspace, ended_at=None)
    for template, account in rows.values_list("signal__template", "account__key"):
        found.setdefault(template, set()).add(account)
    return found


def tomorrow(story) -> None:
    story.at((TODAY + timedelta(1)).isoformat())
    story.pass_by()


def contracts(*rows: str) -> str:
    return "\n".join(["Contract ID;Account ID;Product;Plan;Start;End;MRR;Currency;Options", *rows])


def since(account: str, days: int = 400, **more: str) -> str:
    """A contract that began so many days ago and goes on for a year yet."""
    said = {"plan": "Pro", "end": ago(-365), "mrr": "100", "options": ""} | more
    return f"C-{account};{account};App;{said['plan']};{ago(days)};{said['end']};{said['mrr']};EUR;{said['options']}"


def test_what_we_neglect_and_who_turns_away(story):
    """Care: assets, touchpoints, champions, NPS and tickets."""
    story.at(TODAY.isoformat())
    care = (
        "not_republished", "certificate_ending", "untouched", "champion_quiet", "champion_left", "nps_detractor",
        "nps_falling", "ticket_old", "tickets_piling_up",
    )  # fmt: skip
    only(story, *care)
    keys = ("app", "cert", "fine", "top", "silent", "quiet", "left", "angry", "less", "slow", "many")
    story.import_csv(
        "accounts", "\n".join(["Account ID;tier", *(f"{key};{'A' if key == 'top' else 'C'}" for key in keys)])
    )
    story.import_csv("contracts", contracts(*(since(key) for key in keys)))
    assets = f"app.1;app;{ago(181)};\ncert.1;cert;{ago(1)};{ago(-29)}\nfine.1;fine;{ago(1)};{ago(-200)}"
    story.import_csv("assets", f"Asset ID;Account ID;Published on;Certificate ends on\n{assets}")
    touched = dict.fromkeys(keys, 1) | {"top": 50, "silent": 130, "fine": 50}
    story.import_csv(
        "touchpoints", "\n".join(["Account ID;Date;Channel", *(f"{key};{ago(n)};call" for key, n in touched.items())])
    )
    story.import_csv("contacts", "User ID;Account ID;Champion\nann;quiet;yes\nbob;left;yes\neve;fine;yes\n")
    story.import_csv(
        "events",
        "User ID;Account ID;Event;Time\n"
        f"ann;quiet;Opened;{ago(25)} 09:00\nzoe;quiet;Opened;{ago(1)} 09:00\n"
        f"bob;left;Opened;{ago(1)} 09:00\neve;fine;Opened;{ago(2)} 09:00\n",
    )
    figures = f"angry;{ago(2)};nps;3\nless;{ago(200)};nps;10\nless;{ago(2)};nps;7\nfine;{ago(2)};nps;9"
    story.import_csv("measurements", f"Account ID;Day;Metric;Value\n{figures}")
    tickets = [f"T1;slow;{ago(20)};", f"T2;fine;{ago(3)};", *(f"M{n};many;{ago(1)};" for n in range(5))]
    story.import_csv("tickets", "\n".join(["Ticket ID;Account ID;Opened;Closed", *tickets]))
    story.pass_by()
    story.at(TODAY.isoformat(), "10:00")
    story.import_csv("contacts", "User ID;Account ID;Champion\nbob;left;no\n")
    story.pass_by()
    fires = {
        "not_republished": {"app"}, "certificate_ending": {"cert"}, "untouched": {"top", "silent"},
        "champion_quiet": {"quiet"}, "champion_left": {"left"}, "nps_detractor": {"angry"}, "nps_falling": {"less"},
        "ticket_old": {"slow"}, "tickets_piling_up": {"many"},
    }  # fmt: skip
    assert firing(story) == fires

    story.at((TODAY + timedelta(1)).isoformat())
    today = ago(-1)
    assets = f"app.1;app;{today};\ncert.1;cert;{ago(1)};{ago(-390)}"
    story.import_csv("assets", f"Asset ID;Account ID;Published on;Certificate ends on\n{assets}")
    story.import_csv("touchpoints", f"Account ID;Date;Channel\ntop;{today};call\nsilent;{today};email\n")
    story.import_csv("events", f"User ID;Account ID;Event;Time\nann;quiet;Opened;{today} 08:00\n")
    story.import_csv("contacts", "User ID;Account ID;Champion\nkim;left;yes\n")
    story.import_csv("measurements", f"Account ID;Day;Metric;Value\nangry;{ago(0)};nps;9\nless;{ago(0)};nps;9\n")
    done = [f"T1;slow;{ago(20)};{today}", *(f"M{n};many;{ago(1)};{today}" for n in range(2))]
    story.import_csv("tickets", "\n".join(["Ticket ID;Account ID;Opened;Closed", *done]))
    story.pass_by()
    assert firing(story) == {}
    assert set(Alert.objects.values_list("end", flat=True)) == {"resolved"}


def test_money_that_is_at_stake_or_could_be_earned(story):
    story.at(TODAY.isoformat())
    only(story, "invoice_overdue", "renewal_without_contact", "contract_downgraded", "option_suggested")
    salons = ("salon1", "salon2", "salon3", "salon4")
    keys = ("late", "paid", "ends", "called", "less", *salons)
    story.import_csv(
        "accounts",
        "\n".join(["Account ID;Trade", *(f"{key};{'hair' if key in salons else key}" for key in keys)]),
    )
    rows = [since(key, options="Booking" if key in salons[:3] else "") for key in ("late", "paid", *salons)]
    rows += [since("ends", 325, end=ago(-40)), since("called", 325, end=ago(-40)), since("less", 400, end=ago(5))]
    rows.append(f"C-less;less;App;Pro;{ago(5)};{ago(-360)};60;EUR;")
    story.import_csv("contracts", contracts(*rows))
    story.import_csv(
        "invoices",
        "Invoice ID;Account ID;Issued on;Due on;Amount;Currency;Paid on\n"
        f"I1;late;{ago(50)};{ago(20)};90;EUR;\nI2;paid;{ago(50)};{ago(20)};90;EUR;{ago(10)}\nI3;paid;{ago(5)};{ago(2)};90;EUR;\n",
    )
    story.import_csv("touchpoints", f"Account ID;Date;Channel\ncalled;{ago(5)};call\nends;{ago(45)};call\n")
    suggest_options(story.workspace)
    story.pass_by()
    assert firing(story) == {
        "invoice_overdue": {"late"}, "renewal_without_contact": {"ends"}, "contract_downgraded": {"less"},
        "option_suggested": {"salon4"},
    }  # fmt: skip

    story.at((TODAY + timedelta(30)).isoformat())
    story.import_csv(
        "invoices",
        f"Invoice ID;Account ID;Issued on;Due on;Amount;Currency;Paid on\nI1;late;{ago(50)};{ago(20)};90;EUR;{ago(-1)}\nI3;paid;{ago(5)};{ago(2)};90;EUR;{ago(-1)}\n",
    )
    story.import_csv("touchpoints", f"Account ID;Date;Channel\nends;{ago(-29)};call\ncalled;{ago(-29)};call\n")
    story.import_csv("contracts", contracts(since("salon4", options="Booking")))
    suggest_options(story.workspace)
    story.pass_by()
    assert firing(story) == {}


def test_beginnings_that_go_wrong_and_what_is_not_used(story):
    story.at(TODAY.isoformat())
    only(
        story, "first_value_missing", "onboarding_overdue", "new_below_minimum", "first_displeasure", "trial_unused",
        "trial_ending", "option_unused", "users_lost",
    )  # fmt: skip
    template, row = READY_SIGNALS["new_below_minimum"], Signal.objects.get(template="new_below_minimum")
    own_minimum = template.changed(template.signal(), {"minimum": 0})
    change_signal(row=row, signal=own_minimum, by="test")
    keys = (
        "empty",
        "built",
        "stuck",
        "low",
        "sad",
        "young",
        "idle",
        "keen",
        "ends",
        "unused",
        "booked",
        "fewer",
        "many",
    )
    minimum = {"low": "100"}
    story.import_csv(
        "accounts",
        "\n".join(
            ["Account ID;Minimum score;Sentiment"]
            + [f"{key};{minimum.get(key, '')};{1 if key in {'sad', 'young'} else ''}" for key in keys]
        ),
    )
    new = {"empty": 20, "built": 20, "stuck": 20, "low": 20, "young": 20}
    rows = [
        since(key, new.get(key, 400)) for key in ("empty", "built", "stuck", "low", "sad", "young", "fewer", "many")
    ]
    rows += [since("idle", 6, plan="Free trial"), since("keen", 6, plan="Free trial")]
    rows += [
        since("ends", 9, plan="Trial", end=ago(-5)),
        since("unused", options="Booking"),
        since("booked", options="Booking"),
    ]
    story.import_csv("contracts", contracts(*rows))
    used = [
        f"u-{key};{key};Project created;{ago(3)} 09:00"
        for key in ("built", "stuck", "low", "young", "keen", "ends", "idle")
        if key != "idle"
    ]
    used += [f"u-booked;booked;Booking confirmed;{ago(9)} 09:00", f"u-unused;unused;Opened;{ago(9)} 09:00"]
    for key, now in (("fewer", 4), ("many", 9)):
        used += [f"{key}{n};{key};Opened;{ago(40)} 09:00" for n in range(10)]
        used += [f"{key}{n};{key};Opened;{ago(5)} 09:00" for n in range(now)]
    story.import_csv("events", "\n".join(["User ID;Account ID;Event;Time", *used]))
    stuck = Account.objects.get(key="stuck")
    task = create_task(
        workspace=story.workspace, title="Import their data", account=stuck, due_on=TODAY - timedelta(5), by="test"
    )
    story.pass_by()
    for days in (1, 3):  # a score below the minimum has to last
        story.at((TODAY + timedelta(days)).isoformat())
        story.pass_by()
    expected = {
        "first_value_missing": {"empty"}, "onboarding_overdue": {"stuck"}, "new_below_minimum": {"low"},
        "first_displeasure": {"sad"}, "trial_unused": {"idle"}, "trial_ending": {"ends"}, "option_unused": {"unused"},
        "users_lost": {"fewer"},
    }  # fmt: skip
    assert firing(story) == expected

    now = ago(-3)
    finish_tasks(workspace=story.workspace, numbers=[task.tasks[0].pk], by="test")
    story.import_csv("accounts", "Account ID;Minimum score;Sentiment\nlow;1;\nsad;;5\n")
    used = [
        f"u-empty;empty;Project created;{now} 08:00",
        f"u-idle;idle;Opened;{now} 08:00",
        f"u;unused;Booking confirmed;{now} 08:00",
    ]
    used += [f"fewer{n};fewer;Opened;{now} 08:00" for n in range(9)]
    story.import_csv("events", "\n".join(["User ID;Account ID;Event;Time", *used]))
    story.import_csv("contracts", contracts(f"C-ends;ends;App;Pro;{now};{ago(-400)};100;EUR;"))
    story.at((TODAY + timedelta(4)).isoformat())
    story.pass_by()
    assert firing(story) == {}


def test_somebody_who_bought_each_month_and_stopped(shop):
    shop.at(TODAY.isoformat())
    only(shop, "orders_stopped")
    orders = [f"O{n};ann@example.com;{ago(100 + 30 * n)};20;EUR" for n in range(5)]
    orders += [f"P{n};bob@example.com;{ago(40 + 30 * n)};20;EUR" for n in range(5)]
    shop.import_csv("orders", "\n".join(["Order ID;E-mail;Date;Amount;Currency", *orders]))
    shop.pass_by()
    alert = Alert.objects.get(ended_at=None)
    assert "ann" in alert.account.key
    shop.import_csv("orders", f"Order ID;E-mail;Date;Amount;Currency\nO9;ann@example.com;{ago(0)};20;EUR\n")
    shop.pass_by()
    assert firing(shop) == {}


def test_three_signals_start_switched_on(story):
    on = Signal.objects.filter(workspace=story.workspace, is_on=True).values_list("template", flat=True)
    assert set(on) == {"usage_stopped", "invoice_overdue", "renewal_without_contact"}
    assert Signal.objects.filter(workspace=story.workspace).count() == len(READY_SIGNALS)
