"""How a cell tells a unit: traditional characters, a title behind the name, two units at once, or none at all."""

from __future__ import annotations

import re

_TRADITIONAL = (
    "無无張张頭头負负劉刘孫孙楊杨許许紹绍"
    "學学業业農农師师醫医藥药電电機机車车輛辆鐵铁鋼钢銀银銅铜鋁铝鎳镍錫锡鋅锌鈦钛礦矿煉炼設设計计製制術术藝艺國国際际華华東东萬万億亿寧宁內内遼辽濱滨慶庆陝陕貴贵雲云廣广灣湾臺台蘇苏漢汉瀋沈鄭郑濟济濰潍煙烟"
    "連连瀘泸烏乌爾尔興兴齊齐區区縣县鄉乡鎮镇莊庄島岛嶺岭廳厅員员會会務务書书記记處处辦办館馆團团總总聯联協协資资產产財财經经貿贸銷销運运輸输質质監监檢检測测驗验證证標标準准認认環环節节氣气熱热風风儲储紡纺"
    "織织絨绒糧粮種种飼饲養养獸兽漁渔園园綠绿態态訊讯網网絡络軟软體体數数據据圖图報报紙纸視视聽听傳传發发開开創创實实應应過过動动衛卫療疗護护復复複复歷历與与為为關关係系評评審审諮咨詢询諾诺範范職职類类專专"
    "屬属層层規规劃划單单價价備备長长門门問问間间閩闽陽阳陰阴陸陆隊队險险難难離离雙双雜杂聖圣聲声變变讓让議议譯译讀读貝贝負负責责購购賽赛軍军載载較较輕轻輝辉輪轮轉转適适選选遠远遷迁邊边鄰邻釀酿鍋锅鍛锻鏈链"
    "鐘钟鑄铸鑒鉴鈉钠鉀钾鋰锂錳锰鎢钨飛飞飯饭飲饮飽饱驅驱馬马駐驻騰腾魚鱼鮮鲜鳳凤鴻鸿鵬鹏鶴鹤麗丽麥麦黃黄點点黨党龍龙歐欧歸归殘残殼壳滿满潔洁潤润澤泽濃浓灤滦爐炉獨独瑪玛瓊琼畫画異异癥症盤盘盧卢睏困礎础禮礼"
    "稱称積积穩稳競竞筆笔篩筛簡简級级紅红純纯納纳細细終终組组結结統统維维綜综練练緊紧線线編编緣缘績绩縱纵繪绘繼继續续羅罗習习聰聪肅肃膠胶膚肤臨临艦舰莖茎蓋盖蔣蒋蕭萧薩萨藍蓝蘭兰蘋苹號号蝦虾衝冲裝装補补觀观"
    "觸触訓训試试詩诗該该誠诚語语說说調调論论謝谢識识譚谭貨货貢贡買买費费賀贺賓宾賴赖贊赞趙赵蹤踪軌轨輔辅辭辞達达遞递遲迟郵邮鄒邹醬酱釋释針针釣钓鈣钙鉛铅鉬钼鈾铀銘铭鋪铺錄录錦锦錶表鍵键鏡镜閉闭閣阁閱阅階阶"
    "陳陈隨随隱隐雞鸡靈灵靜静頁页頂顶項项順顺須须預预領领頻频題题額额顏颜願愿顧顾顯显飄飘餘余駿骏驕骄髒脏鬥斗"
    "偉伟強强傑杰瑩莹穎颖嬌娇鋒锋濤涛瀟潇煒炜燁烨暉晖曉晓昇升樹树棟栋榮荣楓枫權权歡欢淵渊溫温璽玺瑋玮憲宪懷怀愛爱恆恒憶忆揚扬晉晋來来俠侠倫伦儀仪儉俭優优凱凯勳勋勝胜勵励厲厉呂吕嘯啸喬乔嚴严堅坚壽寿夢梦奮奋嫻娴寶宝將将嶽岳崢峥"
    "巖岩帥帅彥彦從从吳吴葉叶龔龚錢钱閻阎鄧邓馮冯韓韩鍾钟賈贾韋韦閔闵聶聂龐庞鄔邬諸诸欒栾魯鲁岡冈剛刚綱纲貞贞禎祯瓏珑璣玑珮佩畢毕祿禄緒绪綺绮縵缦羨羡義义翹翘聞闻腦脑膽胆艷艳葦苇蓮莲蘊蕴蘆芦虛虚裡里親亲詠咏諭谕謙谦謹谨譽誉讚赞"
    "豐丰賢贤賜赐躍跃軒轩遙遥鄺邝鈞钧銳锐錚铮鎧铠鏗铿閃闪閎闳闊阔雋隽霽霁韻韵頌颂馳驰驍骁駱骆鶯莺鷹鹰齡龄"
)
TRADITIONAL = str.maketrans(_TRADITIONAL[::2], _TRADITIONAL[1::2])
NOBODY = re.compile(
    r"^(无|暂无|没有|无单位|无工作单位|否|不详|不便透露|待定|待业|退休|已退休|离退休|离休|自由职业者?|自由人|个体|个体户"
    r"|个人|本人|独立(专家|顾问|撰稿人)|其他|同上|保密|none|na|nil)$"
)
TITLE_TAIL = re.compile(
    r"(\s+((特聘|客座|名誉|二级|三级|正高级?|副高级?|高级|助理|首席|总)?"
    r"(教授|研究员|工程师|经济师|会计师|农艺师|畜牧师|讲师|主任|院长|所长|处长|局长|副?总经理|董事长)|副(教授|研究员|主任|院长|所长)))+$"
)
LABEL = re.compile(r"^(现|所在|工作|现工作|任职|申报|推荐|依托)?单位(名称|全称)?\s*[:：]\s*")
STATUS_TAIL = re.compile(r"(已?(退休|离休|离退休)|返聘|在职)(教师|教授|职工|干部|人员|专家)?$")
STATUS_ENDS = ("退休", "离休", "返聘", "在职", "教师", "教授", "职工", "干部", "人员", "专家")
LONGEST_NOBODY = 10
FORMERLY = re.compile(r"^原(?![州平阳则创材料油])(?=.{4,}$)")
BETWEEN_UNITS = re.compile(r"\s*[/、;]\s*")
WHOLE_UNIT = re.compile(
    r"(大学|学院|研究院|研究所|研究中心|科学院|公司|集团|局|厅|委员会|管委会|协会|学会|商会|事务所|医院|银行|中心|学校|院)$"
)
JOINT = re.compile(r"共建|联合|合作")


