"""What an operator should do about each kind of finding, in one sentence."""

from collections.abc import Mapping

_ROW = "a row is missing or one too many: look into the last good backup, and put the row back or take it out"
_VALUE = "correct this value in the database; the last good backup says what it was"
_STOCK = "count these goods (盘点), which writes the move that is missing; the moves are the record"
_TOLD = "compare the order with its history in the last good backup, and correct whichever of them is wrong"
_PEOPLE = "ask the people named, and correct what they are or whom they belong to"
ADVICE: Mapping[str, str] = {
    "file": "stop serving, keep the file aside, and restore the last backup: dinghuo restore FILE",
    "counter": "set the counter order:DAY to the number of that day's last order, else no new one is taken; "
    "where orders are missing, look into the last good backup",
    "form": "what cannot be read stops whoever reads it: " + _VALUE + "; then check again, for the rest",
    "part": _VALUE,
    "limit": _VALUE,
    "reference": _ROW,
    "event_number": "an event is missing or came twice: " + _ROW,
    "level": _ROW,
    "lines": _ROW,
    "hold_count": _ROW,
    "parcel_empty": _ROW,
    "parcel_numbers": _ROW,
    "on_hand": _STOCK,
    "reserved": "the open holds are the record: set the level to their sum",
    "allocated": "the open holds are the record: set the level to their sum",
    "account_of": _PEOPLE,
    "salesperson": _PEOPLE,
    "share": _PEOPLE,
    "deputy": "end the standing in (代班 on the person's page), and set it again",
    "approval_states": "the approvals are the record: set the order's columns to what they say",
    "swap_line": _ROW,
    "swap_open": _TOLD,
    "swap_answer": _TOLD,
    "swap_order": _ROW,
    "buyer": _PEOPLE,
    "cart_price": "set the price in the cart by hand again, or empty it",
    "cart": "empty the cart; whoever it is fills it again",
    "invite": "let the invite expire and write another",
    "invite_event": "let the invite expire and write another",
    "invite_revoked": "call the invite back once more (邀请 in the admin's chat), and write another where it is wanted",
    "invite_used": _PEOPLE,
    "list_for": "say whom the price list is for: import it again with the right names, and take this row out",
    "list_dates": "import the price list again with the right days",
    "limit_for": "import the limits or the visibility of these goods again, and take this row out",
    "limit_period": "import the limits of these goods again",
    "price_pack": "take the price out, and import the price list again",
    "promotion_for": "import the promotion again with the right names, and take this row out",
    "promotion_goods": "import the promotion again",
    "promotion_whole": "import the promotion again, or end it",
    "promotion_step": "import the promotion again",
    "nickname_key": "take the word out; it is asked about and learnt, or imported, again",
    "nickname_event": "take the nickname out; the words are asked about and learnt again",
    "ledger_event": "the event of an entry says what was booked: correct the entry, or put the missing one back",
    "statement_closed": "a closed period is never changed: put the entries back as they were, or restore a backup",
    "statement_until": "set the account to the last day that was agreed on",
    "statement_event": "put the event of the agreement back, or restore a backup",
    "statement_dispute": "open the case in the chat, and write the line or the answer again",
    "credit_raised": "raise the limit again (➕ 临时额度), which writes row and event",
    "allocation_payment": "take the payment back with a reason, and book it again for its orders",
    "allocation_debt": "take a payment of this invoice back with a reason, and book it again for its orders",
    "allocation_row": "take the payment back with a reason, and book it again for its orders",
    "allocation_event": "put the event of the allocation back, or restore a backup",
    "rebate_used": "take back what is left of the rebate (❌ on 💰 返利), and grant the right amount anew",
    "rebate_order": "the uses of rebates are the record: set what rebates pay of order and lines to their sum",
    "rebate_posted": "book the difference by hand (✏️ on the account's page), and note the order",
    "rebate_event": "the event says what was granted or used: correct the row, or put the missing one back",
    "invoice_most": "ask for a red invoice of what is too much, and note it",
    "invoice_sum": "write the sum of its lines into the request, or refuse it and ask again",
    "invoice_answer": "answer the request again in the chat, or write what was answered",
    "invoice_event": "put the event of the request back, or restore a backup",
    "return_lines": _ROW,
    "return_number": "set the counter return:DAY to the number of that day's last request; where requests are missing, "
    "look into the last good backup",
    "return_moves": _STOCK,
    "return_credit": "compare the request with its credit in the ledger, and book the difference by hand "
    "(✏️ on the account's page)",
    "ledger_disputed": "compare the claim (📋 on its order) with the bills of its parcel; book what is missing by hand",
    "return_repair": "the events of the request say when it was repaired and how it went back: correct the row",
    "return_gift": "compare the gifts of the request with its charge in the ledger, and book the difference by hand "
    "(✏️ on the account's page)",
    "ledger_billed": "book the difference by hand (✏️ on the account's page), and note the parcel",
    "retail_day": "set the counter retail:DAY to how many came in on that day, else too many come in, or nobody",
    "retail_account": _PEOPLE,
    "talk": "put right who the talk is with, what it is about and when it ended; nothing was ordered by it",
    "wish": "take the wish out; nothing was ordered by it, and the customer sends it again",
    "notice": "take the notice out; nobody would get it",
}


def advice(what: str) -> str:
    """What to do about a kind of finding; most are of orders, parcels and moves that tell two stories."""
    return ADVICE.get(what, _TOLD)
