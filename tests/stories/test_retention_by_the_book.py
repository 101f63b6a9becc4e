"""Story 3: 50,000 at the start, 1,000 new, 40,000 at the end: 78 %, with the formula, and the 81 % of an article as a mistake.

900 of 2,000 earlier buyers came back: repeat rate 45 %. A goal of 82 % by summer shows as behind.
"""

import pytest

START, END, NEW = 50_000, 40_000, 1_000


@pytest.fixture
def fifty_thousand(story):
    """Contracts of 50,000 accounts from the beginning of 2025; 39,000 of them stay, and 1,000 come in spring."""
    story.at("2026-01-02")
    story.press("/retention/goals", figure="retention_rate", target="82", due_on="2026-07-01")
    lines = ["Account ID;Product;Start;End;MRR"]
    lines += [f"a{at};App;2025-01-01;{'' if at < END - NEW else '2025-11-15'};10" for at in range(START)]
    lines += [f"n{at};App;2025-09-01;;10" for at in range(NEW)]
    keys = [f"a{at}" for at in range(START)] + [f"n{at}" for at in range(NEW)]
    story.import_csv("accounts", "\n".join(["Account ID", *keys]))
    story.import_csv("contracts", "\n".join(lines))
    return story


def test_the_rate_is_78_per_cent_with_its_formula_the_mistake_named_and_the_goal_behind(fifty_thousand):
    story = fifty_thousand
    page = story.words("/retention?month=2025-12")
    assert "Over twelve months 78% of the accounts stayed." in page
    why = story.words("/retention/why?figure=retention_rate&month=2025-12")
    assert "(40,000 − 1,000) ÷ 50,000 = 78%" in why
    assert "divides 40,000 by 50,000 − 1,000 and gets 81.6%. That is a mistake" in why
    report = story.command("report", "retention", "--from", "2025-01-01", "--to", "2026-01-01")
    assert report == {
        "from": "2025-01-01", "to": "2026-01-01", "start": START, "end": END, "new": NEW, "retained": END - NEW,
        "lost": START - END + NEW, "retention_rate": pytest.approx(0.78), "churn_rate": pytest.approx(0.22),
    }  # fmt: skip

    # and the goal that was set in January
    story.at("2026-04-01")
    page = story.words("/retention")
    assert "Retention rate 82% by 1 Jul 2026" in page
    assert "behind" in page


def test_nine_hundred_of_two_thousand_buyers_came_back(shop):
    lines = ["Order ID;Account ID;Date;Amount"]
    lines += [f"1-{at};b{at};2025-05-01;20" for at in range(2_000)]
    lines += [f"2-{at};b{at};2025-10-01;20" for at in range(900)]
    shop.at("2026-01-02")
    shop.import_csv("accounts", "\n".join(["Account ID", *(f"b{at}" for at in range(2_000))]))
    shop.import_csv("orders", "\n".join(lines))
    why = shop.words("/retention/why?figure=repeat_rate&month=2025-12")
    assert "900 ÷ 2,000 = 45%" in why
    assert "Counted by order" in why
