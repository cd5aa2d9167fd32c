"""Names in scripts that are written without spaces between family and given name."""

import re
from typing import Final

from shared.leads import name_words as known
from shared.leads.name_letters import NOBODY, Name

_CJK_FIRM: Final = re.compile(
    "株式会社|有限会社|合同会社|有限公司|股份|集团|集團|公司|医院|醫院|大学|大學|学校|銀行|银行|주식회사|유한회사|합자회사|합명회사|合資会社|合名会社|㈜|센터|병원|협회|法人|事務所|商店|工業|製作所|商会|商社|食堂|薬局|協会|組合|教室|营业部|工作室|商行|科技|网络|網路|贸易|貿易|实业|实業|传媒|广告|咨询|物流|不動産|工務店|歯科|クリニック|サービス|システム|病院|製菓|運輸|建設|電機|産業|化学|酒店|餐厅|饭店"
    "|전자|그룹|건설|은행|물산|자동차|상사|식당|카페|학교|\\(주\\)"
)

_HAN_ONE: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔"
    "钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯康易乔喬赖賴文施洪季"
)
_CJK_HONORIFICS: Final = re.compile(
    r"(?<=.)(?:様|さま|さん|殿|氏|先生|女士|小姐|博士|教授|社長|部長|課長|经理|經理|老师|老師|씨|님|대표|부장|과장|사장|대리|사원|주임|차장|실장|본부장|전무|상무|회장|원장|교수|선생님|박사|변호사|의사|기자|소장|감독|총괄|主任|専務|常務|会長|取締役|課長代理|係長|店長|弁護士|医師|总监|總監|总裁|總裁|董事长|董事長|主管|工程师|工程師|律师|律師|医生|醫生|老板|老闆)님?$"
)

_CJK: Final = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々]")


_HONORIFIC_ALONE: Final = re.compile(
    r"[営营]業部|(?:(?:销售|銷售|市场|市場|采购|採購|产品|項目|项目|技术|技術|财务|財務|人事|运营|業務|营销|高级|副|営業|開発|企画|総務|마케팅|영업|개발|기획|인사)?(?:部)?(?:様|さま|さん|殿|氏|先生|女士|小姐|博士|教授|社長|部長|課長|经理|經理|老师|老師|씨|님|대표|부장|과장|사장|이사|팀장|대리|사원|주임|차장|실장|본부장|전무|상무|회장|원장|교수|선생님|박사|변호사|의사|기자|소장|감독|총괄|主任|専務|常務|会長|取締役|課長代理|係長|店長|弁護士|医師|总监|總監|总裁|總裁|董事长|董事長|主管|工程师|工程師|律师|律師|医生|醫生|老板|老闆))님?"
)


def is_eastern_firm(text: str) -> bool:
    """Whether a text names a firm in an eastern script, in brackets or not."""
    return bool(_CJK_FIRM.search(text))


def is_eastern(text: str) -> bool:
    """Whether the name is to be read in an eastern script; a transcription beside it makes it a spaced one."""
    words = text.split()
    return bool(_CJK.search(text)) and sum(1 for word in words if word.isascii() and len(word) > 1) < 2


def without_eastern(text: str) -> str:
    """A transcribed name without the same one in its own script: "Emily Zhang 张伟"."""
    return " ".join(word for word in text.split() if not _CJK.search(word)) or text


def eastern(text: str) -> Name:
    whole = [word for word in re.split(r"[\s,，、/|-]+", text) if not _HONORIFIC_ALONE.fullmatch(word)]
    addressed = len(whole) == 1 and bool(_CJK_HONORIFICS.search(whole[0]))
    words = [word for word in whole if _CJK.search(word)]
    if len(words) == 1 and len(whole) == 2 and words[0] == whole[0] and whole[1].isalpha():
        return Name(whole[1], whole[0], confidence=0.8)
    words = [bare for word in words if (bare := _CJK_HONORIFICS.sub("", word))]
    if len(words) == 2:
        return Name(words[1], words[0], confidence=0.93)
    if len(words) != 1 or len(words[0]) > 20:
        return Name(" ".join(words[1:]), words[0], confidence=0.6) if words else NOBODY
    if addressed and len(words[0]) == 1:
        return Name("", words[0], confidence=0.8)
    return _unspaced(words[0])


def _unspaced(word: str) -> Name:
    if "\u30fb" in word:  # katakana with a middle dot: a western name in western order
        first, *rest = word.split("\u30fb")
        return Name(first, rest[-1], " ".join(rest[:-1]), confidence=0.9)
    if word in known.HAN_TWO or word in known.HAN_THREE:
        return Name("", word, confidence=0.8)
    if len(word) > 7:
        return NOBODY
    at = _family_length(word)
    return Name(word[at:], word[:at], confidence=0.85) if at < len(word) else Name(word, "", confidence=0.5)


def _family_length(word: str) -> int:
    """How many leading characters are the family name."""
    if re.match(r"[\uac00-\ud7af]", word):
        return 2 if word[:2] in known.HANGUL_TWO and len(word) > 2 else 1
    kana = re.search(r"[\u3040-\u30ff]", word)
    if kana and kana.start() == 0:
        return len(word)
    if kana and kana[0] not in "ノヶケの":
        return kana.start()
    for length, families in ((3, known.HAN_THREE), (2, known.HAN_TWO)):
        if len(word) > length and word[:length] in families:
            return length
    return 1 if len(word) == 2 or (len(word) == 3 and word[0] in _HAN_ONE) else 2
