"""Which address answers what."""

from django.urls import URLPattern, URLResolver, include, path

from tenure.api import status

handler500 = "tenure.console.broken.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", status.alive),
    path("readyz", status.ready),
    path("metrics", status.metrics),
    path("api/", include("tenure.api.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("tenure.console.urls")),
]
