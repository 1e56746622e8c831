"""What people have said about how they want to be written to: kept for each until they say otherwise."""

from __future__ import annotations

from sqlalchemy import select
from telegram import User

from bot.pictures.sittings import Sessions
from bot.script import Script, in_script
from bot.tables import PreferenceRow, put
from bot.texts import language_of
from engines.requests import Language


class Preferences:
    """People's scripts. bot: the bot's own user id, as in the rest of the store."""

    def __init__(self, sessions: Sessions, bot: int) -> None:
        self._sessions = sessions
        self._bot = bot

    async def keep(self, person_id: int, script: Script) -> None:
        """From now on this person reads `script`."""
        async with self._sessions.begin() as session:
            await put(session, PreferenceRow, {"bot": self._bot, "person_id": person_id}, {"script": script})

    async def script(self, person_id: int) -> Script | None:
        """The script that a person has asked for."""
        async with self._sessions() as session:
            script = await session.scalar(
                select(PreferenceRow.script).where(PreferenceRow.bot == self._bot, PreferenceRow.person_id == person_id)
            )
        return None if script is None else Script(script)

    async def language_of(self, person: User | None) -> Language:
        """The language to write to a person in, with the script that they asked for or usually read."""
        language = language_of(person.language_code if person else None)
        script = None if person is None else await self.script(person.id)
        return language if script is None else in_script(language, script)
