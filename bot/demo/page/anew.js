// The button that forgets everything and begins anew, after asking once.

import { load } from "./load.js";
import { drop } from "./outbox.js";

const dialog = document.querySelector(".sure");

async function beginAnew(house) {
  document.documentElement.dataset.anew = "yes";
  const headers = { "Content-Type": "application/json" };
  await fetch("/demo/anew", { method: "POST", headers, body: JSON.stringify({ house }) }).catch(() => null);
  drop();
  while ((await load()).house === house) await new Promise((done) => setTimeout(done, 200));
  location.reload();
}

export function offerAnew(house) {
  document.querySelector(".anew").addEventListener("click", () => dialog.showModal());
  dialog.querySelector(".sure-no").addEventListener("click", () => dialog.close());
  dialog.querySelector(".sure-yes").addEventListener("click", () => {
    dialog.close();
    beginAnew(house);
  });
}
