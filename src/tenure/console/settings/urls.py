"""How the workspace works, and who may do what in it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
