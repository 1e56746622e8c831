"""Talks to people on Telegram or in the playground; never imports TensorFlow."""

import os

# python-telegram-bot then gives durations as timedelta; without it every 429 comes with a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
