"""Are files understood whose columns and cells are in Dutch, German or Russian?"""

from datetime import date
from decimal import Decimal

import pytest

from tenure.sources import cell_words, durations
from tenure.sources.cells import Amount, Style
from tenure.sources.folding import folded
from tenure.sources.known_kinds import KINDS
from tenure.sources.languages.dutch import DUTCH
from tenure.sources.languages.german import GERMAN
from tenure.sources.languages.russian import RUSSIAN
from tenure.sources.mapping import match_columns
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

# Header rows as people have them: what each column must be taken for stands behind it, - for none.
ROWS = {
    "nl": {
        "accounts": "Klantnummer=key; Bedrijfsnaam=name; Herkomst=source; Accountmanager=owner; Fase=lifecycle_stage; "
        "Voorkeurskanaal=preferred_channel; Moederbedrijf=parent; Klant sinds=created_at; Plaats=-",
        "contacts": "Gebruikersnummer=user_id; E-mailadres=email; Klant=account; Voornaam=first_name; Achternaam=last_name; "
        "Telefoonnummer=phone; Functie=role; Ambassadeur=champion",
        "contracts": "Klant=account; Contractnummer=key; Dienst=product; Pakket=plan; Ingangsdatum=starts_on; "
        "Einddatum=ends_on; Bedrag per maand (€)=mrr; Aantal licenties=seats; Opties=options; Opgezegd op=notice_given_on; "
        "Opzegtermijn (dagen)=notice_days; Automatische verlenging=renews_itself",
        "orders": "Ordernummer=key; Klantnummer=account; Besteldatum=ordered_at; Artikel=product; Totaalbedrag=amount; "
        "Valuta=currency; Terugbetaald=refunded; Terugbetaald op=refunded_on",
        "invoices": "Factuurnummer=key; Debiteurnummer=account; Factuurdatum=issued_on; Vervaldatum=due_on; "
        "Factuurbedrag=amount; Betaald op=paid_on",
        "assets": "Klant=account; App-id=key; Naam app=name; Soort=kind; Besturingssysteem=platform; Versie=version; "
        "Laatst gepubliceerd=published_on; Certificaat verloopt op=certificate_ends_on",
        "measurements": "App=asset; Datum=day; Kengetal=metric; Aantal=value",
        "touchpoints": "Klant=account; Contactpersoon=contact; Datum=at; Kanaal=channel; Duur (min)=minutes; "
        "Dienst=service; Verslag=summary; Medewerker=by",
        "tickets": "Ticketnummer=key; Klant=account; Onderwerp=subject; Prioriteit=priority; Status=status; "
        "Geopend op=opened_at; Gesloten op=closed_at; Melder=contact",
        "notes": "Klant=account; Datum=at; Notitie=text; Geschreven door=by",
        "events": "Gebruiker=user_id; Klant=group_id; Gebeurtenis=event; Tijdstip=time; Waarde=value; Kleur=-",
    },
    "de": {
        "accounts": "Kundennummer=key; Firmenname=name; Herkunft=source; Kundenbetreuer=owner; Phase=lifecycle_stage; "
        "Bevorzugter Kanal=preferred_channel; Muttergesellschaft=parent; Kunde seit=created_at; Ort=-",
        "contacts": "Benutzer-ID=user_id; E-Mail-Adresse=email; Firma=account; Vorname=first_name; Nachname=last_name; "
        "Rufnummer=phone; Position=role; Fuersprecher=champion",
        "contracts": "Kunde=account; Vertragsnr.=key; Leistung=product; Tarif=plan; Vertragsbeginn=starts_on; "
        "Vertragsende=ends_on; Monatliche Gebuehr in EUR=mrr; Anzahl Lizenzen=seats; Zusatzleistungen=options; "
        "Gekündigt am=notice_given_on; Laufzeit (Monate)=term_months; Kündigungsfrist (Tage)=notice_days; "
        "Verlängert sich automatisch=renews_itself",
        "orders": "Bestell-Nr.=key; Kunden-Nr.=account; Bestelldatum=ordered_at; Artikelbezeichnung=product; "
        "Gesamtbetrag=amount; Währung=currency; Erstattungsbetrag=refunded; Erstattet am=refunded_on",
        "invoices": "Rechnungsnummer=key; Debitor=account; Rechnungsdatum=issued_on; Fällig am=due_on; Bruttobetrag=amount; "
        "Bezahlt am=paid_on",
        "assets": "Kunde=account; Paketname=key; Name der App=name; Typ=kind; Plattform=platform; Version=version; "
        "Zuletzt veröffentlicht=published_on; Zertifikat gültig bis=certificate_ends_on",
        "measurements": "App=asset; Datum=day; Kennzahl=metric; Wert=value",
        "touchpoints": "Kunde=account; Gesprächspartner=contact; Datum=at; Art=channel; Dauer (Min.)=minutes; Thema=service; "
        "Zusammenfassung=summary; Bearbeiter=by",
        "tickets": "Vorgangsnummer=key; Kunde=account; Betreff=subject; Priorität=priority; Status=status; "
        "Eröffnet am=opened_at; Gelöst am=closed_at; Melder=contact",
        "notes": "Kunde=account; Erstellt am=at; Notiz=text; Verfasser=by",
        "events": "Benutzer=user_id; Firma=group_id; Ereignis=event; Zeitpunkt=time; Wert=value; Farbe=-",
    },
    "ru": {
        "accounts": "Код клиента=key; Наименование=name; Источник=source; Ответственный=owner; Этап=lifecycle_stage; "
        "Способ связи=preferred_channel; Головная компания=parent; Дата создания=created_at; Город=-",
        "contacts": "ID пользователя=user_id; Электронная почта=email; Компания=account; Имя=first_name; Фамилия=last_name; "
        "Телефон=phone; Должность=role",
        "contracts": "Клиент=account; № договора=key; Услуга=product; Тариф=plan; Дата начала=starts_on; "
        "Дата окончания=ends_on; Абонентская плата, руб.=mrr; Количество лицензий=seats; Опции=options; "
        "Дата расторжения=notice_given_on; Срок уведомления, дней=notice_days; Автопродление=renews_itself",
        "orders": "Номер заказа=key; Контрагент=account; Дата заказа=ordered_at; Товар=product; Сумма заказа=amount; "
        "Валюта=currency; Сумма возврата=refunded; Дата возврата=refunded_on",
        "invoices": "Номер счёта=key; Контрагент=account; Дата выставления=issued_on; Оплатить до=due_on; "
        "Сумма к оплате=amount; Дата оплаты=paid_on",
        "assets": "Клиент=account; ID приложения=key; Название=name; Тип=kind; Платформа=platform; Версия=version; "
        "Дата публикации=published_on; Сертификат действует до=certificate_ends_on",
        "measurements": "Приложение=asset; Дата=day; Показатель=metric; Значение=value",
        "touchpoints": "Клиент=account; Контактное лицо=contact; Дата и время=at; Вид связи=channel; Длительность, мин=minutes; "
        "Услуга=service; Комментарий=summary; Сотрудник=by",
        "tickets": "Номер заявки=key; Клиент=account; Тема=subject; Приоритет=priority; Статус=status; "
        "Дата открытия=opened_at; Дата закрытия=closed_at; Заявитель=contact",
        "notes": "Клиент=account; Дата=at; Текст=text; Автор=by",
        "events": "Пользователь=user_id; Компания=group_id; Событие=event; Дата и время=time; Сумма=value; Цвет=-",
    },
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ROWS)
def test_a_header_row_as_people_have_it_needs_no_mapping(language, kind):
    wanted = [tuple(cell.strip().split("=")) for cell in ROWS[language][kind].split(";")]
    headers = [header for header, _ in wanted]
    match = match_columns(KINDS[kind], headers, {})
    names = {position: name for name, position in match.columns.items()}
    assert [(header, names.get(position, "-")) for position, header in enumerate(headers)] == wanted


