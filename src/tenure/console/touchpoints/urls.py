"""Touchpoints: what was said, and what is planned?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
