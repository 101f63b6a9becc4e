"""How the workspace works, and who may do what in it."""

from tenure.actions.keys import create_key
from tenure.actions.webhooks import create_webhook
from tenure.records.models import ApiKey
from tests.pages.asking import Asking


def a_key(workspace):
    create_key(workspace=workspace, kind="write", by="test")
    return [ApiKey.objects.get(workspace=workspace).pk]


def a_webhook(workspace):
    return [create_webhook(workspace=workspace, url="https://example.com/", topics=["import.done"], by="test")[0].pk]


ADDRESSES = {
    "keys": Asking(),
    "make-key": Asking(says={"kind": "write", "name": "Ours"}, answers=200),
    "drop-key": Asking(a_key),
    "webhooks": Asking(),
    "make-webhook": Asking(says={"url": "https://example.com/hook", "topics": ["import.done"]}, answers=200),
    "drop-webhook": Asking(a_webhook),
}
