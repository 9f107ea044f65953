"""Takes out of one scan who is on it: DICOM PS3.15, Basic Application Level Profile.

The table of elements is the one of dicom-anonymizer. Beyond the profile: free text goes as a
whole, and no object is let through of which a name may stand in the picture. With options of
the profile: dates and times stay, and so do sex, age, size and weight (docs/decisions/0026).
"""

import hashlib
import hmac
import re
from functools import cache

from records.sandbox.scans import pixels
from records.sandbox.scans.studies import text

EDITION = "dicomfields_2026c"
# Kinds of scan whose pictures come from the machine alone; all others may have words in them.
CLEAR = {"CT", "MR", "PT"}
OVERLAYS, CURVES = range(0x6000, 0x6100), range(0x5000, 0x5100)
GREY = {"MONOCHROME1", "MONOCHROME2"}
DRAWN = {"SECONDARY", "SCREEN SAVE", "OVERLAY", "REPORT", "LOCALIZER_TEXT"}
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"  # pictures of a screen
STAYING = {
    "PatientSex", "PatientAge", "PatientSize", "PatientWeight", "StudyDate", "SeriesDate",
    "AcquisitionDate", "ContentDate", "AcquisitionDateTime", "StudyTime", "SeriesTime",
    "AcquisitionTime", "ContentTime", "RadiopharmaceuticalStartTime",
    "RadiopharmaceuticalStopTime", "RadiopharmaceuticalStartDateTime",
    "RadiopharmaceuticalStopDateTime", "RadiopharmaceuticalInformationSequence",
    "FrameAcquisitionDateTime", "FrameReferenceDateTime", "FrameContentSequence",
}  # fmt: skip
# Text of any other name is a person's own words, or a machine's that a person set up.
TEXTS = {"PN", "LT", "ST", "UT", "UC", "UR", "AE"}
LINES = {"LO", "SH"}
LINES_STAYING = {
    "Manufacturer", "ManufacturerModelName", "CodeValue", "CodingSchemeDesignator",
    "CodeMeaning", "ConvolutionKernel", "PatientID", "RescaleType", "FrameType",
    "CodingSchemeVersion", "Units",
}  # fmt: skip
BYTES = {"OB", "OW", "OF", "OD", "OL", "OV", "UN", "OB or OW"}
# Only these; a table of places of the pictures is made anew or not needed.
PICTURES = {"PixelData", "FloatPixelData", "DoubleFloatPixelData"}
TABLE = "LUTData"
NAMES = ("PatientName", "OtherPatientNames", "PatientBirthName")
NUMBERS = ("PatientID", "OtherPatientIDs", "AccessionNumber", "AdmissionID")
LEAST_OWN, LEAST_DIGITS = 5, 8
SIGNED_AS_NAMELESS = (
    "DICOM PS3.15 Basic Profile; retained: dates, patient characteristics"
)


def why_not(header) -> str:
    """Why an object cannot be made nameless; "" when it can."""
    if text(header, "BurnedInAnnotation", 8).upper() == "YES":
        return "drawn"
    if not header.has_pixels or not text(header, "Rows", 8):
        return "no_image"
    if text(header, "Modality", 16).upper() not in CLEAR:
        return "drawn"
    kinds = {part.strip().upper() for part in _values(header, "ImageType")}
    if kinds & DRAWN or text(header, "SOPClassUID").startswith(CAPTURE):
        return "drawn"
    if text(header, "PhotometricInterpretation", 20).upper() not in GREY:
        return "drawn"
    return "drawn" if _has_overlay(header) else ""


def _values(header, name: str) -> list[str]:
    value = header.get(name) or ""
    return [value] if isinstance(value, str) else list(map(str, value))


def _has_overlay(header) -> bool:
    """Planes of signs over the picture, or curves: words may be drawn in them."""
    groups = {tag.group for tag in list(header.keys())}
    return any(group in OVERLAYS or group in CURVES for group in groups)


def make(dataset, key: bytes, who: str, names: list[str]) -> list[str]:
    """Changes the data set; `key` makes the new UIDs, the same ones for one case.

    A value in which one of the names (in small letters) stands goes, whatever it is. The
    answer: words of the names and numbers this object itself had. Raises ValueError when
    more than the picture may stand where it stands.
    """
    own = names_of(dataset)
    _unpack(dataset)
    # Numbers of digits alone stand by chance in sizes: what keeps one is not written at all.
    _sweep(dataset, key, [*names, *(o for o in own if not o.isdigit())], depth=0)
    pixels.clean(dataset)
    dataset.PatientName = who
    dataset.PatientID = who
    dataset.PatientBirthDate = ""
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = SIGNED_AS_NAMELESS[:64]
    _write_meta(dataset)
    return own


