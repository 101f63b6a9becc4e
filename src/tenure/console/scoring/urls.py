"""Health of all accounts, and the scorecards that make it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
