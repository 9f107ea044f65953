"""A packet of 1,000 pages from 100 records against the qpdf program joining the same files."""

from __future__ import annotations

import io
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORDS, PAGES, ROUNDS = 100, 10, 7  # pages of each record
TARGET, MOST_MEGABYTES = 2.0, 400
PHOTO, SCAN = (1536, 2048), (1240, 1754)


def main() -> bool:
    """Ours reads sealed files and writes a sealed one; qpdf reads and writes clear ones."""
    if shutil.which("qpdf") is None:
        print("no qpdf program here: nothing to compare with")
        return True
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-packet-") as folder:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings_test",
            "DATA_DIR": folder,
        }
        env.pop("DATABASE_URL", None)
        child = subprocess.run(  # noqa: S603 - a process of its own: its peak is the worker's
            [sys.executable, "-m", "benchmarks.packet", "worker", folder],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if child.returncode:
        sys.exit(child.stderr)
    told = [float(word) for word in child.stdout.split()[-7:]]
    pages, size, ours, theirs, whole, worker_, bound = told
    ratio = ours / theirs
    print(f"{RECORDS} records, {pages:.0f} pages, {size:.0f} MB")
    print(f"bound in {ours:.2f} s, qpdf joins them in {theirs:.2f} s", end="; ")
    print(f"ratio {ratio:.2f}, wanted {TARGET} or less")
    print(f"the whole packet with its zip: {whole:.2f} s")
    print(f"worker {worker_:.0f} MB, its child {bound:.0f} MB,", end=" ")
    print(f"wanted under {MOST_MEGABYTES} each")
    return ratio <= TARGET and max(worker_, bound) < MOST_MEGABYTES


def worker(folder: str) -> None:
    """Binds in turn with qpdf, so that both meet the same machine."""
    import resource

    import django

    django.setup()
    from django.test.utils import setup_databases

    setup_databases(0, False)
    request = _request()
    files = _filled(request, Path(folder))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_timed(lambda: _by_qpdf(files, Path(folder) / "out.pdf"))[1])
        bound, seconds = _timed(lambda: _bound(request))
        ours.append(seconds)
    with _watched() as seen:
        packet, whole = _timed(lambda: _built(request))
    peaks = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, max(seen)]
    size = sum(file.stat().st_size for file in files) / 1e6
    middle = statistics.median
    print(
        packet.pages or bound.pages, size, middle(ours), middle(theirs), whole, *peaks
    )


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The most memory each child in the cage had, in MB: the cage tells nobody."""
    from records.tests.processes import children

    seen, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            for pid in children():
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    line = next(line for line in lines if line.startswith("VmHWM"))
                    seen.append(int(line.split()[1]) / 1024)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _timed(deed: Any) -> tuple[Any, float]:
    begun = time.perf_counter()
    made = deed()
    return made, time.perf_counter() - begun


def _request() -> Any:
    from accounts.models import User
    from consultations.models import ConsultationRequest
    from intake.models import Case, Patient

    user = User.objects.create_user("bench@example.org", name="Bench")
    case = Case.objects.create(created_by=user)
    Patient.objects.create(case=case, full_name="Elena Sokolova", language="ru")
    return ConsultationRequest.objects.create(case=case, number=1)


def _filled(request: Any, folder: Path) -> list[Path]:
    """The records in the vault, and the same pages as clear PDFs for qpdf."""
    from consultations.models import Summary
    from consultations.summary import engine
    from consultations.tests.summary_cases import prepared
    from records import sniff, vault

    drawn = engine.render(prepared(request))
    kept = vault.keep(request.case_id, drawn.pdf).columns()
    Summary.objects.create(
        request=request, version=1, work="done", pages=drawn.pages, **kept
    )
    dice = random.Random(7)  # noqa: S311 - the same pages in every run
    letters, paths = [_letter(n) for n in range(4)], [folder / "summary.pdf"]
    paths[0].write_bytes(drawn.pdf)
    for number in range(1, RECORDS + 1):
        if number % 5 in (0, 1):
            kind, contents = sniff.JPEG, [_photo(dice, PHOTO, 82) for _ in range(PAGES)]
        elif number % 5 == 2:
            scans = [_photo(dice, SCAN, 60) for _ in range(PAGES)]
            kind, contents = sniff.PDF, [_of_photos(scans)]
        else:
            kind, contents = sniff.PDF, [letters[number % 4]]
        _add(request, number, kind, contents)
        clear = _of_photos(contents) if kind == sniff.JPEG else contents[0]
        paths.append(folder / f"{number}.pdf")
        paths[-1].write_bytes(clear)
    return paths


def _of_photos(photos: list[bytes]) -> bytes:
    from records.sandbox.shown import sheets

    return sheets.of_photos(photos).getvalue()


def _letter(number: int) -> bytes:
    """Ten pages of text in three scripts, with their fonts."""
    import pikepdf
    from django.template.loader import render_to_string

    from consultations.packet import papers
    from consultations.summary import texts
    from records.paper import engine

    said = f"Заключение {number}: без динамики. 右肺上叶结节 No change. "
    lines = [texts.original(f"{n}. {said * 5}", most=2_000) for n in range(330)]
    html = render_to_string("pdf/packet_text.html", {"lines": lines})
    pages = engine.checked(*engine.lay_out(html, papers.SHEET)).pdf
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        del pdf.pages[PAGES:]
        del pdf.Root["/StructTreeRoot"]
        pdf.remove_unreferenced_resources()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _photo(dice: random.Random, size: tuple[int, int], quality: int) -> bytes:
    """A grey sheet with grain: it packs like a photo of a paper."""
    from PIL import Image

    small = Image.effect_noise((size[0] // 4, size[1] // 4), 8 + dice.random() * 10)
    out = io.BytesIO()
    small.resize(size).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _add(request: Any, number: int, kind: str, contents: list[bytes]) -> None:
    import hashlib

    from records import sniff, vault
    from records.models import Derivative, File, Record

    by = request.case.created_by
    record = Record.objects.create(
        case=request.case,
        number=number,
        kind="discharge_summary",
        title=f"Выписка {number} 出院小结",
        dated_on=f"20{10 + number % 16}-0{1 + number % 9}-11",
        added_by=by,
    )
    for position, content in enumerate(contents):
        sealed = vault.keep(request.case_id, content)
        file = File.objects.create(
            record=record,
            case=request.case,
            position=position,
            name=f"IMG_{number:03d}_{position}",
            sha256=hashlib.sha256(content).hexdigest(),
            type=kind,
            verdict="kept",
            work="done",
            added_by=by,
            **sealed.columns(),
        )
        copy = vault.keep(request.case_id, content).columns()
        pages = 1 if kind == sniff.JPEG else PAGES
        Derivative.objects.create(
            file=file,
            type=kind,
            pages=pages,
            pixels=[*PHOTO, 3] if kind == sniff.JPEG else [],
            work="done",
            **copy,
        )


def _by_qpdf(files: list[Path], out: Path) -> None:
    names = map(str, files)
    line = ["qpdf", "--empty", "--pages", *names, "--", str(out)]
    subprocess.run(line, check=True)  # noqa: S603 - our own files


def _bound(request: Any) -> Any:
    """The PDF alone: planned, its index drawn, bound and sealed."""
    from consultations.models import Packet
    from consultations.packet import binding, build, plan
    from consultations.summary.source import load_request

    with binding.begun() as child:
        source = load_request(request)
        entries = plan.plan(source)
        packet = Packet(request=request, version=1, per_sheet=2)
        binder = binding.Binder(
            build.head_of(packet, source, entries),
            entries,
            per_sheet=2,
            summary=request.summaries.get(),
            child=child,
        )
        bound = binding.Bound(request.case_id)
        binder.bind(bound, lambda _per_cent: None)
    bound.finish()
    return bound


def _built(request: Any) -> Any:
    from consultations import services, tasks
    from consultations.models import Packet

    made, _new = services.request_packet(request, by=None, nameless=False, per_sheet=2)
    tasks.build_packet(str(made.pk))
    made = Packet.objects.get(pk=made.pk)
    if made.work != Packet.Work.DONE:
        sys.exit(f"not built: {made.error_code}")
    return made


if __name__ == "__main__" and sys.argv[1:2] == ["worker"]:
    worker(sys.argv[2])
