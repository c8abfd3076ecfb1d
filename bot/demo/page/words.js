// The words of the page itself, in the language the visitor chose; the conversation brings its own.

const texts = {};
let language = "zh-CN";

export function learn(words) {
  Object.assign(texts, words);
}

export function word(key, facts = {}) {
  const text = texts[language]?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (blank, name) => facts[name] ?? blank);
}

export function chosen() {
  return language;
}

export function preferred(known) {
  const wanted = [localStorage.getItem("language"), ...navigator.languages].filter(Boolean);
  const start = (tag) => tag.toLowerCase().split("-")[0];
  return wanted.map((tag) => known.find((one) => start(one) === start(tag))).find(Boolean) ?? known[0];
}

export function choose(wanted) {
  language = wanted;
  document.documentElement.lang = wanted;
  document.title = word("demo.title");
  dress(document);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === wanted));
  }
}

// A stranger who came in has the role of their invite.
export function roleOf({ name, face }) {
  return word(`demo.role.${face.role || name}`);
}

export function dress(root) {
  for (const place of root.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  for (const place of root.querySelectorAll("[data-label]")) {
    place.setAttribute("aria-label", word(place.dataset.label));
    place.title = word(place.dataset.label);
  }
}
