"""The Discord bot: discord.py's client around a `Library`.

In reading order: `outgoing` (a message before it is sent), `ids` and `lookup` (what buttons
know), `desk` (every answer), `asked`, `limits` and `permissions` (who is answered), `office`
(threads), `deliver` (sending, whatever Discord does), `client`, `commands`, `buttons`,
`sync` (Discord's events), `supervise` and `serve` (staying up), `checkup` (what `doctor` looks at).
"""

import warnings

with warnings.catch_warnings():
    # discord.py brings the parts for voice along, which use a module that Python will drop.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord

discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False
