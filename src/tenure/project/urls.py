"""Which address answers what."""

from django.urls import URLPattern, URLResolver, include, path

from tenure.api import status
from tenure.console.sign_in import forgotten, known_address

handler500 = "tenure.console.broken.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", status.alive),
    path("readyz", status.ready),
    path("metrics", status.metrics),
    path("api/", include("tenure.api.urls")),
    # Two pages of allauth that this server has its own answer to: it sends no mail, and an address is an owner's word.
    path("account/password/reset/", forgotten),
    path("account/email/", known_address),
    path("account/", include("allauth.urls")),
    path("", include("tenure.console.urls")),
]
