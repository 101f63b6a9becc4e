"""How does an entry of the audit read? As a sentence with who did it, and a line for each thing that changed."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.calc.ready_words import said
from tenure.console import locale as forms
from tenure.console.retention.words import WORDS as FIGURES
from tenure.console.settings.audit_names import Called, account_of
from tenure.facts.catalogue import label
from tenure.records.models import AuditEntry

LONGEST = 120
Words = str | Promise

NOUNS: Final[Mapping[str, Words]] = {
    "account": gettext_lazy("Account"), "asset": gettext_lazy("Asset"), "churn_reason": gettext_lazy("Reason for leaving"),
    "contact": gettext_lazy("Contact"), "contract": gettext_lazy("Contract"), "custom fact": gettext_lazy("Custom fact"),
    "dead letter": gettext_lazy("Dead letter"), "export": gettext_lazy("Export"), "feed": gettext_lazy("Feed"),
    "identity": gettext_lazy("Identity"), "import": gettext_lazy("Import"), "invoice": gettext_lazy("Invoice"),
    "key": gettext_lazy("Key"), "member": gettext_lazy("Member"), "note": gettext_lazy("Note"),
    "option": gettext_lazy("Product or option"), "order": gettext_lazy("Order"), "override": gettext_lazy("Override"),
    "person": gettext_lazy("Person erased"), "scorecard": gettext_lazy("Scorecard"), "snooze": gettext_lazy("Snooze"),
    "task": gettext_lazy("Task"), "team": gettext_lazy("Team"), "ticket": gettext_lazy("Ticket"),
    "touchpoint": gettext_lazy("Touchpoint"), "upload": gettext_lazy("File"), "webhook": gettext_lazy("Webhook"),
    "custom_field": gettext_lazy("Field"),
    "departure": gettext_lazy("Departure"),
    "contract_terms": gettext_lazy("Terms of a contract"),
    "renewal": gettext_lazy("Renewal"),
    "renewal_word": gettext_lazy("Word about a renewal"),
    "goal": gettext_lazy("Goal"),
    "incident": gettext_lazy("Incident"), "alert": gettext_lazy("Alert"), "assignment": gettext_lazy("Rule of assignment"),
    "personas": gettext_lazy("Personas"), "play": gettext_lazy("Play"), "segment": gettext_lazy("Segment"),
    "signal": gettext_lazy("Signal"),
    "notice_choice": gettext_lazy("What a member is told"),
    "objective": gettext_lazy("Objective"),
    "view": gettext_lazy("View"),
    "period": gettext_lazy("Period"),
    "workspace": gettext_lazy("Workspace"),
}  # fmt: skip

# Whole sentences, so that each language can put them in its own order; %(what)s is the record's own name.
SENTENCES: Final[Mapping[tuple[str, str], Words]] = {
    ("member", "create"): gettext_lazy("%(who)s let %(what)s in"),
    ("member", "invite"): gettext_lazy("%(who)s invited %(what)s"),
    ("member", "change"): gettext_lazy("%(who)s changed the membership of %(what)s"),
    ("member", "set_absence"): gettext_lazy("%(who)s noted an absence of %(what)s"),
    ("member", "end"): gettext_lazy("%(who)s ended the membership of %(what)s"),
    ("member", "resume"): gettext_lazy("%(who)s let %(what)s in again"),
    ("member", "make_link"): gettext_lazy("%(who)s made a link for %(what)s to set a password"),
    ("member", "set_password"): gettext_lazy("%(who)s set a password by a link"),
    ("team", "create"): gettext_lazy("%(who)s made the team %(what)s"),
    ("team", "change"): gettext_lazy("%(who)s renamed the team %(what)s"),
    ("team", "remove"): gettext_lazy("%(who)s dissolved the team %(what)s"),
    ("option", "create"): gettext_lazy("%(who)s put %(what)s into the list of products"),
    ("option", "change"): gettext_lazy("%(who)s changed the product or option %(what)s"),
    ("option", "retire"): gettext_lazy("%(who)s took %(what)s out of the list of products"),
    ("option", "restore"): gettext_lazy("%(who)s put %(what)s back into the list of products"),
    ("churn_reason", "create"): gettext_lazy("%(who)s added the reason for leaving %(what)s"),
    ("churn_reason", "change"): gettext_lazy("%(who)s renamed the reason for leaving %(what)s"),
    ("churn_reason", "move"): gettext_lazy("%(who)s moved the reason for leaving %(what)s"),
    ("churn_reason", "retire"): gettext_lazy("%(who)s retired the reason for leaving %(what)s"),
    ("churn_reason", "restore"): gettext_lazy("%(who)s offered the reason for leaving %(what)s again"),
    ("workspace", "create"): gettext_lazy("%(who)s made this workspace"),
    ("workspace", "change"): gettext_lazy("%(who)s changed how the workspace works"),
    ("key", "create"): gettext_lazy("%(who)s made the key %(what)s"),
    ("key", "revoke"): gettext_lazy("%(who)s revoked the key %(what)s"),
    ("webhook", "create"): gettext_lazy("%(who)s had %(what)s told what happens"),
    ("webhook", "stop"): gettext_lazy("%(who)s stopped telling %(what)s"),
    ("feed", "create"): gettext_lazy("%(who)s had %(what)s read every day"),
    ("feed", "stop"): gettext_lazy("%(who)s stopped reading %(what)s"),
    ("feed", "read"): gettext_lazy("%(who)s had %(what)s read now"),
    ("import", "import"): gettext_lazy("%(who)s brought in %(what)s"),
    ("import", "start"): gettext_lazy("%(who)s began to bring in %(what)s"),
    ("import", "finish"): gettext_lazy("The import of %(what)s came to its end"),
    ("import", "ask_undo"): gettext_lazy("%(who)s asked to take the import of %(what)s back"),
    ("import", "undo"): gettext_lazy("The import of %(what)s was taken back"),
    ("upload", "upload"): gettext_lazy("%(who)s sent a file"),
    ("upload", "read"): gettext_lazy("%(who)s chose how a file is read"),
    ("upload", "mend"): gettext_lazy("%(who)s mended cells of a file"),
    ("upload", "discard"): gettext_lazy("%(who)s threw a file away"),
    ("account", "create"): gettext_lazy("%(who)s made the account %(what)s"),
    ("account", "record"): gettext_lazy("%(who)s set a value of the account %(what)s"),
    ("account", "set_field"): gettext_lazy("%(who)s set a value of %(what)s"),
    ("account", "set_minimum"): gettext_lazy("%(who)s set the least score of the account %(what)s"),
    ("account", "assign"): gettext_lazy("%(who)s changed who owns the account %(what)s"),
    ("account", "undo"): gettext_lazy("%(who)s took a change of accounts back"),
    ("account", "merge"): gettext_lazy("%(who)s made another account a part of %(what)s"),
    ("account", "undo_merge"): gettext_lazy("%(who)s took an account out of %(what)s again"),
    ("account", "tell_apart"): gettext_lazy("%(who)s said that %(what)s and another account are not the same"),
    ("account", "undo_tell_apart"): gettext_lazy("%(who)s let %(what)s be suggested as the same as another again"),
    ("contact", "tell_apart"): gettext_lazy("%(who)s said that %(what)s and another contact are not the same"),
    ("contact", "undo_tell_apart"): gettext_lazy("%(who)s let %(what)s be suggested as the same as another again"),
    ("contact", "change"): gettext_lazy("%(who)s changed the contact %(what)s"),
    ("contact", "merge"): gettext_lazy("%(who)s made another contact a part of %(what)s"),
    ("contact", "undo_merge"): gettext_lazy("%(who)s took a contact out of %(what)s again"),
    ("account", "upsert"): gettext_lazy("%(who)s brought in values of the account %(what)s"),
    ("override", "create"): gettext_lazy("%(who)s set the band of %(what)s"),
    ("override", "end"): gettext_lazy("%(who)s ended the override of %(what)s"),
    ("override", "expire"): gettext_lazy("The override of %(what)s ran out"),
    ("renewal", "give_way"): gettext_lazy(
        "A contract that %(who)s brought in took the place of a term that began by itself"
    ),
    ("snooze", "create"): gettext_lazy("%(who)s let %(what)s rest"),
    ("snooze", "end"): gettext_lazy("%(who)s woke %(what)s up"),
    ("scorecard", "publish"): gettext_lazy("%(who)s published a scorecard"),
    ("scorecard", "retire"): gettext_lazy("%(who)s retired a scorecard"),
    ("custom fact", "create"): gettext_lazy("%(who)s declared a fact"),
    ("custom fact", "remove"): gettext_lazy("%(who)s removed a fact"),
    ("incident", "create"): gettext_lazy("%(who)s opened the incident %(what)s"),
    ("incident", "add"): gettext_lazy("%(who)s looked again whom the incident %(what)s affects"),
    ("incident", "tell"): gettext_lazy("%(who)s told accounts of the incident %(what)s"),
    ("incident", "untell"): gettext_lazy("%(who)s noted that accounts were not told of the incident %(what)s"),
    ("incident", "call"): gettext_lazy("%(who)s lets accounts be called about the incident %(what)s"),
    ("incident", "close"): gettext_lazy("%(who)s closed the incident %(what)s"),
    ("notice_choice", "change"): gettext_lazy("%(who)s chose what they are told"),
    ("notice_choice", "set_chat"): gettext_lazy("%(who)s chose the chat in which they are told"),
    ("notice_choice", "forget_chat"): gettext_lazy("%(who)s took away the chat in which they were told"),
    ("identity", "assign"): gettext_lazy("%(who)s said whose events some are"),
    ("identity", "apply_calls"): gettext_lazy("Calls said who is who"),
    ("dead letter", "replay"): gettext_lazy("%(who)s had events read again"),
    ("person", "erase"): gettext_lazy("%(who)s erased somebody, every byte of them"),
    ("export", "export"): gettext_lazy("%(who)s took a copy of everything"),
}
_OTHERWISE: Final = gettext_lazy("%(who)s · %(verb)s · %(noun)s %(what)s")
# What no sentence above tells, by what was done.
VERBS: Final[Mapping[str, Words]] = {
    "create": gettext_lazy("added"), "change": gettext_lazy("changed"), "end": gettext_lazy("ended"),
    "log": gettext_lazy("logged"), "plan": gettext_lazy("planned"), "hold": gettext_lazy("held as planned"),
    "cancel": gettext_lazy("called off"), "invite": gettext_lazy("invited"), "drop": gettext_lazy("dropped"),
    "complete": gettext_lazy("done"), "reopen": gettext_lazy("opened again"), "undo": gettext_lazy("taken back"),
    "take_back": gettext_lazy("taken back"), "explain": gettext_lazy("explained"), "enter": gettext_lazy("entered"),
    "renew": gettext_lazy("renewed"), "clear": gettext_lazy("cleared"), "columns": gettext_lazy("columns chosen"),
    "retire": gettext_lazy("retired"), "restore": gettext_lazy("restored"), "remove": gettext_lazy("removed"),
    "upsert": gettext_lazy("brought in"), "import": gettext_lazy("brought in"), "hand_over": gettext_lazy("handed over"),
    "hand_back": gettext_lazy("handed back"), "merge": gettext_lazy("merged"), "undo_merge": gettext_lazy("taken apart"),
    "finish": gettext_lazy("done"), "shift": gettext_lazy("moved"), "delete": gettext_lazy("removed"),
    "record": gettext_lazy("set"), "set_field": gettext_lazy("set"), "assign": gettext_lazy("assigned"),
    "dismiss": gettext_lazy("dismissed"), "draft": gettext_lazy("drafted"), "pause": gettext_lazy("paused"),
    "switch off": gettext_lazy("switched off"), "switch on": gettext_lazy("switched on"), "wake": gettext_lazy("shown again"),
    "publish": gettext_lazy("published"), "resume": gettext_lazy("resumed"), "archive": gettext_lazy("put away"),
    "start": gettext_lazy("started"), "stop": gettext_lazy("stopped"),
}  # fmt: skip
_ACTORS: Final[Mapping[str, Words]] = {
    "command": gettext_lazy("Somebody at the command line"),
    "capture": gettext_lazy("An event"),
    "worker": gettext_lazy("The worker"),
    "departures round": gettext_lazy("The worker"),
    "renews itself": gettext_lazy("The worker"),
    "demo": gettext_lazy("The demo"),
}
FIELDS: Final[Mapping[str, Words]] = {
    "name": gettext_lazy("Name"), "role": gettext_lazy("Role"), "team": gettext_lazy("Team"),
    "team_id": gettext_lazy("Team"), "currency": gettext_lazy("Currency"), "time_zone": gettext_lazy("Time zone"),
    "stages": gettext_lazy("Lifecycle stages"), "work_days": gettext_lazy("Working days"),
    "work_from": gettext_lazy("Working hours from"), "work_until": gettext_lazy("Working hours until"),
    "hourly_cost": gettext_lazy("Cost of an hour"), "lapse_days": gettext_lazy("Days until a buyer counts as gone"),
    "tasks_a_day": gettext_lazy("Tasks a member may get a day"),
    "retention_window": gettext_lazy("Month of retention"), "language": gettext_lazy("Language"),
    "reactivation_is_expansion": gettext_lazy("Reactivation counts as expansion"),
    "commit_share": gettext_lazy("Counted on of what is committed, per cent"),
    "likely_share": gettext_lazy("Counted on of what is likely, per cent"),
    "at_risk_share": gettext_lazy("Counted on of what is at risk, per cent"),
    "away_from": gettext_lazy("Away from"), "away_until": gettext_lazy("Last day away"),
    "cover_id": gettext_lazy("Stands in"), "ended_at": gettext_lazy("Ended"), "retired_at": gettext_lazy("Retired"),
    "email": gettext_lazy("E-mail address"), "title": gettext_lazy("Title"), "kind": gettext_lazy("Kind"),
    "minutes": gettext_lazy("Minutes"), "mrr": gettext_lazy("Price a month, in minor units"),
    "band": gettext_lazy("Band"), "reason": gettext_lazy("Reason"), "until": gettext_lazy("Until"),
    "minimum_score": gettext_lazy("Least score"), "owner": gettext_lazy("Owner"), "owner_id": gettext_lazy("Owner"),
    "figure": gettext_lazy("Figure"), "target": gettext_lazy("Target"), "due_on": gettext_lazy("Due on"),
    "account": gettext_lazy("Account"), "account_id": gettext_lazy("Account"), "fact": gettext_lazy("Fact"),
    "baseline": gettext_lazy("Baseline"), "actual": gettext_lazy("Actual"), "worth": gettext_lazy("Worth"),
    "cost": gettext_lazy("Cost"), "contact_id": gettext_lazy("Contact"), "key": gettext_lazy("Key"), "at": gettext_lazy("When"),
    "channel": gettext_lazy("Channel"), "service": gettext_lazy("Service"), "summary": gettext_lazy("Summary"),
    "outcome": gettext_lazy("Outcome"), "sentiment": gettext_lazy("Sentiment"), "next_step": gettext_lazy("Next step"),
    "is_held": gettext_lazy("Has taken place"), "place": gettext_lazy("Place"), "by": gettext_lazy("By whom"),
    "invited_at": gettext_lazy("Invited"), "cancelled_at": gettext_lazy("Called off"), "member_id": gettext_lazy("Member"),
    "created_at": gettext_lazy("Created"), "created_by": gettext_lazy("Created by"), "repeat": gettext_lazy("Repeats"),
    "cause": gettext_lazy("Cause"), "done_at": gettext_lazy("Done"), "dropped_at": gettext_lazy("Dropped"),
    "url": gettext_lazy("Address"), "topics": gettext_lazy("What is told"), "note": gettext_lazy("Note"),
    "ends_on": gettext_lazy("Ends on"), "starts_on": gettext_lazy("Starts on"), "term_months": gettext_lazy("Months of the term"),
    "competitor": gettext_lazy("Competitor"), "reason_id": gettext_lazy("Reason"), "currency_code": gettext_lazy("Currency"),
    "notice_on": gettext_lazy("Notice on"), "notice_given_on": gettext_lazy("Notice given on"), "usage": gettext_lazy("Usage"),
    "member_days": gettext_lazy("Days as a customer"), "contract_id": gettext_lazy("Contract"), "word": gettext_lazy("Word"),
    "taken_back_at": gettext_lazy("Taken back"), "slug": gettext_lazy("Short name"), "file": gettext_lazy("File"),
    "type": gettext_lazy("Type"), "choices": gettext_lazy("Choices"), "parent": gettext_lazy("Under"),
    "position": gettext_lazy("Position"), "order": gettext_lazy("Order of them"), "members": gettext_lazy("Members"),
    "notice_days": gettext_lazy("Days of notice"), "renews_itself": gettext_lazy("Renews by itself"),
    "text": gettext_lazy("Text"), "edited_at": gettext_lazy("Edited"), "phone": gettext_lazy("Phone"),
    "preferred_channel": gettext_lazy("Prefers"), "video_link": gettext_lazy("Link for video meetings"),
    "champion_since": gettext_lazy("Champion since"), "champion_until": gettext_lazy("Champion until"),
    "accounts": gettext_lazy("Accounts"), "actor": gettext_lazy("Who"), "actual_since": gettext_lazy("Actual since"),
    "calls": gettext_lazy("Calls"), "cells": gettext_lazy("Cells"), "columns": gettext_lazy("Columns"),
    "discount": gettext_lazy("Discount, in minor units"), "is_shared": gettext_lazy("Shared"),
    "lifecycle_stage": gettext_lazy("Stage"), "meetings": gettext_lazy("Meetings"), "member": gettext_lazy("Member"),
    "other": gettext_lazy("The other one"), "parent_id": gettext_lazy("Under"), "query": gettext_lazy("Filters and order"),
    "repeat_day": gettext_lazy("Repeats on the day of the month"), "seats": gettext_lazy("Seats"),
    "since": gettext_lazy("Since"), "source": gettext_lazy("Source"), "tasks": gettext_lazy("Tasks"),
    "traits": gettext_lazy("Traits"), "version": gettext_lazy("Version"), "writer_id": gettext_lazy("Written by"),
    "created": gettext_lazy("New"), "updated": gettext_lazy("Changed"), "unchanged": gettext_lazy("Left as they were"),
    "failed": gettext_lazy("Stayed out"),
    "script": gettext_lazy("What to say"), "inside": gettext_lazy("Accounts on it"), "they": gettext_lazy("What becomes of them"),
    "definition": gettext_lazy("Definition"), "draft": gettext_lazy("Draft"), "how": gettext_lazy("How"),
    "state": gettext_lazy("State"), "end": gettext_lazy("How it ended"), "ended_by": gettext_lazy("Ended by"),
    "segment": gettext_lazy("Segment"), "of": gettext_lazy("Of whom"), "is_on": gettext_lazy("On"),
    "snoozed_until": gettext_lazy("Snoozed until"), "wants_task": gettext_lazy("Waits for its task"),
    "description": gettext_lazy("Description"), "rule": gettext_lazy("Rule"), "ticket_id": gettext_lazy("Ticket"),
    "opened_at": gettext_lazy("Opened"), "opened_by": gettext_lazy("Opened by"), "closed_at": gettext_lazy("Closed"),
    "closed_by": gettext_lazy("Closed by"), "apology": gettext_lazy("Apology"), "goodwill": gettext_lazy("Goodwill"),
    "scope": gettext_lazy("Alerts of which accounts"), "by_email": gettext_lazy("By e-mail"),
    "by_chat": gettext_lazy("By chat"), "chat": gettext_lazy("Chat"), "days": gettext_lazy("Days on which they work"),
    "starts_at": gettext_lazy("Told from the hour"), "ends_at": gettext_lazy("Told until the hour"),
    "product": gettext_lazy("Product"), "plan": gettext_lazy("Plan"), "periods": gettext_lazy("Periods"),
}  # fmt: skip

# What only tells programs how a change would be taken back, or which rows belong together.
MACHINERY: Final = frozenset(
    {"chosen", "contract", "entries", "lines", "made", "period", "records", "rows", "sequence", "set_key", "term", "undid"}
)  # fmt: skip
_MEMBERS: Final = frozenset({"cover_id", "member", "member_id", "writer_id"})
_ACTOR: Final = frozenset({"by", "closed_by", "created_by", "opened_by"})
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an entry changed, as it was and as it is; None where the entry does not say."""

    field: str
    before: str | None
    after: str | None
    is_named: bool = True  # has a word for people; else `field` is its name in the tables


