"""Which files does Shopify write? Orders (a row for each line of an order) and customers."""

from tenure.sources.exports.export import Export

_ADDRESS = ("Default Address Address1", "Default Address Address2", "Default Address Zip", "Default Address Phone",
            "Address1", "Address2", "Zip")  # fmt: skip
_CUSTOMER = (
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing | Accepts Marketing",
    "Total Spent",
    "Total Orders",
)

ORDERS = Export(
    "Shopify",
    "orders",
    "orders",
    ("Name", "Email", "Financial Status", "Lineitem name", "Created at", "Total"),
    {
        "key": "Name",
        "email": "Email",
        "account": "Customer ID",
        "account_name": "Billing Name | Shipping Name",
        "ordered_at": "Created at",
        "product": "Lineitem name",
        "amount": "Total",
        "currency": "Currency",
        "refunded": "Refunded Amount",
    },
    lines_of="Name",
    line="Lineitem name",
    without={"Financial Status": "voided, expired"},
)
ACCOUNTS = Export(
    "Shopify",
    "customers",
    "accounts",
    _CUSTOMER,
    {"key": "Customer ID | Email", "name": "Account name", "owner": "", "created_at": "", "source": ""},
    made={
        "Full name": ("First Name + Last Name",),
        "Account name": ("Default Address Company | Company", "Full name", "Email"),
    },
    ignored=(*_ADDRESS, "First Name", "Last Name", "Phone"),
    has_apostrophes=True,
)
CONTACTS = Export(
    "Shopify",
    "customers",
    "contacts",
    _CUSTOMER,
    {
        "user_id": "Customer ID | Email",
        "email": "Email",
        "account": "Account",
        "first_name": "First Name",
        "last_name": "Last Name",
        "phone": "Phone",
    },
    made={"Account": ("Customer ID | Email",)},
    ignored=(*_ADDRESS, "Default Address *", "Company", "City", "Province*", "Country*", "Total *", "Tax *"),
    has_apostrophes=True,
)

SHOPIFY = (ORDERS, ACCOUNTS, CONTACTS)
