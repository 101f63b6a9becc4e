"""Books of business: who holds what, and handing it over."""

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.handover.page import books, handover, introductions, make_handover, undo_handover

_HERE = f"{WORKSPACE}/books"

urlpatterns = [
    path(_HERE, books, name="books"),
    path(f"{_HERE}/over", handover, name="handover"),
    path(f"{_HERE}/over/now", make_handover, name="make-handover"),
    path(f"{_HERE}/over/<int:number>", introductions, name="introductions"),
    path(f"{_HERE}/over/<int:number>/undo", undo_handover, name="undo-handover"),
]
