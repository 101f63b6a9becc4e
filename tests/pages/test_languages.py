"""Pages speak the language that a member chose, else the browser's; programs read English."""

from datetime import date

import pytest
from django.urls import reverse, reverse_lazy
from django.utils import translation

from tenure.actions.members import change_own
from tenure.console import locale
from tenure.console.locale import LocaleVoice
from tenure.facts.catalogue import say
from tenure.values.voice import speaking, worded_for

HERE = reverse_lazy("today", args=["acme"])


@pytest.fixture
def owner(client, member):
    client.force_login(member.user)
    return client


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "language", "word"),
    [
        ("nl-BE", "nl", "Aanmelden"),
        ("de-AT,de;q=0.9", "de", "Anmelden"),
        ("ru", "ru", "Войти"),
        ("fr,en;q=0.5", "en", "Sign in"),
        ("fr", "en", "Sign in"),
    ],
)
@pytest.mark.django_db
def test_signing_in_is_offered_in_the_browser_s_language(client, asked, language, word):
    page = words(client.get(reverse("account_login"), headers={"Accept-Language": asked}))
    assert f'<html lang="{language}"' in page
    assert word in page


def test_a_member_s_choice_beats_the_browser(owner, member):
    change_own(member=member, by="test", name="Ada", language="de")
    page = words(owner.get(str(HERE), headers={"Accept-Language": "nl"}))
    assert '<html lang="de"' in page
    assert "Heute" in page


def test_who_chose_nothing_reads_the_browser_s_language(owner):
    assert "Vandaag" in words(owner.get(str(HERE), headers={"Accept-Language": "nl"}))
    assert "Today" in words(owner.get(str(HERE)))


def test_somebody_else_s_choice_is_not_left_behind(owner, member, client):
    change_own(member=member, by="test", name="Ada", language="ru")
    owner.get(str(HERE))
    client.logout()
    assert "Sign in" in words(client.get(reverse("account_login")))


def test_the_page_of_the_api_speaks_to_people_and_its_document_to_programs(client, db):
    asked = {"Accept-Language": "de"}
    assert "Bevor Sie beginnen" in words(client.get("/api/v1/docs", headers=asked))
    assert "Bevor" not in words(client.get("/api/v1/openapi.json", headers=asked))


def test_programs_are_told_in_english(client, db):
    answer = client.get("/api/v1/accounts", headers={"Accept-Language": "ru"})
    assert answer.status_code == 401
    assert "Send a key" in words(answer)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 заказ"), (2, "2 заказа"), (5, "5 заказов"), (21, "21 заказ"), (112, "112 заказов")]
)
def test_russian_counts_in_three_forms(n, said):
    with translation.override("ru"), speaking(LocaleVoice(locale.negotiate("", "ru"))):
        assert worded_for(n, "{n} order in all", "{n} orders in all") == f"Всего {said}"


@pytest.mark.parametrize(
    ("language", "money", "day", "fact"),
    [
        ("en", "€1,234.50", "12 Mar 2026", "Active on 3 of the last 28 days"),
        ("nl", "€\xa01.234,50", "12 mrt 2026", "Actief op 3 van de laatste 28 dagen"),
        ("de", "1.234,50\xa0€", "12.03.2026", "Aktiv an 3 der letzten 28 Tage"),
        ("ru", "1\xa0234,50\xa0€", "12 мар. 2026\u202fг.", "Активных дней за последние 28: 3"),
    ],
)
def test_money_dates_and_facts_follow_the_language(language, money, day, fact):
    here = locale.negotiate("", language)
    with translation.override(language), speaking(LocaleVoice(here)):
        assert locale.money(123_450, "EUR", here) == money
        assert locale.day(date(2026, 3, 12), here) == day
        assert say("active_days_28", 3) == fact
    assert say("active_days_28", 3) == "Active on 3 of the last 28 days"
