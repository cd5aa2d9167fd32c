"""Drafts and the board on which people decide about them: one poll, and the same steps for console and command line."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.content import approval
from shared.content.board import ApprovalBoard, Change, Decision
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.core.log import get_log

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll found. `approved`: the drafts that may be posted now, the latest approval first."""

    approved: tuple[Draft, ...]
    logged: tuple[Draft, ...] = ()  # new on the board
    changed: tuple[Draft, ...] = ()  # decided, edited or held since the last poll
    notes: tuple[str, ...] = ()  # what people were told beside it


class Approvals:
    """Every decision about a draft goes through here, whoever makes it, and is shown on the board."""

    def __init__(self, drafts: DraftStore, board: ApprovalBoard, clock: Clock) -> None:
        self.drafts = drafts
        self.board = board
        self._clock = clock

    def poll(self) -> Polled:
        """Put new drafts on the board, read it once, do what people decided, show what came of it.

        Raises what the board raises; nothing may be posted then. Safe to repeat at any point.
        """
        logged = self.board.log(self.drafts.open())
        outcomes = [self._carried_out(decision) for decision in self.board.decisions()]
        if changes := [change for change, _ in outcomes]:
            self.board.show(changes)
        drafts = self.drafts.list(("Approved",))
        approved = sorted(filter(approval.is_approved, drafts), key=_latest, reverse=True)
        changed = [change.draft for change, moved in outcomes if moved and change.draft]
        told = (change.note or (change.draft.error if change.draft and moved else "") for change, moved in outcomes)
        notes = dict.fromkeys(filter(None, told))
        return Polled(tuple(approved), tuple(logged), tuple(changed), tuple(notes))

    # What console and command line do

    def approve(self, id: str, *, by: str, seen: str) -> Draft:
        """Approve the content whose hash is `seen`. Raises Conflict when it has changed since."""
        now = self._clock.now()
        return self._decided(id, lambda draft: approval.approve(draft, by=by, at=now, seen=seen))

    def deny(self, id: str, *, by: str, reason: str = "") -> Draft:
        now = self._clock.now()
        return self._decided(id, lambda draft: approval.deny(draft, by=by, at=now, reason=reason))

    def reopen(self, id: str) -> Draft:
        return self._decided(id, approval.reopen)

    def edit(self, id: str, caption: str, *, seen: str = "") -> Draft:
        """Another caption. With `seen`, the content must still have that hash: Conflict else."""

        def step(draft: Draft) -> Draft:
            if seen and approval.content_hash(draft) != seen:
                raise Conflict(f"draft {draft.number} has changed since it was shown; look at it again, then edit it")
            return approval.recaption(draft, caption)

        return self._decided(id, step)

    # What autopost tells

    def posted(self, id: str, *, posted_hash: str, post: str, permalink: str) -> Draft:
        """It is out there; recorded before it is shown, so that a board that cannot be reached forgets nothing."""
        now = self._clock.now()
        return self._decided(
            id,
            lambda draft: approval.posted(draft, posted_hash=posted_hash, post=post, permalink=permalink, at=now),
        )

    def note(self, id: str, text: str) -> Draft:
        """What stands in the way of posting it, for people; empty: nothing any more."""
        return self._decided(id, lambda draft: approval.noted(draft, text))

    def _decided(self, id: str, step: Callable[[Draft], Draft]) -> Draft:
        draft = self.drafts.change(id, step)
        try:
            self.board.show([Change(draft)])
        except AppError as error:  # the next poll shows it
            log.warning("the board shows a decision later", draft=draft.id, board=self.board.name, error=error)
        return draft

    # Carrying out

    def _carried_out(self, decision: Decision) -> tuple[Change, bool]:
        """What the board is to show for it, and whether the draft changed."""
        if not decision.draft:
            return Change(note=decision.note, read=decision.read), False
        before: Draft | None = None

        def step(draft: Draft) -> Draft:
            nonlocal before
            before = draft
            return self._step(draft, decision)

        try:
            after = self.drafts.change(decision.draft, step)
        except NotFound:
            return Change(note=decision.note, read=decision.read), False
        except (Conflict, InvalidInput) as error:
            refusal = str(error)
            after = self.drafts.change(decision.draft, lambda draft: approval.noted(draft, refusal))
        return Change(after, decision.note, decision.standing, decision.read), after != before

    def _step(self, draft: Draft, decision: Decision) -> Draft:
        now, after = self._clock.now(), draft
        match decision.act:
            case "approve":
                after = approval.approve(draft, by=decision.by, at=now, seen=decision.seen, on=self.board.name)
            case "deny":
                after = approval.deny(draft, by=decision.by, at=now, reason=decision.reason)
            case "edit":
                edited = approval.recaption(draft, decision.caption)
                after = approval.noted(edited, decision.note) if decision.note else edited
            case "reopen":
                after = approval.reopen(draft, note=decision.note)
            case "hold":
                after = approval.held(draft, decision.note)
            case "tell":
                after = approval.noted(draft, decision.note)
        return after


def _latest(draft: Draft) -> tuple[str, int]:
    return (draft.approved_at.isoformat() if draft.approved_at else "", draft.number)
