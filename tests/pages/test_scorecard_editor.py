"""Scorecards on pages: what stands in them, the draft and what it would do, publication, and every version."""

import re
from dataclasses import replace

import pytest

from tenure.actions.scorecards import publish, retire
from tenure.calc.scorecard import parse
from tenure.calc.scorecards import READY_MADE
from tenure.records.models import AuditEntry, Scorecard
from tenure.rules.comparison import Comparison, Op
from tenure.rules.tree import AllOf, AnyOf, Not
from tests.factories import make_account, make_member
from tests.pages.conftest import DOING_WELL, IN_TROUBLE
from tests.pages.scoring_form import form_of_card

NEW, USUAL = READY_MADE["saas"]
CARDS = "/w/acme/health/scorecards"
DRAFT = f"{CARDS}/draft"
HTMX = {"HX-Request": "true", "HX-Target": "draft"}


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def in_use(slug: str = "saas"):
    return Scorecard.objects.get(workspace__slug="acme", slug=slug, retired_at=None)


@pytest.fixture
def editor(visit, own_data):
    return visit("manager")


@pytest.fixture
def usual():
    """The form of the usual card as it is in use."""
    return form_of_card(USUAL, over=1)


def test_cards_stand_in_their_order_with_what_each_measure_knows(visit, own_data, bakery, studio):
    told = text(visit("viewer").get(CARDS))
    assert told.index("in the first 90 days") < told.index("For every account that no card before it is for.")
    assert "It scores 2 accounts." in told
    assert "Poor at 4 and below, good from 16 on." in told
    assert "Poor at 25% and below, good from 90% on." in told
    assert "Known of 100%: 2 of 2 accounts." in told
    assert "Known of no account yet." in told
    assert "Poor while notice is true. Notice was given." in told
    assert "Change it" not in told


def test_cards_that_count_how_relationships_are_rated_have_no_picture_for_sellers(visit, own_data, acme):
    make_account(acme, "rated", "", DOING_WELL | {"sentiment": 3})
    bars = [visit(role).get(CARDS).content.decode().count('class="spread"') for role in ("viewer", "sales")]
    assert bars[0] > bars[1] == 0


@pytest.mark.parametrize("card", [*READY_MADE["saas"], *READY_MADE["shop"]], ids=lambda card: card.slug)
def test_what_stands_in_the_form_is_the_card(editor, acme, card):
    row = publish(workspace=acme, card=replace(card, slug="mine"), by="test")
    before = row.definition
    sent = form_of_card(parse(before), over=row.version, place=row.position)
    editor.post(f"{DRAFT}/publish", sent)
    assert in_use("mine").version == 1, "nothing was changed, so nothing was published"


def test_a_nested_rule_stays_as_it_is(editor, acme):
    plan = Comparison("plan", Op.EQ, "Basic")
    nested = AllOf((plan, Not(AnyOf((plan, Comparison("mrr", Op.UNKNOWN))))))
    row = publish(workspace=acme, card=replace(USUAL, slug="mine", rule=nested), by="test")
    assert "None of these holds" in text(editor.get(f"{CARDS}/mine/edit"))
    editor.post(f"{DRAFT}/publish", form_of_card(parse(row.definition), over=1, place=row.position))
    assert in_use("mine").version == 1


def test_a_changed_weight_is_published_as_a_version_of_that_member(editor, acme, usual):
    response = editor.post(f"{DRAFT}/publish", usual | {"m0-weight": "25", "m1-weight": "5"})
    assert response.url == f"{CARDS}/saas/versions"
    row = in_use()
    assert row.version == 2
    assert [one["weight"] for one in row.definition["measures"][:2]] == [25, 5]
    assert AuditEntry.objects.get(noun="scorecard", record=row.pk).by.startswith("member ")
    told = text(editor.get(response.url))
    assert "“Days of use” weighs 25 instead of 20." in told
    assert "Manager, today" in told


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Give it a name"),
        ("m0-weight", "heavy", "Write a number here."),
        ("m0-poor", "", "A number is missing here."),
        ("m0-weight", "30", "The weights add up to 110; they must add up to 100."),
        ("m0-weight", "0", "A weight is a number from 0.01 to 100."),
        ("m0-good", "4", "Good and poor must differ."),
        ("m1-name", "Days of use", "Another one has this name"),
        ("m0-fact", "luck", "No fact is called “luck”"),
        ("good", "30", "Average begins above 0, good above average"),
        ("h0-reason", "", "Say in a sentence why"),
        ("h3-rule-0-value", "often", "“often” is no number"),
        ("h0-rule", "", "Say when the rule holds"),
    ],
)
def test_what_cannot_be_published_says_why_at_its_field(editor, acme, usual, field, value, told):
    response = editor.post(f"{DRAFT}/publish", usual | {field: value}, headers=HTMX)
    assert response.status_code == 422
    assert told in text(response)
    assert f'id="{field}-wrong"' in response.content.decode() or field in {"m0-weight", "good", "h0-rule", "m1-name"}
    assert in_use().version == 1


