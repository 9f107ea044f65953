"""A child that reads a stranger's file can do nothing else (SECURITY F2, F3)."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from records.sandbox import cage, landlock, parent
from records.sandbox.limits import MB, Limits
from records.tests.processes import children, every_child_killed, runs_child, wait_until

ROOT = Path(settings.BASE_DIR)
CAGES = [cage.cage(), *(["landlock"] if landlock.version() else []), "limits"]
QUICK = Limits(memory=256 * MB, cpu_seconds=1, wall_seconds=1.5)


@pytest.fixture(autouse=True)
def hostile_jobs(monkeypatch):
    monkeypatch.setattr(parent, "JOBS", "records.tests.hostile")


@pytest.fixture(params=[which for which in dict.fromkeys(CAGES) if which != "limits"])
def hiding_cage(request, monkeypatch) -> str:
    """Each cage that hides files. Limits alone do not, and /readyz says so."""
    monkeypatch.setattr(cage, "cage", lambda: request.param)
    return request.param


@pytest.fixture(params=dict.fromkeys(CAGES))
def each_cage(request, monkeypatch) -> str:
    monkeypatch.setattr(cage, "cage", lambda: request.param)
    return request.param


class Sink:
    """Keeps outputs; only complete ones count."""

    def __init__(self) -> None:
        self.complete: dict[str, bytes] = {}

    def __call__(self, name: str) -> Place:
        return Place(self, name)


class Place:
    def __init__(self, sink: Sink, name: str) -> None:
        self.sink, self.name, self.data = sink, name, b""

    def write(self, data: bytes) -> None:
        self.data += data

    def close(self) -> None:
        self.sink.complete[self.name] = self.data


def attack(deed: str, limits: Limits = QUICK, **arguments):
    sink = Sink()
    return parent.run(
        "attacker",
        io.BytesIO(b"%PDF-1.7 something"),
        arguments={"deed": deed, **arguments},
        limits=limits,
        sink=sink,
    )


def test_a_child_reads_hands_back_and_tells_how_far_it_is(each_cage):
    content = os.urandom(3 * MB) + b"tail"
    told, sink = [], Sink()

    found = parent.run(
        "echo",
        io.BytesIO(content),
        arguments={"name": "copy"},
        limits=Limits(output_bytes=4 * MB, outputs=1),
        sink=sink,
        progress=told.append,
    )

    assert (found["size"], found["end"]) == (len(content), "tail")
    assert sink.complete == {"copy": content}
    assert told == [50, 100]


def test_an_output_without_budget_is_a_flood(each_cage):
    found = parent.run(
        "echo", io.BytesIO(b"x" * 100), arguments={"name": "copy"}, sink=Sink()
    )

    assert found == {"code": "flooded"}


# --- F2: what a child may not do --------------------------------------------------------


@pytest.mark.parametrize("deed", ["connect", "send_datagram"])
def test_f2_a_child_reaches_no_network(each_cage, deed):
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = attack(deed, port=server.getsockname()[1])

    assert found == {"refused": "PermissionError"}


@pytest.fixture
def secrets(tmp_path) -> list[Path]:
    """Files of the kinds a child must not see, each of them there to be read."""
    key = tmp_path / "key"
    key.write_text("canary")
    return [key, ROOT / "manage.py", Path("/etc/passwd")]


def test_f2_a_child_reads_no_other_file(hiding_cage, secrets):
    found = [attack("read_file", path=str(path)) for path in secrets]

    assert {path.exists() for path in secrets} == {True}
    assert [one.get("refused") in REFUSALS for one in found] == [True] * 3


REFUSALS = {"PermissionError", "FileNotFoundError"}


def test_f2_a_child_sees_no_folder_of_ours(hiding_cage):
    found = attack("list_folder", path=str(ROOT / "portal"))

    assert found.get("refused") in REFUSALS


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", "here"])  # noqa: S108
def test_f2_a_child_writes_nothing_anywhere(each_cage, place, tmp_path):
    path = Path(tmp_path if place == "here" else place) / f"canary-{os.getpid()}"

    found = attack("write_file", path=str(path))

    left = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    # A child that is stopped in the middle of the deed has not done it either.
    assert ("did" in found, left) == (False, b"")


@pytest.mark.parametrize("deed", ["start_program", "fork_bomb"])
def test_f2_a_child_starts_no_other(each_cage, deed):
    assert attack(deed) == {"refused": "PermissionError"}


def test_f2_a_child_cannot_end_its_parent(each_cage):
    assert attack("kill_parent", pid=os.getpid()) == {"refused": "PermissionError"}


def test_f2_a_child_cannot_look_at_its_parent(hiding_cage):
    assert attack("look_at_parent", pid=os.getpid()).get("refused") in REFUSALS


def test_f2_a_child_inherits_no_environment(each_cage, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")

    found = attack("own_environment")["did"]

    assert set(found) <= {*cage.ENVIRONMENT, "PWD", "LC_CTYPE"}


def test_f2_a_child_knows_nothing_of_django(each_cage):
    assert attack("loaded") == {"did": []}


def test_f2_the_web_process_loads_no_reader_of_uploads():
    program = """
import django, sys
django.setup()
import portal.wsgi
from django.urls import reverse
reverse("portal:home")
print(*sys.modules)
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True
    )

    loaded = set(done.stdout.decode().split())
    readers = {"pydicom", "pypdfium2", "pi_heif", "PIL", "records.sandbox.looks"}
    assert ("records.views.records" in loaded, loaded & readers) == (True, set())


