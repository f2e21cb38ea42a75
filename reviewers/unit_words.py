"""The words of Chinese unit names: legal endings, official contractions, bare kinds that name nobody in particular."""

from __future__ import annotations

import re

LEGAL_FORM = re.compile(r"(股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司)")
SHARES_TAIL = re.compile(r"(?<=..)股份$")
COMPANY_TAIL = re.compile(r"(?<!分)(?<!子)(总公司|公司)$")
GROUP_COMPANY = re.compile(r"集团(总公司|公司)$")
BRACKETS = re.compile(r"\(([^()]*)\)")
NOISE = re.compile(r"[\s\u200b-\u200f\ufeff·•・.,,。、;:;:'\"“”‘’《》<>_\-–—~*/\\]+")
DROPPED_BRACKETS = frozenset(
    {
        "盖章",
        "公章",
        "章",
        "签章",
        "本级",
        "机关",
        "筹",
        "有限合伙",
        "普通合伙",
        "个人独资",
        "特殊普通合伙",
        "本部",
        "总部",
        *("退休", "已退休", "离退休", "返聘", "退休返聘", "在职", "兼职", "挂职", "借调", "外聘", "特聘", "特聘教授"),
        *("教授", "副教授", "研究员", "博导", "硕导", "博士生导师", "硕士生导师", "研究生导师", "博士后"),
    }
)
OTHER_NAME_MARK = re.compile(
    r"^(原名为?|原为|原称|原|曾用名|旧称|前身为?|又名|又称|别名|别称|以下简称|简称|下称|即)[:：]?"
)
FORMER_MARKS = ("原", "曾用名", "旧称", "前身")

# Long official words and the short form the same office writes of itself; applied longest first, on both sides alike.
CONTRACTIONS = tuple(
    sorted(
        {
            "工业和信息化": "工信",
            "工业与信息化": "工信",
            "经济和信息化": "经信",
            "发展和改革": "发改",
            "发展与改革": "发改",
            "科学技术厅": "科技厅",
            "科学技术局": "科技局",
            "科学技术委员会": "科技委",
            "人力资源和社会保障": "人社",
            "市场监督管理": "市场监管",
            "管理委员会": "管委会",
            "发改委员会": "发改委",
            "发展和改革委员会": "发改委",
            "发展改革委员会": "发改委",
            "发展改革委": "发改委",
            "国有资产监督管理委员会": "国资委",
            "工业和信息化委员会": "工信委",
            "经济和信息化委员会": "经信委",
            "人民政府": "政府",
            "行政公署": "行署",
            "高新技术产业开发区": "高新区",
            "高新技术开发区": "高新区",
            "高新技术产业园区": "高新园区",
            "经济技术开发区": "经开区",
            "中国科学院": "中科院",
            "社会科学院": "社科院",
            "农业科学院": "农科院",
            "林业科学研究院": "林科院",
            "科学技术大学": "科大",
            "科技大学": "科大",
            "工业大学": "工大",
            "农业大学": "农大",
            "师范大学": "师大",
            "财经大学": "财大",
            "医科大学": "医大",
            "民族大学": "民大",
            "林业大学": "林大",
            "交通大学": "交大",
            "师范学院": "师院",
            "第一附属医院": "一附院",
            "第二附属医院": "二附院",
            "附属第一医院": "一附院",
            "附属第二医院": "二附院",
            "附属医院": "附院",
            "附属中学": "附中",
        }.items(),
        key=lambda pair: -len(pair[0]),
    )
)
CONTRACTION_PATTERN = re.compile("|".join(long for long, _ in CONTRACTIONS))
CONTRACTED = dict(CONTRACTIONS)

# Kinds without a place or a proper name; alone they say what, not who, and need the owner's region beside them.
BARE_KIND = re.compile(
    r"^(旗|县|区|市|盟|省|自治区|国家)?"
    r"((工信|经信|发改|科技|财政|教育|商务|统计|市场监管|生态环境|应急管理|农牧|农业农村|自然资源|人社)(和[^和]{2,4})?(厅|局|委)"
    r"|政府|管委会|(高新|经开|开发|工业园|园|产业园|示范)区(管委会)?|工业园(管委会)?|产业园(管委会)?|国资委|大学城"
    r"|(人民|中心|中医|蒙医|妇幼保健|附属|附)(医)?院|第?[一二三四五六七八九十]+(人民)?(医院|中学|小学|附院)|[一二三]院|[一二三四五六七八九十]+中|一附院|二附院|附院|附中"
    r"|医学院|工大|农大|师大|财大|医大|民大|科大|交大|林大|师院|大学|学院|研究院|研究所|设计院|总公司|公司|集团"
    r"|中小企业(公共)?服务(中心|局)|行业协会|商会|协会|党校|农科院|社科院|科学院|技术监督局|信息中心|质检院)$"
)