def test_every_mistake_is_told_at_once(editor, acme, usual):
    response = editor.post(f"{DRAFT}/publish", usual | {"m0-poor": "x", "m1-fact": "luck", "h0-reason": ""})
    assert "3 things are to be put right before it can be published" in text(response)


def test_a_decimal_comma_is_read(editor, acme, usual):
    editor.post(f"{DRAFT}/publish", usual | {"m1-poor": "0,3"})
    assert in_use().definition["measures"][1]["poor"] == 0.3


def test_weights_are_made_to_add_up_in_the_proportion_that_they_have(editor, acme, usual):
    page = editor.post(f"{DRAFT}/lines", usual | {"m0-weight": "40", "do": "balance"}, headers=HTMX).content.decode()
    weights = [float(one) for one in re.findall(r'name="m\d+-weight" value="([^"]+)"', page)]
    assert sum(weights) == pytest.approx(100)
    assert weights[0] == 33.33


def test_lines_come_and_go_without_anything_being_kept(editor, acme, usual):
    def lines(do: str, **more: str) -> str:
        return editor.post(f"{DRAFT}/lines", usual | {"do": do} | more, headers=HTMX).content.decode()

    added = lines("add measure", **{"add-fact": "MRR"})
    assert 'name="m10-fact" value="MRR"' in added
    assert re.search(r'name="m10-poor"[^>]*autofocus', added)
    assert 'name="m0-fact"' not in lines("remove m0")
    assert 'name="h0-name"' not in lines("remove h0")
    assert 'name="h5-name"' in lines("add hard")
    rule = editor.post("/w/acme/rule/form?prefix=rule&of=accounts&in=", usual | {"rule-more": "fact"}).content.decode()
    assert 'name="rule-0-fact"' in rule
    hard = editor.post("/w/acme/rule/form?prefix=h1-rule&of=accounts", usual | {"do": "drop 1"}).content.decode()
    assert 'name="h1-rule-0-fact"' in hard
    assert 'name="h1-rule-1-fact"' not in hard
    assert in_use().version == 1


def test_the_look_at_a_draft_names_who_would_change_band(editor, acme, bakery, studio, usual):
    response = editor.post(f"{DRAFT}/preview", usual | {"good": "99.5", "average": "99"})
    told = text(response)
    assert "1 of 2 accounts would change band." in told or "No account would change band." in told
    strict = text(editor.post(f"{DRAFT}/preview", usual | {"m4-poor": "0", "m4-good": "-9", "m4-weight": "500"}))
    assert "Weights count here in the proportion that they have." in strict
    assert "1 of 2 accounts would change band." in strict
    assert "Studio Vonk" in strict
    assert in_use().version == 1


def test_the_look_says_what_is_to_be_put_right_first(editor, acme, bakery, usual):
    told = text(editor.post(f"{DRAFT}/preview", usual | {"m0-poor": "x"}))
    assert "It can be told once these are put right: Days of use: Write a number here." in told


def test_those_who_change_band_come_in_pages(editor, acme, usual):
    for number in range(25):
        make_account(acme, f"k{number:02}", f"Shop {number:02}", DOING_WELL)
    strict = usual | {"m4-poor": "0", "m4-good": "-9", "m4-weight": "500"}
    first, second = (editor.post(f"{DRAFT}/preview", strict | {"page": str(page)}) for page in (1, 2))
    names = [re.findall(r">(Shop \d\d)<", one.content.decode()) for one in (first, second)]
    assert [len(one) for one in names] == [20, 5]
    assert len({*names[0], *names[1]}) == 25


