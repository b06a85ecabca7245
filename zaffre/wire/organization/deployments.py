"""Deployments and policies as administration sees them."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from zaffre.wire.body import check_known, convert

Projects = Annotated[list[str], Meta(max_length=1000)]


class ReachChange(Struct, kw_only=True):
    """Ids of projects: those that may call a deployment from now on, and those that may no more."""

    allow: Projects = []
    deny: Projects = []


def decode_reach(raw: dict[str, Any]) -> ReachChange:
    body = convert(raw, ReachChange)
    check_known(raw, ReachChange)
    return body


def encode_deployments(told: list[dict[str, Any]], currency: str) -> bytes:
    more = {"has_more": False, "currency": currency.lower()}
    return msgspec.json.encode({"object": "list", "data": told} | more)


def told_users(deployments: tuple[str, ...], projects: list[dict[str, str]], is_usual: bool) -> dict[str, Any]:
    """Who has a policy; `installation` is for whoever has none of their own."""
    return {"installation": is_usual, "deployments": deployments, "projects": projects}


def encode_policies(told: list[tuple[Any, dict[str, Any]]]) -> bytes:
    """Policies as `/v1/policies` tells them, each with who uses it."""
    data = [msgspec.to_builtins(policy) | {"used_by": users} for policy, users in told]
    return msgspec.json.encode({"object": "list", "data": data, "has_more": False})