def simplified(text: str) -> str:
    """
    Text with simplified characters for the traditional ones.

    Examples
    --------
    >>> simplified("內蒙古農業大學"), simplified("内蒙古大学")
    ('内蒙古农业大学', '内蒙古大学')
    """
    return text if TRADITIONAL.keys().isdisjoint(map(ord, text)) else text.translate(TRADITIONAL)


def units_told(text: str) -> tuple[str, ...]:
    """
    The units a cell names, each without a title behind it; none where it says that there is none.

    Examples
    --------
    >>> units_told("內蒙古工業大學 教授/内蒙古稀土学会")
    ('内蒙古工业大学', '内蒙古稀土学会')
    >>> units_told("退休"), units_told("中国科学院、包头市共建稀土研发中心")
    ((), ('中国科学院、包头市共建稀土研发中心',))
    """
    text = simplified(text).strip()
    if not text.isalnum():
        text = LABEL.sub("", TITLE_TAIL.sub("", text))
    if text.startswith("原") or text.endswith(STATUS_ENDS):
        text = FORMERLY.sub("", STATUS_TAIL.sub("", text)) or text
    if len(text) > LONGEST_NOBODY and text.isalnum():  # nearly every name: one unit and nothing around it
        return (text,)
    if NOBODY.match(re.sub(r"[\s()./]", "", text.casefold())):
        return ()
    parts = tuple(TITLE_TAIL.sub("", part) for part in BETWEEN_UNITS.split(text))
    if len(parts) == 1 or JOINT.search(text) or not all(len(part) > 3 and WHOLE_UNIT.search(part) for part in parts):
        return (text,)
    return parts
