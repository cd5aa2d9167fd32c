import { listen } from "./live.js";
import { localTimes } from "./times.js";
import { startTable } from "./table.js";
import { startUpload } from "./upload.js";
import { startDrafts } from "./drafts.js";

localTimes(document);
startTable();
startUpload();
startDrafts();

const number = (value) => Number(value).toLocaleString("en-US");

listen((now) => {
  const figures = { leads: now.leads, done: now.tasks.done, open: now.open, dead: now.tasks.dead, stuck: now.stuck };
  for (const [name, value] of Object.entries(figures)) {
    const place = document.querySelector(`[data-figure=${name}]`);
    if (place) place.textContent = number(value);
  }
  const spent = document.querySelector("[data-figure=spent]");
  if (spent) spent.textContent = now.spent_text;
  document.querySelector("[data-figure=dead]")?.parentElement.classList.toggle("bad", now.tasks.dead > 0);
  document.querySelector("[data-figure=stuck]")?.parentElement.classList.toggle("warn", now.stuck > 0);
  for (const place of document.querySelectorAll("[data-state]")) place.textContent = number(now.tasks[place.dataset.state]);
  for (const each of now.imports) {
    const row = document.querySelector(`tr[data-import="${CSS.escape(each.id)}"]`);
    for (const place of row?.querySelectorAll("[data-now]") ?? []) {
      const value = each[place.dataset.now];
      if (place.dataset.now !== "state") place.textContent = number(value);
      else place.firstElementChild.replaceWith(stateBadge(value));
    }
  }
});

function stateBadge(value) {
  const badge = document.createElement("span");
  badge.className = `state s-${value}`;
  badge.textContent = value;
  return badge;
}
