// Starts the page: loads what the chats show, follows the one stream of new lines, places the phones.

import { offerReset } from "./reset.js";
import { freshKey, fromTemplate } from "./dom.js";
import { load } from "./load.js";
import { post, resume } from "./outbox.js";
import { Phone } from "./phone.js";
import { choose, chosen, learn, preferred, roleOf, word } from "./words.js";

const SLOTS = ["buyer", "salesperson", "warehouse", "customer"];
const offline = document.querySelector(".offline");
const chats = new Map();
const tabs = new Map();
let phones = [];
let last = 0;
let dataset = "";
let stream = null;

function take(line) {
  last = Math.max(last, line.id);
  const chat = chats.get(line.chat);
  if (!chat || (chat.lines.at(-1)?.id ?? 0) >= line.id) return;
  chat.lines.push(line);
  const phone = holding(chat);
  if (phone) phone.add(line);
  else if (line.kind === "notice") ringUnseen(chat);
  if (line.kind !== "answer") return;
  chat.face.language = line.language;
  if (!chat.face.role) meet(chat);
}

function holding(chat) {
  return phones.find((phone) => phone.chat === chat);
}

function ringUnseen(chat) {
  chat.unread += 1;
  refreshTabs();
}

// A stranger may just have come in with an invite.
async function meet(chat) {
  const response = await fetch("/demo/faces").catch(() => null);
  const face = response?.ok ? (await response.json())[chat.name] : null;
  if (!face?.role) return;
  chat.face = face;
  holding(chat)?.dress();
  refreshTabs();
}

function follow() {
  stream?.close();
  stream = new EventSource(`/demo/events?${new URLSearchParams({ after: last, dataset })}`);
  stream.addEventListener("open", () => { offline.hidden = true; });
  stream.addEventListener("message", (event) => take(JSON.parse(event.data)));
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("error", () => {
    offline.hidden = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 1500);
  });
}

// Opening a chat for the first time shows the menu, in the language of the page.
function welcome(chat) {
  if (chat.welcomed || chat.lines.some((line) => line.kind === "said")) return;
  chat.welcomed = true;
  if (chat.lines.length && chat.face.language === chosen()) return;
  chat.face.language = chosen();
  post("/demo/start", { chat: chat.name, key: "start", language: chosen() });
}

// The conversation follows the page's language, as if its own language button had been pressed.
function talkIn(chat, language) {
  if (!chat.face.name || chat.face.language === language) return;
  chat.face.language = language;
  post("/demo/language", { chat: chat.name, key: freshKey(), language });
}

function changeChat(phone, name) {
  const chat = chats.get(name);
  const other = holding(chat);
  const before = phone.chat;
  localStorage.setItem(`chat-${phone.slot}`, name);
  phone.show(chat);
  if (other && other !== phone) {
    localStorage.setItem(`chat-${other.slot}`, before.name);
    other.show(before);
  }
  welcome(chat);
  talkIn(chat, chosen());
  refreshTabs();
}

function select(chosenPhone) {
  for (const phone of phones) phone.root.classList.toggle("current", phone === chosenPhone);
  chosenPhone.touch();
  refreshTabs();
  chosenPhone.toEnd("instant");
}

// Whoever is called without a phone gets the one that nobody touched for longest.
function call(chat) {
  let phone = holding(chat);
  if (!phone) {
    phone = phones.reduceRight((idle, one) => (one.touched < idle.touched ? one : idle));
    changeChat(phone, chat.name);
  }
  select(phone);
  phone.beSeen();
}

function makeTab(chat) {
  const tab = fromTemplate("tab");
  tab.dataset.chat = chat.name;
  tab.addEventListener("click", () => call(chat));
  tabs.set(chat, tab);
  return tab;
}

function refreshTabs() {
  let unread = 0;
  for (const [chat, tab] of tabs) {
    const phone = holding(chat);
    unread += chat.unread;
    tab.classList.toggle("shown", Boolean(phone));
    tab.setAttribute("aria-current", String(Boolean(phone?.root.classList.contains("current"))));
    tab.title = chat.face.name;
    tab.querySelector(".face").textContent = (chat.face.name || roleOf(chat)).slice(0, 1);
    tab.querySelector(".tab-name").textContent = roleOf(chat);
    const badge = tab.querySelector(".badge");
    badge.textContent = String(chat.unread);
    badge.hidden = chat.unread === 0;
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
  document.querySelector(".tabs").append(...all.map(makeTab));
  document.querySelector(".phones").append(...phones.map((phone) => phone.root));
  for (const phone of phones) phone.show(phone.chat);
  for (const phone of phones) phone.touched = 0;
  select(phones[0]);
}

function speak(language) {
  choose(language);
  for (const phone of phones) {
    phone.dress();
    phone.redraw();
  }
  // Chats that no phone shows now are in the same hands; the others are greeted in the page's language when opened.
  const shown = new Set(phones.map((phone) => phone.chat));
  for (const chat of chats.values()) {
    if (shown.has(chat) || chat.lines.some((line) => line.kind === "said")) talkIn(chat, language);
  }
  refreshTabs();
}

function offerLanguages() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      localStorage.setItem("language", button.dataset.language);
      speak(button.dataset.language);
    });
  }
}

// On a narrow screen language and the reset are behind one button.
function offerOptions() {
  const button = document.querySelector(".options-button");
  const options = document.querySelector(".options");
  const open = (wanted) => {
    options.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
  };
  button.addEventListener("click", () => open(!options.classList.contains("open")));
  document.addEventListener("click", (event) => {
    if (!button.contains(event.target) && !event.target.closest(".options .switch")) open(false);
  });
}

async function begin() {
  const state = await load();
  ({ last, dataset } = state);
  for (const [name, lines] of Object.entries(state.chats)) {
    const face = state.faces[name] ?? { name: "", role: "", account: "", language: "" };
    chats.set(name, { name, lines, face, unread: 0 });
  }
  learn(state.words);
  choose(preferred(Object.keys(state.words)));
  place();
  offerLanguages();
  offerOptions();
  offerReset(dataset);
  follow();
  resume();
  for (const phone of phones) welcome(phone.chat);
  document.documentElement.dataset.ready = "yes";
}

begin();
