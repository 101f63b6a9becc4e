"""Retention: do accounts stay, and what do they bring?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
