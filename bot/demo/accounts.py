"""The demo's people: six dealers who buy, and the house that sells to them."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Someone who writes to us; ``key`` names them within the demo's data."""

    key: str
    name: str
    role: str
    language: str = "zh-CN"


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """A dealer company with its members, salesperson and places of delivery."""

    key: str
    name: str
    members: tuple[DemoPerson, ...]
    salesperson: str  # key of one of DEMO_STAFF
    addresses: tuple[str, ...]  # the first is the usual one
    phone: str
    language: str = "zh-CN"
    credit_limit: Decimal  # CNY


def _buyer(key: str, name: str, language: str = "zh-CN") -> DemoPerson:
    return DemoPerson(key=key, name=name, role="buyer", language=language)


DEMO_STAFF: tuple[DemoPerson, ...] = (
    DemoPerson(key="zhou", name="周敏", role="salesperson"),
    DemoPerson(key="han", name="韩立", role="salesperson"),
    DemoPerson(key="emma", name="Emma Castell", role="salesperson", language="en"),
    DemoPerson(key="laoqin", name="老秦", role="warehouse"),
    DemoPerson(key="xiaotang", name="小唐", role="warehouse"),
    DemoPerson(key="fang", name="方会计", role="finance"),
    DemoPerson(key="boss", name="梁总", role="admin"),
)

#: A dealer's own customer: follows one order of 兴隆便利店.
DEMO_CUSTOMER = DemoPerson(key="liushen", name="刘婶", role="customer")

DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        key="xinglong",
        name="兴隆便利店",
        members=(_buyer("wang", "王老板"), _buyer("wangsao", "王嫂")),
        salesperson="zhou",
        addresses=("云桥市柳沟区青石板路18号", "云桥市柳沟区渡船口巷3号后院仓库"),
        phone="000-5550-1801",
        credit_limit=Decimal(20000),
    ),
    DemoAccount(
        key="jiahe",
        name="家和社区超市",
        members=(_buyer("chen", "陈芳"), _buyer("xiaoliu", "小刘")),
        salesperson="zhou",
        addresses=("云桥市柳沟区银杏坡路206号", "云桥市柳沟区银杏坡路208号卸货区"),
        phone="000-5550-1802",
        credit_limit=Decimal(60000),
    ),
    DemoAccount(
        key="laozhao",
        name="老赵粮油副食",
        members=(_buyer("zhao", "赵德顺"),),
        salesperson="han",
        addresses=("云桥市北窑镇打谷场街7号",),
        phone="000-5550-1803",
        credit_limit=Decimal(30000),
    ),
    DemoAccount(
        key="xiangwei",
        name="湘味小馆",
        members=(_buyer("peng", "彭师傅"),),
        salesperson="han",
        addresses=("云桥市灯笼区竹篮巷55号后厨",),
        phone="000-5550-1804",
        credit_limit=Decimal(15000),
    ),
    DemoAccount(
        key="harbour",
        name="Harbour Lane Grocers",
        members=(_buyer("priya", "Priya Nandakumar", "en"), _buyer("tom", "Tom Okafor", "en")),
        salesperson="emma",
        addresses=("12 Lantern Quay, Yunqiao", "Unit 4, Ferryman's Yard, Yunqiao"),
        phone="000-5550-1805",
        language="en",
        credit_limit=Decimal(40000),
    ),
    DemoAccount(
        key="maple",
        name="Mapletree Corner Shop",
        members=(_buyer("lucia", "Lucía Ferrer", "en"),),
        salesperson="emma",
        addresses=("88 Persimmon Row, Yunqiao",),
        phone="000-5550-1806",
        language="en",
        credit_limit=Decimal(12000),
    ),
)