def sentence(entry: AuditEntry, people: Mapping[str, str], called: Called) -> str:
    """What happened, in one sentence without its end."""
    words = SENTENCES.get((entry.noun, entry.verb), _OTHERWISE)
    return str(words) % {
        "who": people.get(entry.by) or _actor(entry.by),
        "what": _what(entry, called),
        "noun": NOUNS.get(entry.noun, entry.noun),
        "verb": VERBS.get(entry.verb, entry.verb),
    }


def changes(entry: AuditEntry, people: Mapping[str, str], locale: Locale) -> list[Change]:
    """What was before and what is after, field by field; an entry without fields has none."""
    before = entry.before if isinstance(entry.before, dict) else {}
    after = entry.after if isinstance(entry.after, dict) else {}
    return [
        Change(
            str(FIELDS.get(name) or label(name)),
            _value(name, before[name], people, locale) if name in before else None,
            _value(name, after[name], people, locale) if name in after else None,
            name in FIELDS or label(name) != name,
        )
        for name in dict.fromkeys((*before, *after))
        if name not in MACHINERY and not (name == "since" and isinstance(after.get(name), dict))
    ]


def _actor(by: str) -> str:
    kind, _space, number = by.partition(" ")
    if kind == "member":
        return _("Somebody who is gone")
    if kind == "import":
        return _("Import %(number)s") % {"number": number}
    if kind == "key":
        return _("A program with key %(number)s") % {"number": number}
    return str(_ACTORS.get(by, by))


