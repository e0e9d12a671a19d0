"""Keeps what the managers of servers have set, in an SQLite file beside the index.

One row a setting, as `server_settings` reads them. A server's rows go when the bot leaves it.

The file is made with the first setting. Several processes may use it at once (write-ahead log);
every transaction is one statement. What is in it is kept in memory, so that a look at it never
waits; `refresh` takes in what others have set. A file that is damaged is put aside and begun anew,
as is one that was deleted, with what is in memory; one of a newer version is left alone: questions
are answered in any case, as if nothing were set.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any

from bot.discord_app.server_settings import (
    DOCUMENTS,
    LANGUAGE,
    POSTS,
    PRIVATE,
    ChannelSettings,
    ServerSettings,
    SettingRow,
    settings_of,
)
from bot.discord_app.venue import Venue
from bot.errors import SettingsNotSaved

log = logging.getLogger(__name__)

FILE = "citebot.servers"
VERSION = 1  # of what is in the file
_WAIT = 2.0  # seconds for another process that writes
_TABLES = """
CREATE TABLE IF NOT EXISTS setting (server INTEGER, channel INTEGER, name TEXT, value TEXT,
                                    PRIMARY KEY (server, channel, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bot (application INTEGER);
"""
_NOTE_BOT = "INSERT INTO bot SELECT ? WHERE NOT EXISTS (SELECT 1 FROM bot)"


def never(_: int) -> bool:
    """No server is one of another process."""
    return False


class SettingsStore:
    """The settings of all servers. Safe to use from several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = Lock()
        self._open: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # the open one
        self._seen = -1  # the state of the file that is in memory, by SQLite's number
        self._rows: list[SettingRow] = []
        self._known: dict[int, ServerSettings] = {}  # server -> what its rows say
        self._application = 0  # that sets what is set, once that is known
        self._told = False  # that settings cannot be read
        self.refresh()

    def of(self, server: int) -> ServerSettings:
        """All that is set for a server and its channels, as far as it is in memory."""
        return self._known.get(server, ServerSettings())

    def refresh(self) -> None:
        """Take in what another process has set. It may wait for the disk; never raises."""
        with self._lock:
            if not self._rows and not self._path.exists():
                self._close()
                return
            try:
                self._read()
            except (sqlite3.Error, OSError) as error:
                self._failed(error)

    def documents(self, venue: Venue) -> tuple[str, ...]:
        """The patterns that count in a place: the channel's, else its parent's, else the server's.

        None stand for all.
        """
        if venue.server is None:
            return ()
        settings = self.of(venue.server)
        own = dict(settings.channels)
        found = (own[channel].documents for channel in venue.channels if channel in own)
        return next(filter(None, found), settings.documents)

    def answers_posts(self, server: int, channel: int) -> bool:
        """Whether new posts of a forum are answered by themselves."""
        return dict(self.of(server).channels).get(channel, ChannelSettings()).posts

    def locale(self, server: int | None, preferred: str) -> str:
        """The code of the locale that is used in a server: as set, else what it prefers itself.

        This is the one place that says so.
        """
        return preferred if server is None else self.of(server).language or preferred

    def set_documents(self, server: int, channel: int, patterns: Iterable[str]) -> None:
        """Set which documents count in a channel, or with 0 in the server; none unset it."""
        self._set(server, channel, DOCUMENTS, [*patterns])

    def set_private(self, server: int, value: bool) -> None:
        """Set whether answers to commands are for the asker alone unless they say otherwise."""
        self._set(server, 0, PRIVATE, value)

    def set_posts(self, server: int, channel: int, value: bool) -> None:
        """Set whether new posts of a forum are answered by themselves."""
        self._set(server, channel, POSTS, value)

    def set_language(self, server: int, code: str) -> None:
        """Set the locale of a server; empty for the server's own."""
        self._set(server, 0, LANGUAGE, code)

    def forget(self, server: int, channel: int | None = None) -> None:
        """Forget a server, or one of its channels. Never raises."""
        which = "server = ?" if channel is None else "server = ? AND channel = ?"
        values = (server,) if channel is None else (server, channel)
        with suppress(SettingsNotSaved):
            self._write(f"DELETE FROM setting WHERE {which}", values)  # noqa: S608  (no input)

    def keep_only(
        self, application: int, servers: Collection[int], elsewhere: Callable[[int], bool] = never
    ) -> None:
        """Forget the servers that the bot was removed from while it was away. Never raises.

        `elsewhere` are servers of other processes. What another application has set in the same
        file is not this one's to judge.
        """
        self._application = application
        if self._noted() == [(application,)]:
            for server in self.servers():
                if server not in servers and not elsewhere(server):
                    self.forget(server)

    def servers(self) -> list[int]:
        """The servers for which something is set."""
        return sorted(self._known)

    def _set(self, server: int, channel: int, name: str, value: Any) -> None:
        key = (server, channel, name)
        if value:
            row = (*key, json.dumps(value, ensure_ascii=False))
            self._write("INSERT OR REPLACE INTO setting VALUES (?, ?, ?, ?)", row)
            if self._application:
                self._write(_NOTE_BOT, (self._application,))
        else:
            where = "server = ? AND channel = ? AND name = ?"
            self._write(f"DELETE FROM setting WHERE {where}", key)  # noqa: S608  (no input)

    def _noted(self) -> list[tuple[Any, ...]]:
        """Which application has set what is set, once that was noted."""
        with self._lock:
            if self._open is None:
                return []
            try:
                return self._open.execute("SELECT application FROM bot").fetchall()
            except sqlite3.Error as error:
                self._failed(error)
                return []

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        """Change something. Raises SettingsNotSaved."""
        with self._lock:
            try:
                self._connection().execute(statement, values)
            except (sqlite3.Error, OSError) as error:
                if not self._failed(error):
                    raise SettingsNotSaved(f"{self._path}: {error}") from error
                self._connection().execute(statement, values)
            self._seen = -1  # SQLite's number goes by what others write
            self._read()

    def _read(self) -> None:
        """Keep in memory what is in the file, where that has changed."""
        ((state,),) = self._connection().execute("PRAGMA data_version").fetchall()
        if state != self._seen:
            every = "SELECT server, channel, name, value FROM setting ORDER BY server, channel"
            self._rows = self._connection().execute(every).fetchall()
            self._known = {
                server: settings_of(rows) for server, rows in groupby(self._rows, itemgetter(0))
            }
            self._seen = state

    def _connection(self) -> sqlite3.Connection:
        """The file, which is made where it is not there, with what is in memory."""
        if self._open is not None and _which(self._path) != self._file:
            self._close()
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open, self._seen = _opened(self._path), -1
            self._file = _which(self._path)
            if self._rows and not self._open.execute("SELECT 1 FROM setting LIMIT 1").fetchall():
                insert = "INSERT OR REPLACE INTO setting VALUES (?, ?, ?, ?)"
                self._open.executemany(insert, self._rows)
        return self._open

    def _failed(self, error: sqlite3.Error | OSError) -> bool:
        """Say so, once; put a damaged file aside. Returns whether another one can be begun."""
        self._close()
        if _is_damage(error):
            aside = self._path.with_name(f"{FILE}.damaged")
            with suppress(OSError):
                self._path.replace(aside)
                for end in ("-wal", "-shm"):
                    self._path.with_name(FILE + end).unlink(missing_ok=True)
                log.warning("The servers' settings are damaged and begin anew; see %s.", aside)
                return True
        if not self._told:
            self._told = True
            log.warning("The servers' settings cannot be used: %s (%s).", error, self._path)
        return False

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None


class _Damaged(sqlite3.DatabaseError):
    """SQLite's own check found something."""


def _is_damage(error: sqlite3.Error | OSError) -> bool:
    """Whether a file is none of SQLite's, or has lost what was in it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    lost = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
    return isinstance(error, _Damaged) or code in lost


def _which(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to; None where it leads to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _opened(path: Path) -> sqlite3.Connection:
    """The file, with its tables, to be read by its owner alone. sqlite3.Error or OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    opened = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        opened.execute("PRAGMA journal_mode = WAL")
        ((version,),) = opened.execute("PRAGMA user_version").fetchall()
        if version > VERSION:
            raise sqlite3.NotSupportedError(f"they are those of a newer version ({version})")
        if not version:
            opened.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = 1; COMMIT;")
        if opened.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise _Damaged
    except sqlite3.Error:
        opened.close()
        raise
    return opened
