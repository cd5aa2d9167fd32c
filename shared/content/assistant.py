"""An assistant with a lasting thread. How it thinks and what it was told is kept here; only ids are the vendor's.

`assistants/<name>`: the thread's id, how many tokens it holds, which context files (by SHA-256 of their content) lie
over there under which ids, which of them the thread has been shown, and what had to be mended. A thread or a file that
is there no more is replaced, which is noted. Where a vendor keeps no threads, the last turns are kept here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any, Final, Protocol

from shared.ai.model import ChatModel, Price, Question, Reply, ThreadModel, Turn
from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.log import get_log
from shared.core.text import shorten
from shared.ports.documents import DocumentStore, Transaction

COLLECTION: Final = "assistants"
GROWN: Final = 60_000  # tokens of a thread, each of which is paid for again at every question: then a new one begins
TURNS: Final = 6  # kept here
_NOTES, _QUESTION, _ANSWER, _CONTEXT = 20, 400, 6_000, 40_000  # notes; characters

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class ContextFile:
    """Something that the assistant should know: how the brand speaks, what models look like, what names mean."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of an assistant."""

    name: str
    thread: str = ""  # the vendor's id
    tokens: int = 0  # of the thread, as far as the last answer told
    files: Mapping[str, str] = field(default_factory=dict)  # SHA-256 → the vendor's id
    shown: tuple[str, ...] = ()  # SHA-256 of the files that the thread has seen
    turns: tuple[Turn, ...] = ()
    notes: tuple[Note, ...] = ()


class Assistant(Protocol):
    """Who is asked."""

    @property
    def name(self) -> str:
        """Provider and model."""

    @property
    def price(self) -> Price: ...

    def estimate(self, question: Question) -> Decimal:
        """USD that asking would cost at most; nothing is called."""

    def ask(self, question: Question) -> Reply: ...


class _Remembering:
    """The record of one assistant."""

    def __init__(self, documents: DocumentStore, clock: Clock, name: str) -> None:
        self._documents, self._clock, self._id = documents, clock, name

    def read(self) -> Memory:
        return remembered(self._documents, self._id)

    def change(self, step: Callable[[Memory], Memory], note: str = "") -> Memory:
        def work(transaction: Transaction) -> Memory:
            found = transaction.get(COLLECTION, self._id)
            changed = step(from_plain(Memory, found) if found else Memory(self._id))
            if note:
                notes = (*changed.notes, Note(self._clock.now(), note))[-_NOTES:]
                changed = replace(changed, notes=notes)
            transaction.set(COLLECTION, self._id, to_plain(changed))
            return changed

        if note:
            log.warning("assistant mended", assistant=self._id, what=note)
        faults.reach("assistant.before_change")
        changed = self._documents.transaction(work)
        faults.reach("assistant.after_change")
        return changed


def remembered(documents: DocumentStore, name: str = "content") -> Memory:
    """What is kept of an assistant; nothing when it was never asked."""
    found = documents.get(COLLECTION, name)
    return from_plain(Memory, found) if found else Memory(name)


