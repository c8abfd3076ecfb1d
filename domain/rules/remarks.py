"""What in a message is no goods: greetings, days, addresses, telephone numbers, prices, wishes."""

import re

_DAY = (
    r"(?:今天|今日|今晚|听日|明天|明日|明早|明晚|后天|大后天|(?:这|本|下下?)?(?:周|星期|礼拜)[一二三四五六日天末]|"
    r"\d{1,2}月\d{1,2}[号日]?|(?<![\d.])\d{1,2}[./]\d{1,2}(?=[要送到前])|"
    r"\d{1,2}[号日](?=[前要送到发之以上下早晚]|\s*$)|月底|月初|年前|节前)"
)
_PART = r"(?:一早|早上|早晨|上午|中午|下午|傍晚|晚上|凌晨|夜里)"
_CLOCK = r"(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:半|钟|一刻)?(?:\d{1,2}分?)?|\d{1,2}:\d{2})"
_TAIL = (
    r"(?:之前|以前|前|左右|之后|以后)?(?:再|能|可以|给我|帮我)?(?:送到|送达|送来|送过来|送货|发货|到货|送|"
    r"发|到|要|用|来拿|自提|来取)?(?=$|[^\u3400-\u9fff]|[要的货订补来给送发拿\d一二两三四五六七八九十半])"
)
_EN_DAY = (
    r"\b(?:(?:deliver|delivery|send|need(?:ed)?|for|by|on|before|this|next|it)\s+)*"
    r"(?:today|tonight|tomorrow|tmrw?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?:\s+(?:before|by|at|in|the|morning|noon|afternoon|evening|night|\d{1,2}(?::\d{2})?\s*(?:am|pm)))*\b"
)
#: Parts of a line that are never goods, and are kept as a note.
FRAGMENTS = re.compile(
    "|".join(
        (
            rf"{_DAY}{_PART}?{_CLOCK}?{_TAIL}",
            rf"{_PART}{_CLOCK}?{_TAIL}",
            rf"{_CLOCK}{_TAIL}",
            _EN_DAY,
            r"\bas\s+soon\s+as\s+possible\b|\basap\b",
            r"送(?:货)?[到至去往].*$",
            r"[\u3400-\u9fff]{2,8}(?:路|街|巷|大道)\d+号(?:\d+[栋幢楼号])?(?:\d+单元)?(?:\d{2,4}室?)?(?=\s|$)",
            r"(?<=[\u3400-\u9fff])到[^,，。\s]{1,14}(?:店|铺|部|门口|路|街|小区|号|楼|市场|仓库|超市|学校|中学|医院|家里|这里|这边)$",
            r"^(?:喂|你好|您好|老板|啊|呀|,|，|\s)*我(?:们|这)?(?:是|这里是)[\u3400-\u9fff]{2,10}?(?:店|部|超市|商行|馆|食堂|公司|家)(?:的|这边|这里)?[啊呀哦]?",
            r"\d{2,4}(?:\.\d)?(?:元|块)?(?:一|/|每)[箱件提条瓶袋包盒]的(?=\s|$|[,，])",
            r"(?:电话|手机号?|联系电话|tel|phone|call)?[:\s]*(?<!\d)(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)",
            r"(?:单价|每箱|按)\s*[:=]?\s*[¥￥$]?(?<!\d)\d{1,7}(?:\.\d{1,3})?\s*(?:元|块)?",
            r"[@¥￥$]\s*(?<!\d)\d{1,7}(?:\.\d{1,3})?(?:\s*(?:/|每|一)\s*[箱件瓶罐袋包盒桶提个])?",
            r"(?<!\d)\d{1,7}(?:\.\d{1,3})?\s*(?:元|块钱|rmb|yuan)(?!的)(?:\s*(?:/|每|一)?\s*[箱件瓶罐袋包盒桶提个])?",
            r"(?<!\d)\d{1,7}(?:\.\d{1,3})?\s*块\s*(?:/|每|一)\s*[箱件瓶罐袋包盒桶提个]",
        )
    )
)
_THESE = re.compile(
    r"^(?:下面|以下|下列|这些|以上|上面|上述|全部|所有|每样|的|几样|几种|商品|东西|货|各|us|these|them|all|\s)+$"
)
_WHOSE = re.compile(r"店|超市|商行|公司|餐厅|饭店|酒店|哥|姐|总")
_BARE_DAY = re.compile(r"^\s*\d{1,2}[./月-]\d{1,2}[日号]?\s*$")
_REMARK = re.compile(
    r"地址|收货|收件|联系|电话|手机|付款|付现|现金|微信|支付宝|转账|结账|结算|月结|挂账|记账|赊|发票|"
    r"税|抬头|日期|新鲜|临期|过期|保质期|"
    r"急用|急|尽快|赶紧|快点|快些|抓紧|早点|门口|老地方|老地址|仓库门|送错|漏[发送装掉]|发错|少送|上次|破损|"
    r"到了(?:打|给)|单子|包装好|包好|记得|千万|一定|注意|打电话|提前|"
    r"自提|自己拿|不要催|搬|卸货|楼|栋|单元|路\d|路.{0,4}号|街|巷|弄\d|小区|赠品|搭赠|活动|便宜|优惠|"
    r"货款|打折|行不行|可以吗|好不好|能不能|冰的|常温|"
    r"如果|要是|的话|假如|次送|分开送|分批|先送|每次|每天|每周|\bif\b|备注|说明|注明|辛苦|麻烦你|缺货|"
    r"没货|断货|卖完|能送|送得|送人|送礼|自用|家里|店里还|转你|转账|扫码|到付|满\d+送|送我|^其中|"
    r"没有就|没有的?话就|实在没有|送货|配送|上门|空瓶|退瓶|(?:\b(?:addr|tel|rd|st|ave)\b)|卖得|补上|老板娘?不在|放(?:店|家|门)|单价|价格|"
    r"deliver|address|phone|\bcall\b|asap|urgent|invoice|\bpay|cash|fresh|expiry|note\b|\broad\b|"
    r"\bstreet\b|\bavenue\b|\bdoor\b|leave\s+(?:it|them)|"
    r"as\s+soon|before\s+noon|this\s+week|next\s+week"
)
_HEADING = re.compile(
    r"^(?:[\u3400-\u9fffa-z0-9]{0,12}(?:店|超市|商行|便利|批发部|小卖部|公司|餐厅|饭店|酒楼|酒店|食堂|客户))?"
    r"(?:@\S+|今天|今日|本次|这次|我们?|咱|你们?|小店|本店|店里|的|要|需要|想|订|定|补|进|报|发|下|货|"
    r"单|单子|订单|订货|订货单|补货|要货|清单|明细|"
    r"如下|以下|以上|就这些|就这样|就是|先这样|先|商品|东西|这些|一共|共|合计|哥|姐|总|叔|老板|师傅|王|"
    r"李|张|刘|陈|小|老|经理|"
    r"order|orders|list|here\s+is|our|my|this|the|for|items?|[\s:,.~\-@])*$"
)
_GREETING = re.compile(
    r"^(?:你们?好|您好|哈[喽啰]|嗨|在吗|在不在|在么|有人吗|早安?|早上好|上午好|中午好|下午好|晚上好|"
    r"老板娘?|亲|谢谢|多谢|感谢|谢了|谢啦|拜托|"
    r"麻烦了?|辛苦了?|好的|好|嗯|行|收到|ok|okay|hi|hello|hey|(?:good\s+)?(?:morning|afternoon|"
    r"evening)|thanks?|thank\s+you|thx|pls|please|cheers|"
    r"there|boss|sir|[\s~,.!啊呀哦哈了吗呢吧啦您你]|(?:so|very)\s+much|a\s+lot)+$"
)
_TOTAL = re.compile(
    r"^\s*=|^\s*(?:一?共|总共|一共|合计|总计|小计|总数|总|计|(?:in\s+)?total|sum)\s*[:是]?\s*[\d一二两三四五六七八九十百]"
)
_QUESTION = re.compile(
    r"多少钱|什么价|怎么卖|咋卖|几块|几多钱|价格|报价|多少(?:瓶|罐|袋|包|盒|个|件|箱)|几(?:瓶|罐|袋|包|"
    r"盒|个)(?:装|一|每|吗|$)|一箱几|"
    r"how\s+much|how\s+many|what'?s?\s+(?:is\s+)?the\s+price|price\s+of|\bcost\b|到哪|到了没|发了没"
)
_ASKS_FOR = re.compile(
    r"^(?:你们?)?(?:这里|那里|店里)?有没?有?.{1,12}(?:吗|没有?|么|冇呀?)\s*$|还?有(?:货|现货)?(?:吗|没有?|不|么)\s*$|"
    r"^\s*(?:do|have)\s+you\s+(?:have|got)\b|\bin\s+stock\s*$|有冇"
)
_ASKING = re.compile(
    rf"一?[箱件瓶罐袋包盒个]?(?:{_QUESTION.pattern})|还?有(?:货|现货)?(?:吗|没有?|不|么)\s*$|有没有|有冇|^\s*有|"
    r"顺便问下?|今天|现在|目前|最近|\b(?:do|have)\s+you\s+(?:have|got)\b|\bin\s+stock\b|是|怎么|呢|的|啊|呀|吗|\bis\b|\bthe\b|\bany\b"
)
_WISH = re.compile(r"^(.{2,12}?)(?:都|也)?(?:要|得|必须|一定|记得|不要)(?=.*(?:日期|新鲜|临期|过期|瘪|破|冰|常温))")
_UNITS = re.compile(
    r"(?:单位\s*[:是为]?|(?:全部?|都)(?:是|按|算|用)?(?:论)?|按)\s*([箱件瓶罐袋包盒桶提])(?:装|算|计|"
    r"为单位|的|来|哈|啊|哦|吧|了)*\s*$"
)


