"""Answers to pressed buttons and to inline queries."""

from __future__ import annotations

from telegram.constants import CallbackQueryLimit, InlineQueryLimit

from bot.playground.calls import Call, method
from bot.playground.events import Answered
from bot.playground.model import CallbackAnswer, bad_request

_EXPIRED = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
async def answer_callback_query(call: Call) -> bool:
    """Ends the wait of a pressed button, with a toast, an alert or nothing."""
    text = call.text("text")
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text, call.boolean("show_alert"), call.text("url") or None)
    person = call.world.presses.answer(call.text("callback_query_id"), answer)
    if person is None:
        raise bad_request(_EXPIRED)
    call.world.events.publish(Answered(person.id, answer))
    return True


@method("answerInlineQuery")
async def answer_inline_query(call: Call) -> bool:
    """Hands results to the person who types "@bot …"."""
    results = call.objects("results")
    if len(results) > InlineQueryLimit.RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id") or "") for result in results]
    if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not call.world.inline.answer(call.text("inline_query_id"), results):
        raise bad_request(_EXPIRED)
    return True
