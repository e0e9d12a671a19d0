"""An OpenSearch that is put together of Maven Central's jars, for tests: nothing has to be there.

`jars.txt` names each jar, where it goes, and the SHA-256 that it must have. They are taken from
Maven's local repository where they lie there already, else downloaded, and kept among the temporary
files: 70 MB, once. What Maven does not have of a module, two small text files, is written here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

VERSION = "2.19.6"  # the last line that runs on Java 17
_CENTRAL = "https://repo1.maven.org/maven2"
_LIST = Path(__file__).with_name("jars.txt")
_JAVA = "17"  # from 24 on there is no security manager, which it wants

# module -> its class, what it extends, and what it may do beyond what all may
_MODULES = {
    "transport-netty4": ("org.opensearch.transport.Netty4Plugin", "", """
grant codeBase "${codebase.netty-common}" {
  permission java.lang.RuntimePermission "accessDeclaredMembers";
  permission java.lang.RuntimePermission "getClassLoader";
  permission java.lang.RuntimePermission "setContextClassLoader";
  permission java.net.SocketPermission "*", "accept,connect,resolve";
};
grant codeBase "${codebase.netty-transport}" {
  permission java.net.SocketPermission "*", "accept,connect,resolve";
};
"""),
    "lang-painless": ("org.opensearch.painless.PainlessPlugin", "", """
grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
  permission org.opensearch.script.ClassPermission "<<STANDARD>>";
};
"""),
    "analysis-common": (
        "org.opensearch.analysis.common.CommonAnalysisPlugin", "lang-painless", ""
    ),
}  # fmt: skip


class NoEngine(Exception):
    """Why no OpenSearch can be started here, in a sentence."""


class Jar(NamedTuple):
    """A jar: where it goes, its path in a Maven repository, and its SHA-256."""

    place: str
    path: str
    sha256: str


def java() -> str:
    """A Java that OpenSearch runs on. Raises NoEngine."""
    named = os.environ.get("JAVA_HOME")
    places = sorted(Path("/usr/lib/jvm").glob(f"*{_JAVA}*/bin/java"))
    for found in [*([f"{named}/bin/java"] if named else []), shutil.which("java"), *places]:
        if found and f'version "{_JAVA}' in _version(str(found)):
            return str(found)
    raise NoEngine(f"there is no Java {_JAVA}")


def _version(java: str) -> str:
    try:
        return subprocess.run(
            [java, "-version"], capture_output=True, text=True, check=False
        ).stderr
    except OSError:
        return ""


def home() -> Path:
    """The folder that a node is started from, made where it is not there. Raises NoEngine."""
    top = Path(tempfile.gettempdir()) / f"citebot-opensearch-{VERSION}-{os.getuid()}"
    top.mkdir(mode=0o755, exist_ok=True)
    if top.stat().st_uid != os.getuid():
        raise NoEngine(f"{top} is somebody else's")
    with (top / "lock").open("w") as lock:
        flock(lock, LOCK_EX)  # one test process makes it, the others wait
        if not (top / "home").exists():
            shutil.rmtree(top / "new", ignore_errors=True)
            _lay_out(top / "new")
            (top / "new").rename(top / "home")
    return top / "home"


def _lay_out(new: Path) -> None:
    for name in ("bin", "lib", "plugins"):
        (new / name).mkdir(parents=True)
    jars = [Jar(*line.split()) for line in _LIST.read_text("utf-8").splitlines()]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda jar: _put(jar, new), jars))
    for name, (own_class, extends, policy) in _MODULES.items():
        folder = new / "modules" / name
        described = {
            "name": name, "description": name, "version": VERSION, "opensearch.version": VERSION,
            "java.version": "11", "classname": own_class, "extended.plugins": extends,
            "has.native.controller": "false",
        }  # fmt: skip
        lines = "".join(f"{key}={value}\n" for key, value in described.items())
        (folder / "plugin-descriptor.properties").write_text(lines, "utf-8")
        if policy:
            (folder / "plugin-security.policy").write_text(policy, "utf-8")


def _put(jar: Jar, new: Path) -> None:
    folder = new / "lib" if jar.place == "lib" else new / "modules" / jar.place
    folder.mkdir(parents=True, exist_ok=True)
    data = _local(jar) or _downloaded(jar)
    if sha256(data).hexdigest() != jar.sha256:
        raise NoEngine(f"{jar.path} from Maven Central is not what it was")
    (folder / Path(jar.path).name).write_bytes(data)


def _local(jar: Jar) -> bytes:
    """The jar from Maven's own repository; nothing where that has it not, or another."""
    try:
        data = (Path.home() / ".m2" / "repository" / jar.path).read_bytes()
    except (OSError, RuntimeError):
        return b""
    return data if sha256(data).hexdigest() == jar.sha256 else b""


def _downloaded(jar: Jar) -> bytes:
    try:
        with urllib.request.urlopen(f"{_CENTRAL}/{jar.path}", timeout=60) as answer:
            return bytes(answer.read())
    except OSError as error:
        raise NoEngine(f"OpenSearch cannot be had: {_CENTRAL}/{jar.path}: {error}") from error
