"""Long polling. Webhooks are refused: nothing outside of this machine could reach the playground."""

from __future__ import annotations

from bot.playground.calls import Call, method
from bot.playground.model import bad_request
from bot.playground.wire import Json

MAXIMUM_WAIT = 50  # seconds, Telegram's own upper bound for a poll


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """The updates that are not acknowledged yet; waits for one up to `timeout` seconds."""
    allowed = call.json("allowed_updates")
    if allowed is not None:
        if not isinstance(allowed, list):
            raise bad_request("can't parse allowed_updates JSON object")
        call.world.updates.allow([str(kind) for kind in allowed])
    limit = min(max(call.integer("limit", 100) or 100, 1), 100)
    wait = min(max(call.integer("timeout", 0) or 0, 0), MAXIMUM_WAIT)
    return await call.world.updates.poll(call.integer("offset", 0) or 0, limit, wait)


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    """Only the empty address, which means none, is taken."""
    if call.text("url"):
        raise bad_request("bad webhook: the playground delivers updates by getUpdates only")
    return True


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    """Nothing to delete; waiting updates are forgotten on request."""
    if call.boolean("drop_pending_updates"):
        call.world.updates.forget_all()
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Json:
    """No webhook, and how many updates wait."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(call.world.updates)}