_COMPLAINT = re.compile(
    r"退货|退回|要退|退的|退了|退\d|退[一二两三四五六七八九十半]|换货|坏了|坏的|破了|破的|漏[发送了]|少[发送]了|"
    r"空瓶|空箱|带回去|拉回去|碎了|过期了|瘪|没到|没收到|没送|没发|没来|还没(?:送|发|来|收)|怎么还|少了|还剩|剩下|剩了|库存|[卖喝用][完光]|卖了|卖出|卖掉|上次.*[少漏缺]|"
    r"\b(?:returns?|returning|damaged|broken|left\s+over|refund)\b"
)
_MONEY = re.compile(r"\s*(?:[¥￥$]\s*\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s*元)\s*")


def is_complaint(text: str) -> bool:
    """Whether a tidied text tells of goods that came back, broke, or are still there: nothing is ordered."""
    return bool(_COMPLAINT.search(text))


def is_short(text: str) -> bool:
    """Whether a complaint is about goods that came short or broken: amounts beside it may be of those."""
    return bool(re.search(r"退|换货|坏|破|碎|漏|少[发送]|少了|return|damaged|broken|refund", text))


def is_return(text: str) -> bool:
    """Whether a tidied text speaks of goods going back: whatever follows may be part of them."""
    return bool(re.search(r"退|换货|\breturn|\brefund", text))


