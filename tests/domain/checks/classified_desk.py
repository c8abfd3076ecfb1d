"""What ``dinghuo check`` does not find of who enters the desk, with the reason why."""

from tests.domain.checks.classified import Harmless

DESK: tuple[Harmless, ...] = (
    Harmless(
        what="desklogin",
        columns="deleted doubled id code_hash browser_hash number agent person_id made_at expires_at agreed_at used_at",
        why="it opens nothing after five minutes; at worst somebody asks for another",
    ),
    Harmless(
        what="desksession",
        columns="deleted doubled id token_hash person_id role agent made_at seen_at ended_at",
        why="at worst somebody enters the desk again; only who holds the cookie can use it, for a week at most",
    ),
)
