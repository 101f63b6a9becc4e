"""What can stand in a column of the list, be filtered and sorted by? Facts, traits, and the fields of the workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure.answers.custom_facts import catalogue_of
from tenure.console.access import hidden_facts
from tenure.facts.catalogue import is_trait, label
from tenure.facts.declare import Fact, iso_date
from tenure.records.models import AccountHistory, CustomField, Member, Segment, Workspace

KINDS: Final = {"int": "number", "float": "number", "text": "text", "bool": "bool", "date": "date", "money": "money"}
_OF_FIELD: Final = {
    CustomField.Type.TEXT: "text",
    CustomField.Type.NUMBER: "number",
    CustomField.Type.DATE: "date",
    CustomField.Type.YES_NO: "bool",
    CustomField.Type.CHOICE: "text",
}
CHANNELS: Final = ("email", "phone", "video", "visit", "push", "social")
NOT_FACTS: Final = frozenset({"account", "health"})  # columns that no filter is made of: search and tabs are there
SEGMENT: Final = "segment"  # a filter that no column is made of: an account may be in many
_SET: Final = frozenset({"name", "owner", "lifecycle_stage", "preferred_channel", "minimum_score", "source"})


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is its name in addresses, ``fact`` the name by which the database finds it (empty: not a fact).

    ``kind`` is number, money, text, bool or date, or account, band or score of columns that are drawn their own way.
    ``sets`` is the name under which a cell of it is edited, empty where it is computed.
    """

    name: str
    label: str | Promise
    kind: str
    fact: str = ""
    unit: str = ""
    sets: str = ""
    choices: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()  # values that go by another name than their own

    @property
    def head(self) -> str:
        """The label at the beginning of a line."""
        said = str(self.label)
        return said[:1].upper() + said[1:]

    @property
    def compares(self) -> str:
        """Its kind in filters."""
        return "number" if self.kind == "score" else self.kind


_FIXED: Final = (
    Field("account", _("Account"), "account"),
    Field("health", _("Health"), "band"),
    Field("score", _("Score"), "score", "score"),
    Field("mrr", _("MRR"), "money", "mrr"),
    Field("renewal", _("renewal"), "date", "renews_on"),
    Field("owner", _("owner"), "text", "owner", sets="owner"),
    Field("lifecycle_stage", _("stage"), "text", "lifecycle_stage", sets="lifecycle_stage"),
    Field("seen", _("last seen"), "date", "last_seen_on"),
    Field("preferred_channel", _("preferred channel"), "text", "preferred_channel", sets="preferred_channel"),
    Field("minimum_score", _("minimum score"), "number", "minimum_score", sets="minimum_score"),
)
USUAL: Final = ("health", "score", "mrr", "renewal", "owner", "seen")
_ELSEWHERE: Final = frozenset({"renews_on"})  # facts that a fixed column shows


class Fields(Mapping[str, Field]):
    """Every field that a member may see, by name; a trait that no field of the workspace is named after as well."""

    def __init__(self, member: Member) -> None:
        self.workspace: Workspace = member.workspace
        self.catalogue: Mapping[str, Fact] = catalogue_of(member.workspace)
        self.hidden = hidden_facts(member)
        stages = tuple(filter(None, member.workspace.stages.splitlines()))
        self._fields = {one.name: _with_choices(one, stages) for one in _FIXED}
        for name, fact in self.catalogue.items():
            if name not in self.hidden and name not in _ELSEWHERE and name not in self._fields:
                sets = name if name in _SET else ""
                self._fields[name] = Field(name, label(name), KINDS[fact.type], name, fact.unit, sets)
        self.customs = list(CustomField.objects.filter(workspace=member.workspace, retired_at=None).order_by("title"))
        for custom in self.customs:
            field = of_custom(custom)
            self._fields[field.name] = field
        self._fields[SEGMENT] = Field(SEGMENT, _("segment"), SEGMENT)
        self._traits: dict[str, Field | None] = {}

    def __getitem__(self, name: str) -> Field:
        if name == SEGMENT and not self._fields[name].named:  # read only where somebody asks for one
            self._fields[name] = replace(self._fields[name], named=_segments(self.workspace))
        if name in self._fields:
            return self._fields[name]
        if is_trait(name) and len(name) <= 200 and "\0" not in name:
            if name not in self._traits:
                self._traits[name] = self._trait(name)
            if (found := self._traits[name]) is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Any:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def _trait(self, name: str) -> Field | None:
        """As the first account that has it says: nobody declared of which kind it is."""
        said = AccountHistory.objects.filter(workspace=self.workspace, name=name).exclude(value=None)
        value = said.values_list("value", flat=True).first()
        return None if value is None else Field(name, label(name), kind_of_value(value), name, sets=name)


def of_custom(custom: CustomField) -> Field:
    """A field that the workspace gave its accounts."""
    choices = tuple(filter(None, custom.choices.splitlines())) if custom.type == CustomField.Type.CHOICE else ()
    name = f"trait.{custom.name}"
    return Field(name, custom.title, _OF_FIELD[CustomField.Type(custom.type)], name, sets=name, choices=choices)


def kind_of_value(value: object) -> str:
    """The kind of a trait's value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "date" if isinstance(value, str) and iso_date(value) else "text"


def columns_of(member: Member, fields: Fields, chosen: str = "") -> list[Field]:
    """The columns of the list: those chosen (a name a line), else the member's, else the usual ones."""
    names = (chosen or member.columns).split("\n") if (chosen or member.columns) else USUAL
    found = [fields[name] for name in dict.fromkeys(names) if name not in {"account", SEGMENT} and name in fields]
    return [fields["account"], *(found or [fields[name] for name in USUAL])]


def _with_choices(field: Field, stages: Sequence[str]) -> Field:
    choices = {"lifecycle_stage": tuple(stages), "preferred_channel": CHANNELS}.get(field.name, ())
    return Field(field.name, field.label, field.kind, field.fact, field.unit, field.sets, choices)


def _segments(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    kept = Segment.objects.filter(workspace=workspace, retired_at=None).order_by("name", "pk")
    return tuple(kept.values_list("slug", "name"))
