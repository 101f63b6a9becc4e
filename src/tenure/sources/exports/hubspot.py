"""Which files does HubSpot write? Companies, contacts, deals, tickets, and what was done: calls, meetings, e-mails, notes."""

from tenure.sources.exports.export import Export

_OWN = "Record ID | Record ID - {0} | {0} ID"
_COMPANY = (
    "Primary Associated Company ID | Associated Company IDs (Primary) | Associated Company IDs | Associated Company ID | "
    "Associated Company (Primary) | Associated Company | Associated Companies"
)
_CONTACT = "Associated Contact IDs | Associated Contact ID | Associated Contact"
_EMAIL = "Associated Contact Emails | Associated Contact Email | Contact Email"
_LISTS = (*_COMPANY.split(" | "), *_CONTACT.split(" | "), *_EMAIL.split(" | "))
_WON = "won, closedwon, true, yes, gewonnen, выигран, выиграна, выиграно, успешно"

COMPANIES = Export(
    "HubSpot",
    "companies",
    "accounts",
    (
        "Record ID | Record ID - Company | Company ID",
        "Company name",
        "Company owner | Company Domain Name | Create Date",
    ),
    {
        "key": _OWN.format("Company"),
        "name": "Company name",
        "owner": "Company owner",
        "source": "Original Traffic Source | Original Source Type | Original Source",
        "lifecycle_stage": "Lifecycle Stage",
        "parent": "Parent Company ID | Parent Company IDs | Parent Company",
        "created_at": "Create Date",
    },
    absent=("First Name", "Deal Name", "Ticket name", "Email"),
    first_of=("Parent Company IDs",),
    ignored=("Associated *",),
)
CONTACTS = Export(
    "HubSpot",
    "contacts",
    "contacts",
    ("Record ID | Record ID - Contact | Contact ID", "First Name", "Last Name", "Email"),
    {
        "user_id": _OWN.format("Contact"),
        "email": "Email",
        "account": _COMPANY,
        "first_name": "First Name",
        "last_name": "Last Name",
        "phone": "Phone Number | Mobile Phone Number",
        "role": "Job Title",
    },
    absent=("Deal Name", "Ticket name", "OwnerId", "Contact Owner Alias"),
    first_of=_LISTS,
    ignored=("Associated *",),
)
DEALS = Export(
    "HubSpot",
    "deals",
    "orders",
    ("Record ID | Record ID - Deal | Deal ID", "Deal Name", "Deal Stage", "Amount"),
    {
        "key": _OWN.format("Deal"),
        "account": _COMPANY,
        "email": _EMAIL,
        "product": "Deal Name",
        "amount": "Amount",
        "currency": "Currency | Deal Currency",
        "ordered_at": "Close Date",
    },
    first_of=_LISTS,
    only={"Is Closed Won | Is Closed (Won) | Deal Stage": _WON},
)
TICKETS = Export(
    "HubSpot",
    "tickets",
    "tickets",
    ("Record ID | Record ID - Ticket | Ticket ID", "Ticket name", "Ticket status | Pipeline"),
    {
        "key": _OWN.format("Ticket"),
        "account": _COMPANY,
        "contact": _CONTACT,
        "email": _EMAIL,
        "subject": "Ticket name",
        "priority": "Priority",
        "status": "Ticket status",
        "opened_at": "Create date",
        "closed_at": "Close date",
    },
    first_of=_LISTS,
)
_DONE = {
    "key": _OWN.format("Engagement"),
    "account": _COMPANY,
    "contact": _CONTACT,
    "email": _EMAIL,
    "channel": "Channel",
    "by": "Activity assigned to | Assigned to | Activity created by",
}
CALLS = Export(
    "HubSpot",
    "calls",
    "touchpoints",
    (
        "Activity date",
        "Call duration | Call notes | Call Title",
        "Call outcome | Call direction | Activity assigned to",
    ),
    {**_DONE, "at": "Activity date", "minutes": "Call duration", "summary": "Summary"},
    made={"Summary": ("Call notes | Body preview", "Call Title", "Call outcome")},
    always={"Channel": "call"},
    divided={"Call duration": 60_000},
    first_of=_LISTS,
)
MEETINGS = Export(
    "HubSpot",
    "meetings",
    "touchpoints",
    (
        "Meeting start time | Activity date",
        "Meeting name | Meeting outcome",
        "Meeting end time | Meeting location | Meeting outcome",
    ),
    {**_DONE, "at": "Meeting start time | Activity date", "summary": "Summary"},
    made={"Summary": ("Internal meeting notes", "Meeting description | Body preview", "Meeting name")},
    always={"Channel": "meeting"},
    first_of=_LISTS,
    without={"Meeting outcome": "canceled, cancelled, no show"},
)
EMAILS = Export(
    "HubSpot",
    "e-mails",
    "touchpoints",
    ("Activity date", "Email subject", "Email direction | Email body | Email send status"),
    {**_DONE, "at": "Activity date", "summary": "Email subject"},
    always={"Channel": "email"},
    first_of=_LISTS,
)
NOTES = Export(
    "HubSpot",
    "notes",
    "notes",
    ("Activity date | Create date", "Note body"),
    {
        "account": _COMPANY,
        "key": _OWN.format("Engagement"),
        "at": "Activity date | Create date",
        "text": "Note body",
        "by": "Activity assigned to | Activity created by",
    },
    first_of=_LISTS,
)

HUBSPOT = (COMPANIES, CONTACTS, DEALS, TICKETS, CALLS, MEETINGS, EMAILS, NOTES)
