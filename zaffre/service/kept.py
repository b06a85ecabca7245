"""All that deals with kept pictures, built together."""

from msgspec import Struct

from zaffre.core.clock import Clock
from zaffre.provenance.provenance import Provenance
from zaffre.routing.router import Router
from zaffre.safety.screen import Screen
from zaffre.service.addresses import Signer
from zaffre.service.finishing import Finisher
from zaffre.service.gallery import Gallery
from zaffre.service.meanings import Meanings
from zaffre.service.picture_files import PictureFiles
from zaffre.service.pictures import Pictures
from zaffre.service.reports import Reports
from zaffre.service.retention import Terms, Upkeep
from zaffre.service.sharing import Sharing
from zaffre.settings.schema import Settings
from zaffre.storage.album import Album
from zaffre.storage.blobs.base import Blobs
from zaffre.storage.database import Database


class Kept(Struct, frozen=True):
    """The parts of `service` that have to do with kept pictures."""

    finisher: Finisher
    pictures: Pictures
    gallery: Gallery
    reports: Reports
    files: PictureFiles
    addresses: Signer
    upkeep: Upkeep


def build(
    settings: Settings,
    database: Database,
    store: Blobs,
    key: bytes,
    *,
    router: Router,
    screen: Screen,
    provenance: Provenance,
    clock: Clock,
) -> Kept:
    """`key` is the one that addresses are signed with."""
    meanings = Meanings(database, router, settings.region)
    album = Album(database, store, meanings.forget)
    signer = Signer(key, clock, settings.pictures.url_hours)
    terms = Terms(settings.pictures, settings.projects)
    sharing = Sharing(settings.pictures, screen, meanings, clock)
    pictures = Pictures(database, album, terms, sharing, clock)
    gallery = Gallery(database, meanings, settings.pictures)
    return Kept(
        finisher=Finisher(provenance, album, signer, terms, clock),
        pictures=pictures,
        gallery=gallery,
        reports=Reports(database, gallery, pictures, settings.pictures, clock),
        files=PictureFiles(database, album, signer),
        addresses=signer,
        upkeep=Upkeep(database, album, terms, meanings, clock),
    )
