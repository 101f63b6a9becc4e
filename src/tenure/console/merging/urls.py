"""Merging what was one, and handing accounts over."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
