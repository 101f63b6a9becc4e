"""Which files does Stripe write? Customers, subscriptions, invoices and payments; times are in UTC."""

from tenure.sources.exports.export import Export

_CARD = ("Card *", "Card ID", "Default Source", "Shipping *", "Address *", "Business Vat ID")

CUSTOMERS = Export(
    "Stripe",
    "customers",
    "accounts",
    ("id", "Email", "Created (UTC) | Created", "Delinquent"),
    {"key": "id", "name": "Account name", "created_at": "Created (UTC) | Created", "source": "", "lifecycle_stage": ""},
    absent=("Customer ID", "Customer"),
    made={"Account name": ("Name", "Description", "Email")},
    ignored=(*_CARD, "Name", "Plan", "Status"),
)
PEOPLE = Export(
    "Stripe",
    "customers",
    "contacts",
    ("id", "Email", "Created (UTC) | Created", "Delinquent"),
    {"user_id": "id", "email": "Email", "account": "Account", "name": "Name", "role": ""},
    absent=("Customer ID", "Customer"),
    made={"Account": ("id",)},
    ignored=(
        *_CARD,
        "Description",
        "Plan",
        "Status",
        "Delinquent",
        "Total *",
        "Payment *",
        "Refunded *",
        "Dispute *",
        "Created*",
    ),
)
SUBSCRIPTIONS = Export(
    "Stripe",
    "subscriptions",
    "contracts",
    ("id", "Customer ID", "Status", "Current Period Start (UTC)", "Current Period End (UTC)"),
    {
        "account": "Customer ID",
        "key": "id",
        "product": "Product | Product Name | Plan",
        "plan": "Plan | Plan Name | Price",
        "starts_on": "Start",
        "ends_on": "Ended At (UTC) | Cancels At (UTC)",
        "notice_given_on": "Canceled At (UTC)",
        "amount": "Amount",
        "billing_months": "Interval",
        "currency": "Currency",
        "seats": "Quantity",
    },
    made={"Start": ("Start Date (UTC) | Start (UTC)", "Created (UTC)", "Current Period Start (UTC)")},
    without={"Status": "incomplete, incomplete expired"},
)
INVOICES = Export(
    "Stripe",
    "invoices",
    "invoices",
    ("id", "Customer | Customer ID", "Amount Due", "Number", "Subscription | Subtotal", "Currency"),
    {
        "account": "Customer ID | Customer",
        "email": "Customer Email",
        "account_name": "Customer Name",
        "key": "Invoice number",
        "issued_on": "Issued on",
        "due_on": "Due Date (UTC)",
        "amount": "Total | Amount Due",
        "currency": "Currency",
        "paid_on": "Paid on",
    },
    made={
        "Invoice number": ("Number", "id"),
        "Issued on": ("Finalized At (UTC) | Date Finalized (UTC)", "Date (UTC)", "Created (UTC) | Created"),
        # Paid on a day that the export does not tell: when it was due will do, for it is not owed.
        "Paid some day": ("Due Date (UTC)", "Issued on"),
        "Paid on": ("Paid At (UTC) | Date Paid (UTC)", "Paid some day"),
    },
    made_where={"Paid some day": ("Status | Paid", "paid, true")},
    without={"Status": "draft, void, voided, deleted"},
)
PAYMENTS = Export(
    "Stripe",
    "payments",
    "orders",
    ("id", "Amount", "Amount Refunded", "Currency", "Status", "Created date (UTC) | Created (UTC) | Created"),
    {
        "key": "id",
        "account": "Customer ID",
        "email": "Customer Email",
        "account_name": "Customer Name",
        "ordered_at": "Created date (UTC) | Created (UTC) | Created",
        "product": "Description",
        "amount": "Amount",
        "currency": "Currency",
        "refunded": "Amount Refunded",
        "refunded_on": "Refunded date (UTC)",
    },
    without={
        "Status": "failed, canceled, cancelled, blocked, expired, incomplete, pending, uncaptured, requires action, "
        "requires confirmation, requires payment method, requires capture"
    },
)

STRIPE = (CUSTOMERS, PEOPLE, SUBSCRIPTIONS, INVOICES, PAYMENTS)
