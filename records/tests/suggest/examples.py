"""What stands on a paper or in a name, and what a careful reader would suggest of it.

`dates`: values in the order of the buttons; two readings of one date are a question, none is
silence. What is expected was written by hand and is never changed to suit the rules. Those
below UNSEEN were added when the rules stood; one fault they showed ("since" was found in
"sincerely") was mended then.
"""

# ruff: noqa: E501 - papers in scripts that count double
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    language: str
    text: str
    dates: tuple[str, ...]
    kind: str = ""
    is_name: bool = False


def _paper(language: str, text: str, *dates: str, kind: str = "") -> Example:
    return Example(language, text, dates, kind)


def _name(language: str, text: str, *dates: str, kind: str = "") -> Example:
    return Example(language, text, dates, kind, is_name=True)


EXAMPLES = [
    # English
    _paper(
        "English",
        "SURGICAL PATHOLOGY REPORT\nDOB: 04/03/1961\nCollected: 01 Oct 2026\n"
        "Reported: 04 Oct 2026\nPrinted: 05 Oct 2026",
        "2026-10-01",
        kind="pathology_report",
    ),
    _paper(
        "English",
        "CT Report\nExam date: 02/10/2026\nComparison: CT 03/04/2025",
        "2026-10-02",
        "2026-02-10",
        kind="imaging_report",
    ),
    _paper(
        "English",
        "MRI report. Date of examination: 10/23/2026",
        "2026-10-23",
        kind="imaging_report",
    ),
    _paper(
        "English",
        "Discharge Summary\nDate of admission: 12 March 2026\n"
        "Date of discharge: 18 March 2026",
        "2026-03-12/2026-03-18",
        kind="discharge_summary",
    ),
    _paper(
        "English",
        "Clinic letter\n2 October 2026\nDear Dr Smith, I saw this lady today.",
        "2026-10-02",
        kind="clinic_letters",
    ),
    _paper(
        "English",
        "Treatment summary: six cycles from January 2026 to June 2026",
        "2026-01/2026-06",
        kind="treatment_summary",
    ),
    _paper(
        "English",
        "NGS report\nSample collected: 2026-09-01\nDate of report: 2026-09-20",
        "2026-09-20",
        kind="molecular_report",
    ),
    _paper(
        "English",
        "Radiotherapy summary, 3-28 August 2026",
        "2026-08-03/2026-08-28",
        kind="radiotherapy_summary",
    ),
    _paper(
        "English",
        "Lab report\nDrawn on Sept. 5th, 2026",
        "2026-09-05",
        kind="lab_results",
    ),
    _paper("English", "Date of birth: 02/10/1961"),
    _paper("English", "Valid until 31/12/2025. Version 02.10.2024"),
    _paper("English", "Date of report: 31.02.2026"),
    _paper("English", "Ref 115/10/02, tel. 030-12-10, dose 2.5-3.5"),
    _paper(
        "English",
        "Operation note\nOperation date: 02-OCT-26",
        "2026-10-02",
        "2002-10-26",
        kind="operative_note",
    ),
    _paper(
        "English",
        "Seen 1 May 2026. Seen 3 May 2026.",
        "2026-05-01",
        "2026-05-03",
    ),
    _name(
        "English",
        "CT report 02-10-2026.pdf",
        "2026-10-02",
        "2026-02-10",
        kind="imaging_report",
    ),
    _name("English", "2026-10-02_blood_test.pdf", "2026-10-02", kind="lab_results"),
    _name(
        "English",
        "Discharge summary 13102026.pdf",
        "2026-10-13",
        kind="discharge_summary",
    ),
    _name(
        "English", "pathology report Oct 2026.pdf", "2026-10", kind="pathology_report"
    ),
    _name("English", "scan0001.pdf"),
    _name("English", "IMG_20250102_101112.jpg", "2025-01-02"),
    _name("English", "WhatsApp Image 2025-01-02 at 10.11.12.jpeg", "2025-01-02"),
    _paper("English", "Date of exam: 12.3.26", "2026-03-12", "2012-03-26"),
    _paper("English", "Dose 12.3.26, batch 2.10.25"),
    _paper("English", "Exam date 20260312", "2026-03-12"),
    _paper("English", "Patient no. 20260312"),
    _paper("English", "Seen on 3/IX/2026", "2026-09-03"),
    _paper("English", "Admitted 28 Feb - 3 March 2026", "2026-02-28/2026-03-03"),
    _paper("English", "Inpatient 28 Dec to 3 January 2026", "2025-12-28/2026-01-03"),
    _paper(
        "English",
        "CT report, 2 October 2026. Compared with the CT of the chest dated 3 April 2025",
        "2026-10-02",
        kind="imaging_report",
    ),
    # Chinese
    _paper(
        "Chinese",
        "病理报告单\n出生日期：1968年3月4日\n标本采集日期：2026年10月1日\n报告日期：2026年10月4日",
        "2026-10-01",
        kind="pathology_report",
    ),
    _paper(
        "Chinese",
        "出院小结\n入院日期：2026年9月12日  出院日期：2026年9月20日",
        "2026-09-12/2026-09-20",
        kind="discharge_summary",
    ),
    _paper(
        "Chinese",
        "CT检查报告单\n检查日期：2026-10-02\n打印日期：2026-10-05",
        "2026-10-02",
        kind="imaging_report",
    ),
    _paper(
        "Chinese",
        "检验报告\n采集时间：2026/10/02 08:15",
        "2026-10-02",
        kind="lab_results",
    ),
    _paper(
        "Chinese",
        "手术记录\n手术日期：二〇二六年十月二日",
        "2026-10-02",
        kind="operative_note",
    ),
    _paper(
        "Chinese",
        "基因检测报告\n报告日期：2026.10.02",
        "2026-10-02",
        kind="molecular_report",
    ),
    _paper(
        "Chinese",
        "胃镜检查报告 ２０２６年１０月２日",
        "2026-10-02",
        kind="endoscopy_report",
    ),
    _paper("Chinese", "民國115年10月2日 檢驗報告", kind="lab_results"),
    _paper("Chinese", "出生日期：1968-03-04"),
    _name(
        "Chinese", "病理报告2026年10月2日.pdf", "2026-10-02", kind="pathology_report"
    ),
    _name("Chinese", "20261002血常规.jpg", "2026-10-02", kind="lab_results"),
    _name("Chinese", "微信图片_20250102101112.jpg", "2025-01-02"),
    _paper("Chinese", "检查日期：20260312 检查号 20260399", "2026-03-12"),
    # Russian
    _paper(
        "Russian",
        "Выписной эпикриз\nДата рождения: 12.03.1960\n"
        "Находилась на лечении с 02.10.2026 по 10.10.2026",
        "2026-10-02/2026-10-10",
        kind="discharge_summary",
    ),
    _paper(
        "Russian",
        "Гистологическое исследование № 115\nДата взятия материала: 02.10.2026\n"
        "Дата выдачи: 06.10.2026",
        "2026-10-02",
        kind="pathology_report",
    ),
    _paper(
        "Russian",
        "Протокол МРТ\nДата исследования: 2 октября 2026 г.\nВ сравнении с 03.04.2025",
        "2026-10-02",
        kind="imaging_report",
    ),
    _paper(
        "Russian", "Общий анализ крови от 02.10.2026", "2026-10-02", kind="lab_results"
    ),
    _paper("Russian", "Иванова М. И., 12.03.1960 г.р."),
    _paper("Russian", "Следующая явка: 02.11.2026"),
    _paper(
        "Russian",
        "Протокол операции\nДата операции: 02.10.26",
        "2026-10-02",
        "2002-10-26",
        kind="operative_note",
    ),
    _name(
        "Russian", "Биопсия 2 октября 2026.pdf", "2026-10-02", kind="pathology_report"
    ),
    _name("Russian", "КТ 02.10.2026.pdf", "2026-10-02", kind="imaging_report"),
    _name("Russian", "выписка октябрь 2026.pdf", "2026-10", kind="discharge_summary"),
    _paper("Russian", "Дата операции: 3.9.26", "2026-09-03", kind="operative_note"),
    _paper("Russian", "Находился с 3.IX.2026 по 12.IX.2026", "2026-09-03/2026-09-12"),
    # Spanish
    _paper(
        "Spanish",
        "Informe de anatomía patológica\nFecha de nacimiento: 12/03/1960\n"
        "Fecha de la toma: 23/09/2026\nFecha del informe: 01/10/2026",
        "2026-09-23",
        kind="pathology_report",
    ),
    _paper(
        "Spanish",
        "Informe de alta\nFecha de ingreso: 13/03/2026\nFecha de alta: 18/03/2026",
        "2026-03-13/2026-03-18",
        kind="discharge_summary",
    ),
    _paper(
        "Spanish",
        "Informe de TAC\nFecha del estudio: 02/10/2026",
        "2026-10-02",
        "2026-02-10",
        kind="imaging_report",
    ),
    _paper(
        "Spanish", "Hemograma\n2 de octubre de 2026", "2026-10-02", kind="lab_results"
    ),
    _paper(
        "Spanish",
        "Radioterapia: del 3 de agosto de 2026 al 28 de agosto de 2026",
        "2026-08-03/2026-08-28",
        kind="radiotherapy_summary",
    ),
    _paper("Spanish", "Próxima visita: 02/10/2026"),
    _name(
        "Spanish",
        "Análisis de sangre 2 de octubre de 2026.pdf",
        "2026-10-02",
        kind="lab_results",
    ),
    _name(
        "Spanish", "colonoscopia_2026-10-02.pdf", "2026-10-02", kind="endoscopy_report"
    ),
    # Arabic and Persian
    _paper(
        "Arabic",
        "تقرير الأشعة\nتاريخ الميلاد: ١٢/٠٣/١٩٦٠\nتاريخ الفحص: ٢٣/٠٩/٢٠٢٦",
        "2026-09-23",
        kind="imaging_report",
    ),
    _paper(
        "Arabic",
        "تاريخ التقرير: ٢/١٠/٢٠٢٦",
        "2026-10-02",
        "2026-02-10",
    ),
    _paper(
        "Arabic",
        "تقرير خروج\nبتاريخ ٢ أكتوبر ٢٠٢٦",
        "2026-10-02",
        kind="discharge_summary",
    ),
    _paper(
        "Arabic", "تحليل الدم\n٢ تشرين الأول 2026", "2026-10-02", kind="lab_results"
    ),
    _paper("Arabic", "التاريخ: ٢٠/٠٤/١٤٤٨ هـ"),
    _paper("Arabic", "التاريخ: ٢٠/٠٤/١٤٤٨ هـ الموافق ٢٠٢٦/١٠/٠٢ م", "2026-10-02"),
    _paper("Arabic", "تاريخ التقرير: ٠٢/١٠/٢٦"),
    _name("Arabic", "تقرير الأشعة ٢٠٢٦-١٠-٠٢.pdf", "2026-10-02", kind="imaging_report"),
    _paper("Persian", "تاریخ گزارش: ۱۴۰۵/۰۷/۱۰"),
    _paper("Persian", "۲۰۲۶/۱۰/۰۲", "2026-10-02"),
    # Others
    _paper("Thai", "วันที่ 2 ตุลาคม 2569"),
    _paper("Thai", "วันที่ 02/10/2569"),
    _paper("Amharic", "ቀን 02/10/2018"),
    _paper(
        "German",
        "Histologischer Befund vom 02.10.2026\ngeb. 12.03.1960",
        "2026-10-02",
        kind="pathology_report",
    ),
    # UNSEEN
    _paper(
        "English",
        "St. Mary's Hospital\nDepartment of Radiology\nPatient: J. Doe  MRN 2026100212\n"
        "PET/CT whole body\nStudy date 10 Sep 2026  Report date 12 Sep 2026\n"
        "Clinical history: biopsy in March 2026",
        "2026-09-10",
        kind="imaging_report",
    ),
    _paper(
        "English",
        "Memorial Laboratory\nName John Doe  Sex M  Born 1 Feb 1958\nSpecimen: blood\n"
        "Received 09/14/2026  Reported 09/15/2026\nHemoglobin 12.1 g/dL  CEA 3.2",
        "2026-09-15",
        kind="lab_results",
    ),
    _paper(
        "English",
        "Echocardiography report\nDate: 5/6/2026\nLVEF 60 %",
        "2026-06-05",
        "2026-05-06",
        kind="comorbidity_records",
    ),
    _paper(
        "English",
        "To whom it may concern\nThe above patient was diagnosed in 2024 and is under my care.\n"
        "Yours sincerely, 14th September 2026",
        "2026-09-14",
        kind="clinic_letters",
    ),
    _paper(
        "English",
        "Chemotherapy record\nC1D1 02.03.2026 C2D1 23.03.2026 C3D1 13.04.2026",
        "2026-03-02",
        "2026-03-23",
        "2026-04-13",
        kind="treatment_summary",
    ),
    _name(
        "English", "John Doe path 9-14-26.pdf", "2026-09-14", kind="pathology_report"
    ),
    _name("English", "Screenshot 2026-11-29 at 21.10.33.png"),
    _paper(
        "Chinese",
        "某某大学附属肿瘤医院\n超声检查报告单\n姓名：李四 年龄：60岁 送检日期：\n检查时间：2026-09-14 09:32\n"
        "报告医师：王五 审核时间：2026-09-14 11:05",
        "2026-09-14",
        kind="imaging_report",
    ),
    _paper(
        "Chinese",
        "门诊病历\n就诊日期 2026年9月14日\n患者于2025年3月确诊，术后化疗6周期。",
        "2026-09-14",
        kind="clinic_letters",
    ),
    _name("Chinese", "出院记录(2026.9.14).pdf", "2026-09-14", kind="discharge_summary"),
    _paper(
        "Russian",
        "ГБУЗ Онкологический диспансер\nЗаключение онколога\n14 сентября 2026 года\n"
        "Жалобы: нет. Анамнез: в 2024 году операция.",
        "2026-09-14",
        kind="clinic_letters",
    ),
    _paper(
        "Russian",
        "ИММУНОГИСТОХИМИЧЕСКОЕ ИССЛЕДОВАНИЕ № 4571/26\nФИО: Петрова А. А.\n"
        "Дата поступления материала: 10.09.2026\nДата ответа: 14.09.2026",
        "2026-09-10",
        kind="pathology_report",
    ),
    _paper(
        "Spanish",
        "HOSPITAL GENERAL\nResonancia magnética de pelvis\nPaciente: A. B., 61 años\n"
        "Realizado: 14-sep-2026",
        "2026-09-14",
        kind="imaging_report",
    ),
    _name("Spanish", "mamografia sept 2026.jpg", "2026-09", kind="imaging_report"),
    _paper(
        "Arabic",
        "مستشفى السلام\nتقرير طبي\nالاسم: مريم أحمد\nحررت في ١٤ سبتمبر ٢٠٢٦",
        "2026-09-14",
        kind="clinic_letters",
    ),
    _name("Arabic", "تحاليل 14-9-2026.pdf", "2026-09-14", kind="lab_results"),
    _paper("Russian", "Дата: «12» марта 2026 г.", "2026-03-12"),
    _name("English", "MRI_brain_2026_03_12.pdf", "2026-03-12", kind="imaging_report"),
]
