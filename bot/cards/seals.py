"""Whose seal says what: kept for each person until they choose another."""

from __future__ import annotations

from sqlalchemy import select

from bot.asking import Misread
from bot.cards.layout import MOST_SEAL
from bot.pictures.sittings import Sessions
from bot.script import written
from bot.tables import SealRow, put
from engines.requests import Language, han_only, is_han
from engines.requests.words import WordFile

OURS = "诗画"  # on the cards of those who have chosen none and whose name is not in Chinese


class Seals:
    """The names on people's seals. bot: the bot's own user id, as in the rest of the store; unwanted: words that no
    seal says.
    """

    def __init__(self, sessions: Sessions, bot: int, unwanted: WordFile) -> None:
        self._sessions = sessions
        self._bot = bot
        self._unwanted = unwanted

    async def keep(self, person_id: int, name: str) -> None:
        """From now on this person's seal says `name`."""
        async with self._sessions.begin() as session:
            await put(session, SealRow, {"bot": self._bot, "person_id": person_id}, {"name": name})

    async def of(self, person_id: int, language: Language, called: str = "") -> str:
        """What a person's seal says: the chosen name, or else what they are called if that fits a seal, or else ours.

        Names stay as they were typed; ours follows the script of the language. A name that has an unwanted word, chosen
        before that was on the list perhaps, is none.
        """
        async with self._sessions() as session:
            name = await session.scalar(
                select(SealRow.name).where(SealRow.bot == self._bot, SealRow.person_id == person_id)
            )
        name = name or (called if _fits(called) else "")
        return name if name and not self._unwanted.current().found(name) else written(OURS, language)


def read_name(words: str) -> str:
    """The name in the words behind /seal. Raises Misread."""
    name = han_only(words)
    if not name:
        raise Misread("seal-empty", most=MOST_SEAL)
    if not _fits(name):
        raise Misread("seal-name", most=MOST_SEAL)
    return name


def _fits(name: str) -> bool:
    return 1 <= len(name) <= MOST_SEAL and all(map(is_han, name))
