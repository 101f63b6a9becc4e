"""How the program is put together: Django's settings, read from the environment; `tenure doctor` lists them."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from tenure.channels.addresses import parse_reach
from tenure.project import logs, single_sign_on
from tenure.project.environment import Environment
from tenure.project.mail import mail_settings

TENURE_ENVIRONMENT = Environment(os.environ)
TENURE_DATA = Path(TENURE_ENVIRONMENT.text("TENURE_DATA")).absolute()
TENURE_SPOOL_ROWS = TENURE_ENVIRONMENT.number("TENURE_SPOOL_ROWS")  # the high-water mark: above it, 429
TENURE_RATE_LIMIT = TENURE_ENVIRONMENT.number("TENURE_RATE_LIMIT")  # events a second for each workspace; 0 is no limit
TENURE_API_RATE_LIMIT = TENURE_ENVIRONMENT.number("TENURE_API_RATE_LIMIT")  # requests a second for each workspace
TENURE_UPLOAD_MB = TENURE_ENVIRONMENT.number("TENURE_UPLOAD_MB")  # of a file that somebody brings to a page
TENURE_MEMORY_LIMIT = TENURE_ENVIRONMENT.text("TENURE_MEMORY_LIMIT")  # of one query engine
TENURE_URL = TENURE_ENVIRONMENT.text("TENURE_URL")
TENURE_URL_GIVEN = TENURE_ENVIRONMENT.given("TENURE_URL")  # what links in letters begin with; empty: as was asked
TENURE_DEMO = TENURE_ENVIRONMENT.flag("TENURE_DEMO")
TENURE_OWN_WORKER = False  # `tenure serve` starts one beside the server, and says so here
DEBUG = TENURE_ENVIRONMENT.flag("TENURE_DEBUG")
try:
    TENURE_REACH = parse_reach(TENURE_ENVIRONMENT.text("TENURE_REACH"))
except ValueError as error:
    raise ImproperlyConfigured(f"TENURE_REACH must list networks such as 10.1.0.0/16: {error}.") from None
LOGGING_CONFIG = "tenure.project.logs.set_up"
LOGGING = logs.settings(TENURE_ENVIRONMENT.one_of("TENURE_LOG", ("lines", "json")))
_ADDRESS = urlsplit(TENURE_URL)
_MAIL = mail_settings(
    TENURE_ENVIRONMENT.text("TENURE_MAIL_URL"), TENURE_ENVIRONMENT.text("TENURE_MAIL_FROM"), _ADDRESS.hostname or ""
)
EMAIL_HOST = _MAIL.host  # empty: nothing is mailed, and pages say so
EMAIL_PORT = _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.is_tls, _MAIL.starts_tls
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds: somebody waits for the page
DEFAULT_FROM_EMAIL = _MAIL.sender
ALLOWED_HOSTS = [*TENURE_ENVIRONMENT.listed("TENURE_HOSTS"), *([_ADDRESS.hostname] if _ADDRESS.hostname else [])]


def _secret_key() -> str:
    """The signing key: from the environment, else made once and kept beside the data, readable by its owner only."""
    path = TENURE_DATA / "secret_key"
    try:
        TENURE_DATA.mkdir(parents=True, exist_ok=True)
        if given := TENURE_ENVIRONMENT.text("TENURE_SECRET_KEY"):
            return given
        if not path.exists():
            with tempfile.NamedTemporaryFile("w", dir=TENURE_DATA, prefix=".secret_key-") as file:  # mode 0600
                file.write(secrets.token_urlsafe(48))
                file.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)  # whole or not at all: two processes may start at once
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"TENURE_DATA is {TENURE_DATA}, which cannot be written ({error.strerror}): "
            "give it to the user that Tenure runs as, or name another directory."
        ) from error


SECRET_KEY = _secret_key()
DATABASE_URL = TENURE_ENVIRONMENT.text("DATABASE_URL")
if DATABASE_URL and not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://, or be empty for SQLite in TENURE_DATA.")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": TENURE_DATA / "tenure.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
    }
}

# What is counted about signing in has to be known to every process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "records_keptcount"}}
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(TENURE_ENVIRONMENT, TENURE_ENVIRONMENT.text("TENURE_OIDC_SECRET"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # a page of allauth says with it how long ago a passkey was used
    "tenure.console",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *single_sign_on.apps(SOCIALACCOUNT_PROVIDERS),
    "django_htmx",
    "tenure.records",
]
MIDDLEWARE = [
    "tenure.api.front.tell_problems",  # outermost: whatever goes wrong within, programs get it as a problem
    "tenure.api.paths.keep_slashes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenure.console.security_headers.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tenure.console.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "tenure.project.urls"
ASGI_APPLICATION = "tenure.project.asgi.application"
AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # members are invited by an owner; nobody signs up by themselves
ACCOUNT_ADAPTER = "tenure.console.sign_in.ClosedSignUp"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, however somebody signs in
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds for which a password counts that was given before something delicate
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = TENURE_ENVIRONMENT.number("TENURE_SIGN_IN_PROXIES")
MFA_ADAPTER = "tenure.console.sign_in.SecondFactor"
MFA_FORMS = {
    "add_webauthn": "tenure.console.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "tenure.console.passkey_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are an owner's word, not something to click on
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are off by some seconds
# Browsers let passkeys work without https on the very machine only, and so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _ADDRESS.hostname in {"localhost", "127.0.0.1", "::1"}
SOCIALACCOUNT_ADAPTER = "tenure.console.sign_in.KnownPeople"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may lead to no other server (CSP); the state is in the session
SOCIALACCOUNT_AUTO_SIGNUP = True  # which only lets in whose address is known already: see the adapter
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 7 * 86_400  # seconds for which an invitation holds
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[A-Z0-9]{8}\.\w+$"  # the name carries the content: kept for good
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = TENURE_ENVIRONMENT.number("TENURE_SESSION_DAYS") * 86_400
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# Bytes of a body that is no file; project/body_limit.py refuses more of each face.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
if _ADDRESS.scheme == "https":  # a proxy ends TLS in front of us and says so in this header
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [TENURE_URL.rstrip("/")]
LANGUAGE_CODE = "en"
# Those whose catalogue is complete: scripts/words.py checks them.
LANGUAGES = [("en", "English"), ("nl", "Nederlands"), ("de", "Deutsch"), ("ru", "Русский")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
