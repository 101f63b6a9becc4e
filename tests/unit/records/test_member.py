"""Who belongs to a workspace?"""

import pytest
from django.db import IntegrityError, transaction

from tenure.records.models import Member


def test_a_user_is_a_member_of_a_workspace_once(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            workspace=member.workspace,
            user=member.user,
            role=Member.Role.VIEWER,
            name="Twice",
            created_at=member.created_at,
        )


def test_the_same_user_may_belong_to_two_workspaces(member, other_workspace):
    Member.objects.create(workspace=other_workspace, user=member.user, name="Ada", created_at=member.created_at)
    assert Member.objects.filter(user=member.user).count() == 2
