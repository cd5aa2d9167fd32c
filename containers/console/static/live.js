// One stream of events for the page, shared by everyone who listens; closed while the page is out of sight.

const listeners = new Set();
let stream = null;
let last = null;

export function listen(hear) {
  listeners.add(hear);
  if (last) hear(last);
  open();
  return () => listeners.delete(hear);
}

function open() {
  if (stream || document.visibilityState === "hidden") return;
  stream = new EventSource("/live");
  stream.onmessage = (message) => {
    last = JSON.parse(message.data);
    for (const hear of [...listeners]) hear(last);
  };
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") return open();
  stream?.close();
  stream = null;
});
