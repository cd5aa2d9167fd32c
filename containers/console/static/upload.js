// Files dropped anywhere on the page, or chosen: sent one by one, then followed to their last task.

import { listen } from "./live.js";
import { say, token } from "./say.js";

const number = (value) => Number(value).toLocaleString("en-US");

export function startUpload() {
  const input = document.getElementById("file");
  if (!input) return;
  input.addEventListener("change", () => {
    send([...input.files]);
    input.value = "";
  });
  const drop = document.querySelector(".drop");
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const show = (shown) => (drop.hidden = !shown);
  document.addEventListener("dragenter", (event) => carriesFiles(event) && (event.preventDefault(), show(++depth > 0)));
  document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  document.addEventListener("dragleave", (event) => carriesFiles(event) && show(--depth > 0));
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    send([...event.dataTransfer.files]);
  });
}

async function send(files) {
  for (const file of files) {
    const parcel = new Parcel(file.name);
    try {
      const stored = await post(file, (share) => parcel.uploading(share));
      parcel.follow(stored);
    } catch (problem) {
      parcel.fail(problem.message);
    }
  }
}

function post(file, progress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", "/uploads");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("x-csrf-token", token());
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new Error("The console does not answer. Is it running?"));
    request.onload = () => {
      const told = request.response;
      if (request.status === 202) resolve(told);
      else reject(new Error(told?.message ? `${told.message}` : `The file was refused (${request.status}).`));
    };
    request.send(form);
  });
}

class Parcel {
  constructor(name) {
    const place = document.querySelector(".progress");
    place.hidden = false;
    this.card = document.createElement("article");
    this.card.className = "parcel";
    const head = document.createElement("header");
    const title = document.createElement("strong");
    title.textContent = title.title = this.name = name;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", `Close the progress of ${name}`);
    close.addEventListener("click", () => {
      this.stop?.();
      this.card.remove();
      place.hidden = !place.childElementCount;
    });
    head.append(title, close);
    this.bar = Object.assign(document.createElement("progress"), { max: 1 });
    this.bar.setAttribute("aria-label", `Progress of ${name}`);
    this.line = document.createElement("p");
    this.card.append(head, this.bar, this.line);
    place.append(this.card);
    this.tell("Sending…");
    say(`Sending ${name}`);
  }

  tell(text) {
    this.line.textContent = text;
  }

  uploading(share) {
    this.bar.value = share;
    this.tell(share < 1 ? `Sending… ${Math.round(share * 100)} %` : "Stored; waiting to be read…");
  }

  follow(stored) {
    this.bar.removeAttribute("value");
    this.tell("Stored; waiting to be read…");
    this.stop = listen((now) => {
      const found = now.imports.find((each) => each.id === stored.import_id);
      if (found) this.shown(found);
    });
  }

  shown(found) {
    const rows = `${number(found.rows)} rows: ${number(found.created)} new, ${number(found.merged + found.updated)} merged, ${number(found.rejected)} rejected`;
    if (found.state === "failed") return this.fail(found.problems[0] ?? "The file could not be read.", found);
    if (found.state === "running") return this.tell(`Reading… ${rows}`);
    const ended = found.tasks - found.open;
    this.bar.value = found.tasks ? ended / found.tasks : 1;
    this.tell(found.open ? `${rows} · ${number(ended)} of ${number(found.tasks)} tasks done` : `${rows}${found.tasks ? ` · all ${number(found.tasks)} tasks ended` : ""}`);
    if (!this.heard) say(`${this.name}: ${rows}`);
    this.heard = true;
    if (!found.open) this.end(found);
  }

  end(found) {
    this.stop?.();
    this.card.classList.add("done");
    this.link(found);
    say(`${this.name} is done: ${found.dead ? `${number(found.dead)} tasks failed` : "all tasks ended"}`);
  }

  fail(message, found) {
    this.stop?.();
    this.card.classList.add("failed");
    this.bar.value = 1;
    this.tell(message);
    if (found) this.link(found);
    say(`${this.name}: ${message}`);
  }

  link(found) {
    const link = document.createElement("a");
    link.href = `/imports/${encodeURIComponent(found.id)}`;
    link.textContent = found.rejected ? "See the rejected rows" : "About this import";
    this.card.append(link);
  }
}
