// Drafts: cards that change elsewhere change here, except those that somebody is busy with.

import { listen } from "./live.js";
import { localTimes } from "./times.js";
import { say } from "./say.js";

const number = (value) => Number(value).toLocaleString("en-US");

export function startDrafts() {
  const list = document.querySelector("#drafts");
  if (!list) return;
  prepare(list);
  list.addEventListener("submit", () => (list.dataset.leaving = "")); // the answer is a new page: none is shown before
  addEventListener("pageshow", () => delete list.dataset.leaving);
  listen((now) => {
    for (const place of document.querySelectorAll("[data-drafts]")) {
      place.textContent = number(now.drafts.counts[place.dataset.drafts]);
    }
    if (now.drafts.mark === list.dataset.mark) return;
    list.dataset.mark = now.drafts.mark;
    refresh(list);
  });
}

async function refresh(list) {
  const answer = await fetch(list.dataset.source, { headers: { Accept: "text/html" } });
  if (!answer.ok || "leaving" in list.dataset) return;
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text(); // our own page, escaped by the server; scripts in it would not run
  const known = new Map([...list.querySelectorAll("[data-draft]")].map((card) => [card.dataset.draft, card]));
  let changed = 0;
  for (const card of fresh.querySelectorAll("[data-draft]")) {
    const old = known.get(card.dataset.draft);
    if (!old) changed += 1;
    else if (old.dataset.mark !== card.dataset.mark && !busy(old)) {
      keepFilm(old, card);
      changed += 1;
    } else card.replaceWith(old);
    if (old && old.dataset.mark !== card.dataset.mark && busy(old)) stale(old);
  }
  list.replaceChildren(...fresh.childNodes);
  prepare(list);
  if (changed) say(`${changed} ${changed === 1 ? "draft has" : "drafts have"} changed`);
}

function busy(card) {
  const text = card.querySelector("textarea");
  const reason = card.querySelector("input[name=reason]");
  return (text && text.value !== text.defaultValue) || (reason && reason.value !== reason.defaultValue);
}

function keepFilm(old, card) {
  const playing = old.querySelector("video");
  const next = card.querySelector("video");
  if (playing && next && playing.getAttribute("src") === next.getAttribute("src")) next.replaceWith(playing);
}

function stale(card) {
  if (card.querySelector("[data-stale]")) return;
  const told = document.createElement("p");
  told.className = "notice";
  told.dataset.stale = "";
  told.textContent = "This draft was changed elsewhere meanwhile. Load the page again before you decide.";
  card.querySelector(".about header").after(told);
}

function prepare(list) {
  localTimes(list);
  for (const form of list.querySelectorAll("[data-caption]:not([data-ready])")) {
    form.dataset.ready = "";
    const text = form.querySelector("textarea");
    const save = form.querySelector("[data-save]");
    const approve = form.closest("[data-draft]").querySelector("[data-approve] button");
    const follow = () => {
      const edited = text.value !== text.defaultValue;
      save.hidden = !edited;
      if (approve && text.defaultValue !== undefined) approve.disabled = edited || approve.dataset.never === "";
      form.querySelector("[data-count]").textContent = edited ? `${number([...text.value].length)} characters; save before you approve` : "";
    };
    if (approve?.disabled) approve.dataset.never = "";
    text.addEventListener("input", follow);
    follow();
  }
}
