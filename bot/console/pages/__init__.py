"""One file a page, each with its `router`; who may see it stands in `bot.console.access`."""
