"""Which of a few things does a word in a cell mean? In English, Dutch, German and Russian."""

from collections.abc import Mapping

from tenure.sources.folding import folded, words

YES = words("true, yes, y, 1, x, ✓, on, ja, j, waar, wahr, да, д, истина")
NO = words("false, no, n, 0, off, nee, onwaar, nein, falsch, нет, н, ложь")
SIGNS = {"✓": True, "✔": True, "✗": False, "✘": False, "-": False, "–": False}  # what has no letter to fold

CHANNELS = {
    "email": "email, emails, mail, mails, e mailbericht, электронная почта, почта, письмо, имейл, мейл",
    "call": "call, calls, phone, phone call, telephone, tel, bellen, gebeld, telefoon, telefonisch, telefoongesprek, "
    "belafspraak, anruf, telefon, telefonat, telefongespräch, звонок, звонки, телефон, телефонный звонок",
    "video": "video, video call, zoom, teams, google meet, webinar, online meeting, videogesprek, videobellen, "
    "videoanruf, videokonferenz, видео, видеозвонок, видеоконференция, вебинар",
    "meeting": "meeting, meetings, event, visit, in person, on site, lunch, qbr, ebr, afspraak, bezoek, op locatie, "
    "vergadering, bespreking, overleg, termin, besuch, vor ort, besprechung, treffen, встреча, визит, совещание, "
    "лично",
    "chat": "chat, whatsapp, sms, slack, message, bericht, nachricht, чат, сообщение, смс, телеграм, telegram",
    "push": "push, push message, push notification, pushbericht, push nachricht, пуш, пуш уведомление",
    "social": "social, linkedin, facebook, instagram, x, social media, sociale media, soziale medien, соцсети, вконтакте",
    "letter": "letter, post, card, brief, kaart, postkaart, karte, postkarte, открытка, почта россии",
}
ASSET_KINDS = {
    "app": "app, apps, application, mobile app, ios, android, applicatie, mobiele app, anwendung, mobile anwendung, "
    "приложение, мобильное приложение",
    "site": "site, sites, website, web, web site, shop, webshop, webwinkel, webseite, internetseite, onlineshop, сайт, "
    "веб сайт, магазин, интернет магазин",
}
INVOICE_STATES = {
    "paid": "paid, paid in full, fully paid, settled, closed, betaald, volledig betaald, voldaan, bezahlt, beglichen, "
    "ausgeglichen, оплачен, оплачена, оплачено, полностью оплачен, погашен",
    "open": "open, unpaid, not paid, due, overdue, past due, late, outstanding, sent, pending, awaiting payment, "
    "partially paid, partly paid, uncollectible, openstaand, onbetaald, niet betaald, te laat, verlopen, verzonden, "
    "deels betaald, gedeeltelijk betaald, offen, unbezahlt, nicht bezahlt, fällig, überfällig, gemahnt, versendet, "
    "teilweise bezahlt, teilbezahlt, не оплачен, не оплачена, не оплачено, неоплачен, просрочен, просрочена, "
    "просрочено, открыт, выставлен, ожидает оплаты, частично оплачен, оплачен частично",
    "cancelled": "cancelled, canceled, void, voided, credited, written off, draft, deleted, geannuleerd, gecrediteerd, "
    "afgeboekt, concept, storniert, gutgeschrieben, abgeschrieben, entwurf, аннулирован, отменен, отменён, черновик, "
    "списан",
}
# What facts read; every other metric keeps the name that it has.
METRICS = {
    "active_users": "users, app users, daily active users, dau, actieve gebruikers, gebruikers, aktive nutzer, nutzer, "
    "benutzer, активные пользователи, пользователи",
    "pushes": "pushes sent, push, push messages, pushberichten, verzonden pushberichten, pushnachrichten, "
    "gesendete pushnachrichten, пуши, отправлено пушей, пуш уведомления",
    "downloads": "installs, installations, installaties, installationen, herunterladungen, загрузки, установки, скачивания",
    "bookings": "reservations, appointments, boekingen, reserveringen, afspraken, buchungen, reservierungen, termine, "
    "бронирования, записи",
    "visitors": "visits, bezoekers, bezoeken, besucher, besuche, посетители, посещения",
}


def _index(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, text in listed.items() for word in (folded(name), *words(text))}


_CHANNELS, _ASSET_KINDS, _METRICS = _index(CHANNELS), _index(ASSET_KINDS), _index(METRICS)
_INVOICE_STATES = _index(INVOICE_STATES)


def yes_or_no(word: str) -> bool | None:
    """Yes, no, or None for neither."""
    text = word.strip()
    if text in SIGNS:
        return SIGNS[text]
    plain = folded(text)
    return True if plain in YES else False if plain in NO else None


def channel(word: str) -> str:
    """How people were in touch; what is not known is "other"."""
    return _CHANNELS.get(folded(word), "other")


def asset_kind(word: str) -> str:
    """What sort of thing is run; what is not known is "other"."""
    return _ASSET_KINDS.get(folded(word), "other")


def invoice_state(word: str) -> str | None:
    """Whether an invoice is ``paid``, ``open`` or ``cancelled``; a plain yes is paid, a no open; None for anything else."""
    answer = yes_or_no(word)
    return _INVOICE_STATES.get(folded(word)) if answer is None else "paid" if answer else "open"


def metric(word: str) -> str | None:
    """The metric that facts know by another name, or None."""
    return _METRICS.get(folded(word))
