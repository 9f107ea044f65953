"""Resumable uploads: the tus protocol behind the same door as everything else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from intake import access as intake_access
from intake.models import Case
from records import access, quota, refusals, storage
from records.forms import UploadForm
from records.incoming import EDGE_BYTES
from records.models import Upload
from records.tus import pieces, protocol, turns, whole
from records.tus import uploads as begun
from records.tus.protocol import ProtocolError, answer

View = Callable[..., HttpResponse]
RESULT = "Upload-Result"  # on the last answer: `kept`, or the code of why not


def _in_its_words(view: View) -> View:
    """Says in the words of tus what went wrong; nothing that came before is lost by it."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ProtocolError as error:
            response = answer(error.status, words=str(error))
            if error.status == 412:
                response["Tus-Version"] = protocol.VERSION
            if error.status == 405:
                response["Allow"] = "OPTIONS, POST, HEAD, PATCH, DELETE"
            return _closed(response)

    return spoken


def _closed(response: HttpResponse) -> HttpResponse:
    """The body was not read to its end: the next request needs a new line."""
    response["Connection"] = "close"
    return response


@_in_its_words
def upload_begin(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """POST: a new upload, perhaps with its first piece. OPTIONS: what can be done."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.upload)
    if protocol.asked(request, "POST") == "OPTIONS":
        return protocol.options(quota.largest_bytes())
    upload = _begun(request, case)
    if isinstance(upload, HttpResponse):
        return upload
    response = answer(201, upload)
    # A file that is gone on with stands elsewhere: its next piece comes by itself.
    has_piece = request.content_type == protocol.BODY and not upload.size_bytes
    if has_piece or not upload.length:
        response = _taken(request, upload, 201)
    response["Location"] = reverse("records:upload_go_on", args=[case_id, upload.pk])
    return response


def _begun(request: HttpRequest, case: Case) -> Upload | HttpResponse:
    """The row of a new upload, or one sentence for the person on why there is none."""
    if request.headers.get("Upload-Defer-Length"):
        raise ProtocolError(400, "Say how long the file is: Upload-Length.")
    length = protocol.number(request, "Upload-Length")
    told = protocol.metadata(request)
    typed, born = QueryDict(told.get("form", "")), case.patient.date_of_birth
    form = UploadForm(typed, is_sent=True, born=born)
    if not form.is_valid():
        words = [text for errors in form.errors.values() for text in errors]
        return _closed(answer(422, words="\n".join(words)))
    record = _record_named(request, case, told.get("record", ""))
    try:
        return begun.begin(
            case,
            by=request.user,
            length=length,
            told=told,
            record=record,
            header=_metadata(request),
        )
    except begun.NoRoomError as error:
        return _closed(answer(413, words=refusals.sentence(error.code)))


def _metadata(request: HttpRequest) -> str:
    return request.headers.get("Upload-Metadata", "")


def _record_named(request: HttpRequest, case: Case, text: str) -> str:
    """The id of the record this is to be a page of; behind its own door."""
    if not text:
        return ""
    try:
        pk = uuid.UUID(text)
    except ValueError as error:
        raise ProtocolError(400, "There is no such record.") from error
    record = access.record_for(request.user, case.pk, pk, can=intake_access.upload)
    return str(record.pk)


@_in_its_words
def upload_go_on(
    request: HttpRequest, case_id: uuid.UUID, upload_id: uuid.UUID
) -> HttpResponse:
    """HEAD: how far it is. PATCH: the next piece. DELETE: leave it out."""
    upload = access.upload_for(request.user, case_id, upload_id)
    method = protocol.asked(request, "HEAD", "PATCH", "DELETE")
    if method == "OPTIONS":
        return protocol.options(quota.largest_bytes())
    if method == "HEAD":
        return _how_far(upload)
    if method == "DELETE":
        return _left_out(upload)
    return _gone_on(request, upload)


def _left_out(upload: Upload) -> HttpResponse:
    try:
        begun.leave_out(upload)
    except OSError as error:
        return _not_stored(error)
    return answer(204)


def _gone_on(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.content_type != protocol.BODY:
        raise ProtocolError(415, f"A piece is sent as {protocol.BODY}.")
    if protocol.number(request, "Upload-Offset") != upload.size_bytes:
        raise ProtocolError(409, "The upload stands at another place.")
    if _is_over(upload):
        return _over(upload)
    return _taken(request, upload, 204)


def _is_over(upload: Upload) -> bool:
    return upload.ended_at is not None or upload.expires_at <= timezone.now()


def _over(upload: Upload) -> HttpResponse:
    response = _closed(answer(410, words="This upload has ended."))
    if upload.result:
        response[RESULT] = upload.result
    return response


def _how_far(upload: Upload) -> HttpResponse:
    if _is_over(upload) and not upload.is_whole:
        return _over(upload)
    response = answer(200, upload)
    if upload.is_whole and upload.ended_at is None:
        return _ended(response, upload)  # the answer to its last piece was lost
    if upload.ended_at is not None:
        response[RESULT] = upload.result or "kept"
    response["Upload-Length"] = upload.length
    if upload.metadata:
        response["Upload-Metadata"] = upload.metadata
    return response


def _taken(request: HttpRequest, upload: Upload, status: int) -> HttpResponse:
    """Takes a piece; what came of it before the line broke is kept."""
    length = protocol.body_bytes(request)
    if length > upload.length - upload.size_bytes:
        raise ProtocolError(413, "The piece is longer than the file.")
    with turns.turn() as mine:
        if not mine:
            response = _closed(
                answer(503, words="Many are sending. It goes on in a moment.")
            )
            response["Retry-After"] = "2"
            return response
        before = upload.size_bytes
        piece = pieces.Piece(upload, protocol.checksum(request))
        try:
            pieces.claim(upload)
            piece.receive(request, length)
        except pieces.ClaimLostError as error:
            raise ProtocolError(409, "Somebody else goes on with it.") from error
        except pieces.WrongChecksumError:
            return answer(protocol.CHECKSUM_MISMATCH, upload)
        except OSError as error:
            return _not_stored(error)
    begun.wait_longer(upload)
    if upload.is_whole:
        return _ended(answer(status, upload), upload, piece.sha256)
    if before < EDGE_BYTES <= upload.size_bytes:
        return _looked_at(upload, status)
    return answer(status, upload)


def _looked_at(upload: Upload, status: int) -> HttpResponse:
    """Its first bytes came: what will not be kept is refused now, with its sentence."""
    try:
        code = whole.look_at_head(upload)
    except OSError as error:
        return _not_stored(error)
    if not code:
        return answer(status, upload)
    response = answer(422, upload, words=refusals.sentence(code))
    response[RESULT] = code
    return response


def _ended(response: HttpResponse, upload: Upload, sha256: str = "") -> HttpResponse:
    """All of it came: it becomes a file, or its row says why not."""
    response["Upload-Length"] = upload.length
    try:
        response[RESULT] = whole.end(upload, sha256) or "kept"
    except OSError as error:
        return _not_stored(error)
    return response


def _not_stored(error: OSError) -> HttpResponse:
    """507 for a full disk, 503 while the storage is away: the client may try again."""
    code = storage.why_not(error)
    status = 507 if code == "disk" else 503
    return _closed(answer(status, words=refusals.sentence(code)))
