"""Which ready signals see that money is at stake, or that more of it could be earned?"""

from typing import Final

from tenure.calc.signal import TaskWanted
from tenure.calc.signals.care import silent
from tenure.calc.signals.template import STAYS, Setting, Template, Values, at_least, at_most, share
from tenure.rules.comparison import Comparison, Op
from tenure.rules.leaves import Changed
from tenure.rules.tree import AllOf, Not, Rule
from tenure.values.voice import later


def _renewal_silent(values: Values) -> Rule:
    return AllOf(
        (
            at_most("days_to_renewal", int(values["days"])),
            at_least("days_to_renewal", 0),
            Not(Comparison("notice_given", Op.EQ, True)),
            silent(int(values["silent"])),
        )
    )


MONEY: Final = (
    Template(
        "invoice_overdue",
        later("An invoice is overdue"),
        later("An invoice is at least {days} days overdue."),
        later("An unpaid invoice is an oversight in the first week and an answer in the fourth."),
        lambda values: AllOf((at_least("overdue_days", int(values["days"])), STAYS)),
        (Setting("days", later("Days overdue"), 14),),
        on_for=frozenset({"saas", "reseller", "shop"}),
    ),
    Template(
        "renewal_without_contact",
        later("A renewal comes near without a contact"),
        later("The renewal is at most {days} days ahead, without notice and without a touchpoint for {silent} days."),
        later("Who hears from us only with the renewal reads it as an offer to leave."),
        _renewal_silent,
        (
            Setting("days", later("Days before the renewal"), 60),
            Setting("silent", later("Days without a touchpoint"), 30),
        ),
        severity="high",
        task=TaskWanted(later("Talk about the year before the renewal"), 5),
        on_for=frozenset({"saas", "reseller"}),
    ),
    Template(
        "contract_downgraded",
        later("A contract was downgraded"),
        later("Its MRR is at least {share} % lower than four weeks ago, and a contract runs."),
        later("Paying less is often half of leaving."),
        lambda values: AllOf(
            (
                Changed("mrr", "falls", 28, by=share(values["share"]), as_share=True),
                Comparison("has_contract", Op.EQ, True),
            )
        ),
        (Setting("share", later("Share of the MRR that went, in per cent"), 5, "share", 1, 100),),
        cooldown_days=28,
    ),
    Template(
        "option_suggested",
        later("An option that others like it use"),
        later("It lacks an option that at least three accounts of its kind and three in ten of them have."),
        later("What most of the same trade use and this one has not bought is worth a question."),
        lambda _values: AllOf((Comparison("option_suggested", Op.KNOWN), STAYS)),
        severity="low",
        cooldown_days=180,
    ),
)
