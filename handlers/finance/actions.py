"""Money: what accounts owe, corrections of it, and their credit."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.finance import (
    agreement,
    balance,
    claim,
    correction,
    credit,
    dispute,
    invoice,
    invoice_answer,
    payment,
    reminders,
    statement,
)

ACTIONS: Mapping[Verb, Action] = {
    Verb.BALANCE: Action(balance.show, Right.BALANCE_READ),
    Verb.LEDGER: Action(balance.entries, Right.BALANCE_READ),
    Verb.DEBTORS: Action(balance.debtors, Right.BALANCE_READ),
    Verb.CREDIT: Action(credit.show, Right.BALANCE_READ),
    Verb.STATEMENT: Action(statement.show, Right.BALANCE_READ),
    Verb.STATEMENT_FILES: Action(statement.files, Right.BALANCE_READ),
    Verb.REMINDERS: Action(reminders.want, Right.STATEMENT_AGREE),
    Verb.AGREE: Action(agreement.agree, Right.STATEMENT_AGREE),
    Verb.DISPUTE: Action(dispute.choose, Right.STATEMENT_AGREE),
    Verb.DISPUTE_LINE: Action(dispute.ask, Right.STATEMENT_AGREE),
    Verb.DISPUTE_NOW: Action(dispute.send, Right.STATEMENT_AGREE),
    Verb.CASE: Action(dispute.show, Right.BALANCE_READ),
    Verb.ANSWER_CASE: Action(dispute.ask_answer, Right.LEDGER_CHANGE),
    Verb.ANSWER_CASE_NOW: Action(dispute.answer, Right.LEDGER_CHANGE),
    Verb.INVOICE: Action(invoice.show, Right.BALANCE_READ),
    Verb.INVOICE_PICK: Action(invoice.choose, Right.INVOICE_ASK),
    Verb.INVOICE_ALL: Action(invoice.choose_all, Right.INVOICE_ASK),
    Verb.INVOICE_NOW: Action(invoice.ask, Right.INVOICE_ASK),
    Verb.INVOICE_TITLE: Action(invoice.ask_title, Right.INVOICE_ASK),
    Verb.INVOICE_CARD: Action(invoice.open_, Right.BALANCE_READ),
    Verb.MY_INVOICES: Action(invoice.mine, Right.INVOICE_ASK),
    Verb.INVOICES_ASKED: Action(invoice.waiting, Right.INVOICE_ANSWER),
    Verb.SEND_INVOICE: Action(invoice_answer.ask_file, Right.INVOICE_ANSWER),
    Verb.SEND_INVOICE_NOW: Action(invoice_answer.send, Right.INVOICE_ANSWER),
    Verb.REFUSE_INVOICE: Action(invoice_answer.ask_reason, Right.INVOICE_ANSWER),
    Verb.REFUSE_INVOICE_NOW: Action(invoice_answer.refuse, Right.INVOICE_ANSWER),
    Verb.RAISE_LIMIT: Action(credit.ask_limit, Right.CREDIT_CHANGE),
    Verb.RAISE_LIMIT_NOW: Action(credit.raise_limit, Right.CREDIT_CHANGE),
    Verb.ASK_RELEASE: Action(credit.ask_release, Right.SHIPMENT_PICK),
    Verb.RELEASE: Action(credit.release, Right.APPROVAL_FINANCE),
    Verb.PAYMENT: Action(payment.ask, Right.LEDGER_CHANGE),
    Verb.PAYMENT_NOW: Action(payment.record, Right.LEDGER_CHANGE),
    Verb.PAYMENT_FOR: Action(payment.choose, Right.LEDGER_CHANGE),
    Verb.ASK_CLAIM: Action(claim.ask, Right.BALANCE_READ),
    Verb.CLAIM: Action(claim.make, Right.BALANCE_READ),
    Verb.CLAIM_FOR: Action(claim.choose, Right.BALANCE_READ),
    Verb.CLAIM_CARD: Action(claim.show, Right.BALANCE_READ),
    Verb.ORDER_CLAIM: Action(claim.pressed, Right.STATEMENT_AGREE),
    Verb.CLAIM_ARRIVED: Action(claim.arrived, Right.LEDGER_CHANGE),
    Verb.CLAIM_OTHER: Action(claim.other, Right.LEDGER_CHANGE),
    Verb.CLAIM_MISSING: Action(claim.missing, Right.LEDGER_CHANGE),
    Verb.REVERSE: Action(payment.ask_reversal, Right.LEDGER_CHANGE),
    Verb.REVERSE_NOW: Action(payment.reverse, Right.LEDGER_CHANGE),
    Verb.CORRECT: Action(correction.ask, Right.LEDGER_CHANGE),
    Verb.CORRECT_NOW: Action(correction.correct, Right.LEDGER_CHANGE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.RAISE_LIMIT: AnswerHandler(credit.typed_limit),
    QuestionKind.PAYMENT: AnswerHandler(payment.typed),
    QuestionKind.CLAIM: AnswerHandler(claim.typed),
    QuestionKind.CLAIM_AMOUNT: AnswerHandler(claim.typed_amount),
    QuestionKind.REVERSAL: AnswerHandler(payment.typed_reason),
    QuestionKind.INVOICE_TITLE: AnswerHandler(invoice.typed_title),
    QuestionKind.INVOICE_FILE: AnswerHandler(invoice_answer.typed),
    QuestionKind.INVOICE_REASON: AnswerHandler(invoice_answer.typed_reason),
    QuestionKind.DISPUTE: AnswerHandler(dispute.typed),
    QuestionKind.ANSWER_CASE: AnswerHandler(dispute.typed_answer),
    QuestionKind.CORRECTION: AnswerHandler(correction.typed),
}
