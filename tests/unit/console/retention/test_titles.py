"""The charts of Retention say their point in their titles, and write the rates that tell most beside the line."""

from babel import Locale

from tenure.calc.retention import Retention
from tenure.calc.revenue import Movements
from tenure.console.retention.charts import Cell, line
from tenure.console.retention.titles import Month, of_cohorts, of_columns

BRITISH = Locale.parse("en_GB")


def month(name: str, **moved: int) -> Month:
    parts = dict.fromkeys(("start", "new", "expansion", "contraction", "churn", "reactivation"), 0) | moved
    return Month(name, name, "", "", Retention(0, 0, 0), "", Movements(**parts))


def test_movements_say_what_came_what_went_and_when_most_did():
    months = [month("June", new=50_00, churn=10_00), month("July", contraction=5_00, churn=15_00, expansion=1_00)]
    assert of_columns(months, "EUR", BRITISH) == "€51 of MRR came and €30 went, most of it in July"
    assert of_columns([month("June", new=50_00)], "EUR", BRITISH) == "€50 of MRR came, and none went"
    assert of_columns([month("June")], "EUR", BRITISH) == "No MRR came or went in these months"


def test_cohorts_say_how_many_of_all_were_there_in_the_last_month_of_their_row():
    rows = [[Cell(1.0, 4, 9), Cell(0.5, 2, 5)], [], [Cell(1.0, 6, 9)]]
    assert of_cohorts(rows, "accounts", BRITISH) == "8 of 10 new accounts were there in the last month shown"
    assert of_cohorts(rows, "revenue", BRITISH) == "80% of the new revenue was there in the last month shown"
    assert of_cohorts([[]], "accounts", BRITISH) == "Nobody began in these months"


def test_the_lowest_rate_is_written_under_the_line_and_the_last_where_the_line_is_not():
    assert [dot.side for dot in line([0.9, None, 0.5, 0.5, 0.8])[1]] == ["", "under", "", "above"]
    assert [dot.side for dot in line([0.5, 0.9, 0.8])[1]] == ["under", "", "under"]
    assert [dot.side for dot in line([0.9, 0.5])[1]] == ["", "under"]
    assert line([None, None]) == ([], [])
