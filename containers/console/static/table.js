// The table without reloads: sorting, search, pages, the video in place. Every link also works without this file.

import { listen } from "./live.js";
import { say, token } from "./say.js";
import { localTimes } from "./times.js";

let asked = 0;

export function startTable() {
  document.addEventListener("submit", retry);
  const place = document.getElementById("table");
  if (!place) return;
  place.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const play = event.target.closest("a[data-play]");
    const link = event.target.closest("a[data-sort], a[data-page]");
    if (play) stage(play, event);
    else if (link) {
      event.preventDefault();
      go(place, link.href, { push: true, focus: link.matches("[data-sort]") ? link.textContent.trim() : "" });
    }
  });
  window.addEventListener("popstate", () => go(place, location.href));
  search(place);
  follow(place);
}

async function go(place, address, { push = false, focus = "", quiet = false } = {}) {
  const mine = ++asked;
  const url = new URL(address);
  url.searchParams.set("part", "table");
  if (!quiet) place.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    if (mine !== asked) return;
    if (!answer.ok || answer.redirected) return void location.assign(address);
    const text = await answer.text();
    if (mine !== asked || (quiet && playing(place))) return;
    // The server's own escaped page part; scripts in it would not run, and the policy forbids them.
    place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    localTimes(place);
    if (push) history.pushState(null, "", address);
    if (focus) [...place.querySelectorAll("a[data-sort]")].find((link) => link.textContent.trim() === focus)?.focus();
    if (!quiet) say(place.querySelector(".pager p")?.textContent ?? "");
  } catch {
    if (!quiet) say("The console does not answer. Is it running?");
  } finally {
    if (mine === asked) place.classList.remove("busy");
  }
}

function search(place) {
  const form = document.querySelector("form[data-search]");
  let timer = 0;
  const run = () => {
    const url = new URL(location.pathname, location.href);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.set(name, value);
    const sort = new URL(location.href).searchParams.get("sort");
    if (sort) url.searchParams.set("sort", sort);
    go(place, url.href, { push: true });
  };
  form.addEventListener("submit", (event) => (event.preventDefault(), run()));
  form.addEventListener("change", (event) => event.target.matches("select") && run());
  form.addEventListener("input", (event) => {
    if (!event.target.matches("input[type=search]")) return;
    clearTimeout(timer);
    timer = setTimeout(run, 250);
  });
}

const playing = (place) => place.querySelector("tr.stage");

// New leads and finished videos appear by themselves, unless somebody watches a video or has left the first page.
function follow(place) {
  let seen = "";
  let timer = 0;
  const refresh = () => {
    timer = 0;
    if (!playing(place) && !new URL(location.href).searchParams.has("cursor")) go(place, location.href, { quiet: true });
    else if (playing(place)) timer = setTimeout(refresh, 2000);
  };
  listen((now) => {
    const state = `${now.leads} ${now.tasks.done}`;
    if (seen && seen !== state && !timer) timer = setTimeout(refresh, 300);
    seen = state;
  });
}

function stage(play, event) {
  event.preventDefault();
  const row = play.closest("tr");
  const open = row.nextElementSibling;
  if (open?.matches("tr.stage")) {
    open.remove();
    play.setAttribute("aria-expanded", "false");
    return;
  }
  for (const other of document.querySelectorAll("tr.stage")) {
    other.previousElementSibling.querySelector("a[data-play]")?.setAttribute("aria-expanded", "false");
    other.remove();
  }
  const video = Object.assign(document.createElement("video"), { controls: true, autoplay: true, playsInline: true });
  video.setAttribute("aria-label", play.getAttribute("aria-label").replace(/^Play the v/, "V"));
  video.src = play.getAttribute("href");
  video.addEventListener("error", () => say("The video cannot be played."));
  const stage = document.createElement("tr");
  stage.className = "stage";
  const cell = stage.insertCell();
  cell.colSpan = row.cells.length;
  cell.append(video);
  row.after(stage);
  play.setAttribute("aria-expanded", "true");
  stage.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

async function retry(event) {
  const form = event.target.closest("form[data-retry]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", headers: { accept: "application/json", "x-csrf-token": token() } });
  const told = await answer.json();
  if (!answer.ok) {
    button.disabled = false;
    return say(`${told.message}; ${told.remedy}`);
  }
  const badge = form.closest("tr").querySelector(".state");
  badge.className = `state s-${told.state}`;
  badge.textContent = told.state;
  form.remove();
  say(`The task is ${told.state}.`);
}
