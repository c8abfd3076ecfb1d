"""All routes of the desk; where nobody serves it, there is nothing."""

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, Response

from bot.desk.enter import enter_router
from bot.desk.home import home_router
from bot.desk.orders import orders_router
from bot.desk.page import FOLDER, SAFETY
from bot.desk.seam import Desk
from bot.desk.shipping import shipping_router
from bot.desk.visitor import Visitor

FILES = {path.name: path for path in (FOLDER / "files").iterdir() if path.suffix in {".css", ".js", ".svg"}}
_KEPT = {"Cache-Control": "public, max-age=3600"}


def desk_router(desk: Desk) -> APIRouter:
    """The desk."""

    def only_here(request: Request) -> None:
        if not desk.address.serves(request):
            raise HTTPException(404)

    router = APIRouter(include_in_schema=False, dependencies=[Depends(only_here)])

    @router.get("/desk/files/{name}")
    def file(name: str) -> Response:
        if name not in FILES:
            raise HTTPException(404)
        return FileResponse(FILES[name], headers=SAFETY | _KEPT)

    router.include_router(home_router(desk))
    router.include_router(enter_router(desk))
    router.include_router(orders_router(desk))
    router.include_router(shipping_router(desk))

    @router.get("/desk/{path:path}")
    def missing(request: Request, path: str) -> Response:  # noqa: ARG001 - whatever it is
        def draw(visitor: Visitor) -> Response:
            return desk.pages.show("missing.html", visitor, status=404, words=visitor.request.say("desk.not_found"))

        return desk.read(request, draw)

    return router
