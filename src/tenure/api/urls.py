"""Which address of the API answers what? Its operations, the document that describes them, and a page about it."""

from django.urls import path, register_converter

from tenure.api import docs, openapi
from tenure.api.paths import Key
from tenure.api.v1 import api

register_converter(Key, "key")

urlpatterns = [
    path("v1/openapi.json", openapi.document, name="openapi"),
    path("v1/docs", docs.page, name="api-docs"),
    path("v1/", api.urls),
]
