"""Words by which papers name themselves, in English, Chinese, Russian, Spanish, Arabic, German.

TITLES say what the paper is, TOPICS what it is about. To be approved by the medical lead.
Beginnings of words are enough; small letters.
"""

from __future__ import annotations

TITLES: dict[str, list[str]] = {
    "pathology_report": [
        "(?:surgical |histo ?)?patholog(?:y|ical)(?: consultation)? report",
        "histology report", "cytology report", "biopsy report",
        "病理(?:学)?(?:检查)?(?:诊断)?报告", "病理诊断", "病理檢查報告", "病理报告",
        "(?:пато)?гистологическое (?:исследование|заключение)",
        "патологоанатомическ\\w{1,4} (?:исследован|заключен)",
        "протокол (?:прижизненного )?(?:пато|гисто)",
        "informe (?:de )?(?:anatom[ií]a patol[oó]gica|histopatol[oó]gico|de biopsia|"
        "anatomopatol[oó]gico|citol[oó]gico)",
        "تقرير (?:علم )?(?:الأنسجة|الباثولوجي|التشريح المرضي|الأمراض|الخزعة|باثولوجي)",
        "pathologie(?:befund|bericht)", "histologischer befund", "pathologischer befund",
    ],
    "molecular_report": [
        "(?:molecular|genomic|gene|ngs)(?: \\w{1,12})? report",
        "next.generation sequencing",
        "基因检测(?:报告)?", "基因檢測", "分子病理(?:检测)?报告", "二代测序",
        "молекулярно-генетическ\\w{1,4} исследован", "секвенирован\\w{1,4}",
        "informe (?:molecular|gen[oó]mico|de secuenciaci[oó]n)",
        "estudio (?:molecular|gen[oó]mico)", "secuenciaci[oó]n masiva",
        "تقرير (?:الجينات|الفحص الجيني|التسلسل)", "molekulargenetischer befund",
    ],
    "germline_report": [
        "germline(?: \\w{1,12}){0,2} (?:report|test|panel)",
        "hereditary cancer (?:panel|test)",
        "胚系(?:基因)?检测", "遗传性肿瘤", "遗传咨询",
        "герминальн\\w{1,4} мутац", "наследственн\\w{1,4} (?:рак|опухол|мутац)",
        "l[ií]nea germinal", "panel de c[aá]ncer hereditario", "السرطان الوراثي",
    ],
    "imaging_report": [
        "(?:radiology|imaging|ct|mri|mr|pet.?ct|ultrasound|x.ray|mammography) report",
        "影像(?:学)?(?:诊断|检查)?报告", "(?:ct|mr|mri|磁共振|超声|放射|b超|x线)"
        "(?:检查|诊断)*报告", "影像诊断",
        "протокол (?:кт|мрт|узи|пэт|рентген|ультразвук|компьютерн|магнитн)\\w{0,12}",
        "заключение (?:кт|мрт|узи|пэт)",
        "informe (?:radiol[oó]gico|de (?:tac|tc|rm|resonancia|tomograf[ií]a|ecograf[ií]a|"
        "mamograf[ií]a|imagen(?:es)?))",
        "تقرير (?:الأشعة|أشعة|التصوير|الرنين|السونار|الموجات)", "radiologischer befund",
        "ct-befund", "mrt-befund",
    ],
    "operative_note": [
        "operati(?:ve|on) (?:report|note|record)", "surgical (?:report|note)",
        "手术记录", "手术报告", "手術紀錄", "протокол операции",
        "(?:protocolo|informe|nota) (?:quir[uú]rgic[oa]|operatori[oa]|de operaci[oó]n)",
        "تقرير (?:العملية|عملية|الجراحة|جراحي)", "op-bericht", "operationsbericht",
    ],
    "treatment_summary": [
        "treatment summary", "summary of (?:the )?(?:cancer )?treatment",
        "chemotherapy summary", "治疗(?:总结|小结|经过)", "化疗(?:总结|小结)",
        "сводка лечения", "сведения о (?:проведенном|проведённом) лечении",
        "resumen (?:de|del) tratamiento", "ملخص العلاج",
    ],
    "radiotherapy_summary": [
        "radi(?:otherapy|ation(?: therapy)?)(?: treatment)? (?:summary|report|plan)",
        "放(?:射治)?疗(?:记录|小结|总结|计划)",
        "протокол лучевой терапии", "выписка о лучевой терапии",
        "(?:informe|resumen) de radioterapia", "(?:تقرير|ملخص) العلاج (?:الإشعاعي|الاشعاعي)",
    ],
    "clinic_letters": [
        "(?:clinic|outpatient|oncology) (?:letter|note|visit|consultation)",
        "consultation (?:note|letter|report)", "progress note", "dear dr", "dear doctor",
        "dear colleague", "门诊(?:病历|记录)", "門診病歷",
        "(?:консультаци[яи]|заключение|осмотр|при[её]м) (?:врача.?)?онколог",
        "консультативное заключение", "informe (?:cl[ií]nico|m[eé]dico|de consulta)",
        "nota de (?:consulta|evoluci[oó]n)", "carta de consulta",
        "تقرير (?:طبي|العيادة)", "arztbrief", "ambulanzbrief",
    ],
    "discharge_summary": [
        "discharge (?:summary|letter|report|note)", "出院(?:小结|记录|证明|病历)",
        "出院病歷摘要", "выписной эпикриз", "выписка из", "(?:переводной )?эпикриз",
        "(?:informe|resumen|epicrisis|hoja) de (?:alta|egreso)", "epicrisis",
        "(?:تقرير|ملخص) (?:ال)?خروج", "entlassungs(?:brief|bericht)", "entlassbrief",
    ],
    "lab_results": [
        "(?:laboratory|lab|blood(?: test)?) (?:report|results?)",
        "(?:complete|full) blood count",
        "检验报告", "檢驗報告", "化验单", "血常规", "生化(?:全套|检查|检验)", "肝功能",
        "(?:общий|биохимический|клинический) анализ крови", "результаты? анализ",
        "informe (?:de laboratorio|anal[ií]tico)", "resultados? de laboratorio",
        "an[aá]lisis de sangre", "hemograma", "نتائج (?:المختبر|التحاليل|تحاليل)",
        "تقرير المختبر", "صورة الدم", "تحليل الدم", "laborbefund",
    ],
    "tumour_markers": [
        "tumou?r markers?", "肿瘤标志物", "腫瘤標記", "癌胚抗原",
        "(?:анализ на )?онкомаркер", "marcador(?:es)? tumoral", "دلالات الأورام",
        "tumormarker",
    ],
    "medication_list": [
        "(?:medication|medicines?|drug) list", "(?:current|list of) medica(?:tions|ments)",
        "prescription", "用药(?:清单|记录)", "处方", "список (?:лекарств|препаратов)",
        "рецепт", "(?:lista|relaci[oó]n) de (?:medicamentos|medicaci[oó]n)",
        "receta m[eé]dica", "قائمة الأدوية", "وصفة طبية", "medikationsplan",
    ],
    "comorbidity_records": [
        "echocardio(?:gram|graphy)(?: report)?", "electrocardiogram", "spirometry",
        "(?:lung|pulmonary) function test", "心电图", "超声心动图", "心脏(?:彩超|超声)",
        "肺功能", "эхокардиограф", "электрокардиограмм", "спирометри",
        "ecocardiograma", "electrocardiograma", "espirometr[ií]a",
        "تخطيط (?:صدى )?القلب", "وظائف الرئة",
    ],
    "endoscopy_report": [
        "(?:endoscopy|colonoscopy|gastroscopy|bronchoscopy|cystoscopy)(?: report)?",
        "(?:胃|肠|结肠|支气管|膀胱|内)镜(?:检查)?(?:报告)?",
        "протокол (?:эндоскоп|фгдс|эгдс|колоноскоп|бронхоскоп)",
        "(?:видео)?(?:эзофаго)?(?:гастро|колоно|бронхо)(?:дуодено)?скопи",
        "(?:informe de )?(?:endoscopia|colonoscopia|gastroscopia|broncoscopia)",
        "(?:تقرير )?(?:تنظير|منظار)",
    ],
    "bone_marrow": [
        "bone marrow (?:biopsy|aspirat|report|examination)", "flow cytometry report",
        "骨髓(?:细胞|检查|涂片|穿刺|活检)", "流式细胞", "миелограмм",
        "(?:исследование|пункция|биопсия) костного мозга",
        "(?:biopsia|aspirado|informe) de m[eé]dula [oó]sea", "(?:خزعة|فحص) نخاع العظم",
    ],
    "past_second_opinions": [
        "second opinion", "第二诊疗意见", "второе мнение", "segunda opini[oó]n",
        "رأي (?:طبي )?ثان",
    ],
    "vaccination_infection": [
        "(?:vaccination|immuni[sz]ation) (?:record|card|certificate)",
        "hepatitis (?:b|c|panel|serology)", "乙肝(?:五项|两对半)", "疫苗接种",
        "прививочн\\w{1,5}", "маркеры гепатит", "carn[eé] de vacunaci[oó]n",
        "شهادة التطعيم",
    ],
    "identity": ["passport", "护照", "護照", "паспорт", "pasaporte", "جواز (?:ال)?سفر"],
    "legal_authority": [
        "power of attorney", "授权委托书", "доверенност", "poder notarial",
        "وكالة (?:شرعية|قانونية)",
    ],
    "advance_care": [
        "advance (?:directive|care plan)", "living will", "voluntades anticipadas",
        "预立医疗",
    ],
    "insurance_cost": [
        "insurance (?:policy|card|claim)", "invoice", "保险(?:单|合同)", "发票",
        "费用清单", "страхов(?:ой|ая|ка)", "сч[её]т на оплату",
        "p[oó]liza de seguro", "factura", "فاتورة", "وثيقة (?:ال)?تأمين",
    ],
}  # fmt: skip

