"""How much of one SKU: asked, typed, and put into the cart."""

from decimal import Decimal

from domain import carts
from domain.carts import CartView, Wanted
from domain.catalogue import Goods
from domain.rules.rights import Right
from handlers import goods_words, product_card, slips
from handlers.press import Press, button
from handlers.product import how_much
from handlers.turn import Facts, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """Ask for a quantity in words."""
    visit.by.need(Right.CART_CHANGE)
    return _ask(visit, goods_words.one(visit, press.id(0)), "product.ask")


def put(visit: Visit, press: Press) -> Turn:
    """Set how much of a SKU the cart holds."""
    goods, quantity = goods_words.one(visit, press.id(0)), press.quantity(1)
    wanted = Wanted(sku_id=goods.sku.id, quantity=quantity)
    return _done(visit, goods, quantity, carts.put(visit.by, wanted, goods))


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """A quantity for the card that is open; a number without a unit counts what the card counts in."""
    goods, said = goods_words.one(visit, int(facts["sku"] or 0)), text.strip()
    quantity = goods_words.read_quantity(goods, said, counted_in=facts.get("size"))
    if quantity is None:
        return _ask(visit, goods, "product.no_such_unit")
    if told := slips.doubt(visit, goods, quantity):
        return _whether(visit, goods, quantity, told)
    cart = carts.put(visit.by, Wanted(sku_id=goods.sku.id, quantity=quantity, said=said), goods)
    return _done(visit, goods, quantity, cart)


def _whether(visit: Visit, goods: Goods, quantity: Decimal, told: str) -> Turn:
    """One tap means it; another number can still be typed."""
    yes = slips.sure(visit, goods, quantity, Verb.PUT)
    back = (button(visit.say("button.back"), Verb.PRODUCT, goods.sku.id), button(visit.say("button.menu"), Verb.MENU))
    note = visit.say("cart.other_number")
    shown = Reply(title=goods_words.name(visit, goods), lines=(told,), note=note, buttons=((yes,), back))
    return Turn(replies=(shown,), question=how_much(goods))


def _ask(visit: Visit, goods: Goods, key: str) -> Turn:
    base = goods_words.unit(visit, goods)
    names = [goods_words.pack_name(visit, pack) for pack in goods.packs if pack.size > 1]
    counted = goods_words.screen_unit_name(visit, goods)
    units = visit.say("product.units", unit=counted, units=visit.say("product.or").join((*names, base)))
    shown = Reply(
        title=visit.say(key, goods=goods_words.name(visit, goods)),
        lines=tuple(filter(None, (units, goods_words.packs(visit, goods)))),
        note=visit.say("product.example", amount=goods_words.quantity(visit, goods, product_card.step(goods) * 5)),
        buttons=(
            (button(visit.say("button.back"), Verb.PRODUCT, goods.sku.id), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,), question=how_much(goods), memory={**visit.memory, "about": goods.sku.id})


def _done(visit: Visit, goods: Goods, quantity: Decimal, cart: CartView) -> Turn:
    """A short word that it is in the cart, with the total and the ways on."""
    said, money = goods_words.quantity(visit, goods, quantity), product_card.amount(visit, goods, quantity)
    title = visit.say(
        "product.put" if quantity else "product.taken_out",
        goods=goods_words.name(visit, goods),
        amount=said,
        money=money,
    )
    total = visit.say.count("product.cart", len(cart.rows), total=visit.say.money(cart.total, visit.currency))
    shown = Reply(
        title=title,
        lines=tuple(filter(None, (_too_little(visit, goods, quantity), total))),
        buttons=_on(visit, goods, quantity),
    )
    return Turn(replies=(shown,), memory={**visit.memory, "about": goods.sku.id})


def _too_little(visit: Visit, goods: Goods, quantity: Decimal) -> str:
    """A word ahead of time where there is less than what was put."""
    if quantity <= goods.available:
        return ""
    if goods.sku.backorder:
        return visit.say("product.will_come")
    if goods.available <= 0:
        return visit.say("product.none_there")
    return visit.say("product.too_little", amount=goods_words.quantity(visit, goods, goods.available))


def _on(visit: Visit, goods: Goods, quantity: Decimal) -> tuple[Row, ...]:
    change = (button(visit.say("product.edit"), Verb.PRODUCT, goods.sku.id, quantity),) if quantity else ()
    return (
        (button(visit.say("button.cart"), Verb.CART), button(visit.say("product.checkout"), Verb.CHECKOUT)),
        (button(visit.say("product.go_on"), Verb.SEARCH), *change),
        (button(visit.say("button.menu"), Verb.MENU),),
    )