# --- F3: budgets ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("eat_memory", "memory"),
        ("turn_in_circles", "slow"),
        ("stall", "slow"),
        ("say_nothing_slowly", "slow"),
        ("flood_reads", "slow"),
        ("crash", "broken"),
        ("end_early", "broken"),
        ("dig_deep", "broken"),
        ("flood_outputs", "flooded"),
        ("flood_bytes", "flooded"),
        ("flood_by_passing", "slow"),
        ("flood_result", "nonsense"),
        ("lie_about_length", "nonsense"),
        ("unknown_frame", "nonsense"),
        ("huge_question", "nonsense"),
        ("bad_name", "nonsense"),
        ("same_name", "nonsense"),
        ("data_without_name", "nonsense"),
        ("pass_without_name", "nonsense"),
        ("ask_late_twice", "nonsense"),
        ("no_json", "nonsense"),
        ("list_as_result", "nonsense"),
    ],
)
def test_f3_each_way_to_fail_has_its_code(deed, code):
    limits = Limits(
        memory=256 * MB, cpu_seconds=1, wall_seconds=2.5, output_bytes=MB, outputs=10
    )

    assert attack(deed, limits)["code"] == code


def test_f3_a_child_that_died_before_its_source_was_ready_is_told():
    with parent.begun("echo", QUICK) as child:
        wait_until(children)
        for pid in children():
            os.kill(pid, signal.SIGKILL)

        assert child.run(io.BytesIO(b"x" * 9)) == {"code": "killed"}


def test_a_child_is_given_late_what_was_not_ready():
    asked = []

    def late() -> bytes:
        asked.append(children())
        return b"late"

    with parent.begun("echo", QUICK) as child:
        found = child.run(io.BytesIO(b"x" * 9), {"late": True}, late=[late])

    assert found["size"] == 13
    assert [len(running) for running in asked] == [1]


def test_f3_what_comes_late_comes_once():
    limits = Limits(wall_seconds=2.5)
    with parent.begun("attacker", limits) as child:
        told = {"deed": "ask_late_twice"}
        found = child.run(io.BytesIO(b"x"), told, late=[lambda: b"late"])

    assert found == {"code": "nonsense"}


def test_an_error_of_what_comes_late_is_the_callers_own():
    def late() -> bytes:
        raise KeyError("drawn")

    with parent.begun("echo", QUICK) as child, pytest.raises(KeyError):
        child.run(io.BytesIO(b"x" * 9), {"late": True}, late=[late])

    assert not children()


def test_f3_a_child_waits_for_its_source_at_nobodys_cost():
    with parent.begun("echo", Limits(wall_seconds=1)) as child:
        time.sleep(1.2)

        assert child.run(io.BytesIO(b"x" * 9))["size"] == 9


def test_f3_a_slow_source_is_not_the_childs_fault():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            time.sleep(0.4)
            return super().read(size)

    source = Slow(b"x" * MB + b"tail")

    found = parent.run("echo", source, limits=Limits(wall_seconds=1.2))

    assert found["end"] == "tail"


def test_an_error_of_the_source_is_the_callers_own():
    class Gone(io.BytesIO):
        def read(self, size=-1):
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        parent.run("echo", Gone(b"x" * 100))


def test_a_child_killed_by_somebody_else_says_so():
    with every_child_killed():
        found = attack("stall", Limits(wall_seconds=30))

    assert found == {"code": "killed"}


@pytest.mark.parametrize("which", dict.fromkeys(CAGES))
def test_f2_a_child_does_not_outlive_its_parent(which):
    program = f"""
import io
from records.sandbox import cage, parent
from records.sandbox.limits import Limits
cage.cage = lambda: {which!r}
parent.JOBS = "records.tests.hostile"
stall = {{"deed": "stall"}}
parent.run("attacker", io.BytesIO(b"x"), arguments=stall, limits=Limits(wall_seconds=60))
"""
    begun = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    wait_until(lambda: children(begun.pid))
    left = children(begun.pid)

    begun.send_signal(signal.SIGKILL)
    begun.wait()

    wait_until(lambda: not any(map(runs_child, left)))
    assert (len(left), [pid for pid in left if runs_child(pid)]) == (1, [])


# --- Which cage -------------------------------------------------------------------------


def test_a_job_that_needs_bubblewrap_is_not_run_without(monkeypatch):
    monkeypatch.setattr(cage, "cage", lambda: "limits")

    found = parent.run("echo", io.BytesIO(b"x" * 9), limits=Limits(programs=True))

    assert found == {"code": "no_cage"}


def test_only_our_own_jobs_are_run():
    for name in ("../attacker", "os", "attacker.py", ""):
        with pytest.raises(ValueError, match="no job"):
            parent.run(name, io.BytesIO(b"x"))


def test_a_cage_that_does_not_work_here_is_not_used(monkeypatch, tmp_path):
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(cage, "ENVIRONMENT", {"PATH": str(tmp_path)})

    assert cage.cage.__wrapped__() != "bubblewrap"


@pytest.mark.skipif(CAGES[0] != "bubblewrap", reason="needs bubblewrap")
def test_a_job_with_scratch_writes_there_and_no_further():
    limits = Limits(scratch_bytes=MB, programs=True, wall_seconds=5)

    ran = attack("start_program", limits)
    inside = attack("write_file", limits, path="/tmp/x")  # noqa: S108
    outside = attack("write_file", limits, path="/usr/x")

    assert (ran, inside) == ({"did": "x\n"}, {"did": "written"})
    assert outside == {"refused": "OSError"}
