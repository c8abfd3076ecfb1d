// One phone: whose it is, what its chat shows in the chosen look, and what is done on it.

import { ownMessage, pictureAt, telegramMessage, wechatMessage } from "./bubbles.js";
import { clock, element, freshKey, fromTemplate } from "./dom.js";
import { post } from "./outbox.js";
import { chosen, dress, roleOf, word } from "./words.js";

const NEAR = 90;

const saysSomething = (line) => Boolean(line.text || line.picture);

export class Phone {
  constructor({ slot, chat, chats, onChat, onUnread }) {
    this.root = fromTemplate("phone");
    this.slot = slot;
    this.chats = chats;
    this.touched = 0;
    this.onUnread = onUnread;
    this.pending = new Map();
    this.chat = chat;
    for (const name of ["flow", "write", "fresh", "attach", "file", "picker", "name", "role", "account", "badge", "device"]) {
      this[name] = this.root.querySelector(`.${name}`);
    }
    this.face = this.root.querySelector(".face");
    this.states = this.root.querySelectorAll(".bar-state");
    this.scroller = this.root.querySelector(".chat");
    this.input = this.root.querySelector("textarea");
    this.listen(onChat);
  }

  listen(onChat) {
    for (const button of this.root.querySelectorAll("[data-look]")) {
      button.addEventListener("click", () => this.setLook(button.dataset.look));
    }
    this.picker.addEventListener("change", () => onChat(this, this.picker.value));
    this.write.addEventListener("submit", (event) => this.submit(event));
    this.attach.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.sendFiles());
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    });
    this.fresh.addEventListener("click", () => this.toFresh());
    this.following = true;
    this.height = 0;
    this.scroller.addEventListener("scroll", () => this.scrolled());
    new ResizeObserver(() => this.following && this.toEnd("instant")).observe(this.scroller);
    for (const sign of ["pointerdown", "focusin"]) this.root.addEventListener(sign, () => this.touch());
  }

  show(chat) {
    this.chat = chat;
    this.look = localStorage.getItem(`look-${chat.name}`) ?? "telegram";
    this.root.dataset.chat = chat.name;
    this.root.classList.toggle("invite", chat.name === "buyer" && !chat.lines.some((line) => line.text));
    this.touch();
    this.typing(false);
    this.dress();
    this.redraw();
  }

  // The phone that nobody touched for longest is the first to be handed to somebody else.
  touch() {
    this.touched = performance.now();
    this.read();
  }

  dress() {
    const { name, face } = this.chat;
    dress(this.root);
    this.role.textContent = roleOf(this.chat);
    this.name.textContent = face.name || this.role.textContent;
    this.account.textContent = face.account;
    this.face.textContent = this.name.textContent.slice(0, 1);
    this.root.setAttribute("aria-label", `${this.role.textContent} ${this.name.textContent}`);
    this.input.placeholder = word(`demo.hint.${face.role || name}`);
    this.input.setAttribute("aria-label", this.input.placeholder);
    this.picker.replaceChildren(
      ...this.chats.map((other) => new Option(roleOf(other), other.name, false, other === this.chat)),
    );
  }

  setLook(look) {
    this.look = look;
    localStorage.setItem(`look-${this.chat.name}`, look);
    this.redraw();
  }

  redraw() {
    this.root.dataset.look = this.look;
    for (const button of this.root.querySelectorAll("[data-look]")) {
      button.setAttribute("aria-pressed", String(button.dataset.look === this.look));
    }
    this.flow.replaceChildren();
    this.shown = new Map();
    this.lastTime = "";
    this.pending.clear();
    for (const line of this.chat.lines) this.draw(line);
    this.toEnd("instant");
  }

  add(line) {
    const follow = this.following || line.kind === "said";
    this.typing(line.kind === "said");
    const drawn = this.draw(line);
    if (!drawn) return;
    drawn.classList.add("arriving");
    if (line.kind === "notice") this.ring();
    const atEnd = drawn === this.flow.lastElementChild;
    if (follow && atEnd) this.toEnd("smooth");
    else if (line.kind !== "redraw" && !this.sees(drawn)) this.offerFresh(drawn);
  }

  draw(line) {
    this.pending.get(line.key)?.remove();
    this.pending.delete(line.key);
    return this.look === "wechat" ? this.drawWechat(line) : this.drawTelegram(line);
  }

  drawTelegram(line) {
    if (line.kind === "said") return saysSomething(line) && !line.tapped ? this.append(this.own(line)) : null;
    let last = null;
    line.telegram.forEach((view, index) => {
      const old = this.shown.get(view.message);
      const edited = index === 0 && Boolean(line.edits);
      last = telegramMessage(view, line.at, edited, (...press) => this.tap(...press));
      if (old) old.replaceWith(last);
      else this.append(last);
      this.shown.set(view.message, last);
    });
    return last;
  }

  drawWechat(line) {
    if (line.kind === "said") {
      if (!saysSomething(line)) return null;
      this.appendTime(line.at);
      return this.append(this.own(line));
    }
    let last = null;
    for (const view of line.wechat) {
      this.appendTime(line.at);
      const bot = element("img", "sender");
      bot.src = "/demo/page/mark.svg";
      bot.alt = "";
      last = this.append(wechatMessage(view, (say, data) => this.say(say, data), bot));
    }
    return last;
  }

  own({ text, at, picture, pending, photo = picture && pictureAt(picture) }) {
    const face = element("span", "sender", this.face.textContent);
    return ownMessage({ text, at, face, pending, photo });
  }

  // What was just done, until the server has it.
  ownPending(key, text, photo = null) {
    const bubble = this.append(this.own({ text, at: new Date().toISOString(), pending: true, photo }));
    bubble.classList.add("arriving");
    this.pending.set(key, bubble);
    this.toEnd("smooth");
  }

  append(drawn) {
    this.flow.append(drawn);
    for (const image of drawn.querySelectorAll("img")) {
      image.addEventListener("load", () => this.following && this.toEnd("instant"));
    }
    return drawn;
  }

  appendTime(at) {
    const shown = clock(at).slice(0, 4);
    if (shown === this.lastTime) return;
    this.lastTime = shown;
    this.flow.append(element("p", "when", clock(at)));
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    this.say(text, null);
  }

  say(text, button) {
    const key = this.begin();
    this.ownPending(key, text);
    post("/demo/send", { chat: this.chat.name, key, text, button, language: chosen() }).then(() => this.typing(false));
  }

  sendFiles() {
    const text = this.input.value.trim();
    [...this.file.files].forEach((file, index) => this.sendFile(file, index === 0 ? text : ""));
    this.file.value = "";
    this.input.value = "";
    this.grow();
    this.input.focus();
  }

  // What is written beside a file goes with it, as the words below a photo do.
  sendFile(file, text) {
    const key = this.begin();
    const photo = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    this.ownPending(key, photo ? text : [`📎 ${file.name}`, text].filter(Boolean).join("\n"), photo);
    const facts = { chat: this.chat.name, key, name: file.name.slice(-200), text, size: file.size, language: chosen() };
    post("/demo/file", facts, file).then(() => this.typing(false));
  }

  tap(button, message, data) {
    if (button.classList.contains("pressed")) return;
    button.classList.add("pressed");
    const key = this.begin();
    post("/demo/tap", { chat: this.chat.name, key, message, data, language: chosen() }).then(() => {
      button.classList.remove("pressed");
      this.typing(false);
    });
  }

  begin() {
    this.root.classList.remove("invite");
    return freshKey();
  }

  typing(on) {
    for (const state of this.states) state.textContent = word(on ? "demo.typing" : "demo.bot");
    this.root.classList.toggle("typing", on);
  }

  ring() {
    this.chat.unread += 1;
    this.badge.textContent = String(this.chat.unread);
    this.badge.hidden = false;
    this.play("rung");
    this.onUnread();
  }

  beSeen() {
    this.play("called");
  }

  play(animation) {
    this.device.classList.remove("rung", "called");
    void this.device.offsetWidth; // starts the animation again
    this.device.classList.add(animation);
  }

  read() {
    this.chat.unread = 0;
    this.badge.hidden = true;
    this.onUnread();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    this.write.classList.toggle("ready", this.input.value.trim() !== "");
  }

  nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  // Only a hand moves up: while we are still gliding to the end, we go on following.
  scrolled() {
    const top = this.scroller.scrollTop;
    if (this.nearEnd()) this.following = true;
    else if (top < this.height) this.following = false;
    if (this.sees(this.freshOne)) this.hideFresh();
    this.height = top;
  }

  toEnd(behavior) {
    this.following = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  // Whether a message is in view, or will be once we have glided to the end.
  sees(drawn) {
    if (!drawn?.isConnected) return true;
    const frame = this.scroller.getBoundingClientRect();
    const end = this.following ? this.flow.getBoundingClientRect().bottom : frame.bottom;
    const { top } = drawn.getBoundingClientRect();
    return top >= end - frame.height && top < end - 40;
  }

  offerFresh(drawn) {
    this.freshOne = drawn;
    this.fresh.hidden = false;
  }

  toFresh() {
    const target = this.freshOne;
    this.hideFresh();
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  hideFresh() {
    this.freshOne = null;
    this.fresh.hidden = true;
  }
}
