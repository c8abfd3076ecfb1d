"""Every table in one place."""

from sqlmodel import SQLModel

import domain.tables
from storage import card_messages, conversations, failed_messages, inbox, media, rate_bookings, transcript, wechat_quota

METADATA = SQLModel.metadata
