"""Styles with colours, sizes and counts, however they are set beside one another: read over whole catalogues."""

from functools import cache

import pytest

from tests.corpus.trades import Trade, trade


@cache
def _trade(name: str) -> Trade:
    return trade(name)


@pytest.mark.parametrize(
    ("name", "message", "read"),
    [
        ("menswear", "C612 白 39/3 40/5，浅蓝 40/2", "C612-WH-39=3; C612-WH-40=5; C612-LB-40=2"),
        ("menswear", "C615 红 L2XL3 蓝 M1L2", "C615-RD-L=2; C615-RD-XL=3; C615-BL-M=1; C615-BL-L=2"),
        ("menswear", "T220 白色 尺码 M L XL 数量 3 5 5", "T220-WH-M=3; T220-WH-L=5; T220-WH-XL=5"),
        ("menswear", "K301 31码 深蓝3 黑2 浅蓝2", "K301-DB-31=3; K301-BK-31=2; K301-LB-31=2"),
        ("menswear", "T220 XL 黑5白5灰3件", "T220-BK-XL=5; T220-WH-XL=5; T220-GY-XL=3"),
        ("menswear", "平角裤XL黑6灰6藏青6（条）", "N66-BK-XL=6; N66-GY-XL=6; N66-NV-XL=6"),
        ("menswear", "t220 L码 黑5件", "T220-BK-L=5"),
        ("menswear", "s10袜子黑白各3打", "S10-BK=36; S10-WH=36"),
        ("menswear", "黑袜子中筒的来5打", "S10-BK=60"),
        ("shoes", "T602白100-150各2", "; ".join(f"T602-WH-{size}=2" for size in range(100, 151, 10))),
        ("shoes", "W801灰110 2 120 3 130 3，酒红 120 2", "W801-GY-110=2; W801-GY-120=3; W801-GY-130=3; W801-WR-120=2"),
        ("shoes", "1307粉27 1银28 1", "1307-PK-27=1; 1307-SV-28=1"),
        ("shoes", "F12 110粉2紫2，120粉3", "F12-PK-110=2; F12-PU-110=2; F12-PK-120=3"),
        ("shoes", "学步鞋19码 米2咖1", "2088-MI-19=2; 2088-CF-19=1"),
        ("shoes", "Y905黑色，120、130、140各2件", "Y905-BK-120=2; Y905-BK-130=2; Y905-BK-140=2"),
        ("shoes", "P225 黑：110*2 120*3；灰：120*2", "P225-BK-110=2; P225-BK-120=3; P225-GY-120=2"),
        ("shoes", "T602 黄 100×2，110×2", "T602-YE-100=2; T602-YE-110=2"),
        ("lingerie", "男保暖 黑L2 XL3 麻灰XL1套", "B09-BK-L=2; B09-BK-XL=3; B09-MG-XL=1"),
        ("lingerie", "2618 黑75B*5/80B*3/75C*2", "2618-BK-75B=5; 2618-BK-80B=3; 2618-BK-75C=2"),
        ("lingerie", "文胸2618要4件 黑75B1 80B1 肤75C2", "2618-BK-75B=1; 2618-BK-80B=1; 2618-SK-75C=2"),
        ("lingerie", "肩带透明黑各1包", "PJ1-TM=20; PJ1-BK=20"),
        ("lingerie", "打底裤加绒黑5灰5", "6602-BK=5; 6602-GY=5"),
        ("uniforms", "8821白 M5 L5 10件", "8821-WH-M=5; 8821-WH-L=5; ~共10件"),
        ("uniforms", "8830 白M L：2 4，宝蓝：1 2", "8830-WH-M=2; 8830-WH-L=4; 8830-RB-M=1; 8830-RB-L=2"),
        ("uniforms", "厨师服短袖L5XL5 长袖L3XL3", "B31-WH-L=5; B31-WH-XL=5; B32-WH-L=3; B32-WH-XL=3"),
        ("uniforms", "袜子黑白灰各2包", "D21-BK=20; D21-WH=20; D21-GY=20"),
        ("sports", "T801 L码：黑5 藏青3", "T801-HS-L=5; T801-ZQ-L=3"),
        ("sports", "G55 蓝\nL5 XL5\n黑\nXL4 2XL4", "G55-LA-L=5; G55-LA-XL=5; G55-HS-XL=4; G55-HS-2XL=4"),
        ("sports", "碳板的那个跑鞋 白红41 1双 42 1双", "R215-BR-41=1; R215-BR-42=1"),
        ("sports", "R215白红 43码有的话给我来一双", "R215-BR-43=1"),
        ("sports", "R210黑白\tR210白绿\n41\t2\t1\n42\t3\t0", "R210-HB-41=2; R210-BL-41=1; R210-HB-42=3"),
        ("sports", "军绿卫衣M两件，米白的L换成XL", "W620-JL-M=2; ?W620-MB-XL=-"),
        ("sports", "T801黑S码退3件，换M码3件", "?T801-HS-M=3; ~T801黑S码退3件"),
        ("sports", "帮我查下L330黑白39还有几双，有就给我2双", "L330-HB-39=2"),
        ("sports", "遮阳帽6顶，黑白各半", "?H10-BS,H10-FS,H10-HS=6; ~黑白各半"),
        ("sports", "帽子白1", "H10-BS=1"),
        ("sports", "球衣红L 10套 下周比赛用", "G55-HO-L=10; ~下周比赛用"),
        ("sports", "T801黑S5，另外白色的S、M各3", "T801-HS-S=5; T801-BS-S=3; T801-BS-M=3"),
        ("sports", "足球鞋 黑40 41 荧光绿 40 各1双", "F17-HS-40=1; F17-HS-41=1; F17-YL-40=1"),
        ("sports", "Y105白S2M2，黑各1", "Y105-BS-S=2; Y105-BS-M=2; Y105-HS-S=1; Y105-HS-M=1"),
        ("sports", "Y105豆沙S2M2，黑各1", "Y105-DS-S=2; Y105-DS-M=2; Y105-HS-S=1; Y105-HS-M=1"),
        ("sports", "T801白M2 黑M2，L各3", "T801-BS-M=2; T801-HS-M=2; T801-BS-L=3; T801-HS-L=3"),
        ("sports", "一样来一件 T815浅粉 雾蓝 都要M的", "T815-QF-M=1; T815-WL-M=1"),
        ("sports", "R210黑白42有货吗 有货来5双", "R210-HB-42=5"),
        ("shoes", "8822粉 28-29 2/2 白 28-29 2/1", "8822-PK-28=2; 8822-PK-29=2; 8822-WH-28=2; 8822-WH-29=1"),
        ("shoes", "W801灰 120*2包 130*1包", "W801-GY-120=8; W801-GY-130=4"),
        ("shoes", "K33粉24/25、26/27各2双", "K33-PK-2425=2; K33-PK-2627=2"),
        ("shoes", "2088 米色18 19各1双 要软底的", "2088-MI-18=1; 2088-MI-19=1"),
        ("shoes", "T615 90 100 白2粉2", "?T615-WH-90=2; ?T615-WH-100=2; ?T615-PK-90=2; ?T615-PK-100=2"),
        ("tea", "立顿红茶大包的2盒小包的5盒", "LP-B100=2; LP-B25=5"),
        ("tea", "曼特宁要454的2包 不是挂耳", "CB-MD=2; ~不是挂耳"),
    ],
)  # fmt: skip
def test_each_of_an_assortment_is_taken(name: str, message: str, read: str) -> None:
    assert str(_trade(name).read(message)) == read


@pytest.mark.parametrize("message", ["灰120 2条", "黑130 2件", "皮鞋红27 28"])
def test_sizes_and_colours_are_neither_goods_nor_counts(message: str) -> None:
    assert not _trade("shoes").read(message).lines
