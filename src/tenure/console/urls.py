"""Which address shows which page? Addresses are worth sharing: what a page shows stands in them."""

from django.urls import path

from tenure.console.account import urls as account
from tenure.console.accounts import urls as accounts
from tenure.console.addresses import ACCOUNT, SETTINGS
from tenure.console.backtests import urls as backtests
from tenure.console.changed import changed
from tenure.console.dead_letters import dead_letters, replay_letters
from tenure.console.demo import enter_demo
from tenure.console.events import event_rows, event_stream, live_events
from tenure.console.handover import urls as handover
from tenure.console.home import home
from tenure.console.importing.feeds import drop_feed, feeds, read_feed_now
from tenure.console.importing.history import import_problems, imports, one_import, undo
from tenure.console.importing.new import announce, fetch_address, new_import
from tenure.console.importing.upload import choose_reading, discard, mend_cells, start, upload, upload_problems
from tenure.console.incidents import urls as incidents
from tenure.console.keys import drop_key, keys, make_key
from tenure.console.live import live
from tenure.console.merging import urls as merging
from tenure.console.minimum import choose_minimum
from tenure.console.objectives import urls as objectives
from tenure.console.override import set_override, stop_override
from tenure.console.palette import urls as palette
from tenure.console.plays import urls as plays
from tenure.console.renewals import urls as renewals
from tenure.console.retention import urls as retention
from tenure.console.rules import urls as rules
from tenure.console.scoring import urls as scoring
from tenure.console.segments import urls as segments
from tenure.console.settings import urls as settings
from tenure.console.signals import urls as signals
from tenure.console.tasks import urls as tasks
from tenure.console.today import urls as today
from tenure.console.touchpoints import urls as touchpoints
from tenure.console.tour import tour
from tenure.console.unassigned import assign, find_accounts, unassigned
from tenure.console.undo import undone
from tenure.console.webhooks import drop_webhook, make_webhook, webhooks
from tenure.console.why import why

_IMPORTS = "w/<slug:slug>/imports"
_UPLOAD = f"{_IMPORTS}/new/<str:token>"
_FEEDS = "w/<slug:slug>/feeds"
_EVENTS = "w/<slug:slug>/events"

# One folder a feature: its pages, and the addresses they have.
FEATURES = (
    account,
    accounts,
    backtests,
    handover,
    incidents,
    merging,
    objectives,
    palette,
    plays,
    renewals,
    retention,
    rules,
    scoring,
    segments,
    settings,
    signals,
    tasks,
    today,
    touchpoints,
)

urlpatterns = [
    path("", home, name="home"),
    path("demo/sign-in", enter_demo, name="enter-demo"),
    *(page for feature in FEATURES for page in feature.urlpatterns),
    path("w/<slug:slug>/undone", undone, name="undone"),
    path("w/<slug:slug>/live", live, name="live"),
    path("w/<slug:slug>/tour", tour, name="tour"),
    path(f"{ACCOUNT}/why", why, name="why"),
    path(f"{ACCOUNT}/changed", changed, name="changed"),
    path(f"{ACCOUNT}/override", set_override, name="override"),
    path(f"{ACCOUNT}/override/end", stop_override, name="end-override"),
    path(f"{ACCOUNT}/minimum", choose_minimum, name="minimum"),
    path(_IMPORTS, imports, name="imports"),
    path(f"{_IMPORTS}/new", new_import, name="new-import"),
    path(f"{_IMPORTS}/new/file", announce, name="announce"),
    path(f"{_IMPORTS}/new/address", fetch_address, name="fetch-address"),
    path(_UPLOAD, upload, name="upload"),
    path(f"{_UPLOAD}/reading", choose_reading, name="choose-reading"),
    path(f"{_UPLOAD}/cells", mend_cells, name="mend-cells"),
    path(f"{_UPLOAD}/problems.csv", upload_problems, name="upload-problems"),
    path(f"{_UPLOAD}/start", start, name="start-import"),
    path(f"{_UPLOAD}/discard", discard, name="discard"),
    path(f"{_IMPORTS}/<int:number>", one_import, name="import"),
    path(f"{_IMPORTS}/<int:number>/problems.csv", import_problems, name="import-problems"),
    path(f"{_IMPORTS}/<int:number>/undo", undo, name="undo"),
    path(_FEEDS, feeds, name="feeds"),
    path(f"{_FEEDS}/<int:number>/reading", read_feed_now, name="read-feed"),
    path(f"{_FEEDS}/<int:number>/end", drop_feed, name="drop-feed"),
    path(f"{_EVENTS}/live", live_events, name="live-events"),
    path(f"{_EVENTS}/rows", event_rows, name="event-rows"),
    path(f"{_EVENTS}/stream", event_stream, name="event-stream"),
    path(f"{_EVENTS}/dead", dead_letters, name="dead-letters"),
    path(f"{_EVENTS}/dead/replay", replay_letters, name="replay-letters"),
    path(f"{_EVENTS}/unassigned", unassigned, name="unassigned"),
    path(f"{_EVENTS}/unassigned/accounts", find_accounts, name="find-accounts"),
    path(f"{_EVENTS}/unassigned/assign", assign, name="assign"),
    path(f"{SETTINGS}/keys", keys, name="keys"),
    path(f"{SETTINGS}/keys/new", make_key, name="make-key"),
    path(f"{SETTINGS}/keys/<int:number>/end", drop_key, name="drop-key"),
    path(f"{SETTINGS}/webhooks", webhooks, name="webhooks"),
    path(f"{SETTINGS}/webhooks/new", make_webhook, name="make-webhook"),
    path(f"{SETTINGS}/webhooks/<int:number>/end", drop_webhook, name="drop-webhook"),
]
