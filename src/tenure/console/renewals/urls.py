"""Renewals: what is due, will it renew, and why did those who left leave?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
