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
from zaffre.api.endpoint import Desk, Endpoint, Handler

V1 = ((OPENAI, "/v1"), (AZURE_V1, "/openai/v1"))


def routes(desk: Desk, unready: Callable[[], list[str]]) -> list[BaseRoute]:
    return [
        # What needs a key
        *for_deployment(desk, "/chat/completions", "chat", chat.create),
        *for_deployment(desk, "/completions", "completion", completions.create),
        *for_deployment(desk, "/embeddings", "embedding", embeddings.create),
        *for_pictures(desk),
        *_v1(desk, "/images/verify", "image_verification", {"POST": provenance.verify}),
        *for_resource(desk, "/responses", "responses", "POST", responses.create),
        *for_resource(desk, "/models", "models", "GET", models.list_all),
        *for_resource(desk, "/models/{model:path}", "models", "GET", models.retrieve),
        *_v1(desk, "/moderations", "moderation", {"POST": moderations.create}),
        *_v1(desk, "/policies", "policies", {"GET": policies.list_all}),
        *_v1(desk, "/policies/test", "moderation", {"POST": policies.test}),
        *_v1(desk, "/policies/usage", "policies", {"GET": policies.usage}),
        *_v1(desk, "/policies/{name}", "policies", {"GET": policies.retrieve}),
        *for_kept_pictures(desk),
        *for_content_safety(desk),
        # What a signed address opens
        Route("/v1/images/files/{name}", picture_files.Open(desk, OPENAI, "picture_files", picture_files.HANDLERS)),
        # What anyone may see
        Route("/health/live", health.live),
        Route("/health/ready", health.ready(unready)),
        Route("/metrics", desk.metrics.show),
        *pages.routes(),
    ]


def for_deployment(desk: Desk, tail: str, operation: str, handler: Handler) -> list[BaseRoute]:
    """Where classic Azure puts the deployment into the path. Clients given a v1 base do so too, so that is served."""
    classic = Endpoint(desk, AZURE, operation, {"POST": handler})
    friendly = Endpoint(desk, AZURE_V1, operation, {"POST": handler})
    return [
        *_v1(desk, tail, operation, {"POST": handler}),
        Route("/openai/deployments/{deployment}" + tail, classic),
        Route("/openai/v1/deployments/{deployment}" + tail, friendly),
    ]


def for_pictures(desk: Desk) -> list[BaseRoute]:
    """Azure has variations under no deployment, but its client asks for them."""
    return [
        *for_deployment(desk, "/images/generations", "image_generation", images.generate),
        *for_deployment(desk, "/images/edits", "image_edit", images.edit),
        *for_deployment(desk, "/images/variations", "image_variation", images.vary),
        Route("/openai/images/variations", Endpoint(desk, AZURE, "image_variation", {"POST": images.vary})),
        *for_image_operations(desk),
    ]


def for_image_operations(desk: Desk) -> list[BaseRoute]:
    """The paths of DALL-E 2's previews, of which each has versions of its own."""
    poll: dict[str, Handler] = {"GET": image_operations.retrieve, "DELETE": image_operations.remove}
    paths: list[tuple[str, str, dict[str, Handler]]] = [
        ("/openai/images/generations:submit", "image_submit", {"POST": image_operations.submit}),
        ("/openai/images/generate", "image_generate", {"POST": image_operations.submit}),
        ("/openai/operations/images/{operation}", "image_operation", poll),
        ("/dalle/text-to-image", "dalle", {"POST": image_operations.submit_caption}),
        ("/dalle/text-to-image/operations/{operation}", "dalle_operation", poll),
    ]
    return [Route(path, Endpoint(desk, AZURE_OPERATIONS, operation, handlers)) for path, operation, handlers in paths]


def for_kept_pictures(desk: Desk) -> list[BaseRoute]:
    """Paths of our own; fixed ones stand before those that an id could take for them."""
    one = {"GET": pictures.retrieve, "PATCH": pictures.change, "DELETE": pictures.remove}
    pile = {"GET": collections.retrieve, "PATCH": collections.rename, "DELETE": collections.remove}
    return [
        *_v1(desk, "/pictures", "pictures", {"GET": pictures.list_all}),
        *_v1(desk, "/pictures/import", "pictures", {"POST": pictures.bring}),
        *_v1(desk, "/pictures/{id}", "pictures", one),
        *_v1(desk, "/pictures/{id}/report", "pictures", {"POST": pictures.report}),
        *_v1(desk, "/collections", "collections", {"GET": collections.list_all, "POST": collections.create}),
        *_v1(desk, "/collections/{id}", "collections", pile),
        *_v1(desk, "/gallery", "gallery", {"GET": gallery.look}),
        *_v1(desk, "/gallery/reports", "gallery", {"GET": gallery.cases}),
        *_v1(desk, "/gallery/{id}", "gallery", {"GET": gallery.retrieve}),
        *_v1(desk, "/gallery/{id}/like", "gallery", {"POST": gallery.like, "DELETE": gallery.unlike}),
        *_v1(desk, "/gallery/{id}/report", "gallery", {"POST": gallery.report}),
        *_v1(desk, "/gallery/{id}/decision", "gallery", {"POST": gallery.decide}),
    ]


def for_resource(desk: Desk, tail: str, operation: str, method: str, handler: Handler) -> list[BaseRoute]:
    """Where all three families differ only in what stands before."""
    handlers = {method: handler}
    return [*_v1(desk, tail, operation, handlers), Route("/openai" + tail, Endpoint(desk, AZURE, operation, handlers))]


def for_content_safety(desk: Desk) -> list[BaseRoute]:
    """The paths of Azure AI Content Safety; those with a colon stand before the ones that a name could take for it."""
    blocklist = "/text/blocklists/{name}"
    handlers: dict[str, dict[str, Handler]] = {
        "/text:analyze": {"POST": content_safety.analyze},
        "/text:shieldPrompt": {"POST": content_safety.shield},
        "/text:detectProtectedMaterial": {"POST": content_safety.not_available},
        "/image:analyze": {"POST": content_safety.analyze_image},
        "/text/blocklists": {"GET": blocklists.list_all},
        f"{blocklist}:addOrUpdateBlocklistItems": {"POST": blocklists.add_items},
        f"{blocklist}:removeBlocklistItems": {"POST": blocklists.remove_items},
        blocklist: {"PATCH": blocklists.put, "GET": blocklists.retrieve, "DELETE": blocklists.remove},
        f"{blocklist}/blocklistItems": {"GET": blocklists.list_items},
        f"{blocklist}/blocklistItems/{{item}}": {"GET": blocklists.retrieve_item},
    }
    return [
        Route("/contentsafety" + tail, Endpoint(desk, CONTENT_SAFETY, "contentsafety", methods))
        for tail, methods in handlers.items()
    ]


def _v1(desk: Desk, tail: str, operation: str, handlers: dict[str, Handler]) -> list[BaseRoute]:
    return [Route(base + tail, Endpoint(desk, dialect, operation, handlers)) for dialect, base in V1]
