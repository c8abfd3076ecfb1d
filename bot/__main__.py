"""``python -m bot`` is the ``dinghuo`` command."""

from bot.cli import main

main()
