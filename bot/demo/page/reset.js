// The button that forgets everything and starts the demo again, after asking once.

import { load } from "./load.js";
import { drop } from "./outbox.js";

const dialog = document.querySelector(".sure");

async function reset(shown) {
  document.documentElement.dataset.anew = "yes";
  const headers = { "Content-Type": "application/json" };
  await fetch("/demo/reset", { method: "POST", headers, body: JSON.stringify({ dataset: shown }) }).catch(() => null);
  drop();
  while ((await load()).dataset === shown) await new Promise((done) => setTimeout(done, 200));
  location.reload();
}

export function offerReset(shown) {
  document.querySelector(".anew").addEventListener("click", () => dialog.showModal());
  dialog.querySelector(".sure-no").addEventListener("click", () => dialog.close());
  dialog.querySelector(".sure-yes").addEventListener("click", () => {
    dialog.close();
    reset(shown);
  });
}
