"""Which other servers may say who somebody is? OpenID Connect and SAML, as the environment names them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tenure.project.environment import Environment

Providers = Mapping[str, Mapping[str, Any]]
_CLAIMS = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
    "email": [
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "email",
        "mail",
    ],
    "email_verified": ["email_verified"],
}


def providers(environment: Environment, secret: str) -> dict[str, dict[str, Any]]:
    """What django-allauth is told of them; ``secret`` is the client's own. ImproperlyConfigured says what is missing."""
    found: dict[str, dict[str, Any]] = {}
    if address := environment.text("TENURE_OIDC_URL"):
        _check("TENURE_OIDC_URL", address)
        if not environment.text("TENURE_OIDC_CLIENT") or not secret:
            raise ImproperlyConfigured("TENURE_OIDC_URL needs TENURE_OIDC_CLIENT and TENURE_OIDC_SECRET beside it.")
        app = {
            "provider_id": "oidc",
            "name": environment.text("TENURE_OIDC_NAME"),
            "client_id": environment.text("TENURE_OIDC_CLIENT"),
            "secret": secret,
            "settings": {"server_url": address},
        }
        believed = environment.one_of("TENURE_OIDC_EMAILS", ("verified", "all")) == "all"
        found["openid_connect"] = {
            "APPS": [app], "OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": True, "VERIFIED_EMAIL": believed,
        }  # fmt: skip
    if address := environment.text("TENURE_SAML_METADATA"):
        _check("TENURE_SAML_METADATA", address)
        app = {
            "provider_id": environment.text("TENURE_SAML_ENTITY") or address,
            "client_id": "saml",
            "name": environment.text("TENURE_SAML_NAME"),
            "settings": {
                "attribute_mapping": _CLAIMS,
                "idp": {"entity_id": environment.text("TENURE_SAML_ENTITY") or address, "metadata_url": address},
                "advanced": {"want_assertion_signed": True, "strict": True, "reject_idp_initiated_sso": True},
            },
        }
        found["saml"] = {"APPS": [app], "EMAIL_AUTHENTICATION": True, "VERIFIED_EMAIL": True}
    return found


def apps(found: Providers) -> list[str]:
    """The parts of django-allauth that they need."""
    return [f"allauth.socialaccount.providers.{name}" for name in found]


def _check(name: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is “{address}”: write an address that begins with https://")
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ImproperlyConfigured(f"{name} is “{address}”: it must begin with https://, or anybody between could lie.")
