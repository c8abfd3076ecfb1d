"""Everything that can be pressed. Each verb has one handler in ``routes``."""

from enum import StrEnum


class Verb(StrEnum):
    """What a button does; what stands behind the colons is said beside each."""

    MENU = "menu"
    HELP = "help"
    LANGUAGE = "lang"  # [language]
    CONTACT = "contact"
    JOIN = "join"
    MORE = "more"  # part
    MEANT = "meant"  # serial, answer or otherwise: what words were that may have been an answer

    SEARCH = "search"
    FOUND = "found"  # serial, page
    BROWSE = "browse"
    CATEGORY = "cat"  # category, page
    PRODUCT = "sku"  # sku, [quantity]
    TYPE_QUANTITY = "howmany"  # sku
    PUT = "put"  # sku, quantity: how much the cart shall hold
    SETTLE = "settle"  # serial, line, sku, quantity: the answer to a doubtful line of an order in words
    DOUBTS = "doubts"
    SHEET = "sheet"  # serial, pack or base or ask: what the numbers of a sheet count
    NOT_RIGHT = "notright"  # serial, [page]: a line of an order in words was read wrongly
    OTHER = "other"  # serial, line
    SWAP = "swap"  # serial, line, sku, quantity: what the line means instead
    USUAL = "usual"  # [page]
    SAME_AGAIN = "last"

    NICKNAMES = "nicks"  # [page]
    NAME = "name"  # sku
    TEACH = "teach"  # serial, sku: what the words last taught mean
    FORGET = "forget"  # nickname
    TAKE_BACK = "takeback"  # event

    CART = "cart"  # [page]
    CART_LINE = "line"  # sku, [quantity]
    FIT = "fit"  # [to checkout]
    CLEAR = "clear"  # revision
    UNCLEAR = "unclear"  # event
    NOTE = "note"  # [none]
    ADDRESSES = "addrs"  # [page]
    ADDRESS = "addr"  # address
    NEW_ADDRESS = "newaddr"
    DATES = "dates"
    DATE = "date"  # yyyy-mm-dd or none
    CHECKOUT = "checkout"  # [again]
    SUBMIT = "submit"  # cart, revision, total, [again]

    ORDERS = "orders"  # [page]
    TRANSIT = "transit"
    ORDER = "order"  # order
    WITHDRAW = "withdraw"  # order, revision
    CHANGE = "change"  # order
    ORDER_LINE = "oline"  # order, revision, line
    SET_ORDER_LINE = "oset"  # order, revision, line, quantity
    UNDO_LINE = "oback"  # event
    CANCEL = "cancel"  # order, revision
    CANCEL_WHY = "cwhy"  # order, revision, reason
    AGAIN = "again"  # order
    TRACK = "track"  # order
    RECEIVED = "got"  # shipment
    RECEIVED_SHORT = "gotshort"  # shipment
    RATE = "rate"  # order, stars
    SHARE = "share"  # order

    WAITING = "waiting"  # [page]
    APPROVE = "ok"  # order, revision
    REJECT = "no"  # order, revision
    REJECT_WHY = "nwhy"  # order, revision, reason
    CARD = "card"  # order
    CARD_LINES = "lines"  # order, [page]
    ACCOUNTS = "accounts"  # [page]
    SERVE = "serve"  # account
    STOP_SERVING = "unserve"

    QUEUE = "queue"  # [page]
    PICK = "pick"  # order
    PARCEL = "parcel"  # shipment, [page]
    PARCEL_LINE = "pline"  # shipment, revision, line
    SET_PARCEL_LINE = "pset"  # shipment, revision, line, quantity
    DROP = "drop"  # shipment, revision
    SHIP = "ship"  # shipment, revision
    CARRIER = "carrier"  # shipment, revision, carrier
    NO_NUMBER = "nonum"  # shipment, revision, carrier
    OF_CARRIER = "whose"  # shipment, revision, carrier: whose the number is that was typed
    RENUMBER = "renum"  # shipment, revision
    STOCK = "stock"  # [page]
    STOCK_OF = "stockof"  # sku
    COUNT = "count"  # sku
    RECEIVE = "receive"  # sku
    SET_COUNT = "counted"  # sku, quantity on hand seen, quantity found
    TAKE_IN = "camein"  # sku, quantity on hand seen, quantity that came
    UNDO_MOVE = "undo"  # stock move, [sure]

    PEOPLE = "people"  # [role or off, page]
    PERSON = "person"  # person
    SWITCH_OFF = "off"  # person, [page]: asks, and to whom their accounts shall go
    SWITCH_OFF_NOW = "offnow"  # person, person (0: nobody) who looks after their accounts from now on
    SWITCH_ON = "on"  # person
    KEEPS = "keeps"  # person (0: nobody), [page]: the accounts they look after
    KEEPER = "keeper"  # account, [page]: who shall look after it
    KEEP = "keep"  # account, person
    KEEP_ALL = "keepall"  # person, [page]: who shall look after all of theirs
    KEEP_ALL_NOW = "keepallnow"  # person, person
    UNBIND = "unbind"  # identity
    UNBIND_NOW = "unbindnow"  # identity
    NEW_CHAT = "newchat"  # person
    NEW_CHAT_NOW = "newchatnow"  # person
    UNDO_PEOPLE = "peopleback"  # event
    INVITE = "invite"  # role, [page]
    INVITE_FOR = "invfor"  # role, account (0: the new one just named, or none)
    INVITES = "invites"  # [page]
    INVITE_OF = "inviteof"  # invite
    REVOKE = "revoke"  # invite
    GOODS = "goods"
    GOODS_OF = "goodsof"  # sku
    ON_SALE = "onsale"  # sku
    OFF_SALE = "offsale"  # sku
    PRICE = "price"  # sku
    SET_PRICE = "setprice"  # sku, price seen, new price
    UNDO_PRICE = "priceback"  # event
    FIGURES = "figures"
