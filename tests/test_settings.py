"""Settings: what is read, from where, and how a bad value is told."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import LOG_LEVELS, Settings, read
from tests.conftest import ROOT, unprivileged

TOKEN = "MTk4.secret.token"
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")

# variable -> (a value, the setting it becomes, what that is then)
VALUES = {
    "DISCORD_TOKEN": (TOKEN, "token", TOKEN),
    "CITEBOT_CORPUS": ("own docs", "corpus", Path("own docs")),
    "CITEBOT_INDEX": ("/var/cache/x", "index", Path("/var/cache/x")),
    "CITEBOT_LOG_LEVEL": ("debug", "log_level", "DEBUG"),
    "CITEBOT_LOG": ("JSON", "log", "json"),
    "CITEBOT_GAPS": ("1", "gaps", True),
    "CITEBOT_FEEDBACK": ("1", "feedback", True),
    "CITEBOT_MANAGERS_REINDEX": ("1", "managers_reindex", True),
    "CITEBOT_MODEL": ("OFF", "model", "off"),
    "CITEBOT_MODEL_PASSAGES": ("50", "model_passages", 50),
    "CITEBOT_LANGUAGE": ("pt_BR", "language", "pt"),
    "CITEBOT_SHARD_IDS": ("0, 2,2", "shard_ids", (0, 2)),
    "CITEBOT_SHARD_COUNT": ("4", "shard_count", 4),
    "CITEBOT_DISCORD_API": ("https://proxy.example/api/v10/", "discord_api",
                            "https://proxy.example/api/v10"),
    "CITEBOT_ENGINE": ("https://a, https://b", "engine", "https://a, https://b"),
    "CITEBOT_ENGINE_USER": ("me", "engine_user", "me"),
    "CITEBOT_ENGINE_PASSWORD": ("secret", "engine_password", "secret"),
    "CITEBOT_ENGINE_CA": ("/etc/ca.pem", "engine_ca", "/etc/ca.pem"),
    "CITEBOT_DISCORD_GATEWAY": ("wss://proxy.example", "discord_gateway", "wss://proxy.example"),
}  # fmt: skip
ALL = {name: value for name, (value, _, _) in VALUES.items()}


def in_example():
    return re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", in_example())
def test_every_variable_of_the_example_file_becomes_a_setting(name):
    _, setting, expected = VALUES[name]

    assert expected == getattr(read(ALL), setting)


def test_every_variable_that_the_code_reads_is_in_the_example_file():
    """Names are looked for in the package's source: in strings, not only in `settings`."""
    pattern = r"[\"'](DISCORD_[A-Z_]+|CITEBOT_[A-Z_]+)[\"']"
    sources = [path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py")]
    in_code = {name for source in sources for name in re.findall(pattern, source)}

    assert in_code == {*in_example()}


def test_the_example_file_sets_nothing_as_it_stands():
    assert Settings() == read({}, ROOT / ".env.example")


def test_every_variable_of_the_example_file_has_a_comment_above_it():
    for block in EXAMPLE.split("\n\n"):
        lines = block.splitlines()
        assert lines[0].startswith("# ")


def test_without_any_variable_everything_has_its_default():
    assert Settings(None, None, None, "WARNING", None, None, None, None, gaps=False) == read({})


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_an_empty_value_counts_as_not_set(name, empty):
    kept = {} if name == "CITEBOT_SHARD_COUNT" else {"CITEBOT_SHARD_COUNT": "4"}

    assert read(kept) == read({**kept, name: empty})


def test_spaces_around_a_value_do_not_count():
    assert read(ALL) == read({name: f" {value}\n" for name, value in ALL.items()})


def test_the_token_is_not_in_the_settings_text():
    settings = read(ALL)

    assert TOKEN == settings.token
    assert TOKEN not in f"{settings!r} {settings}"


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        read({}).token = "x"  # type: ignore[misc]


def test_a_tilde_is_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")

    assert Path("/home/somebody/docs") == read({"CITEBOT_CORPUS": "~/docs"}).corpus


@pytest.mark.parametrize("level", LOG_LEVELS)
def test_every_log_level_is_taken_in_any_case(level):
    assert level == read({"CITEBOT_LOG_LEVEL": level.lower()}).log_level


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"CITEBOT_LOG_LEVEL": "loud"}, "CITEBOT_LOG_LEVEL"),
        ({"CITEBOT_SHARD_COUNT": "0"}, "CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_COUNT": "-1"}, "CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_COUNT": "two"}, "CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_COUNT": "1.5"}, "CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_COUNT": "\u00b2"}, "CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_IDS": "0"}, "CITEBOT_SHARD_IDS needs CITEBOT_SHARD_COUNT"),
        ({"CITEBOT_SHARD_IDS": "2", "CITEBOT_SHARD_COUNT": "2"}, "CITEBOT_SHARD_IDS"),
        ({"CITEBOT_SHARD_IDS": "0,,1", "CITEBOT_SHARD_COUNT": "2"}, "CITEBOT_SHARD_IDS"),
        ({"CITEBOT_SHARD_IDS": "-1", "CITEBOT_SHARD_COUNT": "2"}, "CITEBOT_SHARD_IDS"),
        ({"CITEBOT_CORPUS": "~no-such-user/corpus"}, "CITEBOT_CORPUS"),
        ({"CITEBOT_INDEX": "~no-such-user/index"}, "CITEBOT_INDEX"),
        ({"CITEBOT_DISCORD_API": "proxy.example"}, "CITEBOT_DISCORD_API"),
        ({"CITEBOT_DISCORD_API": "wss://proxy.example"}, "CITEBOT_DISCORD_API"),
        ({"CITEBOT_DISCORD_GATEWAY": "https://proxy.example"}, "CITEBOT_DISCORD_GATEWAY"),
    ],
)
def test_a_bad_value_is_an_error_in_one_line_with_the_settings_name(values, named):
    with pytest.raises(SettingsError) as refused:
        read(values)

    assert str(refused.value).startswith(named)
    assert "\n" not in str(refused.value)


