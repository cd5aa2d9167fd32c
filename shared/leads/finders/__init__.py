"""Those who are paid for an answer, one file a vendor."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shared.core.clock import Clock
from shared.leads.waterfall import Provider

if TYPE_CHECKING:
    from shared.ai.model import ChatModel


def finders(
    *,
    hunter_key: str,
    hunter_url: str,
    model: "ChatModel | None",
    fingerprints: Mapping[str, str],
    clock: Clock,
    network: bool,
) -> dict[str, Provider]:
    """By name, those for which there is a key. `hunter_url` "" = the vendor's own."""
    found: list[Provider] = []
    if hunter_key:
        from shared.leads.finders import hunter

        for kind in (hunter.HunterFinder, hunter.HunterVerifier):
            mark = fingerprints.get(kind.service, "")
            found.append(kind(hunter_key, clock, url=hunter_url or hunter.URL, network=network, fingerprint=mark))
    if model is not None:
        from shared.leads.finders.writers import LINE, SUMMARY, Writer

        found += [Writer(model, brief, fingerprints.get(Writer.service, "")) for brief in (SUMMARY, LINE)]
    return {one.name: one for one in found}
