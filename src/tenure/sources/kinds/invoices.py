"""Which columns does a file of invoices have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, BUYER, CURRENCY, EMAIL

INVOICES = Kind(
    "invoices",
    (
        Field("account", cells.key, ACCOUNT),
        Field("email", cells.email, EMAIL),
        Field("account_name", cells.text(300), BUYER),
        Field("key", cells.key, "invoice id, invoice number, invoice no, invoice, number, reference, id"),
        Field(
            "issued_on",
            cells.day,
            "invoice date, issue date, issued, issued at, billed on, created on, created, date",
        ),
        Field("due_on", cells.day, "due date, due, payment due, payable by, pay by"),
        Field(
            "amount",
            cells.amount,
            "amount due, total, invoice total, total amount, gross amount, grand total, value, sum, price",
        ),
        Field("currency", cells.currency, CURRENCY),
        Field("state", cells.invoice_state, "status, invoice status, payment status, paid status, invoice state"),
        Field("paid_on", cells.paid, "paid date, payment date, date paid, paid at, paid, settled on"),
    ),
    ((("account",), ("email",)), (("key",),), (("issued_on",),), (("amount",),)),
    "ignored",
    ("key",),
)
