"""The whole public surface on one page: OpenAI's paths and Azure's, naming the same handlers."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from zaffre.api import (
    blocklists,
    chat,
    collections,
    completions,
    content_safety,
    embeddings,
    gallery,
    health,
    image_operations,
    images,
    models,
    moderations,
    pages,
    picture_files,
    pictures,
    policies,
    provenance,
    responses,
)
from zaffre.api.dialects import AZURE, AZURE_OPERATIONS, AZURE_V1, CONTENT_SAFETY, OPENAI
from zaffre.api.endpoint import Desk, Endpoint, Rule
from zaffre.api.open import Open
from zaffre.api.organization import routes as organization

V1 = ((OPENAI, "/v1"), (AZURE_V1, "/openai/v1"))


def routes(desk: Desk, unready: Callable[[], list[str]]) -> list[BaseRoute]:
    return [
        # What needs a key
        *for_deployment(desk, "/chat/completions", "chat", Rule("inference", chat.create)),
        *for_deployment(desk, "/completions", "completion", Rule("inference", completions.create)),
        *for_deployment(desk, "/embeddings", "embedding", Rule("inference", embeddings.create)),
        *for_pictures(desk),
        *_v1(desk, "/images/verify", "image_verification", {"POST": Rule("inference", provenance.verify)}),
        *for_resource(desk, "/responses", "responses", "POST", Rule("inference", responses.create)),
        *for_resource(desk, "/models", "models", "GET", Rule("inference", models.list_all)),
        *for_resource(desk, "/models/{model:path}", "models", "GET", Rule("inference", models.retrieve)),
        *_v1(desk, "/moderations", "moderation", {"POST": Rule("inference", moderations.create)}),
        *_v1(desk, "/policies", "policies", {"GET": Rule("policies.read", policies.list_all)}),
        *_v1(desk, "/policies/test", "moderation", {"POST": Rule("inference", policies.test)}),
        *_v1(desk, "/policies/usage", "policies", {"GET": Rule("policies.read", policies.usage)}),
        *_v1(desk, "/policies/{name}", "policies", {"GET": Rule("policies.read", policies.retrieve)}),
        *for_kept_pictures(desk),
        *for_content_safety(desk),
        *organization.routes(desk),
        # What a signed address opens
        Route("/v1/images/files/{name}", Open(desk, OPENAI, "picture_files", picture_files.HANDLERS)),
        # What anyone may see
        Route("/health/live", health.live),
        Route("/health/ready", health.ready(unready)),
        Route("/metrics", desk.metrics.show),
        *pages.routes(),
    ]


def for_deployment(desk: Desk, tail: str, operation: str, rule: Rule) -> list[BaseRoute]:
    """Where classic Azure puts the deployment into the path. Clients given a v1 base do so too, so that is served."""
    classic = Endpoint(desk, AZURE, operation, {"POST": rule})
    friendly = Endpoint(desk, AZURE_V1, operation, {"POST": rule})
    return [
        *_v1(desk, tail, operation, {"POST": rule}),
        Route("/openai/deployments/{deployment}" + tail, classic),
        Route("/openai/v1/deployments/{deployment}" + tail, friendly),
    ]


def for_pictures(desk: Desk) -> list[BaseRoute]:
    """Azure has variations under no deployment, but its client asks for them."""
    return [
        *for_deployment(desk, "/images/generations", "image_generation", Rule("inference", images.generate)),
        *for_deployment(desk, "/images/edits", "image_edit", Rule("inference", images.edit)),
        *for_deployment(desk, "/images/variations", "image_variation", Rule("inference", images.vary)),
        Route(
            "/openai/images/variations",
            Endpoint(desk, AZURE, "image_variation", {"POST": Rule("inference", images.vary)}),
        ),
        *for_image_operations(desk),
    ]


def for_image_operations(desk: Desk) -> list[BaseRoute]:
    """The paths of DALL-E 2's previews, of which each has versions of its own."""
    poll: dict[str, Rule] = {
        "GET": Rule("inference", image_operations.retrieve),
        "DELETE": Rule("inference", image_operations.remove),
    }
    paths: list[tuple[str, str, dict[str, Rule]]] = [
        ("/openai/images/generations:submit", "image_submit", {"POST": Rule("inference", image_operations.submit)}),
        ("/openai/images/generate", "image_generate", {"POST": Rule("inference", image_operations.submit)}),
        ("/openai/operations/images/{operation}", "image_operation", poll),
        ("/dalle/text-to-image", "dalle", {"POST": Rule("inference", image_operations.submit_caption)}),
        ("/dalle/text-to-image/operations/{operation}", "dalle_operation", poll),
    ]
    return [Route(path, Endpoint(desk, AZURE_OPERATIONS, operation, rules)) for path, operation, rules in paths]


