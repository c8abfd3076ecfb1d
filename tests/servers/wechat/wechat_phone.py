"""A person's phone: what can be done on it, and what it shows of the chat with the account."""

import itertools
import secrets
from collections.abc import Iterator
from typing import Any, Final

from tests.servers.wechat.wechat_account import Account, Bubble, Contact, Ticket, Way
from tests.servers.wechat.wechat_courier import Courier, Delivery, Letter
from tests.servers.wechat.wechat_ledger import Window
from tests.servers.wechat.wechat_text import Link
from tests.servers.wechat.wechat_xml import Value

CODE_EXPIRED: Final = "二维码已过期"
_message_ids = itertools.count(6_000_000_000_000_000_000 + secrets.randbelow(10**17))


class NotOnScreenError(AssertionError):
    """The test asks for something that this phone does not show."""


class Phone:
    """Every act returns when the webhook's answer is shown, or has failed to come."""

    def __init__(self, account: Account, courier: Courier, contact: Contact, *, old_client: bool) -> None:
        self._account = account
        self._courier = courier
        self._contact = contact
        self.old_client = old_client
        """An old WeChat sends a tapped menu link's text without its id."""

    @property
    def openid(self) -> str:
        """The person's id for this account."""
        return self._contact.openid

    @property
    def following(self) -> bool:
        """Whether the person follows the account."""
        return self._contact.following

    @property
    def chat(self) -> tuple[Bubble, ...]:
        """Everything in the chat, oldest first."""
        with self._account.changed:
            return tuple(self._contact.chat)

    @property
    def received(self) -> tuple[Bubble, ...]:
        """What the account and WeChat itself sent, oldest first."""
        return tuple(bubble for bubble in self.chat if bubble.way is not Way.PERSON)

    @property
    def last(self) -> Bubble:
        """The newest message that the person received."""
        if not self.received:
            raise NotOnScreenError("nothing has been received yet")
        return self.received[-1]

    def follow(self, scene: str | None = None) -> Delivery:
        """Follow the account, by its card or by a QR code with a scene."""
        self._become_follower()
        return self._event("subscribe", **self._scene_fields(scene, front="qrscene_"))

    def unfollow(self) -> Delivery:
        """Leave; nothing more can be shown to this person."""
        with self._account.changed:
            self._contact.following = False
            self._account.ledger.close(self.openid)
        return self._event("unsubscribe", EventKey="")

    def scan(self, ticket_or_scene: str) -> Delivery | None:
        """Scan a QR code: a follow with its scene for a stranger, a scan for a follower."""
        if self._expired(self._account.tickets.get(ticket_or_scene)):
            self._account.put_in_chat(self.openid, Bubble(way=Way.WECHAT, text=CODE_EXPIRED))
            return None
        if not self.following:
            return self.follow(ticket_or_scene)
        self._acted()
        return self._event("SCAN", **self._scene_fields(ticket_or_scene, front=""))

    def type(self, text: str) -> Delivery:
        """Write a message."""
        self._wrote(Bubble(way=Way.PERSON, text=text))
        return self._message("text", Content=text)

    def tap(self, label: str, about: str = "") -> Delivery:
        """Tap a menu link, by its label or the sign it begins with, on the newest message that has it.

        ``about``: words that the message must hold.
        """
        link = self._link(label, about)
        if not link.sends:
            raise NotOnScreenError(f"{label!r} leads to {link.href}, not back into the chat")
        self._account.put_in_chat(self.openid, Bubble(way=Way.PERSON, text=link.sends))
        menu_id: dict[str, str] = {} if self.old_client else {"bizmsgmenuid": link.menu_id}
        return self._message("text", Content=link.sends, **menu_id)

    def click_menu(self, key: str, *, cached: bool = False) -> Delivery:
        """Click in the account's menu by key or name; a cached menu may show what is gone."""
        found = key if cached else self._menu_key(key)
        self._acted()
        return self._event("CLICK", EventKey=found)

    def send_picture(self, content: bytes) -> Delivery:
        """Send a photo, which the account can fetch by its address or its media id."""
        self._wrote(Bubble(way=Way.PERSON, picture=content))
        media_id = self._account.store(content)
        return self._message("image", PicUrl=f"{self._courier.pictures_at}/{media_id}", MediaId=media_id)

    def send_file(self, name: str) -> Delivery:
        """Send a file: the account hears its name and never gets it."""
        self._wrote(Bubble(way=Way.PERSON, text=name))
        return self._message("file", Title=name, Description="", FileKey="k", FileMd5="0" * 32, FileTotalLen=9000)

    def scan_product(self, result: str) -> Delivery:
        """Scan a barcode through a button of the account's menu."""
        if not any(button["type"] == "scancode_waitmsg" for button in _buttons(self._account.menu or [])):
            raise NotOnScreenError("the menu has no button that scans")
        self._acted()
        scanned = {"ScanType": "barcode", "ScanResult": result}
        return self._event("scancode_waitmsg", EventKey="scan", ScanCodeInfo=scanned)

    def send_location(self, *, latitude: str, longitude: str, label: str) -> Delivery:
        """Send a place on the map."""
        self._wrote(Bubble(way=Way.PERSON, text=label))
        return self._message("location", Location_X=latitude, Location_Y=longitude, Scale=15, Label=label)

    def send_voice(self, content: bytes = b"#!AMR\n", *, recognition: str | None = None) -> Delivery:
        """Send speech; only accounts that had it long ago are told which words WeChat recognised."""
        self._wrote(Bubble(way=Way.PERSON))
        heard = {} if recognition is None else {"Recognition": recognition}
        return self._message("voice", MediaId=self._account.store(content), Format="amr", **heard)

    def _link(self, label: str, about: str) -> Link:
        for bubble in reversed([each for each in self.received if about in each.text]):
            exact = [link for link in bubble.links if link.label == label]
            found = exact or [link for link in bubble.links if link.label.startswith(label)]
            if len({(link.sends, link.menu_id) for link in found}) > 1:
                raise NotOnScreenError(f"{label!r} is on several links of {bubble.text!r}")
            if found:
                return found[0]
        raise NotOnScreenError(f"no link {label!r}; the last message is {self.last.text!r}")

    def _menu_key(self, key: str) -> str:
        for button in _buttons(self._account.menu or []):
            if key in {button.get("key"), button["name"]} and button["type"] == "click":
                return str(button["key"])
        raise NotOnScreenError(f"the menu has no {key!r}")

    def _expired(self, ticket: Ticket | None) -> bool:
        return bool(ticket and ticket.expires and self._account.now() >= ticket.expires)

    def _scene_fields(self, ticket_or_scene: str | None, *, front: str) -> dict[str, str | int]:
        if ticket_or_scene is None:
            return {"EventKey": ""}
        ticket = self._account.tickets.get(ticket_or_scene)
        if ticket is None:
            return {"EventKey": front + ticket_or_scene, "Ticket": "printed"}
        return {"EventKey": front + ticket.scene, "Ticket": ticket_or_scene}

    def _become_follower(self) -> None:
        with self._account.changed:
            self._contact.following = True
            self._contact.since = self._account.now()
        self._acted()

    def _acted(self) -> None:
        with self._account.changed:
            self._must_follow()
            self._account.ledger.grant(self.openid, Window.ACTED, self._account.now())

    def _wrote(self, bubble: Bubble) -> None:
        with self._account.changed:
            self._must_follow()
            self._account.ledger.grant(self.openid, Window.WROTE, self._account.now())
        self._account.put_in_chat(self.openid, bubble)

    def _must_follow(self) -> None:
        if not self.following:
            raise NotOnScreenError("one must follow the account first")

    def _message(self, kind: str, **fields: Value) -> Delivery:
        return self._send({"MsgType": kind, **fields, "MsgId": next(_message_ids)})

    def _event(self, event: str, **fields: Value) -> Delivery:
        return self._send({"MsgType": "event", "Event": event, **fields})

    def _send(self, fields: dict[str, Value]) -> Delivery:
        address: dict[str, Value] = {
            "ToUserName": self._account.credentials.original_id,
            "FromUserName": self.openid,
            "CreateTime": self._second(),
        }
        return self._courier.deliver(Letter(fields=address | fields))

    def _second(self) -> int:
        """No two acts of a person share a second: events have no other identity."""
        with self._account.changed:
            now = int(self._account.now().timestamp())
            self._contact.last_second = max(now, self._contact.last_second + 1)
            return self._contact.last_second


def _buttons(columns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for column in columns:
        yield from column.get("sub_button") or [column]
