// Starts the page: loads what the chats show, follows the one stream of new lines, places the phones.

import { freshKey, fromTemplate } from "./dom.js";
import { post, resume } from "./outbox.js";
import { Phone } from "./phone.js";
import { choose, chosen, learn, preferred, word } from "./words.js";

const SLOTS = ["buyer", "salesperson", "warehouse", "customer"];
const offline = document.querySelector(".offline");
const chats = new Map();
let phones = [];
let last = 0;
let stream = null;

function take(line) {
  last = Math.max(last, line.id);
  const chat = chats.get(line.chat);
  if (!chat || (chat.lines.at(-1)?.id ?? 0) >= line.id) return;
  chat.lines.push(line);
  for (const phone of phones) if (phone.chat === chat) phone.add(line);
  if (line.kind !== "answer") return;
  chat.face.language = line.language;
  if (!chat.face.name) meet(chat);
}

// A stranger may just have come in with an invite.
async function meet(chat) {
  const response = await fetch("/demo/faces").catch(() => null);
  const face = response?.ok ? (await response.json())[chat.name] : null;
  if (!face) return;
  chat.face = face;
  for (const phone of phones) if (phone.chat === chat) phone.dress();
  refreshTabs();
}

function follow() {
  stream?.close();
  stream = new EventSource(`/demo/events?after=${last}`);
  stream.addEventListener("open", () => { offline.hidden = true; });
  stream.addEventListener("message", (event) => take(JSON.parse(event.data)));
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("error", () => {
    offline.hidden = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 1500);
  });
}

function welcome(chat) {
  if (chat.welcomed || chat.lines.some((line) => line.kind === "said")) return;
  chat.welcomed = true;
  if (chat.face.language && chat.face.language !== chosen()) talkIn(chat, chosen(), "start");
  else if (!chat.lines.length) post("/demo/start", { chat: chat.name, key: "start", language: chosen() });
}

// The conversation follows the page's language, as if its own language button had been pressed.
function talkIn(chat, language, key = freshKey()) {
  if (!chat.face.name || chat.face.language === language) return;
  chat.face.language = language;
  post("/demo/language", { chat: chat.name, key, language });
}

function changeChat(phone, name) {
  const chat = chats.get(name);
  const other = phones.find((one) => one.chat === chat && one !== phone);
  const before = phone.chat;
  localStorage.setItem(`chat-${phone.slot}`, name);
  phone.show(chat);
  if (other) {
    localStorage.setItem(`chat-${other.slot}`, before.name);
    other.show(before);
  }
  welcome(chat);
  talkIn(chat, chosen());
  refreshTabs();
}

function select(chosenPhone) {
  for (const phone of phones) phone.root.classList.toggle("current", phone === chosenPhone);
  chosenPhone.read();
  refreshTabs();
  chosenPhone.toEnd("instant");
}

function makeTab(phone) {
  const tab = fromTemplate("tab");
  tab.addEventListener("click", () => select(phone));
  phone.tab = tab;
  return tab;
}

function refreshTabs() {
  let unread = 0;
  for (const { tab, root, chat, unread: count } of phones) {
    if (!tab) continue;
    unread += count;
    tab.dataset.chat = chat.name;
    tab.setAttribute("aria-selected", String(root.classList.contains("current")));
    tab.querySelector(".face").textContent = (chat.face.name || word(`demo.role.${chat.name}`)).slice(0, 1);
    tab.querySelector(".tab-name").textContent = word(`demo.role.${chat.name}`);
    const badge = tab.querySelector(".badge");
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
  document.title = (unread ? `(${unread}) ` : "") + word("demo.title");
}

function place() {
  const stored = SLOTS.map((slot) => localStorage.getItem(`chat-${slot}`) ?? slot);
  const names = new Set(stored).size === SLOTS.length && stored.every((name) => chats.has(name)) ? stored : SLOTS;
  const all = [...chats.values()];
  phones = SLOTS.map(
    (slot, index) =>
      new Phone({ slot, chat: chats.get(names[index]), chats: all, onChat: changeChat, onUnread: refreshTabs }),
  );
  document.querySelector(".tabs").append(...phones.map(makeTab));
  document.querySelector(".phones").append(...phones.map((phone) => phone.root));
  for (const phone of phones) phone.show(phone.chat);
  select(phones[0]);
}

function speak(language) {
  choose(language);
  for (const phone of phones) {
    phone.dress();
    phone.redraw();
    talkIn(phone.chat, language);
  }
  refreshTabs();
}

async function load() {
  for (;;) {
    try {
      const response = await fetch("/demo/state");
      if (response.ok) return await response.json();
    } catch {
      // the server is not up yet
    }
    await new Promise((done) => setTimeout(done, 1000));
  }
}

async function begin() {
  const state = await load();
  last = state.last;
  for (const [name, lines] of Object.entries(state.chats)) {
    chats.set(name, { name, lines, face: state.faces[name] ?? { name: "", account: "", language: "" } });
  }
  learn(state.words);
  choose(preferred(Object.keys(state.words)));
  place();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      localStorage.setItem("language", button.dataset.language);
      speak(button.dataset.language);
    });
  }
  follow();
  resume();
  for (const phone of phones) welcome(phone.chat);
  document.documentElement.dataset.ready = "yes";
}

begin();