class ThreadAssistant:
    """The vendor keeps the thread and the files."""

    def __init__(
        self,
        model: ThreadModel,
        documents: DocumentStore,
        clock: Clock,
        *,
        name: str = "content",
        context: Callable[[], Sequence[ContextFile]] = tuple,
        grown: int = GROWN,
    ) -> None:
        self._model, self._context, self._name, self._grown = model, context, name, grown
        self._memory = _Remembering(documents, clock, name)

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def price(self) -> Price:
        return self._model.price

    def estimate(self, question: Question) -> Decimal:
        memory = self._memory.read()
        lasts = self._lasts(memory)
        unseen = sum(len(one.content) for one in self._context() if not lasts or one.sha256 not in memory.shown)
        return self.price.estimate(question, (memory.tokens if lasts else 0) + unseen // 3)

    def ask(self, question: Question) -> Reply:
        """The answer. A thread or file that is gone is replaced once; raises what the vendor's API raises else."""
        try:
            return self._ask(question)
        except (NotFound, InvalidInput):
            if not self._mended():
                raise
            return self._ask(question)

    def _ask(self, question: Question) -> Reply:
        context = {one.sha256: one for one in self._context()}
        memory = self._with_thread()
        files = self._uploaded(context, memory)
        new = tuple(one for one in context if one not in memory.shown)
        reply = self._model.continue_thread(question, memory.thread, tuple(files[one] for one in new))
        thread, tokens = memory.thread, reply.tokens_in + reply.tokens_out

        def remember(now: Memory) -> Memory:
            if now.thread != thread:  # somebody else began another one meanwhile
                return now
            return replace(now, tokens=tokens, shown=tuple(dict.fromkeys((*now.shown, *new))))

        self._memory.change(remember)
        return reply

    def _lasts(self, memory: Memory) -> bool:
        return bool(memory.thread) and memory.tokens <= self._grown

    def _with_thread(self) -> Memory:
        memory = self._memory.read()
        if self._lasts(memory):
            return memory
        thread = self._model.begin(f"leadreel/{self._name}")
        faults.reach("assistant.begun")
        note = f"the thread had {memory.tokens:,} tokens; a new one was begun" if memory.thread else ""
        return self._memory.change(lambda now: replace(now, thread=thread, tokens=0, shown=()), note)

    def _uploaded(self, context: Mapping[str, ContextFile], memory: Memory) -> Mapping[str, str]:
        """The vendor's ids of all context files; each content is handed over once."""
        for hash, file in context.items():
            if hash not in memory.files:
                id = self._model.upload(file.name, file.content)
                faults.reach("assistant.uploaded")
                memory = self._memory.change(partial(_with_file, hash=hash, id=id))
        return memory.files

    def _mended(self) -> bool:
        """Whether something was gone over there and has been forgotten here."""
        memory = self._memory.read()
        gone = [hash for hash, id in memory.files.items() if not self._model.has_file(id)]
        lost = bool(memory.thread) and not self._model.has_thread(memory.thread)
        if not gone and not lost:
            return False
        what = [f"{len(gone)} context files were gone and are handed over again"] * bool(gone)
        what += ["the thread was gone" if lost else "the thread knew files that are gone", "a new one is begun"]

        def forget(now: Memory) -> Memory:
            files = {hash: id for hash, id in now.files.items() if hash not in gone}
            return replace(now, thread="", files=files)

        self._memory.change(forget, "; ".join(what))
        return True


class TurnAssistant:
    """Nobody else remembers: the last turns are kept here, in short, and shown with every question."""

    def __init__(
        self,
        model: ChatModel,
        documents: DocumentStore,
        clock: Clock,
        *,
        name: str = "content",
        context: Callable[[], Sequence[ContextFile]] = tuple,
        turns: int = TURNS,
    ) -> None:
        self._model, self._context, self._turns = model, context, turns
        self._memory = _Remembering(documents, clock, name)

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def price(self) -> Price:
        return self._model.price

    def estimate(self, question: Question) -> Decimal:
        return self.price.estimate(self._in_full(question))

    def ask(self, question: Question) -> Reply:
        reply = self._model.ask(self._in_full(question))
        said = (Turn("user", shorten(question.data, _QUESTION)), Turn("assistant", _short(reply.content)))
        self._memory.change(lambda now: replace(now, turns=(*now.turns, *said)[-self._turns :]))
        return reply

    def _in_full(self, question: Question) -> Question:
        context = _readable(self._context())
        shown = (Turn("user", context), Turn("assistant", "Read.")) if context else ()
        kept = self._memory.read().turns if self._turns else ()
        return replace(question, turns=(*shown, *kept, *question.turns))


def _with_file(memory: Memory, hash: str, id: str) -> Memory:
    return replace(memory, files={**memory.files, hash: id})


def _readable(files: Sequence[ContextFile]) -> str:
    """Context files as data; those that are no texts cannot be shown."""
    told: dict[str, str] = {}
    left = _CONTEXT
    for file in files:
        try:
            text = file.content.decode("utf-8")[:left]
        except UnicodeDecodeError:
            continue
        left -= len(text)
        if text:
            told[file.name] = text
    return json.dumps({"context_files": told}, ensure_ascii=False) if told else ""


def _short(content: Any) -> str:
    """An answer without what is long in it."""
    if isinstance(content, Mapping) and isinstance(drafts := content.get("drafts"), list):
        told = [{name: one[name] for name in one if name != "movie"} for one in drafts if isinstance(one, Mapping)]
        content = {"drafts": told}
    return json.dumps(content, ensure_ascii=False)[:_ANSWER]