def test_somebody_elses_version_is_not_replaced_without_a_word(editor, acme, usual):
    other = make_member(acme, "admin", "ada@example.com")
    publish(workspace=acme, card=replace(USUAL, name="Theirs"), by=f"member {other.pk}")
    response = editor.post(f"{DRAFT}/publish", usual | {"name": "Mine"}, headers=HTMX)
    assert response.status_code == 422
    assert "Admin published version 2 while you worked. Publish again to replace it with yours." in text(response)
    assert in_use().definition["name"] == "Theirs"
    again = re.search(r'name="over" value="(\d+)"', response.content.decode())[1]
    editor.post(f"{DRAFT}/publish", usual | {"name": "Mine", "over": again})
    assert (in_use().version, in_use().definition["name"]) == (3, "Mine")


def test_an_old_version_comes_back_as_a_new_one(editor, acme):
    publish(workspace=acme, card=replace(USUAL, name="Another"), by="test")
    page = editor.get(f"{CARDS}/saas/edit", {"version": "1"})
    assert "This is version 1 again." in text(page)
    editor.post(f"{DRAFT}/publish", form_of_card(USUAL, over=2))
    assert (in_use().version, in_use().definition["name"]) == (3, USUAL.name)


def test_two_versions_are_compared_in_sentences(visit, own_data, acme):
    publish(workspace=acme, card=replace(USUAL, any_poor_makes_poor=True), by="test")
    reader = visit("viewer")
    told = text(reader.get(f"{CARDS}/saas/versions", {"from": "1", "to": "2"}))
    assert told.count("A single poor measure makes the account poor.") == 2, "in the list and compared"
    assert "They say the same." in text(reader.get(f"{CARDS}/saas/versions", {"from": "2", "to": "2"}))
    assert "Bring version" not in told


def test_a_new_card_gets_a_name_of_its_own_and_its_place(editor, acme, usual):
    sent = {**usual, "slug": "", "over": "0", "place": "0", "name": "Software as a service"}
    assert editor.post(f"{DRAFT}/publish", sent).url == f"{CARDS}/software-as-a-service/versions"
    assert in_use("software-as-a-service").position == 0
    editor.post(f"{DRAFT}/publish", sent)
    assert in_use("software-as-a-service-2").position == 0


def test_a_copy_is_another_card(editor, acme):
    page = editor.get(f"{CARDS}/new", {"like": "saas"}).content.decode()
    assert 'value="Software as a service, copy"' in page
    assert 'name="slug" value=""' in page


def test_a_card_out_of_use_is_named_and_its_versions_stay(editor, acme):
    assert retire(workspace=acme, slug="saas", by="test")
    assert "No longer used Software as a service" in text(editor.get(CARDS))
    assert "This card is no longer used." in text(editor.get(f"{CARDS}/saas/versions"))
    assert "Bring version 1 back" in text(editor.get(f"{CARDS}/saas/versions"))
    editor.post(f"{DRAFT}/publish", form_of_card(USUAL, over=0))
    assert in_use().version == 2


def test_a_person_who_may_not_change_how_health_is_judged_sees_no_form(visit, own_data, acme):
    for role in ("agent", "sales", "viewer"):
        assert visit(role).get(f"{CARDS}/saas/edit").status_code == 403


def test_a_card_that_there_never_was_is_not_found(editor, acme):
    assert editor.get(f"{CARDS}/nothing/edit").status_code == 404
    assert editor.get(f"{CARDS}/saas/edit", {"version": "9"}).status_code == 404
    assert editor.get(f"{CARDS}/nothing/versions").status_code == 404


def test_names_bring_no_markup_in(editor, acme, bakery):
    publish(workspace=acme, card=replace(USUAL, name="<script>alert(1)</script>"), by="test")
    for address in (CARDS, f"{CARDS}/saas/edit", f"{CARDS}/saas/versions"):
        assert b"<script>alert" not in editor.get(address).content


def test_every_page_asks_the_database_a_fixed_number_of_times(editor, acme, usual, django_assert_max_num_queries):
    for number in range(30):
        make_account(acme, f"k{number}", "", DOING_WELL if number % 2 else IN_TROUBLE)
        publish(workspace=acme, card=replace(USUAL, name=f"Name {number}"), by="test")
    for address in (CARDS, f"{CARDS}/saas/edit", f"{CARDS}/saas/versions"):
        with django_assert_max_num_queries(13):
            editor.get(address)
    with django_assert_max_num_queries(15):
        editor.post(f"{DRAFT}/preview", usual | {"m0-weight": "40"})
