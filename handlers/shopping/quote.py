"""A quote of what is in the cart, to hand to the dealer who is served."""

from domain.carts import carts
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.paper_links import PaperForm, PaperKind, file_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.shopping import cart


def send(request: Request) -> Turn:
    """The cart as it is now; its link no longer opens when the cart was changed."""
    request.actor.need(Right.ACCOUNT_SERVE)
    shown, account = carts.view(request.actor), request.account
    if not shown.rows or account is None:
        return Turn(replies=(cart.draw(request, shown),))
    about = (str(shown.cart.id), str(shown.cart.revision))
    name = f"{request.say('papers.title_quote')}-{account.name}"
    file = file_of(request, PaperKind.CART, PaperForm.PDF, f"{name}.pdf", *about)
    back = button(request.say("button.cart"), Verb.CART)
    reply = Reply(
        title=request.say("papers.here", paper=name),
        note=request.say("papers.quote_note"),
        buttons=((back,),),
        files=(file,),
    )
    return Turn(replies=(reply,))
