"""The chat page in the browser, on NiceGUI.

app = create_app(world, token)
attach_page(app, world)      # once a process: NiceGUI keeps its state in modules
"""

from bot.playground.page.attach import attach_page

__all__ = ["attach_page"]
