"""The mail server, as one address tells it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tenure.project.mail import Mail, mail_settings

OURS = "tenure.example"


def test_without_an_address_nothing_is_sent():
    assert mail_settings("", "", OURS) == Mail("tenure@tenure.example")


def test_a_password_is_never_sent_in_the_clear():
    found = mail_settings("smtp://ada:s%40fe@mail.example", "hello@acme.example", OURS)
    assert found == Mail("hello@acme.example", "mail.example", 587, "ada", "s@fe", is_tls=False, starts_tls=True)
    found = mail_settings("smtps://ada:safe@mail.example", "", "")
    assert (found.port, found.is_tls, found.starts_tls, found.sender) == (465, True, False, "tenure@localhost")


def test_a_server_beside_us_needs_neither():
    found = mail_settings("smtp://127.0.0.1:25", "", OURS)
    assert (found.host, found.port, found.user, found.starts_tls) == ("127.0.0.1", 25, "", False)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:soon", "smtp://[::1"]
)
def test_what_is_no_such_address_is_refused_with_how_one_looks(url):
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@host:587"):
        mail_settings(url, "", OURS)
