"""Under which address do people find a page of this server, when it is told them in a letter?"""

from django.conf import settings
from django.http import HttpRequest


def own_address(request: HttpRequest, path: str) -> str:
    """The page's whole address: under TENURE_URL where that is set, for a request may name any host that is let in."""
    given: str = settings.TENURE_URL_GIVEN
    return f"{given.rstrip('/')}{path}" if given else request.build_absolute_uri(path)
