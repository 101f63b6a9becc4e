"""Walks the way through an OpenID Connect server and back, in a process that was set up for one: `… DATA`.

Prints a line for each person: the address, the status of the answer, and whether they are signed in.
"""

import os
import sys
from unittest import mock
from urllib.parse import parse_qs, urlsplit

if __name__ == "__main__":
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tenure.project.settings",
        "TENURE_DATA": sys.argv[1],
        "TENURE_OIDC_URL": "https://id.example.com",
        "TENURE_OIDC_CLIENT": "tenure",
        "TENURE_OIDC_SECRET": "hush",
        "TENURE_OIDC_NAME": "Example",
        "TENURE_SAML_METADATA": "https://id.example.com/metadata",
        "TENURE_SAML_NAME": "Corporate",
    }
    os.environ.pop("DATABASE_URL", None)

import django

if __name__ == "__main__":
    django.setup()

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client

from tenure.actions.database import migrate_if_needed
from tenure.actions.workspaces import add_member, create_workspace

SERVER = {
    name: f"https://id.example.com/{name}"
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "issuer", "jwks_uri")
}


def walk(email: str, *, verified: bool) -> str:
    """Out to the other server and back with what it says of somebody."""
    client = Client(headers={"host": "localhost"})
    out = client.get("/account/oidc/oidc/login/?process=login")
    state = parse_qs(urlsplit(out.headers["Location"]).query)["state"][0]
    info = {"sub": f"{email} {verified}", "email": email, "email_verified": verified}
    with (
        mock.patch.object(OAuth2Client, "get_access_token", return_value={"access_token": "t", "token_type": "bearer"}),
        mock.patch.object(OpenIDConnectOAuth2Adapter, "_fetch_user_info", return_value=info),
    ):
        back = client.get("/account/oidc/oidc/login/callback/", {"code": "c", "state": state})
    return f"{email} {back.status_code} {'_auth_user_id' in client.session}"


if __name__ == "__main__":
    migrate_if_needed()
    workspace = create_workspace(name="Acme", by="test")
    for name in ("ada", "piet"):
        add_member(workspace=workspace, email=f"{name}@example.com", name=name, role="agent", by="test", password="x")
    page = Client(headers={"host": "localhost"}).get("/account/login/").content.decode()
    print([words for words in ("Sign in with Example", "Sign in with Corporate") if words in page])
    with mock.patch.object(OpenIDConnectOAuth2Adapter, "openid_config", SERVER):
        print(walk("ada@example.com", verified=True))
        print(walk("piet@example.com", verified=False))
        print(walk("eve@example.com", verified=True))
