"""What do people who write German call the columns of their files? By kind and field, likeliest first."""

_IDS = (
    "kundennummer, kundennr, kunden nr, kunden id, kunde id, kundenkennung, debitorennummer, debitor nr, debitor, "
    "account id, accountnummer, firmennummer, firmen id, mandantennummer, geschäftspartner nr"
)
_ACCOUNT = f"kunde, {_IDS}, account, firma, unternehmen, auftraggeber, organisation"
_CHANNEL = "bevorzugter kanal, bevorzugter kontaktweg, bevorzugte kontaktart, kontaktweg, wunschkanal, kontakt per"
_CURRENCY = "währung, währungscode, währungskennzeichen, whg"
_BUYER = "kundenname, name des kunden, käufer, name des käufers, rechnungsempfänger"
_EMAIL = "e mail adresse, e mail, mail, mailadresse, emailadresse, e mail kunde, kunden e mail"

GERMAN = {
    "accounts": {
        "key": f"{_IDS}, kennung, nummer, nr, kunde",
        "name": "kundenname, name des kunden, firmenname, firma, unternehmen, unternehmensname, name, bezeichnung, kunde, "
        "organisation",
        "source": "herkunft, quelle, kanal, akquisekanal, vertriebskanal, gekommen über, leadquelle, gewonnen über",
        "owner": "kundenbetreuer, betreuer, besitzer, inhaber, verantwortlicher, zuständig, ansprechpartner intern, account manager",
        "lifecycle_stage": "phase, lebenszyklus, lebenszyklusphase, kundenphase, stadium",
        "preferred_channel": _CHANNEL,
        "sentiment": "stimmung, beziehung, einschätzung, beziehungsnote, zufriedenheit",
        "parent": "muttergesellschaft, mutterunternehmen, hauptkunde, übergeordneter kunde, übergeordnetes konto, konzern",
        "minimum_score": "mindestwert, mindestpunktzahl, mindestscore, untergrenze",
        "created_at": "kunde seit, angelegt am, erstellt am, angelegt, erstelldatum, erstellungsdatum, anlagedatum, seit, "
        "registriert am",
    },
    "contacts": {
        "user_id": "benutzer id, benutzernummer, benutzer, benutzername, nutzer id, nutzer, anmeldename, kontakt id, "
        "kontaktnummer, personennummer, nummer",
        "email": "e mail adresse, e mail, mail, mailadresse, emailadresse, geschäftliche e mail",
        "account": _ACCOUNT,
        "name": "name, vollständiger name, ansprechpartner, kontakt, kontaktperson, person, vor und nachname",
        "first_name": "vorname, rufname",
        "last_name": "nachname, familienname, zuname",
        "phone": "telefon, telefonnummer, telefonnr, rufnummer, handy, handynummer, mobil, mobilnummer, tel, tel nr",
        "role": "funktion, rolle, position, berufsbezeichnung, stellung, titel",
        "preferred_channel": _CHANNEL,
        "champion": "fürsprecher, befürworter, botschafter, ist fürsprecher",
    },
    "contracts": {
        "account": f"{_ACCOUNT}, kundenname",
        "key": "vertragsnummer, vertragsnr, vertrags id, vertrag, abonummer, abo id, vereinbarungsnummer, nummer",
        "product": "produkt, produktname, leistung, dienst, dienstleistung, abo, abonnement, artikel",
        "plan": "tarif, paket, plan, tarifname, stufe, edition",
        "starts_on": "startdatum, beginn, vertragsbeginn, anfangsdatum, laufzeitbeginn, start, gültig ab, beginnt am, ab, von",
        "ends_on": "enddatum, ende, vertragsende, ablaufdatum, laufzeitende, läuft ab am, gültig bis, endet am, bis",
        "mrr": "monatsbetrag, betrag pro monat, preis pro monat, monatspreis, monatliche gebühr, monatsgebühr, monatlicher betrag, "
        "pro monat, monatlich, monatlich wiederkehrender umsatz",
        "arr": "jahresbetrag, betrag pro jahr, preis pro jahr, jahrespreis, jahresgebühr, pro jahr, jahresumsatz, jährlicher betrag",
        "amount": "betrag, preis, gebühr, vertragswert, wert, summe, gesamtbetrag, gesamt, nettobetrag, entgelt",
        "billing_months": "abrechnungszeitraum, abrechnungszeitraum monate, abrechnungsintervall, abrechnungsperiode, "
        "zahlungsintervall, zahlweise, rechnungsintervall, abrechnung",
        "currency": _CURRENCY,
        "seats": "anzahl nutzer, anzahl benutzer, nutzer, benutzer, lizenzen, anzahl lizenzen, plätze, anzahl, menge",
        "term_months": "laufzeit, laufzeit monate, laufzeit in monaten, vertragslaufzeit, vertragsdauer, dauer, mindestlaufzeit",
        "options": "optionen, module, extras, zusatzleistungen, zusatzoptionen, funktionen, option",
        "notice_days": "kündigungsfrist tage, kündigungsfrist in tagen, kündigungsfrist, frist tage",
        "renews_itself": "automatische verlängerung, verlängert sich automatisch, verlängert sich, auto verlängerung, "
        "stillschweigende verlängerung",
        "notice_given_on": "gekündigt am, kündigungsdatum, gekündigt, kündigung, kündigung am, storniert am, beendet am",
    },
    "orders": {
        "account": _ACCOUNT,
        "email": _EMAIL,
        "account_name": _BUYER,
        "key": "bestellnummer, bestellnr, bestell nr, auftragsnummer, auftragsnr, bestellung, auftrag, nummer",
        "ordered_at": "bestelldatum, auftragsdatum, kaufdatum, bestellt am, verkaufsdatum, gekauft am, datum, zeitpunkt",
        "product": "produkt, produktname, artikel, artikelname, artikelbezeichnung, beschreibung, bezeichnung",
        "amount": "gesamtbetrag, gesamtsumme, betrag, summe, gesamt, bestellwert, auftragswert, umsatz, preis, bruttobetrag, wert",
        "currency": _CURRENCY,
        "refunded": "erstattet, erstatteter betrag, erstattungsbetrag, erstattung, rückerstattung, gutschrift",
        "refunded_on": "erstattet am, erstattungsdatum, datum der erstattung, rückerstattet am, gutgeschrieben am",
    },
    "invoices": {
        "account": _ACCOUNT,
        "email": _EMAIL,
        "account_name": _BUYER,
        "key": "rechnungsnummer, rechnungsnr, rechnungs nr, rechnung nr, rechnungs id, rechnung, belegnummer, belegnr, nummer",
        "issued_on": "rechnungsdatum, datum der rechnung, ausgestellt am, belegdatum, erstellt am, datum",
        "due_on": "fällig am, fälligkeit, fälligkeitsdatum, zahlbar bis, zahlungsziel, fällig",
        "amount": "rechnungsbetrag, betrag, gesamtbetrag, bruttobetrag, summe, gesamt, endbetrag, brutto, wert",
        "currency": _CURRENCY,
        "state": "status, zahlungsstatus, rechnungsstatus, bezahlstatus, zustand",
        "paid_on": "bezahlt am, zahlungsdatum, gezahlt am, zahlungseingang, beglichen am, bezahlt, datum der zahlung",
    },
    "assets": {
        "account": _ACCOUNT,
        "key": "app id, appnummer, paketname, bundle id, domain, domäne, seiten id, anlage, kennung, nummer, app, seite",
        "name": "name, app name, name der app, seitenname, name der seite, webseite, titel, bezeichnung",
        "kind": "art, typ, kategorie",
        "platform": "plattform, betriebssystem, system",
        "version": "version, appversion, aktuelle version, versionsnummer",
        "published_on": "zuletzt veröffentlicht, zuletzt veröffentlicht am, veröffentlicht am, veröffentlichungsdatum, "
        "veröffentlicht, letzte veröffentlichung, letzte aktualisierung, aktualisiert am",
        "certificate_ends_on": "zertifikat läuft ab am, zertifikat läuft ab, zertifikat gültig bis, zertifikatsende, "
        "ablauf zertifikat, ablaufdatum zertifikat, zertifikat ablaufdatum, push zertifikat, zertifikat bis, zertifikat, ssl läuft ab",
        "retired_on": "abgeschaltet am, eingestellt am, offline seit, entfernt am, stillgelegt am, außer betrieb seit",
    },
    "measurements": {
        "asset": "app, app id, app name, seite, webseite, domain, domäne, anlage",
        "account": _ACCOUNT,
        "day": "datum, tag, messdatum, gemessen am, zeitraum, zeitpunkt",
        "metric": "kennzahl, messgröße, metrik, messung, kennwert, art, name",
        "value": "wert, anzahl, zahl, summe, ergebnis, menge",
    },
    "touchpoints": {
        "account": _ACCOUNT,
        "contact": "ansprechpartner, kontakt, kontaktperson, gesprochen mit, gesprächspartner, person",
        "email": _EMAIL,
        "key": "kontakt id, aktivitäts id, aktivitätsnummer, gesprächsnummer, nummer",
        "at": "datum, kontaktdatum, datum und uhrzeit, zeitpunkt, gesprächsdatum, uhrzeit, beginn, begonnen am, erstellt am",
        "channel": "kanal, art, typ, kontaktart, art des kontakts, aktivität, über, aktivitätsart",
        "minutes": "dauer, dauer in minuten, minuten, dauer minuten, gesprächsdauer, zeitaufwand",
        "service": "leistung, produkt, dienst, betrifft, thema, modul, dienstleistung",
        "summary": "zusammenfassung, betreff, beschreibung, notiz, notizen, gesprächsnotiz, bemerkung, bemerkungen, "
        "kommentar, ergebnis",
        "by": "durch, mitarbeiter, bearbeiter, kollege, betreuer, geführt von, verantwortlich, besitzer",
    },
    "tickets": {
        "account": _ACCOUNT,
        "contact": "ansprechpartner, kontakt, melder, gemeldet von, anfragender, einreicher, kontaktperson",
        "email": f"e mail melder, e mail des melders, {_EMAIL}",
        "key": "ticketnummer, ticketnr, ticket nr, ticket id, ticket, vorgangsnummer, fallnummer, anfragenummer, nummer",
        "subject": "betreff, titel, zusammenfassung, beschreibung, anliegen, thema",
        "priority": "priorität, dringlichkeit, schweregrad",
        "status": "status, zustand, ticketstatus, bearbeitungsstand",
        "opened_at": "eröffnet am, geöffnet am, erstellt am, angelegt am, erstellt, gemeldet am, eröffnungsdatum, eingang am, datum",
        "closed_at": "geschlossen am, abgeschlossen am, gelöst am, erledigt am, geschlossen, gelöst, abschlussdatum, erledigt",
    },
    "notes": {
        "account": _ACCOUNT,
        "key": "notiz id, notiznummer, nummer",
        "at": "datum, zeitpunkt, erstellt am, angelegt am, geschrieben am, datum der notiz, uhrzeit",
        "text": "notiz, notizen, text, inhalt, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, beschreibung",
        "by": "autor, verfasser, von, mitarbeiter, geschrieben von, erstellt von, bearbeiter",
    },
    "events": {
        "user_id": f"benutzer id, benutzernummer, benutzer, benutzername, nutzer id, nutzer, mitgliedsnummer, {_ACCOUNT}",
        "event": "ereignis, aktion, aktivität, vorgang, ereignisname, ereignisart, art",
        "time": "zeitpunkt, zeitstempel, datum und uhrzeit, uhrzeit, zeit, datum, ereigniszeit",
        "anonymous_id": "anonyme id, besucher id, besucher, geräte id, gerät",
        "group_id": f"gruppe, gruppen id, gruppennummer, team, team id; {_ACCOUNT}",
        "message_id": "nachrichten id, nachrichtennummer, ereignis id, ereignisnummer",
        "value": "wert, betrag, umsatz",
        "properties": "eigenschaften, merkmale, daten, details",
    },
}
