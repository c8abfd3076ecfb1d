// Keys and ranges of ticks; all of it is buttons and boxes, too.
(() => {
  const all = (query) => [...document.querySelectorAll(query)];
  let at = -1, going = false, last = null;
  const rows = () => all(".list tbody tr");
  const move = (by) => {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + by));
    list.forEach((row, place) => row.classList.toggle("at", place === at));
    list[at].scrollIntoView({ block: "nearest" });
  };
  const row = () => rows()[at];
  const keys = {
    "/": () => document.querySelector("#search")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: () => row()?.querySelector("input[type=checkbox]:not(:disabled)")?.click(),
    Enter: () => row()?.querySelector("a")?.click(),
    "?": () => { const list = document.querySelector(".keys"); if (list) list.open = !list.open; },
    g: () => { going = true; },
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]),select,textarea");
    if (event.key === "Escape") { event.target.blur?.(); going = false; return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.closest?.("a,button,summary,input")) return;
    if (going) {
      going = false;
      document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
      return;
    }
    const own = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const does = keys[event.key];
    if (!own && !does) return;
    event.preventDefault();
    if (!own) does();
    else if (own.matches("summary")) {
      own.parentElement.open = true;
      own.parentElement.querySelector("input:not([type=hidden])").focus();
    } else own.click();
  });
  addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.("input[name=tick]")) return;
    const boxes = all("input[name=tick]:not(:disabled)");
    const from = boxes.indexOf(last), to = boxes.indexOf(box);
    if (event.shiftKey && from >= 0)
      boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => { each.checked = box.checked; });
    last = box;
    count();
  });
  const count = () => {
    const told = document.querySelector("#ticked"), ticked = all("input[name=tick]:checked").length;
    if (told) told.textContent = ticked ? `${told.dataset.words} ${ticked}` : "";
  };
  count();
  document.addEventListener("htmx:after:swap", () => { at = -1; count(); });
})();
