"""Which settings does the environment give? The one registry: settings.py reads from it and `tenure doctor` lists it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is for, what holds without it, and what was given."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False
    given: str | None = None

    @property
    def text(self) -> str:
        """The value that holds, as text."""
        return self.default if self.given is None else self.given

    @property
    def source(self) -> str:
        """Where the value came from: ``environment`` or ``default``."""
        return "default" if self.given is None else "environment"

    @property
    def shown(self) -> str:
        """The value as it may be printed: a secret is hidden, a password in a URL too."""
        if self.is_secret:
            return "(hidden)" if self.given else ""
        parts = urlsplit(self.text) if "://" in self.text else None
        if parts is None or parts.password is None:
            return self.text
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{parts.username}:(hidden)@{host}"))


REGISTRY = (
    Setting("TENURE_DATA", "data", "Directory of everything Tenure keeps: records, spool and event log"),
    Setting(
        "DATABASE_URL",
        "",
        "postgresql://user:password@host/name for records and spool; empty uses SQLite in TENURE_DATA",
    ),
    Setting(
        "TENURE_URL", "http://127.0.0.1:8000", "Address under which people open the console; https makes cookies secure"
    ),
    Setting(
        "TENURE_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Host names the console answers to, separated by commas; that of TENURE_URL is added",
    ),
    Setting(
        "TENURE_SECRET_KEY", "", "Key that signs sessions; empty makes one and keeps it in TENURE_DATA", is_secret=True
    ),
    Setting("TENURE_SESSION_DAYS", "14", "Days after which somebody who did not come back has to sign in again"),
    Setting(
        "TENURE_SIGN_IN_PROXIES",
        "0",
        "How many proxies stand before the server and add to X-Forwarded-For: whose attempts to sign in are counted",
    ),
    Setting("TENURE_OIDC_URL", "", "Address of an OpenID Connect server that says who somebody is; empty is none"),
    Setting("TENURE_OIDC_CLIENT", "", "What the OpenID Connect server calls Tenure (client id)"),
    Setting("TENURE_OIDC_SECRET", "", "The client secret that it gave for that", is_secret=True),
    Setting("TENURE_OIDC_NAME", "OpenID Connect", "What the button on the sign-in page calls it"),
    Setting(
        "TENURE_OIDC_EMAILS",
        "verified",
        "Which e-mail addresses it is believed about: verified, those it says it has verified, or all",
    ),
    Setting("TENURE_SAML_METADATA", "", "Address of the metadata of a SAML identity provider; empty is none"),
    Setting("TENURE_SAML_ENTITY", "", "Its entity id, where that is not the address of its metadata"),
    Setting("TENURE_SAML_NAME", "SAML", "What the button on the sign-in page calls it"),
    Setting("TENURE_SPOOL_ROWS", "2000000", "Events that may wait in the spool; above it capture answers 429"),
    Setting(
        "TENURE_RATE_LIMIT", "0", "Events a second that one workspace may send to one server process; 0 is no limit"
    ),
    Setting(
        "TENURE_API_RATE_LIMIT",
        "50",
        "Requests a second that one workspace may send to the API of one server process, ten times as many at once; "
        "0 is no limit",
    ),
    Setting("TENURE_UPLOAD_MB", "500", "Largest file in megabytes that a page takes for an import"),
    Setting("TENURE_MEMORY_LIMIT", "4GB", "Memory of one query engine"),
    Setting(
        "TENURE_DEMO",
        "0",
        "1 lets visitors from this machine into the demo with one click; tenure serve --demo sets it",
    ),
    Setting(
        "TENURE_LOG",
        "lines",
        "Form of what every process says on standard error: lines for people, or json, one object a line",
    ),
    Setting(
        "TENURE_REACH",
        "",
        "Private networks that webhooks, feeds and chats may reach, such as 10.1.0.0/16, separated by commas; else none",
    ),
    Setting(
        "TENURE_MAIL_URL",
        "",
        "smtp://user:password@host:587 or smtps://user:password@host:465 through which mail is sent; empty sends none",
    ),
    Setting("TENURE_MAIL_FROM", "", "Address that mail comes from; empty is tenure@ and the host of TENURE_URL"),
    Setting("TENURE_DEBUG", "0", "1 shows error pages with their source; never on a server that others reach"),
)


class Environment:
    """The settings that hold, read once from a mapping of environment variables."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.settings = tuple(
            Setting(one.name, one.default, one.meaning, one.is_secret, variables.get(one.name)) for one in REGISTRY
        )
        self._by_name = {one.name: one for one in self.settings}
        known = self._by_name.keys()
        self.unknown = tuple(sorted(name for name in variables if name.startswith("TENURE_") and name not in known))

    def text(self, name: str) -> str:
        """The value as it stands; KeyError when the registry does not list the name."""
        return self._by_name[name].text

    def given(self, name: str) -> str:
        """The value that the environment gave; empty where the default holds."""
        return self._by_name[name].given or ""

    def number(self, name: str) -> int:
        """The value as a whole number, 0 or more; ImproperlyConfigured says what to write instead."""
        text = self.text(name)
        if not text.isdecimal():
            raise ImproperlyConfigured(
                f"{name} is “{text}”: write a whole number, such as {self._by_name[name].default}"
            )
        return int(text)

    def flag(self, name: str) -> bool:
        """Whether the value is 1; ImproperlyConfigured when it is neither 0 nor 1."""
        text = self.text(name)
        if text not in {"", "0", "1"}:
            raise ImproperlyConfigured(f"{name} is “{text}”: write 1 or 0")
        return text == "1"

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """The value, which is one of a few words; ImproperlyConfigured names them."""
        text = self.text(name)
        if text not in allowed:
            raise ImproperlyConfigured(f"{name} is “{text}”: write {' or '.join(allowed)}")
        return text

    def listed(self, name: str) -> list[str]:
        """The parts between commas, without blanks."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]
