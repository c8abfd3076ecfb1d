"""The colours of the demo's brands and flavours, and a little mixing."""

from colorsys import hsv_to_rgb, rgb_to_hsv

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
CREAM: Colour = (255, 249, 236)
INK: Colour = (44, 40, 58)
STEEL: Colour = (205, 210, 218)
GOLD: Colour = (224, 180, 84)
KRAFT: Colour = (214, 178, 130)


def rgb(code: str) -> Colour:
    """``d94f3d`` as a colour."""
    return (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """The first colour with so large a part of the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def darker(colour: Colour, part: float = 0.25) -> Colour:
    """A shade of the colour."""
    return mix(colour, (18, 14, 32), part)


def lighter(colour: Colour, part: float = 0.35) -> Colour:
    """A tint of the colour."""
    return mix(colour, WHITE, part)


def pastel(colour: Colour) -> Colour:
    """The same hue, pale and clear; grey stays nearly grey."""
    hue, strength, _ = rgb_to_hsv(*(part / 255 for part in colour))
    red, green, blue = hsv_to_rgb(hue, min(0.14, 0.25 * strength + 0.03), 0.965)
    return (round(red * 255), round(green * 255), round(blue * 255))


def readable_on(colour: Colour) -> Colour:
    """White, or ink where white would be too faint."""
    red, green, blue = colour
    return INK if 0.3 * red + 0.59 * green + 0.11 * blue > 168 else WHITE  # noqa: PLR2004 - the eye's own weights


# main colour and second colour of each brand
BRANDS: dict[str, tuple[Colour, Colour]] = {
    name: (rgb(main), rgb(second))
    for name, main, second in (
        line.split()
        for line in """
        Peakpop d7263d ffd166
        Wildcalf e09f1f b3202a
        Tealane 2f855a f6e7a1
        Herbnook a63d2f f2c14e
        Pomelow f08a24 fff1c9
        Roastbank 5b3a29 e9c46a
        Mistbrook 2b8fd0 d8f1ff
        Snowcape 23407a bfe3f7
        Cloudlea 3a7bd5 fff4d6
        Beanaman 8a9a3b fdf0c4
        Oatstack c98f3c fff3d9
        Crispwren e9a31b d1382c
        Crumbchief b0413e ffe0a3
        Candyferry e0569b fff0f7
        Nutbadger 8b5e34 f4d9a5
        Chilisan c1272d ffd23f
        Noodleridge d4472e ffe2a8
        Hearthlad 9b2226 f3b34c
        Paddybay 3f8f4f fdf3c8
        Loosebarn 9c6b3c f6e3bf
        Sunstack e8b100 3c8a3a
        Ninecrock 6b2d1f f0c987
        Pinchwell 1f8a8c fdf1d3
        Malthaven 1d6b52 f3c64b
        Ridgefire b11226 f0cf7a
        Vinemoon 5a2350 e8c9a0
        Fluffle 6aa9e0 fdfdff
        Mochibear f2a1b5 fff5ee
        Threeswish 14a38b eafff6
        Soapgoose 4361c2 ffe9f3
        Alleytom 2e7d4f ffe08a
        Silkferry 3d4a8a f3d9e8
        Bayfoam 3aa6b9 eafcff
        Snowbite 2a9bd6 ffffff
        Moonhush a678c9 fff3fb
        Cliffwind 34495e 7fd1c7
        Voltleap 1f2a44 f5b700
        Flintbunny e4572e ffe8c2
        Handylot 3d8b8b fff2d8
        """.strip().splitlines()
    )
}

# a word of the English spec or name → the goods' colour and emblem; the first that fits counts
FLAVOURS: tuple[tuple[str, Colour, str], ...] = tuple(
    (word.replace("_", " "), rgb(colour), emblem)
    for word, colour, emblem in (
        line.split()
        for line in """
        zero_sugar 2a2a32 bubbles
        white_peach f4a6a0 fruit
        yellow_peach f2a541 fruit
        cherry_blossom ef9ab5 flower
        kids_strawberry ee6a86 berry
        strawberry e4526f berry
        lychee ef8fa3 fruit
        watermelon 3fae5c fruit
        floral 4fa860 flower
        hot_and_numbing b3202a chili
        five_spice a8672a star
        barbecue 9c4a22 flame
        cucumber 5fae4d leaf
        tomato dd4433 fruit
        caramel b8722c star
        chocolate 5f3825 cookie
        scallion 5c9e4a leaf
        mixed_fruit ee7f3b fruit
        mushroom 9a7b5b mushroom
        lavender 8d6fc4 flower
        sea_salt 4f9fc0 wave
        moisture c77fa0 drop
        anti-dandruff 3f5fa8 sparkle
        whitening 5bbde0 tooth
        toothpaste 3fb59a tooth
        toothbrush 4cb3c9 tooth
        mouthwash 35b08f tooth
        mint 45b08c leaf
        lime 8abf3a citrus
        lemon eec52f citrus
        orange f28a22 citrus
        pomelo f0b429 citrus
        peach f49a6c fruit
        taro 9a7cc0 flower
        jasmine 8fb96a flower
        curry d9a21b bowl
        cured_meat a23b32 bowl
        spicy_beef b5261e chili
        cola 7d1f2d bubbles
        sparkling 7cc6c0 bubbles
        energy d99a12 bolt
        electrolyte 2f9fd8 bolt
        iced_black c9692b leaf
        black_tea b5512a leaf
        green_tea 6fa443 leaf
        oolong 9a6b3a leaf
        herbal a8442c leaf
        milk_tea c79a6b heart
        coconut 4da39b fruit
        latte a9764d bean
        coffee 5b3a29 bean
        water 3f9fdc drop
        walnut a9743f nut
        soy_milk b9a24c bean
        yogurt f3d9c0 berry
        probiotic f0a86a heart
        cheese f2b632 star
        milk_candy 6fa8dc heart
        milk 5a9be0 drop
        oats d0a052 grain
        seaweed 2f6b4f wave
        prawn ee8a5b wave
        popcorn e8b93a star
        biscuit c58a4a cookie
        cracker d9a441 cookie
        cookies 2f5d8c cookie
        wafers d98a5a cookie
        pies e8b64c cookie
        bread c9883f grain
        fruit_drops f06a8a candy
        lollipops e0569b candy
        sunflower d9a21b flower
        nuts 9a6a3a nut
        jujubes a8322b fruit
        gluten c22a24 chili
        tofu c9a06a bean
        chicken d8b13a star
        cabbage 7d9a3a leaf
        spicy b3241c chili
        fiery 1f1f26 flame
        beef c8402c bowl
        hotpot b5261e flame
        snail 9a6f3c bowl
        sour c9472e bowl
        congee b5763c bowl
        luncheon 2f5d9c star
        sausages c4473a flame
        mustard 6a9a3c leaf
        egg e9b93a grain
        glutinous cf8fa0 grain
        rice 3f9a5a grain
        flour 4a7fb5 grain
        noodles d9a441 grain
        mung 6f9a3a bean
        soybeans d9b45a bean
        peanut c98a4a nut
        millet e3b534 grain
        red_beans 8f2f2f bean
        soybean_oil d9a824 bean
        sesame 8a5a2b drop
        light_soy b5452c drop
        dark_soy 4a2418 drop
        oyster 7a4a2c wave
        mature 3b2a2a drop
        white_vinegar 9fb8c0 drop
        cooking_wine c98a3a drop
        soybean_paste 9a5a2c bean
        broad_bean a8321f chili
        chili c1272d chili
        pepper 8f3b2e leaf
        msg 3f9fa0 sparkle
        salt 4a90c4 sparkle
        sugar e88fb0 sparkle
        starch e9c65a grain
        ketchup d0342c fruit
        lager d9a31f grain
        wheat_beer e6bd5a grain
        baijiu c0202f flame
        red_wine 6a1f3c grapes
        plum 7a9a4a fruit
        tissue 7fb2e5 cloud
        toilet_rolls 9ab8e0 cloud
        kitchen_towels 7fc4b0 cloud
        wipes 79cbd0 drop
        napkins d6b98a cloud
        diapers f2a1b5 heart
        dish e7c92f sparkle
        toilet 2f6fd0 sparkle
        degreaser e2622d sparkle
        disinfectant 3f7fd0 sparkle
        sponges e9c83a sparkle
        laundry 5a7fd8 sparkle
        washing 3f8fd0 sparkle
        softener d98fc0 flower
        mosquito 3f8f5a moon
        insect d8483a moon
        hand_wash 4fc0a0 drop
        hand_cream f0a8b0 flower
        day_pads f09ac0 cloud
        night_pads 5d5aa8 moon
        razors 3f6f8f wave
        cotton 9ac4e8 cloud
        alkaline 2a3350 bolt
        carbon 3a7a4a bolt
        bulb f2c230 bolt
        power 3f6fa8 bolt
        cable e4572e bolt
        lighters e4572e flame
        cling 4fa0c8 sparkle
        bin_bags 4a4f5a sparkle
        cups c9884a heart
        chopsticks c9a04a leaf
        """.strip().splitlines()
    )
)
