"""The unit with which systemd keeps the bot running.

It waits for the network, is started again where that may help (status 2 says that it would not),
and is watched: the bot says twenty seconds apart that it is alive. It may write to the folder of
its index, and to nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

_TEMPLATE = """\
# citebot as a service of systemd. To install it, as root:
#   {install} > /etc/systemd/system/citebot.service
#   systemctl daemon-reload && systemctl enable --now citebot
# `systemctl reload citebot` reads the documents again, `journalctl -u citebot` shows the log.

[Unit]
Description=citebot, answers from documents on Discord
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
User={user}
# Where .env lies, with the token.
WorkingDirectory={folder}
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
{place}
TimeoutStartSec=infinity
TimeoutStopSec=20
WatchdogSec=60
Restart=always
RestartSec=5
RestartPreventExitStatus=2

UMask=0077
CapabilityBoundingSet=
KeyringMode=private
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=read-only
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
"""
_STATE = (
    "# The index, and what is kept beside it; a second bot needs another name here and above.\n"
)


def unit(  # noqa: PLR0913  (all by their names)
    *, program: Sequence[str], corpus: str, index: str, options: Sequence[str], user: str,
    folder: str,
) -> str:  # fmt: skip
    """A unit that runs `program` in a folder, as a user, with options of `serve`.

    `index` is empty where the index is to lie where systemd keeps what services write.
    """
    first, *others = program
    before = (quoted(word) for word in (*others, "--corpus", corpus, "--index"))
    command = " ".join([quoted(first, variables=False), *before])
    command += " " + (quoted(index) if index else "%S/citebot")
    command += "".join(f" {quoted(word)}" for word in ("serve", *options))
    return _TEMPLATE.format(
        install=" ".join(["citebot service", *options]),
        user=user,
        folder=quoted(folder, path=True),
        command=command,
        place=f"ReadWritePaths={quoted(index, variables=False)}"
        if index
        else f"{_STATE}StateDirectory=citebot",
    )


def quoted(word: str, *, path: bool = False, variables: bool = True) -> str:
    r"""A word as systemd reads it back: no variable, specifier or blank of it means anything.

    A `path` that is all of a setting takes no quotation marks. `variables` are known in arguments
    of a command only, and not in the path of its program.

    >>> print(quoted("/opt/my docs/50%"), quoted("a$b"), quoted("/a b", path=True))
    "/opt/my docs/50%%" "a$$b" /a b
    """
    plain = word.replace("%", "%%")
    if path:
        return plain
    if word and all(c.isalnum() or c in "/._-:=@+,%" for c in word):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped.replace("$", "$$") if variables else escaped}"'