def _what(entry: AuditEntry, called: Called) -> str:
    """The record's name now, the name that it had, or its number."""
    if entry.record is not None and (name := called.get((entry.noun, entry.record))):
        return said(name)
    account = account_of(entry)
    if account is not None and (name := called.get(("account", account))):
        return name
    for side in (entry.after, entry.before):
        if isinstance(side, dict):
            for field in ("name", "title", "email", "file", "key"):
                if isinstance(side.get(field), str) and side[field]:
                    return said(str(side[field]))
    for olds in entry.before.values() if isinstance(entry.before, dict) else ():
        if isinstance(olds, dict):  # what many accounts had at once
            return ngettext("%(n)s account", "%(n)s accounts", len(olds)) % {"n": forms.Counted(len(olds))}
    return f"#{entry.record}" if entry.record is not None else ""


def _value(name: str, value: Any, people: Mapping[str, str], locale: Locale) -> str:
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):  # of many accounts at once
        return ", ".join(dict.fromkeys(_value(name, one, people, locale) for one in value.values()))
    if isinstance(value, list):
        text = ", ".join(_value(name, one, people, locale) for one in value) or _("nothing")
    elif name in _MEMBERS:
        text = people.get(f"member {value}", str(value))
    elif name in _ACTOR:
        text = people.get(value) or _actor(value)
    elif name == "figure" and value in FIGURES:
        text = str(FIGURES[value].title)
    else:
        text = _written(value, locale)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _written(value: Any, locale: Locale) -> str:
    """Figures and dates as this person writes them."""
    if isinstance(value, int | float):
        return forms.number(value, locale, 2)
    text = said(str(value))
    with suppress(ValueError):
        if _DAY.fullmatch(text):
            return forms.day(date.fromisoformat(text), locale)
        if _MOMENT.fullmatch(text):
            return forms.moment(datetime.fromisoformat(text), locale)
    return ", ".join(text.splitlines())
