"""Settings from the environment and from a `.env` file, read once, when asked to.

The environment wins over the file. Nothing happens at import, nothing is written back to
the environment, and the token is not in `repr`.

Command-line options are laid over these in `cli`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot.errors import SettingsError
from bot.translation import Message

_DIGITS = 6
_CODES = (2, 3)  # letters of a language's code
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMS = ("text", "json")


class Settings(NamedTuple):
    """All settings; `None` means that citebot chooses.

    `shard_ids` are counted from 0 and below `shard_count`.
    """

    token: str | None = None
    corpus: Path | None = None
    index: Path | None = None  # type: ignore[assignment]  # a tuple's own method, of no use here
    log_level: str = "WARNING"
    shard_ids: tuple[int, ...] | None = None
    shard_count: int | None = None
    discord_api: str | None = None
    discord_gateway: str | None = None
    gaps: bool = False
    feedback: bool = False
    managers_reindex: bool = False
    model: str | None = None
    model_passages: int | None = None
    language: str | None = None
    engine: str | None = None
    engine_user: str | None = None
    engine_password: str | None = None
    engine_ca: str | None = None
    log: str = "text"

    def __repr__(self) -> str:
        return "Settings(...)"  # nobody needs to see the token and the password


def read(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Settings from a mapping, and from a file of `NAME=value` lines where there is one.

    An empty value counts as not set. Raises SettingsError with the name of the setting.

    >>> read({"CITEBOT_SHARD_IDS": "0, 1", "CITEBOT_SHARD_COUNT": "4"}).shard_ids
    (0, 1)
    """
    values = {**_from_file(env_file), **environ}
    given = {name: value.strip() for name, value in values.items() if value and value.strip()}
    shard_count = _number(given, "CITEBOT_SHARD_COUNT")
    return Settings(
        token=given.get("DISCORD_TOKEN"),
        corpus=_path(given, "CITEBOT_CORPUS"),
        index=_path(given, "CITEBOT_INDEX"),
        log_level=_log_level(given),
        log=_log_form(given),
        shard_ids=_shard_ids(given, shard_count),
        shard_count=shard_count,
        discord_api=_url(given, "CITEBOT_DISCORD_API", ("http://", "https://")),
        discord_gateway=_url(given, "CITEBOT_DISCORD_GATEWAY", ("ws://", "wss://")),
        gaps=_flag(given, "CITEBOT_GAPS"),
        feedback=_flag(given, "CITEBOT_FEEDBACK"),
        managers_reindex=_flag(given, "CITEBOT_MANAGERS_REINDEX"),
        model=_model(given),
        model_passages=_number(given, "CITEBOT_MODEL_PASSAGES"),
        language=_language(given),
        engine=given.get("CITEBOT_ENGINE"),
        engine_user=given.get("CITEBOT_ENGINE_USER"),
        engine_password=given.get("CITEBOT_ENGINE_PASSWORD"),
        engine_ca=_file(given, "CITEBOT_ENGINE_CA"),
    )


def _from_file(path: Path | None) -> dict[str, str | None]:
    if path is None or not os.path.isfile(path):  # noqa: PTH113  (False in a closed folder, too)
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415  (most runs have no such file)

    try:
        return dotenv_values(path, encoding="utf-8-sig", interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            Message("{file} cannot be read; save it as UTF-8 text.", file=path)
        ) from error


def _path(given: Mapping[str, str], name: str) -> Path | None:
    try:
        return Path(given[name]).expanduser() if name in given else None
    except RuntimeError as error:  # ~somebody
        raise SettingsError(
            Message("{name} begins with ~, but that has no home folder.", name=name)
        ) from error


def _file(given: Mapping[str, str], name: str) -> str | None:
    path = _path(given, name)
    return None if path is None else str(path)


def _model(given: Mapping[str, str]) -> str | None:
    """The folder of a sentence model, or "off"."""
    path = _path(given, "CITEBOT_MODEL")
    return None if path is None else "off" if str(path).lower() == "off" else str(path)


def _language(given: Mapping[str, str]) -> str | None:
    """The code of the language that all documents are in, without its region."""
    written = given.get("CITEBOT_LANGUAGE", "")
    code = written.replace("_", "-").partition("-")[0].lower()
    if written and not (code.isascii() and code.isalpha() and len(code) in _CODES):
        raise SettingsError(
            Message('CITEBOT_LANGUAGE must be the code of a language, such as "de".')
        )
    return code or None


def _log_level(given: Mapping[str, str]) -> str:
    level = given.get("CITEBOT_LOG_LEVEL", "WARNING").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(
            Message(
                "{name} must be one of {values}.",
                name="CITEBOT_LOG_LEVEL",
                values=", ".join(LOG_LEVELS),
            )
        )
    return level


def _log_form(given: Mapping[str, str]) -> str:
    form = given.get("CITEBOT_LOG", "text").lower()
    if form not in LOG_FORMS:
        one, other = LOG_FORMS
        raise SettingsError(
            Message("{name} must be {one} or {other}.", name="CITEBOT_LOG", one=one, other=other)
        )
    return form


def _number(given: Mapping[str, str], name: str) -> int | None:
    if name not in given:
        return None
    number = _whole(given[name])
    if number is None or number < 1:
        raise SettingsError(Message("{name} must be a whole number from 1 to 999999.", name=name))
    return number


def _whole(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else None


def _flag(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "0").lower()
    if value not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise SettingsError(Message("{name} must be 1 or 0.", name=name))
    return value in {"1", "true", "yes", "on"}


def _shard_ids(given: Mapping[str, str], shard_count: int | None) -> tuple[int, ...] | None:
    if "CITEBOT_SHARD_IDS" not in given:
        return None
    if shard_count is None:
        raise SettingsError(Message("CITEBOT_SHARD_IDS needs CITEBOT_SHARD_COUNT as well."))
    numbers = [_whole(part.strip()) for part in given["CITEBOT_SHARD_IDS"].split(",")]
    ids = tuple(dict.fromkeys(n for n in numbers if n is not None and n < shard_count))
    if None in numbers or not all(n in ids for n in numbers):
        raise SettingsError(
            Message(
                "CITEBOT_SHARD_IDS must be numbers from 0 to {last} with commas between.",
                last=shard_count - 1,
            )
        )
    return ids


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, str]) -> str | None:
    if name in given and not given[name].startswith(schemes):
        raise SettingsError(
            Message(
                "{name} must begin with {one} or {other}.",
                name=name,
                one=schemes[0],
                other=schemes[1],
            )
        )
    return given.get(name, "").rstrip("/") or None
