"""A pretend Telegram on this machine: an embedded Bot API server and a chat page in the browser.

    world = World()                       # bot.playground.world: people, chats, messages, files, updates
    app = create_app(world, token)        # bot.playground.server: FastAPI app that speaks the Bot API
    attach_page(app, world)               # bot.playground.page: the chat page at / (imports NiceGUI)
    await serve(app, "127.0.0.1", 8080)   # bot.playground.serve: until cancelled

What was said outlives the process with a keeper:

    keeper = Keeper(world, Path("var/playground"))    # bot.playground.keeper
    keeper.restore()                      # before anything else
    stop = keeper.start()                 # in the event loop
    ...
    stop()                                # at the end

python-telegram-bot talks to the app without a socket:

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})
    Application.builder().token(token).request(request).get_updates_request(another_such_request)
        .base_url("http://playground/bot").base_file_url("http://playground/file/bot")
"""
