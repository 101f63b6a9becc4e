"""Words that a workspace was born with are read in any language, and go back through forms as they were."""

from dataclasses import replace

from tenure.calc.ready_words import kept, kept_card, kept_lines, said_card, said_lines
from tenure.calc.scorecards import READY_MADE
from tenure.values.voice import Plain, speaking


class German(Plain):
    """Two words of it: both stages and groups are called Onboarding."""

    def words(self, message: str) -> str:
        return {"onboarding": "Onboarding", "Onboarding": "Onboarding", "prospect": "Interessent"}.get(message, message)


def test_what_was_shown_goes_back_as_it_was():
    with speaking(German()):
        assert kept_lines(said_lines("prospect\nonboarding\nOurs"), "prospect\nonboarding\nOurs") == (
            "prospect\nonboarding\nOurs"
        )
        for card in (card for cards in READY_MADE.values() for card in cards):
            assert kept_card(said_card(card), [card]) == card
        assert kept("Interessent", "prospect") == "prospect"


def test_a_word_of_ones_own_stays_though_it_is_the_translation_of_one_of_ours():
    card = READY_MADE["saas"][0]
    own = replace(card, name="Interessent")
    with speaking(German()):
        assert kept_lines("Interessent\nOnboarding", "Interessent\nOnboarding") == "Interessent\nOnboarding"
        assert kept_card(own, [card]) == own
        assert kept("Interessent", "Ours") == "Interessent"
