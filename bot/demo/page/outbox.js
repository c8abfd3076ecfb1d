// What the visitor did, kept until the server has it: the same key again changes nothing there.

const STORE = "dinghuo-outbox";
const waiting = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
const busy = new Set();

function keep() {
  sessionStorage.setItem(STORE, JSON.stringify(waiting));
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function deliver({ path, body }) {
  const headers = { "Content-Type": "application/json" };
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
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
export function post(path, body) {
  return new Promise((done) => {
    waiting.push({ path, body, done });
    keep();
    drain(body.chat);
  });
}

export function resume() {
  for (const chat of new Set(waiting.map((one) => one.body.chat))) drain(chat);
}
