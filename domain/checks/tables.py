"""The tables as rules ask about them: an attribute is a column of the database, not the value of a row."""

from typing import Any

from domain.tables import (
    carts,
    catalogue,
    deputies,
    invoices,
    ledger,
    limits,
    nicknames,
    notices,
    orders,
    people,
    prices,
    promotions,
    rebates,
    returns,
    shipments,
    statements,
    stock,
    supplier_words,
    swaps,
    threads,
    wishes,
)

Account: Any = people.Account
Address: Any = people.Address
Approval: Any = orders.Approval
Cart: Any = carts.Cart
CartLine: Any = carts.CartLine
ClaimOrder: Any = ledger.ClaimOrder
Counter: Any = catalogue.Counter
Deputy: Any = deputies.Deputy
Event: Any = orders.Event
Hold: Any = stock.Hold
Invite: Any = people.Invite
InvoiceRequest: Any = invoices.InvoiceRequest
InvoiceRequestLine: Any = invoices.InvoiceRequestLine
LedgerDue: Any = ledger.LedgerDue
LedgerEntry: Any = ledger.LedgerEntry
Nickname: Any = nicknames.Nickname
Notice: Any = notices.Notice
Order: Any = orders.Order
OrderLimit: Any = limits.OrderLimit
OrderLine: Any = orders.OrderLine
OrderShare: Any = orders.OrderShare
Pack: Any = catalogue.Pack
Person: Any = people.Person
PaymentAllocation: Any = ledger.PaymentAllocation
PaymentClaim: Any = ledger.PaymentClaim
PostedLine: Any = ledger.PostedLine
Price: Any = prices.Price
PriceList: Any = prices.PriceList
PriceListFor: Any = prices.PriceListFor
DiscountShare: Any = promotions.DiscountShare
Promotion: Any = promotions.Promotion
PromotionFor: Any = promotions.PromotionFor
PromotionGoods: Any = promotions.PromotionGoods
PromotionStep: Any = promotions.PromotionStep
PromotionUse: Any = promotions.PromotionUse
Rebate: Any = rebates.Rebate
RebateUse: Any = rebates.RebateUse
ReturnLine: Any = returns.ReturnLine
ReturnRequest: Any = returns.ReturnRequest
Shipment: Any = shipments.Shipment
ShipmentLine: Any = shipments.ShipmentLine
Sku: Any = catalogue.Sku
SentReminder: Any = statements.SentReminder
StatementClosing: Any = statements.StatementClosing
StatementDispute: Any = statements.StatementDispute
StockAlert: Any = stock.StockAlert
StockLevel: Any = stock.StockLevel
StockMove: Any = stock.StockMove
SupplierWord: Any = supplier_words.SupplierWord
SwapProposal: Any = swaps.SwapProposal
TemporaryLimit: Any = ledger.TemporaryLimit
Thread: Any = threads.Thread
ThreadMessage: Any = threads.ThreadMessage
ThreadWriter: Any = threads.ThreadWriter
VisibleTo: Any = limits.VisibleTo
Wish: Any = wishes.Wish
WordProposal: Any = supplier_words.WordProposal