@pytest.mark.parametrize("language", [DUTCH, GERMAN, RUSSIAN])
def test_every_field_of_every_kind_has_names_in_every_language(language):
    known = {kind.name: {field.name for field in kind.fields} for kind in KINDS.values()}
    assert {kind: set(fields) for kind, fields in language.items()} == known
    assert all(names.strip(" ;,") for fields in language.values() for names in fields.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gebühr", "Gebuehr"),
        ("Straße", "STRASSE"),
        ("Währung", "Waehrung"),
        ("größe", "Groesse"),
        ("Счёт №", "счет №"),
        ("Йогурт", "йогурт"),
        ("Coördinator", "coordinator"),
        ("beëindigd op", "Beeindigd_op"),
    ],
)
def test_a_word_is_the_same_however_its_letters_are_written(one, other):
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("word", "found"),
    [("ja", True), ("Nee", False), ("Nein", False), ("J", True), ("да", True), ("НЕТ", False), ("waar", True),
     ("falsch", False), ("✓", True), ("-", False), ("истина", True), ("maybe", None)],
)  # fmt: skip
def test_yes_and_no_are_known_in_four_languages(word, found):
    assert cell_words.yes_or_no(word) is found


@pytest.mark.parametrize(
    ("word", "found"),
    [("E-mail", "email"), ("Telefoon", "call"), ("Anruf", "call"), ("Звонок", "call"), ("Bezoek", "meeting"),
     ("Встреча", "meeting"), ("Videogesprek", "video"), ("Nachricht", "chat"), ("Brieftaube", "other")],
)  # fmt: skip
def test_channels_are_known_in_four_languages(word, found):
    assert cell_words.channel(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("Applicatie", "app"), ("Webwinkel", "site"), ("Webseite", "site"), ("Приложение", "app"), ("Сайт", "site"),
     ("Pferd", "other")],
)  # fmt: skip
def test_sorts_of_assets_are_known_in_four_languages(word, found):
    assert cell_words.asset_kind(word) == found


