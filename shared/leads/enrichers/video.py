"""A personal video for every lead: orders it once its name and site are as well known as they will be."""

from shared.core.ids import stable_id
from shared.leads.enrichment import Enrichment, enricher
from shared.leads.model import FieldDefinition, Lead
from shared.leads.names import called
from shared.leads.tools import Tools
from shared.tasks.model import NewTask

SHOWN = ("first_name", "full_name", "company_name", "website_url")


@enricher
class Video:
    """Orders the lead's video of the configured type; the finished file's place comes with `attach_video`."""

    name = "video"
    wants = frozenset({*SHOWN, "last_name", "website_title"})
    gives = frozenset({"video", "video_note"})
    stage = "render"
    defines = (
        FieldDefinition("video", "Video"),
        FieldDefinition("video_note", "Video note"),
    )

    def __init__(self, tools: Tools) -> None:
        self._type = tools.video_type

    def enrich(self, lead: Lead) -> Enrichment:
        if not self._type:
            return Enrichment(note="no video type is configured; set one to have videos made")
        fields = {name: lead.text(name).strip() for name in SHOWN}
        fields["first_name"] = called(fields["first_name"], lead.text("last_name"))
        order = NewTask(
            kind="render",
            lead=lead.id,
            name=self._type,
            key=stable_id(self._type, *fields.values()),
            payload={"lead": lead.id, "video_type": self._type, "fields": fields},
        )
        return Enrichment(tasks=[order], note=f"a video of type {self._type} is ordered")
