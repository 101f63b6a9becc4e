"""Which signals does a workspace begin with? All that practice knows; three of them on, so that it begins quietly."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tenure.calc.signals.beginning import BEGINNING
from tenure.calc.signals.care import CARE
from tenure.calc.signals.money import MONEY
from tenure.calc.signals.template import Template
from tenure.calc.signals.usage import USAGE

READY_SIGNALS: Final[Mapping[str, Template]] = MappingProxyType(
    {one.slug: one for one in (*USAGE, *MONEY, *CARE, *BEGINNING)}
)
