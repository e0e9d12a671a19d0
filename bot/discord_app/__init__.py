"""The Discord bot: discord.py's client around a `Library`.

In reading order: `message` (what the bot says, before it is sent), `custom_ids` and
`button_passages` (what buttons know), `autocomplete` and `handlers` (every answer),
`message_filter`, `message_text`, `rate_limit` and `permissions` (whom it answers, and to what
words), `priority_semaphore` and `runtime` (queues and threads), `event_guard` (what cannot be
read), `interactions`, `buttons`, `wire`, `rest_answers`, `calls` and `delivery` (sending, whatever
Discord does), `commands`, `command_sync` and `client` (Discord's events), `tokens`,
`supervisor` and `service` (staying up), `server_settings` and `settings_store` (what servers set),
`tally`, `metrics` and `health` (how it is, for whoever watches), `notify` (systemd),
`diagnosis` (what `citebot doctor` looks at).
"""

import warnings

with warnings.catch_warnings():
    # discord.py brings its parts for voice along; they use a module that Python will drop.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord

discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False
