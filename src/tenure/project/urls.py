"""Which address answers what."""

from django.urls import URLPattern, URLResolver, path

from tenure.api import status

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", status.alive),
    path("readyz", status.ready),
    path("metrics", status.metrics),
]