def test_a_number_of_ten_thousand_digits_is_a_bad_value_like_any_other():
    with pytest.raises(SettingsError):
        read({"CITEBOT_SHARD_COUNT": "9" * 10_000, "CITEBOT_SHARD_IDS": "9" * 10_000})


def test_a_bad_setting_stops_the_command_with_one_line(citebot, monkeypatch):
    monkeypatch.setenv("CITEBOT_LOG_LEVEL", "loud")
    done = citebot("ask", "LD50?")

    assert (2, "") == (done.status, done.out)
    assert "citebot: CITEBOT_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR.\n" == done.err


def test_a_file_gives_what_the_environment_does_not(tmp_path):
    (tmp_path / ".env").write_text("CITEBOT_CORPUS=file\nCITEBOT_INDEX='in file'\n# x=y\n")
    settings = read({"CITEBOT_CORPUS": "environment"}, tmp_path / ".env")

    assert (Path("environment"), Path("in file")) == (settings.corpus, settings.index)


def test_an_empty_variable_in_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / ".env").write_text("CITEBOT_CORPUS=file\n")

    assert read({"CITEBOT_CORPUS": ""}, tmp_path / ".env").corpus is None


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfDISCORD_TOKEN=x\r\nCITEBOT_LOG_LEVEL=INFO\r\n")
    settings = read({}, tmp_path / ".env")

    assert ("x", "INFO") == (settings.token, settings.log_level)


def test_a_dollar_sign_in_the_file_is_a_dollar_sign(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/wrong")
    (tmp_path / ".env").write_text("DISCORD_TOKEN=a${HOME}$b\n")

    assert "a${HOME}$b" == read({}, tmp_path / ".env").token


def test_a_file_that_is_no_utf8_is_an_error_that_says_what_to_do(tmp_path):
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=\xff\n")

    with pytest.raises(SettingsError, match=r"\.env cannot be read; save it as UTF-8 text\.$"):
        read({}, tmp_path / ".env")


def test_a_file_that_is_not_there_sets_nothing(tmp_path):
    assert Settings() == read({}, tmp_path / ".env")


def test_nothing_is_written_back_to_the_environment(tmp_path):
    environment = {"CITEBOT_INDEX": "x"}
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\n")
    read(environment, tmp_path / ".env")

    assert {"CITEBOT_INDEX": "x"} == environment


def test_the_command_reads_the_env_file_of_the_current_folder(citebot, tmp_path):
    (tmp_path / "kiln.txt").write_text("The kiln is fired at 900 degrees.")
    (tmp_path / ".env").write_text("CITEBOT_CORPUS=kiln.txt\n")

    assert "kiln.txt" == citebot("passages", "--json", corpus=None).json[0]["document"]


def test_an_env_file_in_a_folder_that_nobody_can_look_into_counts_as_none():
    def promise(folder):
        (folder / "closed").mkdir()
        (folder / "closed" / ".env").write_text("CITEBOT_GAPS=1")
        (folder / "closed").chmod(0)

        assert read({}, folder / "closed" / ".env") == Settings()

    unprivileged(promise)