# What a part of a body is called; such a tail behind the name of a body makes the whole a part of it.
PART_TAIL = (
    r"(学院|书院|学部|系|部|处|科|室|所|研究院|研究生院|分院|分校|分所|中心|分中心|分公司|子公司|公司|支行|分行|实验室|附院|附属[^附]*|附中|办事处|代表处|办公室"
    r"|工厂|分厂|厂|车间|事业部|出版社|教研室|大队|支队|站|院区|校区|科技园|产业园|医院|幼儿园|基地|智库|集团|局|队|园|院|矿|杂志社|图书馆|工会|团委|校友会|基金会|^[东西南北新老]区)$"
)
NOT_A_PART = re.compile(r"^(路|城|生|街|道|村|桥|镇|站|与|和|及|联合)")
# 中心医院 and 中心支行 are no parts of a 中心, 医院管理中心 is none of a 医院.
NOT_A_HEAD = re.compile(
    r"中心\|(医院|支行|血站|小学|中学|学校|幼儿园|城|商务|广场|卫生院|敬老院|站|粮库|市场)|医院\|(管理|协会|建设)|银行\|(业|间)"
)
HEAD = re.compile(
    r"^(?:工业和信息化|科学技术|科技|教育|农业农村|自然资源|生态环境|交通运输|水利|商务)部"
    r"|股份有限责任公司|股份有限公司|有限责任公司|有限公司|集团公司|总公司|(?<!分)(?<!子)公司|集团"
    r"|大学|科学院|学院|研究院|研究所|医院|设计院|委员会|管委会|政府|事务所|银行|协会|中心|厅|局"
)

# Universities of one name that are not one university, whatever the bracket says.
SEPARATE_CAMPUSES = ("中国石油大学", "中国地质大学", "中国矿业大学")
CAMPUS = re.compile(r"^([^()]*大学)\([^()]{2,4}\)$")

# A firm's office in another place carries the place in brackets before the word for its trade.
FIRM_OFFICE = re.compile(r"^([^()]+)\([^()]{2,5}\)(律师事务所|会计师事务所|税务师事务所)$")

# A zone, and the rank that some write into its name.
ZONE = re.compile(r"(管委会|高新区|经开区|开发区|保税区|示范区|高新园区|产业园区?|工业园区?)$")
ZONE_RANK = re.compile(r"(?<=..)国家级?(?=.{2,})")

# Bodies so wide that sharing one of them above says nothing; the organiser may add more.
UMBRELLAS = (
    *("中国科学院", "中国社会科学院", "中国工程院", "中国农业科学院", "国家电网有限公司", "中国石油天然气集团有限公司"),
    *("国务院", "国务院国有资产监督管理委员会", "中国科学技术协会", "中国机械工业联合会"),
)
AUTHORITY_TAIL = re.compile(r"(政府|厅|局|部|委|委员会|国资委|管委会|办公室|党委|开发区|高新区|经开区)$")

# Words too common to be anybody's short name.
COMMON_BRANDS = frozenset(
    (
        *(
            "中国",
            "国家",
            "全国",
            "北方",
            "南方",
            "东方",
            "西部",
            "东部",
            "华北",
            "华东",
            "华南",
            "西北",
            "东北",
            "中华",
        ),
        *(
            "北京",
            "上海",
            "内蒙",
            "蒙西",
            "蒙东",
            "草原",
            "黄河",
            "长城",
            "长江",
            "新华",
            "华夏",
            "稀土",
            "能源",
            "电力",
        ),
        *("新材料", "化工", "农牧业", "乳业", "矿业", "煤炭", "钢铁", "科技", "技术", "工业", "投资", "建设", "发展"),
        *("创新", "绿色", "数字", "智能", "信息", "生态", "环保", "金融"),
    )
)
INSTITUTION_TAIL = re.compile(
    r"(大学|学院|医院|中学|小学|学校|研究院|研究所|科学院|[厅局委部]|政府|管委会|中心|协会|学会|商会|银行|事务所|院|所|会|区|[工农师财医民科交林]大)$"
)
