"""Which warehouse an order is served from."""

from sqlmodel import Session, col, func, select

from domain.tables.stock import StockLevel, Warehouse

#: The one that all orders are served from; the tables have room for more.
HOME = select(func.min(col(Warehouse.id))).scalar_subquery()


def home(session: Session) -> int:
    """The id of that warehouse, made on first need: a new supplier has none."""
    found: int | None = session.exec(select(HOME)).one()
    if found is not None:
        return found
    first = Warehouse(name="1")
    session.add(first)
    session.flush()
    return first.id


def of(session: Session, level: StockLevel | None) -> int:
    """The warehouse of a stock level; the home of goods that have none yet."""
    return level.warehouse_id if level is not None else home(session)
