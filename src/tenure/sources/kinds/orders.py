"""Which columns does a file of orders have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, BUYER, CURRENCY, EMAIL

ORDERS = Kind(
    "orders",
    (
        Field("account", cells.key, ACCOUNT),
        Field("email", cells.email, EMAIL),
        Field("account_name", cells.text(300), BUYER),
        Field("key", cells.key, "order id, order number, order no, order name, order, number, name, id"),
        Field(
            "ordered_at",
            cells.moment,
            "order date, ordered on, ordered, purchase date, purchased at, purchased on, created at, created, paid at, "
            "date, time, timestamp",
        ),
        Field("product", cells.text(300), "product name, item, item name, lineitem name, article, description"),
        Field(
            "amount",
            cells.amount,
            "total, order total, grand total, total amount, total price, revenue, price, value, sum, subtotal",
        ),
        Field("currency", cells.currency, CURRENCY),
        Field("refunded", cells.amount, "refunded amount, amount refunded, refund, refund amount, total refunded"),
        Field("refunded_on", cells.day, "refund date, refunded at, date refunded"),
    ),
    ((("account",), ("email",)), (("key",),), (("ordered_at",),), (("amount",),)),
    "ignored",
    ("key",),
)
