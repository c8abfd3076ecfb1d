"""Other words for goods: English for Chinese, and what people say for what stands on the package."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from domain.rules.units import singular

#: What may be said, a line each: words that mean the same = how goods may be called instead.
_SAID = """
coca cola / cocacola / coca-cola / coke = 可口可乐
coke zero / coca cola zero / zero coke = 零度可口可乐 / 可口可乐零度 / 零度
diet coke = 健怡可乐
pepsi / pepsi cola = 百事可乐 / 百事
cola = 可乐
sprite = 雪碧
fanta orange = 芬达 橙
fanta = 芬达
seven up / 7up / 7 up = 七喜
7喜 = 七喜
mirinda = 美年达
red bull / redbull = 红牛
monster = 魔爪
nongfu spring / nongfu = 农夫山泉
c'estbon / cestbon / c estbon = 怡宝
ganten = 百岁山
evian = 依云
wahaha = 娃哈哈
master kong / masterkong = 康师傅
uni-president / uni president / unif = 统一
minute maid = 美汁源 / 果粒橙
mizone = 脉动
pocari sweat / pocari = 宝矿力
gatorade = 佳得乐
genki forest = 元气森林
oriental leaf = 东方树叶
wong lo kat / wanglaoji = 王老吉
jdb / jiaduobao = 加多宝
nescafe = 雀巢咖啡
nestle = 雀巢
starbucks = 星巴克
vitasoy / vita = 维他
yakult / 益力多 = 养乐多 / 益力多
want want = 旺旺 / 旺仔
tsingtao / qingdao beer = 青岛啤酒 / 青岛
snow beer / snow = 雪花啤酒 / 雪花
harbin = 哈尔滨
budweiser / bud = 百威
heineken = 喜力
carlsberg = 嘉士伯
corona = 科罗娜
kronenbourg = 1664
moutai / maotai = 茅台
oreo / oreos = 奥利奥
snickers = 士力架
dove = 德芙 / 多芬
kit kat / kitkat = 奇巧
ferrero / ferrero rocher = 费列罗
pringles = 品客
lay's / lays / lay = 乐事
orion / orion pie / choco pie = 好丽友 / 好丽友派
ritz = 乐之
mentos = 曼妥思
doublemint = 绿箭
extra gum = 益达
alpenliebe = 阿尔卑斯
white rabbit = 大白兔
vinda = 维达
mind act upon mind / mindactuponmind = 心相印
kleenex = 舒洁
safeguard = 舒肤佳
head & shoulders / head and shoulders = 海飞丝
rejoice = 飘柔
pantene = 潘婷
lux = 力士
colgate = 高露洁
crest = 佳洁士
darlie = 好来 / 黑人
blue moon = 蓝月亮
tide = 汰渍
omo = 奥妙
ariel = 碧浪
liby = 立白
duracell = 金霸王
durex = 杜蕾斯
whisper = 护舒宝
sofy = 苏菲
lee kum kee / lkk = 李锦记
knorr = 家乐
maggi = 美极
lao gan ma / laoganma = 老干妈
totole = 太太乐
water / bottled water = 饮用水 / 矿泉水 / 纯净水 / 水
mineral water = 矿泉水
purified water / pure water = 纯净水
sparkling water = 气泡水 / 苏打水
soda water = 苏打水
beer = 啤酒
draft beer / draft = 纯生
classic = 经典
wine = 酒
red wine = 红酒 / 红葡萄酒
milk = 牛奶
pure milk = 纯牛奶 / 牛奶
soy milk / soymilk = 豆奶
yogurt / yoghurt = 酸奶
juice = 果汁
orange juice = 橙汁
coconut milk / coconut juice = 椰汁 / 椰子汁
iced tea / ice tea / lemon tea = 冰红茶 / 柠檬茶
black tea = 红茶
green tea = 绿茶
jasmine tea / jasmine = 茉莉花茶 / 茉莉
oolong tea / oolong = 乌龙茶 / 乌龙
herbal tea = 凉茶
tea = 茶
coffee = 咖啡
energy drink = 功能饮料
soft drink / soda = 汽水
instant noodle / instant noodles / cup noodles = 方便面 / 面
noodle / noodles = 面
beef noodle / beef noodles / braised beef noodles = 红烧牛肉面 / 牛肉面
braised beef = 红烧牛肉
spicy beef = 香辣牛肉
pickled cabbage = 酸菜
spicy = 香辣
rice = 大米
flour = 面粉 / 小麦粉
sugar = 白糖 / 白砂糖 / 糖
salt = 盐
cooking oil / oil = 食用油 / 油
peanut oil = 花生油
soybean oil / soy oil / bean oil = 大豆油
rapeseed oil / canola oil = 菜籽油
corn oil = 玉米油
sunflower oil = 葵花籽油
sesame oil = 芝麻油 / 香油
blended oil / blend oil = 调和油
soy sauce = 酱油 / 生抽 / 老抽
light soy sauce / light soy = 生抽
dark soy sauce / dark soy = 老抽
oyster sauce = 蚝油
vinegar = 醋
white vinegar = 白醋
rice vinegar / mature vinegar = 香醋 / 陈醋 / 米醋
cooking wine = 料酒
chili sauce / chilli sauce = 辣椒酱
black bean = 豆豉
bean paste / broad bean paste = 豆瓣酱
ketchup / tomato sauce = 番茄酱
chicken powder / chicken essence / chicken bouillon = 鸡精 / 鸡粉
msg = 味精
starch / corn starch / cornstarch = 淀粉 / 生粉
star anise = 八角
hotpot base / hot pot base = 火锅底料
egg / eggs = 鸡蛋
chips / potato chips / crisps = 薯片
fries / french fries / frozen fries = 薯条
original = 原味
cucumber = 黄瓜
tomato = 番茄
lemon = 柠檬
peach = 桃
orange = 橙
grape = 葡萄
apple = 苹果
strawberry = 草莓
lime = 青柠
barbecue / bbq = 烧烤
cookie / cookies / biscuit / biscuits = 饼干
chocolate = 巧克力
candy / sweets = 糖果 / 糖
chewing gum / gum = 口香糖
ham sausage / sausage = 火腿肠
nut / nuts = 坚果
sunflower seeds / melon seeds = 瓜子
peanut / peanuts = 花生
congee / porridge = 八宝粥 / 粥
luncheon meat / spam = 午餐肉
dumpling / dumplings = 水饺
beef ball / beef balls / beef meatballs = 牛肉丸 / 牛丸
fish tofu = 鱼豆腐
chicken wing / chicken wings = 鸡翅
ice cream = 冰淇淋 / 雪糕
tissue / tissues / facial tissue = 抽纸 / 纸巾 / 面巾纸
toilet paper / toilet roll / toilet rolls = 卷纸 / 卫生纸
napkin / napkins = 餐巾纸
wet wipes / wipes = 湿巾
paper cup / paper cups = 纸杯 / 一次性杯子
chopstick / chopsticks = 竹筷 / 筷子
lunch box / takeaway box = 餐盒
garbage bag / trash bag / bin bag = 垃圾袋
soap / bar soap = 香皂 / 肥皂
hand soap / hand wash = 洗手液
shampoo = 洗发水 / 洗发露 / 洗发乳
conditioner = 护发素
body wash / shower gel = 沐浴露
toothpaste = 牙膏
toothbrush = 牙刷
laundry detergent / detergent = 洗衣液 / 洗衣粉
laundry liquid = 洗衣液
washing powder / laundry powder = 洗衣粉
dish soap / dishwashing liquid / dish liquid / dish wash = 洗洁精
bleach / disinfectant = 消毒液
toilet cleaner = 洁厕
aa / aa battery / aa batteries = 5号电池 / 5号
aaa / aaa battery / aaa batteries = 7号电池 / 7号
battery / batteries = 电池
lighter / lighters = 打火机
cigarette / cigarettes = 香烟 / 烟
diaper / diapers = 纸尿裤
sanitary pad / sanitary pads = 卫生巾
light bulb / bulb = 灯泡
can / cans / canned = 罐装
bottle / bottles / bottled = 瓶装
big bottle / large bottle = 大瓶
small bottle = 小瓶
酱油 = 生抽 / 老抽
方便面 / 泡面 = 牛肉面 / 拉面 / 汤面 / 面饼
酸菜面 = 酸菜牛肉面
纯奶 = 纯牛奶
洗发水 = 洗发露 / 洗发乳
洗头膏 / 洗头水 = 洗发水 / 洗发露
洗碗精 / 洗涤灵 / 洗碗 / 洗碗液 = 洗洁精
洗衣服的 = 洗衣液 / 洗衣粉
卫生纸 / 手纸 / 厕纸 = 卷纸
面纸 / 抽取式纸巾 / 纸抽 = 抽纸 / 面巾纸
抽纸 = 面巾纸 / 纸巾
纸巾 = 抽纸 / 面巾纸
筷子 = 竹筷 / 木筷
白糖 = 白砂糖
面粉 = 小麦粉
香油 = 芝麻油
麻油 = 芝麻油
豆油 / 色拉油 = 大豆油
菜油 = 菜籽油
做饭的油 / 炒菜油 / 炒菜的油 / 食用油 / 食油 / 做饭油 = 花生油 / 大豆油 / 调和油 / 菜籽油
饺子 = 水饺
元宵 = 汤圆
火机 = 打火机
尿不湿 / 尿片 = 纸尿裤
生粉 = 淀粉
淀粉 = 生粉
味素 = 味精
花生米 = 花生
牛丸 = 牛肉丸
矿泉水 / 纯净水 / 饮用水 = 水
冰棍 / 冰棒 = 雪糕
卫生巾 / 姨妈巾 = 日用 / 夜用
辣条 = 面筋
洋酒 = 酒
马铃薯片 = 薯片
消毒水 = 消毒液
厕所清洁剂 / 洁厕灵 / 洁厕液 = 洁厕
"""
_LATIN = re.compile(r"[a-z\d&][a-z\d&'’\-]*")
#: No text is said in more other ways.
_MOST = 4
_LONGEST = 4


def other_words(text: str) -> tuple[str, ...]:
    """The ways a folded text may be said with other words; none where it holds no word that we know others for."""
    parts = list(_parts(text))
    ways = [ways for _, ways in parts if ways]
    if not ways:
        return ()
    found: list[str] = []
    for chosen in product(*(ways or (same,) for same, ways in parts)):
        found.append(" ".join("".join(chosen).split()))
        if len(found) == _MOST:
            break
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text in stretches, each with what may be said instead."""
    at = 0
    while at < len(text):
        end, ways = _at(text, at)
        if ways and text[at:end].isascii():
            yield text[at:end], tuple(f" {way} " for way in ways)
        else:
            yield text[at:end], ways
        at = end


def _at(text: str, at: int) -> tuple[int, tuple[str, ...]]:
    """How far a stretch that begins here goes, and what may be said instead."""
    for end in range(min(len(text), at + _HAN_LONGEST), at + 1, -1):
        if not text[at:end].isascii() and (ways := _table().get(text[at:end])):
            return end, ways
    word = _LATIN.match(text, at)
    if word is None:
        return at + 1, ()
    ends = [word.end()]
    while len(ends) < _LONGEST and (more := re.compile(r"\s+(?:&\s+)?[a-z\d][a-z\d'’\-]*").match(text, ends[-1])):
        ends.append(more.end())
    for end in reversed(ends):
        if ways := _table().get(_plain(text[at:end])):
            return end, ways
    return word.end(), ()


def _plain(words: str) -> str:
    """Words in letters, with one space between and the last in the singular."""
    *before, last = words.replace("’", "'").split()
    return " ".join((*before, singular(last)))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _SAID.strip().splitlines():
        said, _, called = line.partition(" = ")
        ways = tuple(way.strip() for way in called.split(" / "))
        for each in said.split(" / "):
            table[_plain(each) if each.isascii() else each] = ways
    return table


_HAN_LONGEST = max(len(said) for said in _table() if not said.isascii())