def test_metrics_that_facts_read_are_known_in_four_languages():
    assert {cell_words.metric(word) for word in ("Actieve gebruikers", "Aktive Nutzer", "Пользователи")} == {
        "active_users"
    }
    assert cell_words.metric("Installaties") == "downloads"
    assert cell_words.metric("Unheard of") is None


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("45", 45), (45.4, 45), ("1:30:00", 90), ("0:45", 45), ("1 h 30 min", 90), ("1 uur", 60), ("45 Min.", 45),
     ("1 ч 15 мин", 75), ("90 sec", 2)],
)  # fmt: skip
def test_a_length_of_time_is_read_in_figures_and_in_words(cell, minutes):
    assert durations.minutes(cell, Style()) == minutes


@pytest.mark.parametrize(
    ("cell", "months"),
    [("12", 12), (3, 3), ("monthly", 1), ("per kwartaal", 3), ("jährlich", 12), ("Jaehrlich", 12), ("ежемесячно", 1),
     ("3 months", 3), ("halfjaarlijks", 6)],
)  # fmt: skip
def test_a_billing_period_is_read_in_figures_and_in_words(cell, months):
    assert durations.months(cell, Style()) == months


@pytest.mark.parametrize(
    ("kind", "headers", "found"),
    [
        ("assets", "App; Klant; Versie; Certificaat", "key account version certificate_ends_on"),
        ("assets", "App; Kunde; Version; Zertifikat bis", "key account version certificate_ends_on"),
        ("assets", "Приложение; Клиент; Версия; Сертификат до", "key account version certificate_ends_on"),
        ("assets", "App; App ID; Account; Certificate until", "name key account certificate_ends_on"),
        ("contacts", "ФИО; Эл. почта; Моб. телефон; Компания", "name email phone account"),
        ("contacts", "Name; E-Mail; Tel.-Nr.; Firma", "name email phone account"),
        ("contracts", "Договор №; Клиент; Начало; Абонплата", "key account starts_on mrr"),
        ("contracts", "Kunde; Produkt; Start; Monatlich", "account product starts_on mrr"),
        ("measurements", "App; Klant; Datum; Kengetal; Waarde", "asset account day metric value"),
    ],
)
def test_short_headers_are_understood_too(kind, headers, found):
    match = match_columns(KINDS[kind], headers.split("; "), {})
    assert sorted(match.columns, key=match.columns.__getitem__) == found.split()


def test_a_dutch_spreadsheet_is_read_as_it_was_meant(tmp_path):
    path = tmp_path / "klanten.csv"
    text = "Klant;Dienst;Ingangsdatum;Bedrag per maand;Opties\nBakkerij Smit;App;1-jan-26;€ 1.234,50;push\nKapper Vos;App;3 maart 2026;95,-;\n"
    path.write_bytes(text.encode("cp1252"))
    first, second = open_file(path, "contracts", Settings()).rows()
    assert first.values["starts_on"] == date(2026, 1, 1)
    assert first.values["mrr"] == Amount(Decimal("1234.50"), "EUR")
    assert second.values["starts_on"] == date(2026, 3, 3)
    assert second.values["mrr"] == Amount(Decimal(95), None)


def test_a_russian_spreadsheet_is_read_as_it_was_meant(tmp_path):
    path = tmp_path / "клиенты.csv"
    text = "Клиент;Услуга;Дата начала;Абонентская плата, руб.\nПекарня;Сайт;3 марта 2026 г.;1\u00a0234,50\nСалон;Сайт;01.02.2026;900\n"
    path.write_bytes(text.encode("cp1251"))
    reading = open_file(path, "contracts", Settings())
    first, second = reading.rows()
    assert reading.as_json["encoding"] == "cp1251"
    assert first.values["account"] == "Пекарня"
    assert first.values["starts_on"] == date(2026, 3, 3)
    assert first.values["mrr"].number == Decimal("1234.50")
    assert second.values["starts_on"] == date(2026, 2, 1)
