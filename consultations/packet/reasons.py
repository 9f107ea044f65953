"""Why something does not lie in the packet: one pair of sentences for each reason.

They are printed as they stand, in the two languages of the team's papers, and in the table of
the zip in English.
"""

from __future__ import annotations

from enum import Enum

from django.utils.safestring import SafeString

from consultations.summary import texts


class Reason(Enum):
    REMOVED = "家属已撤下", "taken away by the family"
    NOT_CLINICAL = (
        "非临床资料，留在协调处",
        "not a clinical paper: it stays at the desk",
    )
    GENES = "基因检测未同意提供", "a gene test whose sending nobody agreed to"
    NO_FILE = "没有文件", "no file came with it"
    TAKEN_AWAY = "该页已撤下", "this page was taken away"
    EARLIER = "旧版，已有新版替代", "an earlier version: a newer one stands in for it"
    REFUSED = "收件时未予保留", "not kept when it came in"
    CHECKING = "检查尚未完成", "the check of it is not finished"
    READING = "影像正在读取", "its scans are still being read"
    CHOOSE = (
        "其中有多人的影像，尚未确认患者",
        "scans of several people, and nobody said who is the patient",
    )
    OTHERS = "其中有他人的影像", "scans of somebody else lie in it, too"
    WAITS = (
        "页面正在准备，请稍后重新生成",
        "its pages are being made: build again later",
    )
    PASSWORD = (
        "有密码，无法在此阅读，见压缩包",
        "has a password: not readable here, see the zip",
    )
    UNREADABLE = "无法在此阅读，见压缩包", "not readable here, see the zip"
    NO_PICTURES = "影像图片未能绘出，见压缩包", "no image could be drawn, see the zip"
    # Of the packet without names.
    MAY_NAME = "可能显示姓名，未列入", "left out: it may show the name"
    SCAN_MAY_NAME = (
        "影像上可能有姓名，未列入",
        "images left out: a name may be drawn in them",
    )
    NO_IMAGE = (
        "报告等非图像对象，未列入",
        "reports and other objects without an image left out: they may show the name",
    )
    SCAN_BROKEN = "无法读取，未列入", "left out: it could not be read"

    @property
    def words(self) -> SafeString:
        return texts.bi(*self.value)

    @property
    def english(self) -> str:
        return self.value[1]
