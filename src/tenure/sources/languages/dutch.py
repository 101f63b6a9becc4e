"""What do people who write Dutch call the columns of their files? By kind and field, likeliest first."""

_IDS = (
    "klantnummer, klantnr, klant id, klantcode, klant nr, debiteurnummer, debiteurnr, debiteurennummer, relatienummer, "
    "relatiecode, accountnummer, account id, bedrijfsnummer, organisatienummer"
)
_ACCOUNT = f"klant, {_IDS}, account, bedrijf, organisatie, relatie, debiteur, opdrachtgever"
_CHANNEL = "voorkeurskanaal, voorkeur contact, contactvoorkeur, gewenst kanaal, contact via, voorkeur"
_CURRENCY = "valuta, munteenheid, munt, valutacode"
_BUYER = "klantnaam, naam klant, naam van de klant, koper, naam koper, factuurnaam"
_EMAIL = "e mailadres, e mail, mail, mailadres, emailadres, e mail klant, klant e mail"
_NAME = "klantnaam, naam klant, bedrijfsnaam, naam bedrijf, organisatienaam, naam, accountnaam, relatienaam, firmanaam"

DUTCH = {
    "accounts": {
        "key": f"{_IDS}, kenmerk, nummer, code, klant",
        "name": f"{_NAME}, bedrijf, klant, organisatie, handelsnaam",
        "source": "herkomst, bron, kanaal, wervingskanaal, verkoopkanaal, binnengekomen via, afkomstig van",
        "owner": "accountmanager, eigenaar, beheerder, relatiebeheerder, klantmanager, verantwoordelijke, contactpersoon intern",
        "lifecycle_stage": "fase, levensfase, klantfase, stadium, levenscyclus",
        "preferred_channel": _CHANNEL,
        "sentiment": "gevoel, relatie, stemming, beoordeling relatie, relatiescore, oordeel",
        "parent": "moederbedrijf, moedermaatschappij, hoofdklant, hoofdaccount, bovenliggende klant, concern",
        "minimum_score": "minimumscore, minimale score, minimale gezondheid, ondergrens",
        "created_at": "klant sinds, aangemaakt op, aangemaakt, aanmaakdatum, datum aangemaakt, sinds, inschrijfdatum",
    },
    "contacts": {
        "user_id": "gebruikersnummer, gebruikers id, gebruiker, gebruikersnaam, inlognaam, contactnummer, contact id, "
        "persoonsnummer, nummer",
        "email": "e mailadres, e mail, mail, mailadres, emailadres, zakelijk e mailadres",
        "account": _ACCOUNT,
        "name": "naam, volledige naam, contactpersoon, naam contactpersoon, contact, persoon",
        "first_name": "voornaam, roepnaam",
        "last_name": "achternaam, familienaam",
        "phone": "telefoon, telefoonnummer, telefoonnr, mobiel, mobiel nummer, gsm, tel",
        "role": "functie, rol, functietitel, beroep",
        "preferred_channel": _CHANNEL,
        "champion": "ambassadeur, voorvechter, pleitbezorger, is ambassadeur",
    },
    "contracts": {
        "account": f"{_ACCOUNT}, klantnaam",
        "key": "contractnummer, contractnr, contract id, contract, abonnementsnummer, overeenkomstnummer, nummer",
        "product": "product, productnaam, dienst, abonnement, artikel, artikelnaam",
        "plan": "pakket, plan, tarief, abonnementsvorm, abonnementstype, versie",
        "starts_on": "startdatum, begindatum, ingangsdatum, ingang, start, begin, contract start, aanvang, vanaf, van, begint op",
        "ends_on": "einddatum, afloopdatum, vervaldatum, einde, eind, contract einde, loopt af op, geldig tot, tot, t m, verloopt op",
        "mrr": "maandbedrag, bedrag per maand, prijs per maand, maandprijs, maandelijks bedrag, per maand, maandomzet, "
        "terugkerende maandomzet",
        "arr": "jaarbedrag, bedrag per jaar, prijs per jaar, jaarprijs, per jaar, jaaromzet, jaarlijks bedrag",
        "amount": "bedrag, prijs, kosten, vergoeding, contractwaarde, waarde, totaal, totaalbedrag, tarief bedrag",
        "billing_months": "factuurperiode, facturatieperiode, factureringsperiode, factuurperiode maanden, betaaltermijn maanden, "
        "facturatie, betaalfrequentie, factuurfrequentie, periode",
        "currency": _CURRENCY,
        "seats": "aantal gebruikers, gebruikers, licenties, aantal licenties, aantal, plaatsen, werkplekken, stuks",
        "term_months": "looptijd, looptijd maanden, looptijd in maanden, contractduur, contractduur maanden, duur, termijn",
        "options": "opties, modules, extras, uitbreidingen, onderdelen, functies, optie",
        "notice_days": "opzegtermijn dagen, opzegtermijn in dagen, opzegtermijn, dagen opzegtermijn",
        "renews_itself": "automatische verlenging, automatisch verlengen, verlengt automatisch, stilzwijgende verlenging, "
        "verlengt stilzwijgend",
        "notice_given_on": "opgezegd op, opzegdatum, opgezegd, datum opzegging, opzegging, beeindigd op, geannuleerd op",
    },
    "orders": {
        "account": _ACCOUNT,
        "email": _EMAIL,
        "account_name": _BUYER,
        "key": "ordernummer, ordernr, bestelnummer, bestelnr, order id, bestelling, order, opdrachtnummer, nummer",
        "ordered_at": "orderdatum, besteldatum, aankoopdatum, besteld op, datum bestelling, verkoopdatum, datum, tijdstip",
        "product": "product, productnaam, artikel, artikelnaam, omschrijving, omschrijving product",
        "amount": "totaal, totaalbedrag, orderbedrag, bedrag, ordertotaal, omzet, prijs, totaal incl btw, waarde, som",
        "currency": _CURRENCY,
        "refunded": "terugbetaald, terugbetaald bedrag, bedrag terugbetaald, retourbedrag, gecrediteerd, restitutie",
        "refunded_on": "terugbetaald op, datum terugbetaling, terugbetalingsdatum, retourdatum, gecrediteerd op",
    },
    "invoices": {
        "account": _ACCOUNT,
        "email": _EMAIL,
        "account_name": _BUYER,
        "key": "factuurnummer, factuurnr, factuur id, factuur, nota, notanummer, nummer, kenmerk",
        "issued_on": "factuurdatum, datum factuur, gefactureerd op, datum uitgifte, aangemaakt op, datum",
        "due_on": "vervaldatum, uiterste betaaldatum, te betalen voor, betalen voor, verloopt op, vervalt op",
        "amount": "factuurbedrag, bedrag, totaal, totaalbedrag, bedrag incl btw, totaal incl btw, te betalen, som",
        "currency": _CURRENCY,
        "state": "status, betaalstatus, betalingsstatus, factuurstatus, status betaling",
        "paid_on": "betaald op, betaaldatum, datum betaald, datum betaling, betaald, voldaan op",
    },
    "assets": {
        "account": _ACCOUNT,
        "key": "app id, appnummer, pakketnaam, bundle id, domein, domeinnaam, site id, middel, kenmerk, nummer, app, site",
        "name": "naam, appnaam, naam app, sitenaam, naam site, website, titel",
        "kind": "soort, type, categorie",
        "platform": "platform, besturingssysteem, systeem",
        "version": "versie, appversie, huidige versie, versienummer",
        "published_on": "laatst gepubliceerd, laatst gepubliceerd op, publicatiedatum, gepubliceerd op, gepubliceerd, "
        "laatste publicatie, laatste update, bijgewerkt op, releasedatum",
        "certificate_ends_on": "certificaat verloopt op, certificaat verloopt, einddatum certificaat, certificaat einde, "
        "vervaldatum certificaat, certificaat geldig tot, certificaat tot, pushcertificaat, certificaat, ssl verloopt",
        "retired_on": "uit de lucht op, stopgezet op, offline sinds, offline gehaald, verwijderd op, gestopt op",
    },
    "measurements": {
        "asset": "app, app id, appnaam, site, website, domein, domeinnaam, middel",
        "account": _ACCOUNT,
        "day": "datum, dag, meetdatum, gemeten op, periode, tijdstip",
        "metric": "meting, maatstaf, kengetal, grootheid, cijfer, statistiek, soort, naam",
        "value": "waarde, aantal, getal, totaal, uitkomst, hoeveelheid",
    },
    "touchpoints": {
        "account": _ACCOUNT,
        "contact": "contactpersoon, contact, contactnummer, gesproken met, persoon",
        "email": _EMAIL,
        "key": "contactmoment id, activiteitnummer, activiteit id, gespreksnummer, nummer",
        "at": "datum, contactdatum, datum en tijd, datum gesprek, tijdstip, tijd, gesproken op, begin, starttijd, aangemaakt op",
        "channel": "kanaal, soort, type, soort contact, contactvorm, activiteit, via, contactmoment",
        "minutes": "duur, duur in minuten, minuten, aantal minuten, tijdsduur, gespreksduur, bestede tijd",
        "service": "dienst, product, betreft, over, module, onderdeel",
        "summary": "samenvatting, onderwerp, omschrijving, notitie, notities, verslag, gespreksverslag, opmerking, "
        "opmerkingen, toelichting, uitkomst",
        "by": "door, medewerker, collega, behandeld door, accountmanager, eigenaar, gebeld door",
    },
    "tickets": {
        "account": _ACCOUNT,
        "contact": "contactpersoon, contact, melder, aanvrager, ingediend door, gemeld door",
        "email": f"e mail melder, e mail aanvrager, {_EMAIL}",
        "key": "ticketnummer, ticketnr, ticket id, ticket, meldingsnummer, melding, zaaknummer, nummer",
        "subject": "onderwerp, titel, samenvatting, omschrijving, vraag, probleem",
        "priority": "prioriteit, urgentie, ernst, spoed",
        "status": "status, toestand, ticketstatus",
        "opened_at": "geopend op, geopend, aangemaakt op, aangemaakt, aanmaakdatum, datum melding, gemeld op, ingediend op, datum",
        "closed_at": "gesloten op, gesloten, afgesloten op, opgelost op, opgelost, afgehandeld op, sluitdatum, datum gesloten",
    },
    "notes": {
        "account": _ACCOUNT,
        "key": "notitie id, notitienummer, nummer",
        "at": "datum, tijdstip, aangemaakt op, aangemaakt, geschreven op, datum notitie, tijd",
        "text": "notitie, notities, tekst, inhoud, opmerking, opmerkingen, aantekening, aantekeningen, omschrijving, toelichting",
        "by": "auteur, door, medewerker, geschreven door, aangemaakt door, schrijver, eigenaar",
    },
    "events": {
        "user_id": f"gebruikersnummer, gebruikers id, gebruiker, gebruikersnaam, inlognaam, lidnummer, persoonsnummer, {_ACCOUNT}",
        "event": "gebeurtenis, actie, handeling, activiteit, naam gebeurtenis, naam actie, soort",
        "time": "tijdstip, tijdstempel, datum en tijd, moment, tijd, datum, plaatsgevonden op",
        "anonymous_id": "anoniem id, bezoekersnummer, bezoeker, apparaat id, apparaat",
        "group_id": f"groep, groepsnummer, team, teamnummer; {_ACCOUNT}",
        "message_id": "berichtnummer, bericht id, gebeurtenisnummer, gebeurtenis id",
        "value": "waarde, bedrag, omzet",
        "properties": "eigenschappen, gegevens, kenmerken, details",
    },
}