def for_kept_pictures(desk: Desk) -> list[BaseRoute]:
    """Paths of our own; fixed ones stand before those that an id could take for them."""
    one = {
        "GET": Rule("pictures", pictures.retrieve),
        "PATCH": Rule("pictures", pictures.change),
        "DELETE": Rule("pictures", pictures.remove),
    }
    pile = {
        "GET": Rule("pictures", collections.retrieve),
        "PATCH": Rule("pictures", collections.rename),
        "DELETE": Rule("pictures", collections.remove),
    }
    return [
        *_v1(desk, "/pictures", "pictures", {"GET": Rule("pictures", pictures.list_all)}),
        *_v1(desk, "/pictures/import", "pictures", {"POST": Rule("pictures", pictures.bring)}),
        *_v1(desk, "/pictures/{id}", "pictures", one),
        *_v1(desk, "/pictures/{id}/report", "pictures", {"POST": Rule("pictures", pictures.report)}),
        *_v1(
            desk,
            "/collections",
            "collections",
            {"GET": Rule("pictures", collections.list_all), "POST": Rule("pictures", collections.create)},
        ),
        *_v1(desk, "/collections/{id}", "collections", pile),
        *_v1(desk, "/gallery", "gallery", {"GET": Rule("gallery", gallery.look)}),
        *_v1(desk, "/gallery/reports", "gallery", {"GET": Rule("gallery", gallery.cases)}),
        *_v1(desk, "/gallery/{id}", "gallery", {"GET": Rule("gallery", gallery.retrieve)}),
        *_v1(
            desk,
            "/gallery/{id}/like",
            "gallery",
            {"POST": Rule("gallery", gallery.like), "DELETE": Rule("gallery", gallery.unlike)},
        ),
        *_v1(desk, "/gallery/{id}/report", "gallery", {"POST": Rule("gallery", gallery.report)}),
        *_v1(desk, "/gallery/{id}/decision", "gallery", {"POST": Rule("gallery", gallery.decide)}),
    ]


def for_resource(desk: Desk, tail: str, operation: str, method: str, rule: Rule) -> list[BaseRoute]:
    """Where all three families differ only in what stands before."""
    rules = {method: rule}
    return [*_v1(desk, tail, operation, rules), Route("/openai" + tail, Endpoint(desk, AZURE, operation, rules))]


def for_content_safety(desk: Desk) -> list[BaseRoute]:
    """The paths of Azure AI Content Safety; those with a colon stand before the ones that a name could take for it."""
    blocklist = "/text/blocklists/{name}"
    rules: dict[str, dict[str, Rule]] = {
        "/text:analyze": {"POST": Rule("inference", content_safety.analyze)},
        "/text:shieldPrompt": {"POST": Rule("inference", content_safety.shield)},
        "/text:detectProtectedMaterial": {"POST": Rule("inference", content_safety.not_available)},
        "/image:analyze": {"POST": Rule("inference", content_safety.analyze_image)},
        "/text/blocklists": {"GET": Rule("inference", blocklists.list_all)},
        f"{blocklist}:addOrUpdateBlocklistItems": {"POST": Rule("inference", blocklists.add_items)},
        f"{blocklist}:removeBlocklistItems": {"POST": Rule("inference", blocklists.remove_items)},
        blocklist: {
            "PATCH": Rule("inference", blocklists.put),
            "GET": Rule("inference", blocklists.retrieve),
            "DELETE": Rule("inference", blocklists.remove),
        },
        f"{blocklist}/blocklistItems": {"GET": Rule("inference", blocklists.list_items)},
        f"{blocklist}/blocklistItems/{{item}}": {"GET": Rule("inference", blocklists.retrieve_item)},
    }
    return [
        Route("/contentsafety" + tail, Endpoint(desk, CONTENT_SAFETY, "contentsafety", methods))
        for tail, methods in rules.items()
    ]


def _v1(desk: Desk, tail: str, operation: str, rules: dict[str, Rule]) -> list[BaseRoute]:
    return [Route(base + tail, Endpoint(desk, dialect, operation, rules)) for dialect, base in V1]
