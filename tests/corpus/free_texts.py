"""Random free texts, each with what it is: whoever made it knows whether it answers a question, and what it orders."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a text is for everybody who reads it."""

    GOODS = "goods"
    ORDER = "order"
    GOODS_QUESTION = "goods question"
    ORDER_NUMBER = "order number"
    ORDER_QUESTION = "order question"
    HELLO = "hello"
    NOD = "nod"
    WAIT = "wait"
    AGAIN = "again"
    CALL = "call"
    APPROVAL = "approval"
    PICKING = "picking"
    RECEIPT = "receipt"
    SERVICE = "service"
    """A wish that changes nothing by itself: a list is shown, or what it would do is confirmed first."""
    AMOUNT = "amount"
    NUMBER = "number"
    TRACKING = "tracking"
    PRICE = "price"
    DATE = "date"
    ADDRESS = "address"
    REASON = "reason"
    REMARK = "remark"
    PRAISE = "praise"
    ACCOUNT = "account"
    NICKNAME = "nickname"


K = Kind


@dataclass(frozen=True, kw_only=True)
class Text:
    """``orders``: what the cart holds of which goods when it is taken as an order: code and base units."""

    kind: Kind
    words: str
    orders: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A name that means just one SKU."""

    name: str
    code: str
    case: int


GOODS = (
    Goods(name="王老吉", code="P1033", case=24),
    Goods(name="百岁山", code="P1022", case=24),
    Goods(name="红牛", code="P1018", case=24),
    Goods(name="大白兔", code="P1088", case=30),
    Goods(name="旺仔牛奶", code="P1040", case=24),
    Goods(name="怡宝", code="P1026", case=24),
    Goods(name="东鹏特饮", code="P1019", case=24),
    Goods(name="可乐330", code="P1001", case=24),
    Goods(name="雪碧2L", code="P1010", case=6),
    Goods(name="椰树椰汁", code="P1042", case=24),
    Goods(name="雪饼", code="P1064", case=20),
    Goods(name="wanglaoji", code="P1033", case=24),
    Goods(name="red bull", code="P1018", case=24),
    Goods(name="white rabbit", code="P1088", case=30),
)
_COUNTS = {"两": 2, "三": 3, "4": 4, "５": 5, "六": 6, "8": 8, "十": 10}
_ORDERS = (
    "{name} {n}箱",
    "{name}{n}箱",
    "{n}箱{name}",
    "来{n}箱{name}",
    "要{name}{n}箱",
    "{name} {n}箱 谢谢",
    "老板，{name}{n}箱",
)
_NUMBERS = ("0001", "0002", "0003", "0004", "0005", "0007", "1123-0003", "D20261123-0007", "{n}号单", "0003号")

#: What needs no goods in it.
_PLAIN: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(words.split("|"))
    for kind, words in {
        K.HELLO: (
            "你好|您好|在吗|老板好|早上好|hello|hi|Good morning|哈喽|有人吗在吗"
            "|老板在吗|中午好|hey|新年好|你好啊|Hello, anyone there?|good evening"
        ),
        K.NOD: (
            "谢谢|好的|嗯|嗯嗯|收到|OK|👍|🙏|thanks|[强]|知道了|行|哈哈|辛苦了|好的谢谢|没事了|👌🏻|got it"
            "|好嘞|没问题|明白|great|😊|好滴|ok的|收到谢谢|sure|不客气|懂了懂了|np|对的没错|fine"
        ),
        K.WAIT: (
            "等一下|稍等|等会儿|我再看看|我想想|等等|wait|hold on|one moment|我问问老板|待会再说|let me think"
            "|先等等|我问一下老板再说|晚点回你|我在开车，晚点说|一会儿回复你|先忙，回头聊"
            "|不好意思刚才有客人|在忙|等我回店里再说|稍后回复"
            "|I'll get back to you|let me check with my boss|wait a bit please"
            "|not now"
        ),
        K.AGAIN: "再来一单0001|再来一单|0001再来一单|跟上次一样|reorder 0001",
        K.CALL: "找业务员|人工|转人工|让小李联系我|talk to a human",
        K.APPROVAL: "通过 0007|0007通过|approve 0007",
        K.PICKING: "备货 0004|0004备货|pick 0004",
        K.RECEIPT: "0003收到了|0003到了|0003 arrived",
        K.SERVICE: (
            "待审核|谁没审|待备货|今天要发什么|缺什么货|我的订单|看看最近的订单|购物车里有什么|怎么下单|"
            "取消0007|0007不要了|cancel 0007|拒绝0007|开发票|我要退货|我还欠多少钱|有什么活动|今天卖了多少|"
            "兴隆最近订了什么|what is waiting for me|我经常买什么|几天能到|修改0007|0005发货"
            "|听不懂|这是什么|不是发给你的|sorry wrong chat|你们几点下班|你们地址在哪|你们老板电话多少|我密码忘了"
            "|最近有什么好卖的|给我看看目录|show me the catalogue|起送多少|最低订多少|换个业务员|what can you do"
            "|who are you"
        ),
        K.AMOUNT: "5箱|十箱|3 箱|两箱|12瓶|48罐|5 cases|要5箱|来三箱",
        K.NUMBER: "3|5|8|12|20|2",
        K.TRACKING: "SF1098765432101|YT8800112233445|773012345678901|JD0012345678901|单号SF1098765432102",
        K.PRICE: "2.3|2.5元|¥2.10|2块4",
        K.DATE: "明天|后天|下周一|11月30号|周五|后天上午|tomorrow",
        K.ADDRESS: (
            "解放路12号 刘姐 13712345678|东门市场3排18号|和平街5号楼下|幸福小区2栋101 张三 13811112222|12 Main Street"
        ),
        K.REASON: (
            "老板说暂时不进货了|重复下单了|客户那边退了|仓库放不下|这个价不行，下周再下|库存不足，月底再来|"
            "we ordered twice by mistake"
        ),
        K.REMARK: ("送货前打个电话|从后门进|下午三点以后再送|要日期新鲜的|放在门口就行|please call before you come"),
        K.PRAISE: "送得很快，包装也好|师傅态度很好|一般般，来得慢|包装有点破|very quick delivery",
        K.ACCOUNT: "好又多超市|阳光便利店|顺发超市",
        K.NICKNAME: "小红罐|老大难那个",
    }.items()
}
_GOODS_QUESTIONS = (
    "{name}多少钱",
    "{name}有货吗",
    "{name}还有多少",
    "{name}什么价",
    "一箱{name}多少罐",
    "how much is {name}",
    "{name}库存",
    "{name}保质期多久",
    "{name}的图片发一下",
    "{name}和可乐哪个卖得好",
)
_ORDER_QUESTIONS = (
    "{n}到哪了",
    "{n}发货了吗",
    "{n}审核了吗",
    "{n}多少钱",
    "where is {n}",
    "我的货到哪了",
    "{n}什么时候发货",
    "where is my order",
    "{n}怎么样了",
    "{n}的快递单号",
    "status of my order",
)
#: Each kind as often as it is met; the plain ones once.
_OFTEN = (
    K.GOODS,
    K.ORDER,
    K.ORDER,
    K.ORDER,
    K.GOODS_QUESTION,
    K.GOODS_QUESTION,
    K.ORDER_NUMBER,
    K.ORDER_QUESTION,
    K.SERVICE,
    K.WAIT,
)


def texts(seed: str) -> Iterator[Text]:
    """Texts without end; the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield _text(chance, chance.choice((*_OFTEN, *_PLAIN)))


def distinct(found: Iterable[Text]) -> Iterator[Text]:
    """Each text the first time it comes."""
    seen: set[str] = set()
    for text in found:
        if text.words not in seen:
            seen.add(text.words)
            yield text


def _text(chance: random.Random, kind: Kind) -> Text:
    goods, number = chance.choice(GOODS), chance.choice(_NUMBERS).format(n=7)
    match kind:
        case K.GOODS:
            return Text(kind=kind, words=goods.name)
        case K.ORDER:
            said, count = chance.choice(tuple(_COUNTS.items()))
            words = chance.choice(_ORDERS).format(name=goods.name, n=said)
            return Text(kind=kind, words=words, orders=(goods.code, count * goods.case))
        case K.GOODS_QUESTION:
            return Text(kind=kind, words=chance.choice(_GOODS_QUESTIONS).format(name=goods.name))
        case K.ORDER_NUMBER:
            return Text(kind=kind, words=number)
        case K.ORDER_QUESTION:
            return Text(kind=kind, words=chance.choice(_ORDER_QUESTIONS).format(n=number))
        case _:
            return Text(kind=kind, words=chance.choice(_PLAIN[kind]))
