"""Walks the way through a SAML server and back, in a process that was set up for one: `… DATA`.

Prints a line for each attempt: what it was, the status of the answer, and whether somebody is signed in.
"""

import base64
import os
import sys
import threading
import zlib
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from tests.pages.saml_server import ENTITY, OTHER, SIGNER, STRANGER, Metadata, answer, metadata

if __name__ == "__main__":
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tenure.project.settings",
        "TENURE_DATA": sys.argv[1],
        "TENURE_SAML_METADATA": ENTITY,
        "TENURE_SAML_NAME": "Corporate",
    }
    os.environ.pop("DATABASE_URL", None)

import django

if __name__ == "__main__":
    django.setup()

from django.test import Client

from tenure.actions.database import migrate_if_needed
from tenure.actions.workspaces import add_member, create_workspace


def ask(client: Client) -> str:
    """Begin here: the number of the question that the browser carries to the other server."""
    out = client.get("/account/saml/saml/login/?process=login")
    request = parse_qs(urlsplit(out.headers["Location"]).query)["SAMLRequest"][0]
    return str(etree.fromstring(zlib.decompress(base64.b64decode(request), -15)).get("ID"))


def back(client: Client, said: str, what: str) -> str:
    """Come back with what it said."""
    sent = {"SAMLResponse": base64.b64encode(said.encode()).decode(), "RelayState": ""}
    stored = client.post("/account/saml/saml/acs/", sent)
    status = client.get(stored.headers["Location"]).status_code
    return f"{what}: {status} {'_auth_user_id' in client.session}"


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


if __name__ == "__main__":
    Metadata.said = metadata()
    threading.Thread(target=OTHER.serve_forever, daemon=True).start()
    migrate_if_needed()
    workspace = create_workspace(name="Acme", by="test")
    for name in ("ada", "piet"):
        add_member(workspace=workspace, email=f"{name}@example.com", name=name, role="agent", by="test", password="x")

    ada = visitor()
    said = answer("ada@example.com", ask(ada), SIGNER)
    print(back(ada, said, "a member"))
    print(back(visitor(), said, "the same answer again, by somebody else"))
    asks = visitor()
    print(back(asks, answer("eve@example.com", ask(asks), SIGNER), "somebody who is no member"))
    asks = visitor()
    print(back(asks, answer("piet@example.com", ask(asks), STRANGER), "signed by a stranger"))
    asks = visitor()
    changed = answer("eve@example.com", ask(asks), SIGNER).replace("eve@example.com", "piet@example.com")
    print(back(asks, changed, "changed after it was signed"))
    print(back(visitor(), answer("piet@example.com", "", SIGNER), "nobody asked"))
