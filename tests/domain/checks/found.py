"""The columns of every table in which ``dinghuo check`` finds a change; those of ``classified`` are left."""

from collections.abc import Mapping

#: Every column in which a change is found, but for what is said below.
FOUND: Mapping[str, str] = {
    "account": "id salesperson_id group_id minimum_order closed_until retail",
    "accountgroup": "id name minimum_order",
    "address": "",
    "alias": "",
    "approval": "order_id revision kind approved decided_by_id decided_at",
    "cardmessage": "",
    "areadelivery": "",
    "deliveryexception": "",
    "cart": "id account_id revision",
    "cartgift": "most",
    "cartline": "cart_id sku_id kind quantity manual_price manual_size manual_reason manual_by_id",
    "category": "id",
    "counter": "name value",
    "delivery": "answer",
    "deputy": "salesperson_id deputy_id first_day last_day",
    "desklogin": "",
    "desksession": "",
    "discountshare": "order_line_id promotion_id discount",
    "event": "at person_id kind order_id subject revision reason facts no",
    "failedmessage": "",
    "followednumber": "shipment_id",
    "hold": "order_id order_line_id warehouse_id sku_id kind quantity expires_at closed_at",
    "housesecret": "",
    "identity": "id person_id",
    "invite": "id role account_id order_id created_by_id created_at used_at used_by_id revoked_at person_id",
    "invitetry": "",
    "invoicerequest": "id account_id amount state asked_at decided_at decided_by_id",
    "invoicerequestline": "request_id entry_id amount",
    "invoicetitle": "account_id title",
    "ledgerdue": "entry_id due_on",
    "ledgerentry": "id account_id day value_day kind amount due_on note order_id undoes_id person_id at",
    "claimorder": "claim_id order_id",
    "media": "hash",
    "mediacopy": "hash",
    "nickname": "id account_id key words sku_id how taught_by_id",
    "notice": "person_id kind order_id attempts",
    "order": (
        "id number account_id buyer_id cart_revision return_request_id warehouse_id status revision currency total"
        " rebate reason submitted_at expires_at decided_at decided_by_id closed_at reminded_at below_minimum rating"
        " rating_words sales_approval finance_approval admin_approval payment_approval"
    ),
    "paymentallocation": "id account_id payment_id order_id debt_id amount due_on day at",
    "waitingpicture": "hash",
    "ordergift": "most",
    "orderlimit": "sku_id account_id group_id minimum multiple maximum period_quantity period_days",
    "orderline": (
        "id order_id position sku_id kind quantity price amount refused back_ordered shipped delivered pack_id packs"
        " pack_price loose price_source price_list_id tier_from list_price tax_rate discount rebate manual_price"
        " manual_size manual_reason manual_by_id promotion_id proposed"
    ),
    "ordershare": "order_id person_id",
    "pace": "",
    "pack": "sku_id size",
    "pastorder": "id number",
    "pastorderline": "quantity size price",
    "person": "id role account_id ordering_for_id",
    "postedline": "entry_id shipment_id order_line_id return_line_id quantity amount tax rebate",
    "price": "list_id sku_id pack_id from_quantity price",
    "pricelist": "id name starts_on ends_on",
    "pricelistfor": "list_id account_id group_id",
    "product": "id picture",
    "promotion": "id name kind starts_on ends_on price times set_aside",
    "promotionfor": "promotion_id account_id group_id",
    "promotiongoods": "promotion_id sku_id category_id quantity price size",
    "promotionstep": "promotion_id reach off gift_sku_id gift_quantity",
    "promotionuse": "order_id promotion_id account_id quantity discount",
    "pushedchoices": "",
    "pushwindow": "left",
    "setting": "name revision",
    "shipment": (
        "id order_id position warehouse_id status revision carrier picked_by_id created_at shipped_at delivered_at"
        " received_by_id receipt_words"
    ),
    "shipmentline": "shipment_id order_line_id quantity",
    "shownline": "",
    "sku": "id price floor_price cost tax_rate decimals minimum multiple maximum picture picture_en",
    "rebate": "id account_id amount reason last_day person_id at",
    "rebateuse": "rebate_id order_id amount at",
    "returnline": (
        "request_id position order_line_id outcome quantity agreed good bad withheld credited tax rebate"
        " price kept charged"
    ),
    "returnrequest": (
        "id number order_id account_id person_id kind status revision asked_at reason decided_at decided_by_id"
        " received_at received_by_id closed_at entry_id charge_id replacement_id repair_began_at carrier"
        " tracking_number"
    ),
    "sentreminder": "",
    "statementclosing": "id account_id until closing entries person_id at",
    "statementdispute": "id account_id entry_id person_id opened_at answered_at answered_by_id",
    "stockalert": "person_id account_id sku_id",
    "stocklevel": "warehouse_id sku_id on_hand reserved allocated",
    "stockmove": "warehouse_id sku_id quantity kind shipment_id person_id undoes_id at",
    "supplierword": "key word",
    "swapproposal": "order_id line_id for_line_id quantity replaced price price_size reason asked_at expires_at answer"
    " answered_by_id answered_at",
    "templatering": "",
    "thread": "id account_id person_id order_id opened_at last_at closed_by_id",
    "threadmessage": "thread_id person_id at",
    "threadwriter": "person_id thread_id",
    "temporarylimit": "account_id amount until person_id at",
    "paymentclaim": "id account_id person_id amount claimed_at decided_at decided_by_id entry_id",
    "trackingevent": "shipment_id",
    "visibleto": "sku_id account_id group_id",
    "warehouse": "id",
    "wish": "id account_id person_id status sent_at decided_at decided_by_id",
    "wordproposal": "key words",
}