def is_remark(text: str) -> bool:
    """Whether a tidied text speaks of where, when, how or how paid."""
    return bool(_REMARK.search(text) or FRAGMENTS.search(text) or _BARE_DAY.match(text))


def is_heading(text: str) -> bool:
    """Whether a tidied text only announces an order, or says whose it is."""
    return bool(_HEADING.match(text))


def is_these(text: str) -> bool:
    """Whether words stand for goods said before or after: ``下面的各来2箱``."""
    return bool(_THESE.match(text))


def says_whose(text: str) -> bool:
    """Whether words say whose order it is."""
    return bool(_WHOSE.search(text))


def is_greeting(text: str) -> bool:
    """Whether a tidied text is a kind word and no more."""
    return bool(_GREETING.match(text))


def is_money(text: str) -> bool:
    """Whether a tidied text is an amount of money and no more: what a line of ours costs, copied with it."""
    return bool(_MONEY.fullmatch(text))


def is_afresh(text: str) -> bool:
    """Whether a tidied text begins something new after a complaint."""
    return bool(re.search(r"另外|再[来要加订给拿]|这次|今天|还要", text))


def is_detail(text: str) -> bool:
    """Whether a tidied text tells of a part of what was said: ``其中2箱急用``."""
    return bool(re.match(r"\s*其中", text))


def without_question(text: str) -> str:
    """A tidied question without the words that ask."""
    return _ASKING.sub(" ", FRAGMENTS.sub(" ", text))


def without_complaint(text: str) -> str:
    """A tidied complaint without its words."""
    return _COMPLAINT.sub(lambda found: " " * len(found.group()), text)


def asks_for(text: str) -> bool:
    """Whether a tidied text asks whether there is any."""
    return bool(_ASKS_FOR.search(text))


def wished_for(text: str) -> str:
    """What a wish without a number is about: ``六个核桃要新日期的``; nothing where it is about none."""
    match = _WISH.match(text)
    return match.group(1) if match else ""


def is_total(text: str) -> bool:
    """Whether a tidied text adds the order up."""
    return bool(_TOTAL.match(text))


def is_question(text: str) -> bool:
    """Whether a tidied text asks for a price or what is in a pack."""
    return bool(_QUESTION.search(text))


def unit_for_all(text: str) -> tuple[int, str] | None:
    """Where a tidied text says that everything is counted in one unit: ``都是箱``, and the unit."""
    match = _UNITS.search(text)
    return (match.start(), match.group(1)) if match else None
