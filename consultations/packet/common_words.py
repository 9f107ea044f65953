"""Words beside names and in names of places that say nothing of who it is; folded."""

_TITLES = """
doctor dr dra frau herr madame md miss mister mlle mme
monsieur mr mrs ms mx paciente patient patientin phd prof professor senor senora
senorita sr sra srta больная больного больнои врач г-жа г-н гжа гн господин госпожа
д-р доктор др мырза пациент пациентка пациентке пациентки проф профессор тов товарищ
ханым الدكتور الدكتوره السيد السيده دكتور دكتوره คณ นาง นางสาว นาย หมอ
"""
_COMMON = """
about all also and anterior antes antiguo antiguos any apellido apellidos archive
are as auf avant before birth both but called card casada center central centre
certificate changed city clinic clinica clinics como con current das del department
der des diagnostic diagnostics die different document documentos documents earlier
ella english family father fille first for former formerly from fruher fruherer full
geb geboren geborene given had has have health her him his home hospital hospitals
how id identity imaging in institute is it jeune klinik klinikum known lab
laboratories laboratory labs las last later latin les letters like llamada llamado
los maiden mariage marriage married may medical middle mit mother name named namen
names national nee new nickname nom nombre not now of off office often old older on
once oncology one only or other our out papeles paper papers para pasaporte passport
pathology people please prenom previous previously private public que radiology
records regional report reports russian same script second see she short sin since
soltera some sometimes spelled spelling spelt state still sur surgery surname
tambien that the their then there they this to town two una und unit university
until used ward was were when which with without write written years you your архив
аты больница больнице больницы брака браке бумагах бывшая был была было бұрынғы
выписках городская девичьеи девичья диспансер до документ документам документах
документы его еи замужем замужества зовут или имена именем имени имя институт как
клиника клинике клиники лаборатории лаборатория латиницеи на называют новая новое
областная она они онкодиспансер отделение отчества отчество паспорт паспорте
паспорту патология пишется по поликлиника поликлинике после прежнеи прежняя при
ранее раньше рождении справках старая старое старые старых также тегі тоже фамилиеи
фамилии фамилию фамилия центр центральная это اسم الاسم المستشفى جواز عياده مختبر
مستشفى
"""
TITLES = set(_TITLES.split())
TITLES_HAN = {
    "女士", "先生", "小姐", "太太", "夫人", "医生", "醫生", "医师", "醫師", "大夫", "主任",
    "教授", "老师", "老師", "护士", "護士", "阿姨", "叔叔", "奶奶", "爷爷", "院长", "院長",
    "同志", "患者", "某某", "某", "氏", "博士", "さん", "様", "씨",
}  # fmt: skip
COMMON = TITLES | set(_COMMON.split())
COMMON_HAN = {
    "曾用名", "原名", "又名", "旧名", "姓名", "名字", "本名", "小名", "别名", "艺名", "护照",
    "身份证", "病历", "资料", "报告", "文件", "以前", "之前", "婚前", "结婚", "中文", "英文",
    "拼音", "写作", "写成", "写为", "上的", "上面", "旧的", "也叫", "叫做", "现在", "有时",
    "她的", "他的", "我的", "名为", "名是", "她", "他", "的", "是", "在", "叫", "为", "和",
    "或", "旧", "上", "也", "姓", "名", "用",
    "医院", "醫院", "诊所", "实验室", "化验室", "病理科", "放射科", "检验科", "门诊", "家",
}  # fmt: skip
