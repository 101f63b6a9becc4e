"""What is each figure of the business called, how is it worked out, and what does it mean?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """``filled`` is the formula with its inputs by name and ``{value}``; ``groups`` are the accounts beneath it.

    ``unit`` is what one counts that knows no period: it has no figure of the month beside it.
    """

    title: Text
    formula: Text
    filled: Text
    meaning: Text
    groups: tuple[str, ...]
    unit: Text = ""


WORDS: Final[Mapping[str, Words]] = {
    "retention_rate": Words(
        _("Retention rate"),
        _("(at the end − new) ÷ at the start"),
        _("({end} − {new}) ÷ {start} = {value}"),
        _(
            "The share of accounts there at the start that are still there at the end. New accounts are never in it. "
            "Dividing by the accounts at the end instead, as is often published, gives another number that is no retention rate."
        ),
        ("lost", "retained", "new", "start", "end"),
    ),
    "churn_rate": Words(
        _("Logo churn"),
        _("lost ÷ at the start"),
        _("{lost} ÷ {start} = {value}"),
        _("The share of accounts there at the start that are gone at the end: 1 − the retention rate. Churn counts at the end of a contract; notice before that is only announced."),
        ("lost", "start"),
    ),
    "nrr": Words(
        _("NRR"),
        _("(start + expansion − contraction − churn) ÷ start, in MRR"),
        _("({start} + {expansion} − {contraction} − {churn}) ÷ {start} = {value}"),
        _("Net revenue retention: what the accounts there at the start bring now, over what they brought then. New business is never in it."),
        ("mrr_expansion", "mrr_contraction", "mrr_churn"),
    ),
    "grr": Words(
        _("GRR"),
        _("(start − contraction − churn) ÷ start, in MRR"),
        _("({start} − {contraction} − {churn}) ÷ {start} = {value}"),
        _("Gross revenue retention: the same without expansion, so at most 100 %."),
        ("mrr_contraction", "mrr_churn"),
    ),
    "renewal_rate": Words(
        _("Renewal rate"),
        _("contracts renewed ÷ contracts due"),
        _("{renewed} ÷ {due} = {value}"),
        _("Of the contracts whose term ended in the period, the share that a next term is known of."),
        ("due", "renewed"),
    ),
    "mrr": Words(
        _("MRR"),
        _("start + new + expansion + reactivation − contraction − churn"),
        _("{start} + {new} + {expansion} + {reactivation} − {contraction} − {churn} = {value}"),
        _("Recurring revenue a month of the contracts that run at the end of the period, trials apart. One-off orders are revenue, not MRR."),
        ("mrr_new", "mrr_expansion", "mrr_reactivation", "mrr_contraction", "mrr_churn"),
        _("a month"),
    ),
    "revenue_per_account": Words(
        _("MRR per account"),
        _("MRR ÷ accounts with a running contract"),
        _("{mrr} ÷ {paying} = {value}"),
        _("What an account with a running contract brings a month on average."),
        ("paying",),
    ),
    "average_spend": Words(
        _("Average spend"),
        _("revenue of the period ÷ accounts there in it"),
        _("{revenue} ÷ {accounts} = {value}"),
        _("Contracts count by the day, orders on their day and refunds on theirs; all accounts that were there at any time of the period."),
        ("there",),
    ),
    "average_order_value": Words(
        _("Average order value"),
        _("what orders came to ÷ orders"),
        _("{amount} ÷ {orders} = {value}"),
        _("The orders of the period, nothing given back taken off."),
        ("buyers",),
    ),
    "contract_months": Words(
        _("Contract length"),
        _("months agreed ÷ contracts"),
        _("{months} ÷ {contracts} = {value}"),
        _("The mean term of the contracts that run at the end: as agreed, else counted from their dates. Contracts without an end or term are not in it."),
        ("paying",),
    ),
    "options_per_account": Words(
        _("Options per account"),
        _("options running ÷ accounts there"),
        _("{options} ÷ {accounts} = {value}"),
        _("How many different options an account has bought on average, of those there at the end."),
        ("end",),
    ),
    "buyers": Words(
        _("Buyers"),
        _("new + returning"),
        _("{new} + {returning} = {value}"),
        _("Accounts that ordered in the period: for the first time, or again."),
        ("new_buyers", "returning_buyers"),
    ),
    "repeat_rate": Words(
        _("Repeat rate"),
        _("accounts with more than one order ÷ accounts with any"),
        _("{repeat} ÷ {buyers} = {value}"),
        _("Counted by order, over all time until the end of the period."),
        ("repeat_buyers",),
        _("orders of all time"),
    ),
    "profit_per_account": Words(
        _("Profit per account"),
        _("(revenue − cost to serve) ÷ accounts there"),
        _("({revenue} − {cost}) ÷ {accounts} = {value}; {minutes} minutes"),
        _("Cost to serve is the time of touchpoints and tickets at what an hour costs here. Discounts were taken off the revenue already."),
        ("there",),
    ),
}  # fmt: skip

# The parts that MRR and profit are made of, as cells of the tables by month and by group show them.
_GREW: Final = (_("MRR at the end − MRR at the start, of these accounts"), _("{after} − {before} = {value}"))
_FELL: Final = (_("MRR at the start − MRR at the end, of these accounts"), _("{before} − {after} = {value}"))
PARTS: Final[Mapping[str, Words]] = {
    "start": Words(
        _("MRR at the start"), _("what contracts that run on the first day bring a month, added up"), _("{value}, of {count} accounts"),
        _("Recurring revenue a month of the contracts that run when the period begins, trials apart."), ("paid",),
    ),
    "new": Words(
        _("New MRR"), *_GREW, _("Of accounts that have a contract at the end, had none at the start and never had one before."), ("mrr_new",),
    ),
    "expansion": Words(_("Expansion"), *_GREW, _("Of accounts that were there at both and bring more."), ("mrr_expansion",)),
    "reactivation": Words(
        _("Reactivation"), *_GREW, _("Of accounts that have a contract at the end, had none at the start and had one before."), ("mrr_reactivation",),
    ),
    "contraction": Words(_("Contraction"), *_FELL, _("Of accounts that were there at both and bring less."), ("mrr_contraction",)),
    "churn": Words(_("Churn"), *_FELL, _("Of accounts whose last contract ended in the period."), ("mrr_churn",)),
    "revenue": Words(
        _("Revenue"), _("contracts by the day + orders − refunds"), _("{value}, of {count} accounts"),
        _("Contracts count by the day, orders on their day and refunds on theirs."), ("there",),
    ),
    "hours": Words(
        _("Hours"), _("minutes of touchpoints and tickets ÷ 60"), _("{minutes} ÷ 60 = {value}"),
        _("A touchpoint without minutes takes its service’s usual ones; tickets count where their minutes are known."), ("there",),
    ),
    "cost": Words(
        _("Cost"), _("hours × what an hour costs"), _("{minutes} minutes ÷ 60 × {hour} = {value}"),
        _("Cost to serve is the time of touchpoints and tickets at what an hour costs here. Discounts were taken off the revenue already."), ("there",),
    ),
    "discount": Words(
        _("Discounts given"), _("what was given off contracts and orders, added up"), _("{value}, before a revenue of {revenue}"),
        _("Discounts were taken off the revenue already; they are told beside it."), ("there",),
    ),
    "profit": Words(
        _("Profit"), _("revenue − cost to serve"), _("{revenue} − {cost} = {value}; {minutes} minutes"),
        _("Cost to serve is the time of touchpoints and tickets at what an hour costs here. Discounts were taken off the revenue already."), ("there",),
    ),
    "margin": Words(
        _("Margin"), _("(revenue − cost to serve) ÷ revenue"), _("({revenue} − {cost}) ÷ {revenue} = {value}"),
        _("The share of revenue that is left after the time it takes."), ("there",),
    ),
}  # fmt: skip

# What the accounts beneath a figure are there for.
GROUPS: Final[Mapping[str, Text]] = {
    "start": _("Accounts there at the start"),
    "end": _("Accounts there at the end"),
    "new": _("Accounts there at the end and not at the start"),
    "retained": _("Accounts there at both"),
    "lost": _("Accounts lost"),
    "paying": _("Accounts with a running contract"),
    "paid": _("Accounts with a running contract at the start"),
    "there": _("Accounts there at any time"),
    "mrr_new": _("Accounts with new MRR"),
    "mrr_expansion": _("Accounts that expanded"),
    "mrr_contraction": _("Accounts that contracted"),
    "mrr_churn": _("Accounts whose MRR churned"),
    "mrr_reactivation": _("Accounts that came back"),
    "due": _("Accounts with a contract due"),
    "renewed": _("Accounts with a contract renewed"),
    "buyers": _("Accounts that ordered in the period"),
    "new_buyers": _("Accounts that ordered for the first time"),
    "returning_buyers": _("Accounts that ordered again"),
    "repeat_buyers": _("Accounts with more than one order"),
}

# What is meant otherwise where a figure is of one product, service or option alone.
OF_A_THING: Final[Mapping[str, Words]] = {
    "average_spend": Words(
        _("Average spend"),
        _("revenue of the period ÷ accounts that had or ordered it"),
        _("{revenue} ÷ {accounts} = {value}"),
        _("Contracts count by the day, orders on their day and refunds on theirs; all accounts that had it at any time of the period, or ordered it in it."),
        ("there",),
    ),
    "contract_months": Words(
        _("Contract length"),
        _("months agreed ÷ contracts"),
        _("{months} ÷ {contracts} = {value}"),
        _("The mean term of its contracts that run at the end: as agreed, else counted from their dates. Contracts without an end or term are not in it."),
        ("paying",),
    ),
    "options_per_account": Words(
        _("Options per account"),
        _("options running in its contracts ÷ accounts with a running contract for it"),
        _("{options} ÷ {accounts} = {value}"),
        _("How many different options an account has bought with it on average, of those that have it at the end."),
        ("end",),
    ),
}  # fmt: skip
GROUPS_OF_A_THING: Final[Mapping[str, Text]] = {
    "there": _("Accounts that had or ordered it"),
    "paying": _("Accounts with a running contract for it"),
    "end": _("Accounts that have it at the end"),
}


def unnamed(is_option: bool) -> Text:
    """What is told where nothing says what was bought or asked about."""
    return _("not attributed") if is_option else _("not said what for")
