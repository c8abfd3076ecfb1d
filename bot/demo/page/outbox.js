// What the visitor did, kept until the server has it: the same key again changes nothing there.

const STORE = "dinghuo-outbox";
const waiting = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
const busy = new Set();

// A larger file is not worth its way: the server says so from its size alone.
const MOST_BYTES = 10 * 1024 * 1024;

// A file does not fit there: it is gone when the page is closed before it was sent.
function keep() {
  sessionStorage.setItem(STORE, JSON.stringify(waiting.filter((one) => !one.file)));
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function request({ path, body, file }) {
  if (!file) return [path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }];
  const bytes = file.size > MOST_BYTES ? new Blob() : file;
  const headers = { "Content-Type": "application/octet-stream" };
  return [`${path}?${new URLSearchParams(body)}`, { method: "POST", headers, body: bytes }];
}

async function deliver(one) {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await fetch(...request(one));
      if (response.status < 500) return;
    } catch {
      // the server is away: keep trying
    }
    await pause(Math.min(5000, 300 * 2 ** tries));
  }
}

async function drain(chat) {
  if (busy.has(chat)) return;
  busy.add(chat);
  for (let next; (next = waiting.find((one) => one.body.chat === chat)); ) {
    await deliver(next);
    waiting.splice(waiting.indexOf(next), 1);
    keep();
    next.done?.();
  }
  busy.delete(chat);
}

// Resolves when the server has answered; sent in order within a chat.
export function post(path, body, file = null) {
  return new Promise((done) => {
    waiting.push({ path, body, file, done });
    keep();
    drain(body.chat);
  });
}

// What was meant for a data set that is gone.
export function drop() {
  waiting.length = 0;
  keep();
}

export function resume() {
  for (const chat of new Set(waiting.map((one) => one.body.chat))) drain(chat);
}
