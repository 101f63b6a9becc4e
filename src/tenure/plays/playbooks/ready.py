"""Which playbooks are there? What practice knows, each a play that can be taken as it is and changed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tenure.plays.play import Play
from tenure.plays.playbooks.beginning import ONBOARDING, THANK_YOU
from tenure.plays.playbooks.care import AT_RISK, CHAMPION_CHANGE, DETRACTOR, WIN_BACK
from tenure.plays.playbooks.money import QUARTERLY, RENEWAL, UPSELL

PLAYBOOKS: Final[Mapping[str, Play]] = MappingProxyType(
    {
        play.slug: play
        for play in (
            ONBOARDING, AT_RISK, DETRACTOR, RENEWAL, UPSELL, CHAMPION_CHANGE, WIN_BACK, QUARTERLY, THANK_YOU,
        )
    }
)  # fmt: skip
