"""Keeps the catalogues of translations in step with what the code says.

    python -m tests.catalogues            what is said anew comes in, what is not said goes,
                                          and all is compiled
    python -m tests.catalogues --missing  what has no translation yet, by language

Sentences are found in the code itself, as the first arguments of `Message`, `gettext`, `counted`
and `ngettext`; those of Discord's commands and of the command line's in the commands. The format
is GNU gettext's; any editor for it will do.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import click

from bot import translation
from bot.cli.command_line import cli
from bot.cli.help_texts import texts_of_help
from bot.discord_app.commands import all_commands
from bot.discord_app.localization import texts_of
from tests.house import PACKAGE, SOURCES, nodes, syntax_tree

FOLDER = Path(translation.FOLDER)
TEMPLATE = FOLDER / "citebot.pot"
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "pt": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
          "(n%100<12 || n%100>14) ? 1 : 2);",
    "zh": "nplurals=1; plural=0;",
}  # fmt: skip
_ONE, _TWO = {"Message", "gettext", "Unreadable"}, {"counted", "ngettext"}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass
class Entry:
    """A sentence, with its plural if it has one, its translations, and where it is said."""

    sentence: str
    plural: str = ""
    told: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def is_translated(self) -> bool:
        return bool(self.told) and all(self.told)


Catalogue = dict[str, Entry]  # by the sentence


def marked() -> Catalogue:
    """All that the code says to people."""
    found: Catalogue = {}
    for sentence, plural, place in _marks():
        entry = found.setdefault(sentence, Entry(sentence, plural))
        entry.plural = entry.plural or plural
        if place not in entry.places:
            entry.places.append(place)
    return found


@cache
def _marks() -> tuple[tuple[str, str, str], ...]:
    """Sentence, plural and place of all that is said."""
    calls = [
        (*call, path.relative_to(PACKAGE.parent).as_posix())
        for path in SOURCES.values()
        for call in _calls(syntax_tree(path))
    ]
    commands = [(text, "", "bot/discord_app/commands.py") for text in texts_of(all_commands())]
    context = click.Context(cli)
    terminal = [cli, *filter(None, (cli.get_command(context, name) for name in
                                    cli.list_commands(context)))]  # fmt: skip
    helped = [
        (text, "", f"bot/cli/{command.callback.__module__.rpartition('.')[2]}.py")
        for command in terminal
        for text in texts_of_help(command)
    ]
    return (*calls, *commands, *helped)


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Sentence and plural of every call that marks one."""
    calls = [node for node in nodes(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(node.func, ast.Name):
            count = 2 if node.func.id in _TWO else 1 if node.func.id in _ONE else 0
            texts = [a.value for a in node.args[:count]
                     if isinstance(a, ast.Constant) and isinstance(a.value, str)]  # fmt: skip
            if count and len(texts) == count and texts[0]:
                yield texts[0], "".join(texts[1:])


def languages() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def po_of(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "citebot.po"


def read_po(text: str) -> Catalogue:
    """The entries of a catalogue; its header is that of the empty sentence."""
    found: Catalogue = {}
    for block in re.split(r"\n\s*\n", text):
        entry, current = Entry(""), ""
        parts: dict[str, str] = {}
        for line in block.splitlines():
            if line.startswith("#:"):
                entry.places += line[2:].split()
            elif line and not line.startswith("#"):
                current = line.split('"')[0].strip() or current
                written = _STRING.search(line)
                parts[current] = parts.get(current, "") + ast.literal_eval(
                    written[0] if written else '""'
                )
        if "msgid" in parts and ", fuzzy" not in block:
            entry.sentence, entry.plural = parts["msgid"], parts.get("msgid_plural", "")
            entry.told = [text for name, text in parts.items() if name.startswith("msgstr")]
            found[entry.sentence] = entry
    return found


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written_po(entries: Iterable[Entry], header: str, forms: int) -> str:
    """A catalogue as text."""
    lines = ["# Translations of citebot. See CONTRIBUTING.md.", 'msgid ""', 'msgstr ""']
    lines += [_quoted(f"{line}\n") for line in header.splitlines()]
    for entry in entries:
        lines += ["", f"#: {' '.join(entry.places)}"]
        lines += [f"#, {kind}" for kind in ["python-brace-format"] if "{" in entry.sentence]
        lines.append(f"msgid {_quoted(entry.sentence)}")
        if entry.plural:
            told = [*entry.told, *[""] * forms][:forms]
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(told)]
        else:
            lines.append(f"msgstr {_quoted(''.join(entry.told[:1]))}")
    return "\n".join(lines) + "\n"


def header_of(code: str) -> str:
    return "\n".join([
        "Project-Id-Version: citebot",
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS.get(code, 'nplurals=2; plural=(n != 1);')}",
    ])  # fmt: skip


def forms_of(code: str) -> int:
    return int(header_of(code).partition("nplurals=")[2].partition(";")[0])


def compiled(catalogue: Catalogue, header: str) -> bytes:
    """A catalogue as gettext reads it: two sorted tables and what they point to."""
    texts = {b"": f"{header}\n".encode()}
    for entry in catalogue.values():
        if entry.sentence and entry.is_translated:
            key = f"{entry.sentence}\0{entry.plural}" if entry.plural else entry.sentence
            texts[key.encode()] = "\0".join(entry.told).encode()
    ordered = sorted(texts.items())
    tables, data, start = [b"", b""], b"", 28 + 16 * len(ordered)
    for column in (0, 1):
        for row in ordered:
            tables[column] += struct.pack("<II", len(row[column]), start + len(data))
            data += row[column] + b"\0"
    count = len(ordered)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    return head + tables[0] + tables[1] + data


def updated(code: str) -> Catalogue:
    """The catalogue of a language with all that is said, and nothing else."""
    path = po_of(code)
    before = read_po(path.read_text("utf-8")) if path.exists() else {}
    said = marked()
    for sentence, entry in said.items():
        old = before.get(sentence)
        if old is not None and bool(old.plural) == bool(entry.plural):
            entry.told = old.told
    return said


def main(arguments: list[str]) -> None:
    """Write every catalogue anew, or list what is missing."""
    for code in languages():
        catalogue = updated(code)
        missing = [entry.sentence for entry in catalogue.values() if not entry.is_translated]
        if "--missing" in arguments:
            print("".join(f"{code}: {sentence}\n" for sentence in missing), end="")
            continue
        path, header = po_of(code), header_of(code)
        path.write_text(written_po(catalogue.values(), header, forms_of(code)), "utf-8")
        path.with_suffix(".mo").write_bytes(compiled(catalogue, header))
        print(f"{code}: {len(catalogue)} sentences, {len(missing)} without a translation")
    if "--missing" not in arguments:
        TEMPLATE.write_text(written_po(marked().values(), header_of(""), 2), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
