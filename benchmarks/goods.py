# ruff: noqa: E501, SIM905 - word lists read best as lines
"""Invented goods in any number: brands × kinds × flavours × sizes, so that every name has many near twins."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.search.entries import Entry

SEED = 20_261_123
_BRAND = "云川溪谷岭峰泉禾谷穗麦稻田园林森松柏竹兰梅桃杏梨橘柚枫棠莲荷莓星月晨曦晴霞虹露霜冰雪岚雾潮汐湾港岛屿舟帆桥塔城坊斋轩堂楼阁苑庄村镇乡江湖海河洲渡清甜鲜香醇酥脆爽润柔暖悦乐欢喜福禄寿安康宁和顺祥瑞嘉佳美雅诗画墨笔琴棋鹿鹤燕雀鸥鲸熊狐猫兔虎牛羊马金银铜玉珠翠锦绣丹青朱紫素初小大老新"
_HEADS = "Mist Fern Oak Pine Brook Ridge Dawn Amber Silver Copper Maple Willow Harbor Meadow Summit Valley Crest Stone River Cedar Coral Ember Frost Grove Haven Iris Juniper Kestrel Lark Marsh North Orchid Pebble Quill Raven Sable Thorn Umber Velvet Wren Yarrow Zephyr Aspen Birch Clover Drift Elder Falcon Glen Heather".split()
_TAILS = "brook field ton ford leaf land wood mark well side gate light wing song crest dale haven view spring fall stone water bloom port ridge shore path worth hill lake moor vale bury cliff garden kin lane mead nest oak peak quay reef star tide".split()

#: category, its English name, counting words, flavours, kinds with sizes; a kind may have a name people use instead.
_SHELVES = (
    ("饮料", "Drinks", "瓶 bottle 箱 24", "=;柠檬=Lemon;白桃=Peach;葡萄=Grape;青柠=Lime;荔枝=Lychee;无糖=Zero",
     "330ml 500ml 1.25L 2L", "可乐=Cola;汽水=Soda;果汁=Juice;苏打水=Seltzer;柠檬茶=Iced Tea;乌龙茶=Oolong Tea;绿茶=Green Tea;酸梅汤=Plum Drink;能量饮料=Energy Drink=功能饮料;气泡水=Sparkling Water"),
    ("水", "Water", "瓶 bottle 箱 24", "=;弱碱性=Alkaline;儿童=Kids", "350ml 550ml 1.5L 5L 18.9L", "矿泉水=Mineral Water;纯净水=Purified Water;山泉水=Spring Water"),
    ("乳品", "Dairy", "盒 carton 箱 12", "=;低脂=Low Fat;草莓=Strawberry;红枣=Jujube;原味=Plain", "200ml 250ml 1L", "纯牛奶=Fresh Milk;酸奶=Yogurt;豆奶=Soy Milk;花生牛奶=Peanut Milk"),
    ("调味品", "Seasoning", "瓶 bottle 箱 12", "=;特级=Premium;减盐=Less Salt;零添加=Additive Free", "500ml 800ml 1.9L 4.9L", "生抽=Light Soy Sauce=酱油;老抽=Dark Soy Sauce;蚝油=Oyster Sauce;料酒=Cooking Wine;陈醋=Aged Vinegar;白醋=White Vinegar;芝麻油=Sesame Oil=香油"),
    ("酱料", "Sauces", "瓶 jar 箱 12", "=;香辣=Spicy;蒜蓉=Garlic;牛肉=Beef", "210g 280g 500g 1kg", "豆瓣酱=Bean Paste;番茄酱=Ketchup;辣椒酱=Chili Sauce;芝麻酱=Sesame Paste;火锅底料=Hotpot Base"),
    ("粮油", "Staples", "袋 bag 包 4", "=;东北=Northeast;有机=Organic;精选=Select", "1kg 2.5kg 5kg 10kg 25kg", "大米=Rice;面粉=Flour;小米=Millet;糯米=Sticky Rice;绿豆=Mung Beans;红豆=Red Beans;玉米糁=Corn Grits"),
    ("食用油", "Cooking Oil", "桶 jug 箱 4", "=;压榨=Pressed;一级=Grade One;浓香=Fragrant", "900ml 1.8L 4L 5L 10L", "花生油=Peanut Oil;菜籽油=Rapeseed Oil;大豆油=Soybean Oil;玉米油=Corn Oil;葵花籽油=Sunflower Oil"),
    ("方便食品", "Instant Food", "桶 cup 箱 12", "=;红烧牛肉=Braised Beef;老坛酸菜=Pickled Cabbage;鲜虾=Shrimp;香菇鸡=Mushroom Chicken;番茄鸡蛋=Tomato Egg", "85g 105g 130g", "方便面=Instant Noodles=泡面;米粉=Rice Noodles;粉丝=Glass Noodles;自热米饭=Self Heating Rice;螺蛳粉=Snail Noodles"),
    ("零食", "Snacks", "袋 bag 箱 20", "=;原味=Original;烧烤=Barbecue;番茄=Tomato;海苔=Seaweed;黄瓜=Cucumber;香辣=Spicy;芝士=Cheese", "45g 75g 135g 300g", "薯片=Potato Chips;虾条=Shrimp Sticks;饼干=Biscuits;威化=Wafers;锅巴=Rice Crust;爆米花=Popcorn;瓜子=Sunflower Seeds;花生=Peanuts;山楂片=Haw Flakes;海苔卷=Seaweed Roll;辣条=Spicy Strips"),
    ("糖果", "Sweets", "袋 bag 箱 30", "=;薄荷=Mint;草莓=Strawberry;牛奶=Milk;黑=Dark;榛子=Hazelnut", "50g 100g 250g", "巧克力=Chocolate;奶糖=Toffee;口香糖=Chewing Gum;软糖=Gummies;棒棒糖=Lollipops"),
    ("酒", "Liquor", "瓶 bottle 箱 6", "=;陈酿=Aged;窖藏=Cellar;典藏=Reserve;纯生=Draft", "125ml 330ml 500ml 750ml", "白酒=Baijiu;啤酒=Beer;黄酒=Yellow Wine;红葡萄酒=Red Wine;米酒=Rice Wine"),
    ("纸品", "Paper", "提 pack 箱 8", "=;三层=Triple;无香=Unscented;婴儿=Baby;厨房=Kitchen", "100抽 120抽 150抽 200抽", "抽纸=Tissues;卷纸=Toilet Rolls;湿巾=Wet Wipes;手帕纸=Hankies"),
    ("洗护", "Cleaning", "瓶 bottle 箱 12", "=;薰衣草=Lavender;柠檬=Lemon;茶树=Tea Tree;海洋=Ocean;玫瑰=Rose", "500g 1kg 2kg 3kg", "洗衣液=Laundry Liquid;洗洁精=Dish Soap;洗手液=Hand Soap;沐浴露=Body Wash;洗发水=Shampoo;柔顺剂=Softener;洁厕灵=Toilet Cleaner"),
    ("冷冻", "Frozen", "袋 bag 箱 10", "=;猪肉白菜=Pork Cabbage;韭菜鸡蛋=Leek Egg;玉米猪肉=Corn Pork;黑芝麻=Black Sesame", "450g 500g 1kg 2.5kg", "水饺=Dumplings;汤圆=Rice Balls;馄饨=Wontons;包子=Buns;春卷=Spring Rolls"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Family:
    """Goods that differ only in size; ``also``: what people call the kind instead."""

    first: int
    brand: str
    brand_en: str
    flavour: str
    flavour_en: str
    kind: str
    kind_en: str
    also: str
    category: tuple[str, str]
    units: tuple[str, ...]
    sizes: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.brand}{self.flavour}{self.kind}"

    @property
    def name_en(self) -> str:
        return " ".join(filter(None, (self.brand_en, self.flavour_en, self.kind_en)))

    @property
    def alias(self) -> str:
        return f"{self.brand}{self.also}" if self.also else ""

    def entries(self) -> Iterator[Entry]:
        """A SKU for each size."""
        unit, unit_en, pack, many = self.units
        for number, size in enumerate(self.sizes, self.first):
            yield Entry(
                sku_id=number,
                code=code(number),
                barcode=barcode(number),
                names=(self.name, self.name_en),
                brands=(self.brand, self.brand_en),
                categories=self.category,
                specs=(f"{size}/{unit}",),
                aliases=(self.alias,) if self.alias else (),
                units=(unit, unit_en),
                packs=((pack, int(many)), ("case", int(many))),
            )


def code(number: int) -> str:
    """A SKU code as warehouses give them."""
    return f"{'ABCDEFGHJK'[number * 7 % 10]}{number * 7919 % 9_999_991:07d}"


def barcode(number: int) -> str:
    """A barcode of thirteen digits with its check digit."""
    digits = f"69{(number * 48_271 + 1_234_567) % 9_999_999_967:010d}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


class Goods:
    """A number of SKUs, the same ones each time."""

    def __init__(self, count: int) -> None:
        self.count = count

    @cached_property
    def families(self) -> list[Family]:
        """Every family, in order."""
        chance = random.Random(SEED)
        found: list[Family] = []
        first = 1
        for brand, brand_en in _brands(chance):
            for family in _range_of(chance, brand, brand_en, first):
                found.append(family)
                first += len(family.sizes)
                if first > self.count:
                    return found
        raise AssertionError

    def entries(self) -> Iterator[Entry]:
        """Every SKU."""
        for family in self.families:
            yield from family.entries()


def _brands(chance: random.Random) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    while True:
        brand = "".join(chance.sample(_BRAND, chance.choice((2, 2, 2, 3))))
        brand_en = chance.choice(_HEADS) + chance.choice(_TAILS)
        if chance.random() < 0.3:
            brand_en += f" {chance.choice(_HEADS)}"
        if not seen & {brand, brand_en}:
            seen |= {brand, brand_en}
            yield brand, brand_en


def _range_of(chance: random.Random, brand: str, brand_en: str, first: int) -> Iterator[Family]:
    for category, category_en, units, flavours, sizes, kinds in chance.sample(_SHELVES, 3):
        chosen = kinds.split(";")
        for kind in chance.sample(chosen, min(len(chosen), 5)):
            name, name_en, also = (*kind.split("="), "")[:3]
            every = flavours.split(";")
            for flavour in chance.sample(every, min(len(every), 4)):
                family = Family(
                    first=first,
                    brand=brand,
                    brand_en=brand_en,
                    flavour=flavour.split("=")[0],
                    flavour_en=flavour.split("=")[1],
                    kind=name,
                    kind_en=name_en,
                    also=also,
                    category=(category, category_en),
                    units=tuple(units.split()),
                    sizes=tuple(
                        chance.sample(sizes.split(), chance.randint(2, len(sizes.split()) - (len(sizes) > 18)))
                    ),
                )
                first += len(family.sizes)
                yield family


def amount(size: str) -> tuple[Decimal, str]:
    """The number and the unit of a size."""
    number = size.rstrip("mlLkg抽")
    return Decimal(number), size.removeprefix(number)
