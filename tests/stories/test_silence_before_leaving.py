"""Story 5: a push every Tuesday for a year, and none for two weeks: told on the ninth day, with the chart.

An account that always sends monthly is not reported.
"""

from datetime import date, timedelta

from tenure.records.models import Alert

LAST = date(2026, 3, 3)  # a Tuesday


def test_the_owner_is_told_on_the_ninth_day_with_the_chart_and_of_the_monthly_one_nothing(beginning):
    story = beginning("reseller")
    story.at(LAST.isoformat(), "18:00")
    story.import_csv("accounts", "Account ID;Name;Owner\nweekly;Slagerij Vos;Jana\nmonthly;Hotel Zee;Jana\n")
    story.import_csv(
        "contracts",
        "Account ID;Product;Start;End;MRR;Currency\nweekly;App;2025-01-01;2027-01-01;90;EUR\nmonthly;App;2025-01-01;2027-01-01;90;EUR\n",
    )
    pushes = [f"weekly;{LAST - timedelta(7 * week)};pushes;1" for week in range(53)]
    pushes += [f"monthly;{LAST - timedelta(30 * month + 3)};pushes;1" for month in range(13)]
    story.import_csv("measurements", "\n".join(["Account ID;Day;Metric;Value", *pushes]))
    told = []
    for day in range(15):
        story.at((LAST + timedelta(day)).isoformat(), "09:00" if day else "19:00")
        story.pass_by()
        if not told and Alert.objects.exists():
            told.append(day)
            words = story.words("/signals")
            assert "Slagerij Vos" in words
            assert "No pushes for 9 days (usually every 7)" in words
            assert "Pushes have stopped" in words
            chart = story.page(f"/signals/alerts/{Alert.objects.get().pk}/chart")
            assert chart.count('class="amount"') >= 25
            assert 'aria-label="No pushes for 9 days (usually every 7)"' in chart
    assert told == [9]
    (alert,) = Alert.objects.all()
    assert (alert.account.key, alert.owner) == ("weekly", story.owner)
    assert "No pushes" in story.words("/accounts/weekly")
    assert "Pushes have stopped" not in story.words("/accounts/monthly")

    story.import_csv("measurements", f"Account ID;Day;Metric;Value\nweekly;{LAST + timedelta(14)};pushes;1\n")
    story.at((LAST + timedelta(15)).isoformat())
    story.pass_by()
    alert.refresh_from_db()
    assert alert.end == "resolved"
