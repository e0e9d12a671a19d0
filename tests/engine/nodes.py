"""Starts nodes of OpenSearch on loopback, one or several as a cluster, and ends them.

with cluster(tmp_path, count=1) as nodes:
    nodes[0].url        # http://127.0.0.1:...
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.engine.home import NoEngine, home, java

_NOBODY = 65534  # OpenSearch does not run as root
_PATIENCE = 500.0  # seconds for a node to answer, however busy the machine is
_PAUSE = 0.1  # seconds between looks
_FLAGS = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+ExitOnOutOfMemoryError",
    "-Djava.security.manager=allow", "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true", "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",  # with it SIGTERM is not obeyed
    "-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=true",
)  # fmt: skip
_LOG = """status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %-5p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""


class Node:
    """A node with a folder of its own; `ports` are those of HTTP and transport of all nodes."""

    def __init__(self, folder: Path, number: int, ports: Sequence[tuple[int, int]], heap: str):
        self.folder, self.number, self._ports, self._heap = folder, number, ports, heap
        self.port, self._transport = ports[number]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, also anew; `wait` waits for it."""
        for name in ("config", "data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "config" / "opensearch.yml").write_text(self._settings(), "utf-8")
        (self.folder / "config" / "log4j2.properties").write_text(_LOG, "utf-8")
        for path in (self.folder, *self.folder.rglob("*")):
            if os.getuid() == 0:
                os.chown(path, _NOBODY, _NOBODY)
        command = [
            java(), f"-Xms{self._heap}", f"-Xmx{self._heap}", *_FLAGS,
            f"-Djava.io.tmpdir={self.folder}/tmp", f"-Djna.tmpdir={self.folder}/tmp",
            f"-Dopensearch.path.home={home()}", f"-Dopensearch.path.conf={self.folder}/config",
            "-cp", f"{home()}/lib/*", "org.opensearch.bootstrap.OpenSearch",
        ]  # fmt: skip
        own = {"user": _NOBODY, "group": _NOBODY, "extra_groups": ()} if os.getuid() == 0 else {}
        with (self.folder / "logs" / "out").open("ab") as out:
            self._process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, "HOME": str(self.folder)}, **own,
            )  # type: ignore[call-overload]  # fmt: skip

    def _settings(self) -> str:
        lines = [
            "cluster.name: citebot-tests",
            f"node.name: node{self.number}",
            "network.host: 127.0.0.1",
            f"http.port: {self.port}",
            f"transport.port: {self._transport}",
            f"path.data: {self.folder}/data",
            f"path.logs: {self.folder}/logs",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            "action.auto_create_index: false",
            "cluster.fault_detection.follower_check.timeout: 2s",
            "cluster.fault_detection.leader_check.timeout: 2s",
        ]
        if len(self._ports) == 1:
            return "\n".join([*lines, "discovery.type: single-node", ""])
        hosts = ", ".join(f'"127.0.0.1:{transport}"' for _, transport in self._ports)
        names = ", ".join(f'"node{number}"' for number in range(len(self._ports)))
        return "\n".join([*lines, f"discovery.seed_hosts: [{hosts}]",
                          f"cluster.initial_cluster_manager_nodes: [{names}]", ""])  # fmt: skip

    def wait(self, nodes: int = 1, status: str = "red") -> None:
        """Wait until it answers, sees so many nodes, and its health is no worse than `status`.

        Raises NoEngine with its last lines.
        """
        until = time.monotonic() + _PATIENCE
        wanted = f"wait_for_nodes=>={nodes}&wait_for_status={status}"
        health = f"{self.url}/_cluster/health?{wanted}&timeout=5s"
        while True:
            with suppress(OSError), urllib.request.urlopen(health, timeout=10) as answer:
                if answer.status == 200:
                    return
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                said = (self.folder / "logs" / "out").read_text("utf-8", "replace")
                raise NoEngine(f"the node did not start: {said[-1500:]}")
            time.sleep(_PAUSE)

    def processor_time(self) -> float:
        """How many seconds of a processor it has used."""
        assert self._process is not None
        told = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it without a farewell."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def pause(self) -> None:
        """Let it hang."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def cluster(count: int = 1, heap: str = "512m") -> Iterator[list[Node]]:
    """So many nodes that know each other, until the `with` block ends. Raises NoEngine."""
    home()
    folder = Path(tempfile.mkdtemp(prefix="citebot-nodes-"))
    folder.chmod(0o755)
    ports = _free_ports(2 * count)
    pairs = list(zip(ports[:count], ports[count:], strict=True))
    nodes = [Node(folder / f"node{number}", number, pairs, heap) for number in range(count)]
    try:
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait(count)
        yield nodes
    finally:
        for node in nodes:
            node.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
