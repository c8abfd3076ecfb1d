"""The facts. Tables point at one another, so whoever loads one loads all."""

from domain.tables import carts, catalogue, nicknames, notices, orders, people, shipments, stock

__all__ = ["carts", "catalogue", "nicknames", "notices", "orders", "people", "shipments", "stock"]
