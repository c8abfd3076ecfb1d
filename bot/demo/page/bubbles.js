// Bubbles of both looks, built from the views the server sends.

import { clock, element } from "./dom.js";
import { word } from "./words.js";

// Drawn as emoji, these two are dark on some systems: as plain signs they take the key's own colour.
const SIGNS = /[➖➕](?!\uFE0E)/gu;

function stamp(at, edited) {
  const shown = element("span", "stamp");
  if (edited) shown.append(element("span", "edited", word("demo.edited")));
  shown.append(element("time", "", clock(at)));
  return shown;
}

export function pictureAt(hash) {
  return `/demo/picture/${encodeURIComponent(hash)}`;
}

function picture(hash) {
  const frame = element("div", "frame");
  for (const className of ["backdrop", "picture"]) {
    const shown = element("img", className);
    shown.src = pictureAt(hash);
    shown.alt = className === "picture" ? word("demo.picture") : "";
    frame.append(shown);
  }
  return frame;
}

function keyboard(rows, message, onTap) {
  const board = element("div", "keyboard");
  for (const row of rows) {
    const line = element("div", "keys");
    for (const { label, data } of row) {
      const key = element("button", "key", label.replace(SIGNS, "$&\uFE0E"));
      key.type = "button";
      key.dataset.data = data;
      key.addEventListener("click", () => onTap(key, message, data));
      line.append(key);
    }
    board.append(line);
  }
  return board;
}

function paper({ name, href }, className) {
  const shown = element("a", className, name);
  shown.href = href;
  shown.target = "_blank";
  shown.rel = "noopener";
  return shown;
}

export function telegramMessage(view, at, edited, onTap) {
  const wrap = element("article", "message theirs");
  wrap.dataset.message = view.message;
  const bubble = element("div", "bubble");
  if (view.picture) bubble.append(picture(view.picture));
  const words = element("div", "words");
  if (view.title) words.append(element("p", "title", view.title));
  if (view.lines.length) words.append(element("p", "lines", view.lines.join("\n")));
  if (view.note) words.append(element("p", "note", view.note));
  for (const { name, href } of view.files) words.append(paper({ name: `📎 ${name}`, href }, "paper"));
  words.append(stamp(at, edited));
  bubble.append(words);
  wrap.append(bubble);
  if (view.buttons.length) wrap.append(keyboard(view.buttons, view.message, onTap));
  return wrap;
}

// A photo that no browser can draw stays what its words say.
function sentPhoto(address) {
  const shown = element("img", "sent");
  shown.src = address;
  shown.alt = word("demo.photo");
  shown.addEventListener("error", () => shown.remove());
  return shown;
}

export function ownMessage({ text, at, face, pending = false, photo = null }) {
  const wrap = element("article", pending ? "message mine pending" : "message mine");
  const bubble = element("div", "bubble");
  if (photo) bubble.append(sentPhoto(photo));
  const words = element("div", "words");
  words.append(element("p", "lines", text), stamp(at, false));
  bubble.append(words);
  wrap.append(bubble, face);
  return wrap;
}

function link({ text, say, data }, onLink) {
  const shown = element("a", "link", text);
  shown.href = "#";
  shown.dataset.data = data;
  shown.addEventListener("click", (event) => {
    event.preventDefault();
    onLink(say, data);
  });
  return shown;
}

export function wechatMessage(view, onLink, bot) {
  const wrap = element("article", "message theirs");
  const body = element("div", "body");
  if (view.picture) {
    const card = element("div", "bubble photo");
    card.append(picture(view.picture));
    body.append(card);
  }
  if (view.pieces.length) {
    const bubble = element("div", "bubble");
    const words = element("p", "lines");
    for (const piece of view.pieces) {
      if (piece.href) words.append(paper({ name: piece.text, href: piece.href }, "link"));
      else words.append(piece.say ? link(piece, onLink) : piece.text);
    }
    bubble.append(words);
    body.append(bubble, element("p", "limit", word("demo.bytes", { bytes: view.bytes })));
  }
  wrap.append(bot, body);
  return wrap;
}
