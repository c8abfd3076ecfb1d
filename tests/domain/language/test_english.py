"""English as people type and dictate it."""

import pytest

from domain.language.english import plain_english


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("1 1/2 cases soap", "1.5 cases soap"),
        ("1½ cases soap", "1.5 cases soap"),
        ("½ case soap", "1/2 case soap"),
        ("two and a half cases soap", "2.5 cases soap"),
        ("1 1/2 inch elbow 3", "1 1/2 inch elbow 3"),
        ("3/4 inch pipe", "3/4 inch pipe"),
        ("forty five gallon bags", "45 gallon bags"),
        ("uh two jugs of um soap", " two jugs of soap"),
        ("shirts 2S 3M 4XL", "shirts S×2 M×3 XL×4"),
        ("shirts 2S, 3M; hats 1L", "shirts S×2, M×3; hats L×1"),
        ("shirts 2XL 3XL 2 each", "shirts 2XL 3XL 2 each"),
        ("milk 1L 2L", "milk 1L 2L"),
        ("masks S1 M2 L3 boxes", "masks S 1 boxes, M 2 boxes, L 3 boxes"),
        ("masks S1 M2 L3 pens", "masks S1 M2 L3 pens"),
        ("shirt black 2x 3, xl 1", "shirt black 2xl 3, xl 1"),
        ("2x soap", "2x soap"),
        ("3 (three) lamps", "3 lamps"),
        ("3 (four) lamps", "3 (four) lamps"),
        ("1 5gal pail soap", "1 pail 5gal soap"),
        ("4 12oz cups", "4 12oz cups"),
        ("24 and 36 inch brooms", "24 inch and 36 inch brooms"),
        ("20# beef, #10 envelopes", "20 lb beef, #10 envelopes"),
        ("镀锌铁丝 14# 3捆", "镀锌铁丝 14# 3捆"),
        ("cola x3 (cans)", "cola x3 cans"),
        ("two 25kg bags of sugar", "two bags 25kg sugar"),
        ("2x25kg sugar", "2 x 25kg sugar"),
        ("sugar 2x25kg", "sugar 25kg x 2"),
        ("sticks 1000 x 2.5 g 3 boxes", "sticks 1000 x 2.5 g 3 boxes"),
        ("2 lamps, bag of sugar and bottle of soap", "2 lamps, 1 bag sugar and 1 bottle soap"),
        ("1 case ea: lamps, rings", "1 case each of lamps, rings"),
        ("2 cases... sorry 3 cases", "2 cases, sorry, 3 cases"),
        ("2 cases, no wait make that 3", "2 cases, sorry, make that 3"),
        ("6 shirts L. actually 4 L", "6 shirts L, sorry, 4 L"),
        ("sorry for the late order", "sorry for the late order"),
        ("is it actually fresh", "is it actually fresh"),
        ("two crates of whole two of semi", "two crates of whole, two of semi"),
        ("two cases, one of each", "two cases, one of each"),
        ("grey bed one of each size", "grey bed 1 of each size"),
        ("none this week. 2 cs swirls", "none this week; 2 cs swirls"),
        ("3 btl. 2 cans", "3 btl. 2 cans"),
    ],
)
def test_a_line_is_put_into_the_form_that_amounts_are_read_in(said: str, plain: str) -> None:
    assert plain_english(said) == plain
