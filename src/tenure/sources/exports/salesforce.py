"""Which files does Salesforce write? Objects as its Data Loader names their fields, and reports as people see them."""

from tenure.sources.exports.export import Export

_WON = "won, true, gewonnen, выиграно, выиграна"
_DONE = "completed, abgeschlossen, erledigt, voltooid, завершено"
_ACCOUNT = "AccountId | Account ID | Account Name"
_OBJECT = (
    "Attributes",
    "SystemModstamp",
    "LastModifiedById",
    "LastModifiedDate",
    "CreatedById",
    "IsDeleted",
    "PhotoUrl",
)

ACCOUNTS = Export(
    "Salesforce",
    "accounts",
    "accounts",
    ("Id", "Name", "OwnerId", "CreatedDate | SystemModstamp | BillingCity | BillingCountry | AccountNumber"),
    {"key": "Id", "name": "Name", "owner": "Owner.Name | OwnerId", "source": "AccountSource", "parent": "ParentId",
     "created_at": "CreatedDate"},
    absent=("AccountId", "StageName", "CaseNumber", "WhatId", "LastName"),
    ignored=_OBJECT,
)  # fmt: skip
ACCOUNTS_REPORT = Export(
    "Salesforce",
    "accounts report",
    "accounts",
    ("Account Name", "Account Owner", "Account ID | Last Activity | Billing State/Province | Type | Rating | Last Modified Date"),
    {"key": "Account", "name": "Account Name", "owner": "Account Owner", "source": "Account Source", "parent": "Parent Account ID",
     "created_at": "Created Date | Account Created Date"},
    absent=("Opportunity Name", "Case Number", "Last Name", "Subject"),
    made={"Account": ("Account ID | 18 Character Account ID", "Account Name")},
    has_footer=True,
)  # fmt: skip
CONTACTS = Export(
    "Salesforce",
    "contacts",
    "contacts",
    ("Id", "AccountId", "LastName", "Email"),
    {"user_id": "Id", "email": "Email", "account": "AccountId", "first_name": "FirstName", "last_name": "LastName",
     "phone": "Phone | MobilePhone", "role": "Title"},
    ignored=_OBJECT,
)  # fmt: skip
CONTACTS_REPORT = Export(
    "Salesforce",
    "contacts report",
    "contacts",
    ("Last Name", "Account Name", "Email", "Contact ID | Contact Owner | Account Owner | Mailing City"),
    {"user_id": "Contact ID", "email": "Email", "account": "Account ID | Account Name", "first_name": "First Name",
     "last_name": "Last Name", "phone": "Phone | Mobile", "role": "Title"},
    absent=("Opportunity Name", "Case Number"),
    has_footer=True,
)  # fmt: skip
OPPORTUNITIES = Export(
    "Salesforce",
    "opportunities",
    "orders",
    ("Id", "AccountId", "StageName", "CloseDate", "Amount"),
    {"key": "Id", "account": "AccountId", "product": "Name", "amount": "Amount", "currency": "CurrencyIsoCode",
     "ordered_at": "CloseDate"},
    only={"IsWon | StageName": _WON},
)  # fmt: skip
OPPORTUNITIES_REPORT = Export(
    "Salesforce",
    "opportunities report",
    "orders",
    ("Opportunity Name", "Stage", "Close Date", "Amount", "Account Name | Account ID"),
    {"key": "Opportunity", "account": "Account ID | Account Name", "product": "Opportunity Name", "amount": "Amount",
     "currency": "Amount Currency | Currency", "ordered_at": "Close Date"},
    made={"Opportunity": ("Opportunity ID", "Opportunity Name")},
    only={"Won | Stage": _WON},
    has_footer=True,
)  # fmt: skip
CASES = Export(
    "Salesforce",
    "cases",
    "tickets",
    ("CaseNumber", "AccountId | ContactId", "Status", "CreatedDate"),
    {"key": "CaseNumber", "account": "AccountId", "contact": "ContactId", "email": "ContactEmail | SuppliedEmail",
     "subject": "Subject", "priority": "Priority", "status": "Status", "opened_at": "CreatedDate", "closed_at": "ClosedDate"},
)  # fmt: skip
CASES_REPORT = Export(
    "Salesforce",
    "cases report",
    "tickets",
    ("Case Number", "Status", "Date/Time Opened | Opened Date"),
    {"key": "Case Number", "account": "Account ID | Account Name", "contact": "Contact ID", "email": "Contact Email | Contact: Email",
     "subject": "Subject", "priority": "Priority", "status": "Status", "opened_at": "Date/Time Opened | Opened Date",
     "closed_at": "Date/Time Closed | Closed Date"},
    has_footer=True,
)  # fmt: skip
TASKS = Export(
    "Salesforce",
    "tasks",
    "touchpoints",
    ("Id", "WhoId", "WhatId", "Subject", "ActivityDate", "Status"),
    {"key": "Id", "account": "Account", "contact": "WhoId", "at": "At", "channel": "TaskSubtype | Type",
     "minutes": "CallDurationInSeconds", "summary": "Summary", "by": "Owner.Name | OwnerId"},
    made={"Account": ("AccountId", "WhatId"), "At": ("CompletedDateTime", "ActivityDate"), "Summary": ("Description", "Subject")},
    divided={"CallDurationInSeconds": 60},
    only={"Status": _DONE},
)  # fmt: skip
EVENTS = Export(
    "Salesforce",
    "events",
    "touchpoints",
    ("Id", "WhoId", "WhatId", "Subject", "StartDateTime | ActivityDateTime"),
    {"key": "Id", "account": "Account", "contact": "WhoId", "at": "StartDateTime | ActivityDateTime", "channel": "Channel",
     "minutes": "DurationInMinutes", "summary": "Summary", "by": "Owner.Name | OwnerId"},
    made={"Account": ("AccountId", "WhatId"), "Summary": ("Description", "Subject")},
    always={"Channel": "meeting"},
)  # fmt: skip

SALESFORCE = (
    ACCOUNTS, ACCOUNTS_REPORT, CONTACTS, CONTACTS_REPORT, OPPORTUNITIES, OPPORTUNITIES_REPORT, CASES, CASES_REPORT, TASKS, EVENTS,
)  # fmt: skip
