"""Which columns does a file of contacts have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, CHANNEL

CONTACTS = Kind(
    "contacts",
    (
        Field("user_id", cells.key, "user, login, username, contact id, contact key, person id, external id, id, key"),
        Field("email", cells.email, "email address, e mail address, mail, work email, business email"),
        Field("account", cells.key, ACCOUNT),
        Field("name", cells.text(300), "full name, contact name, contact, person, display name"),
        Field("first_name", cells.text(150), "given name, forename"),
        Field("last_name", cells.text(150), "surname, family name"),
        Field("phone", cells.text(64), "phone number, telephone, telephone number, mobile, mobile phone, tel"),
        Field("role", cells.text(100), "job title, title, position, job, function"),
        Field("preferred_channel", cells.text(32), CHANNEL),
        Field("champion", cells.yes_or_no, "is champion, advocate"),
    ),
    ((("user_id",), ("email",)),),
    "traits",
    ("user_id", "email"),
)