def names_of(header) -> list[str]:
    """What this object itself calls the patient, in small letters; longer words only."""
    told = " ".join(text(header, name, 200) for name in (*NAMES, *NUMBERS))
    words = re.split(r"[\s^=,.]+", told.casefold())
    return sorted({word for word in words if _is_own(word)})


def _is_own(word: str) -> bool:
    """Nothing that numbers of the picture hold by chance, as 00000000."""
    least = LEAST_DIGITS if word.isdigit() else LEAST_OWN
    return len(word) >= least and len(set(word)) > 3


def numbers_of(header) -> list[str]:
    """Numbers by which a hospital finds the patient."""
    return [told for name in NUMBERS if (told := text(header, name, 64))]


def _unpack(dataset) -> None:
    """An object whose elements are packed as a whole is written as others are."""
    from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

    if dataset.file_meta.TransferSyntaxUID == DeflatedExplicitVRLittleEndian:
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian


def _write_meta(dataset) -> None:
    """The head of the file anew: what wrote it says where it was written."""
    from pydicom.dataset import FileMetaDataset

    old, meta = dataset.file_meta, FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.get("SOPClassUID", "")
    meta.MediaStorageSOPInstanceUID = dataset.get("SOPInstanceUID", "")
    meta.TransferSyntaxUID = old.TransferSyntaxUID
    dataset.file_meta = meta
    dataset.preamble = b"\0" * 128


def _sweep(dataset, key: bytes, names: list[str], depth: int) -> None:
    """Each element by its rule; then what is inside those that stay."""
    if depth > 20:
        raise ValueError("too deep")
    rules, repeating = _rules()
    for element in list(dataset):
        tag = element.tag
        if tag.is_private or _is_repeating(tag, repeating):
            del dataset[tag]
            continue
        if element.VR == "UI":
            if element.keyword not in _UIDS_OF_STANDARD:
                element.value = _replaced(element.value, key)
            continue
        if element.keyword in PICTURES and depth == 0:
            continue
        if element.keyword == TABLE and depth:
            pixels.check_table(dataset)
            continue
        if _goes(element, rules) or _tells(element, names):
            del dataset[tag]
        elif element.VR == "SQ":
            for item in element.value:
                _sweep(item, key, names, depth + 1)


# They name a part of the standard, not a thing at a hospital.
_UIDS_OF_STANDARD = {
    "SOPClassUID", "ReferencedSOPClassUID", "TransferSyntaxUID", "MediaStorageSOPClassUID",
    "CodingSchemeUID", "ContextUID", "MappingResourceUID", "ContextGroupExtensionCreatorUID",
}  # fmt: skip


def _goes(element, rules: set[int]) -> bool:
    keyword = element.keyword
    if not keyword:
        return True  # no element of the standard
    if keyword in STAYING:
        return False
    if int(element.tag) in rules or element.VR in TEXTS:
        return True
    if element.VR in BYTES or keyword == TABLE:
        return True
    return element.VR in LINES and keyword not in LINES_STAYING


def _tells(element, names: list[str]) -> bool:
    if element.VR == "SQ" or element.VR in BYTES:
        return False
    said = str(element.value).casefold()
    return any(name in said for name in names)


def _is_repeating(tag, repeating) -> bool:
    return any(
        tag.group & rule[2] == rule[0] & rule[2]
        and tag.element & rule[3] == rule[1] & rule[3]
        for rule in repeating
    )


@cache
def _rules() -> tuple[set[int], tuple]:
    """Every element the profile takes out, empties or replaces: here all of them go."""
    from dicomanonymizer.simpledicomanonymizer import initialize_actions

    actions = initialize_actions(EDITION)
    single = {(tag[0] << 16) + tag[1] for tag in actions if len(tag) == 2}
    return single, tuple(tag for tag in actions if len(tag) > 2)


def _replaced(value, key: bytes):
    if value is None or value == "":
        return value
    if isinstance(value, str):
        return new_uid(value, key)
    return [new_uid(str(one), key) for one in value]


def new_uid(old: str, key: bytes) -> str:
    """The same for the same UID in one case, and telling nothing of it."""
    digest = hmac.new(key, old.encode(), hashlib.sha256).digest()
    return f"2.25.{int.from_bytes(digest[:16], 'big')}"