TOPICS: dict[str, list[str]] = {
    "pathology_report": [
        "histopatholog", "histolog", "immunohistochem", "biopsy", "microscop", "病理",
        "免疫组化", "гистолог", "иммуногистохим", "биопси", "histopatol", "biopsia",
        "inmunohistoqu", "خزعة", "الأنسجة", "الباثولوجي",
    ],
    "molecular_report": [
        "tumou?r mutational burden", "variant allele", "ngs(?![a-z])", "foundationone",
        "突变", "мутаци", "mutaci[oó]n", "طفرة",
    ],
    "imaging_report": [
        "ct(?![a-z])", "mri(?![a-z])", "pet.?ct", "computed tomography", "ultrasound",
        "magnetic resonance", "mammogra", "bone scan", "x.ray", "chest radiograph",
        "磁共振", "超声", "断层", "骨扫描", "钼靶", "кт(?![а-я])", "мрт(?![а-я])",
        "узи(?![а-я])", "пэт", "томограф", "ультразвуков", "маммограф", "рентген",
        "tac(?![a-z])", "tomograf", "resonancia", "ecograf", "mamograf", "radiograf",
        "أشعة", "الأشعة", "الرنين", "سونار", "مقطعي",
    ],
    "operative_note": [
        "surgery", "operation", "resection", "手术", "операци", "cirug[ií]a", "عملية",
        "جراح",
    ],
    "radiotherapy_summary": [
        "radiotherap", "radiation therapy", "放疗", "放射治疗", "лучев", "radioterap",
        "الإشعاعي",
    ],
    "treatment_summary": ["chemotherap", "化疗", "химиотерап", "quimioterap", "الكيماوي"],
    "discharge_summary": [
        "discharge(?! date)", "出院", "выписк", "alta(?! date)(?![a-z])", "خروج"
    ],
    "lab_results": [
        "blood test", "haemoglobin", "hemoglobin", "leu[ck]ocytes", "creatinine",
        "blood(?![a-z])", "labs?(?![a-z])", "检验", "化验", "验血", "血红蛋白",
        "白细胞", "анализ", "гемоглобин", "лейкоцит", "laboratorio", "hemoglobina",
        "an[aá]lisis", "anal[ií]tica", "تحاليل", "تحليل", "الهيموجلوبين",
    ],
    "tumour_markers": ["ca ?19.9", "ca ?125", "ca ?15.3", "cea(?![a-z])", "рэа(?![а-я])"],
    "medication_list": ["medicines", "medications", "用药", "лекарств", "medicamentos",
                        "الأدوية"],
    "comorbidity_records": ["ecg(?![a-z])", "экг(?![а-я])", "эхокг", "ecg"],
    "endoscopy_report": ["endoscop", "胃镜", "肠镜", "эндоскоп", "фгдс", "منظار"],
    "bone_marrow": ["bone marrow", "骨髓", "костн\\w{1,3} мозг", "m[eé]dula [oó]sea",
                    "نخاع"],
    "clinic_letters": ["letter(?![a-z])", "онколог", "carta(?![a-z])"],
    "vaccination_infection": ["vaccin", "hepatitis", "乙肝", "疫苗", "гепатит", "прививк",
                              "vacuna", "تطعيم"],
    "insurance_cost": ["insurance", "保险", "страхов", "seguro m[eé]dico", "تأمين"],
}  # fmt: skip
