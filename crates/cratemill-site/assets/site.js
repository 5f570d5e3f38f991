"use strict";
// What pages do beyond being read: theme, copying, zoom, search. Nothing is asked of any server.

const catalog = { types: [], add: null };

const themes = ["system", "light", "dark"];

function storedTheme() {
  try {
    const stored = localStorage.getItem("theme");
    return themes.includes(stored) ? stored : "system";
  } catch {
    return "system";
  }
}

function showTheme(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

// Before the page is painted, so that it does not flash.
showTheme(storedTheme());

catalog.add = (provider, folder, types) => {
  for (const [path, page, text, names, place] of types) {
    const low = [path, names, text, place].map((part) => part.toLowerCase());
    catalog.types.push({ provider, address: `${folder}/${page}`, path, text, names, low });
  }
};

function score(type, words) {
  let sum = 0;
  const last = type.low[0].slice(type.low[0].lastIndexOf(":") + 1);
  for (const word of words) {
    const [path, names, text, place] = type.low;
    if (last === word) sum += 100;
    else if (last.startsWith(word)) sum += 50;
    else if (path.includes(word)) sum += 25;
    else if (names.split(" ").includes(word)) sum += 12;
    else if (names.includes(word)) sum += 6;
    else if (text.includes(word)) sum += 3;
    else if (place.includes(word) || type.provider.toLowerCase().includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

function find(query) {
  const words = query.toLowerCase().split(/[\s]+/).filter(Boolean);
  if (words.length === 0) return [];
  return catalog.types
    .map((type) => ({ type, sum: score(type, words) }))
    .filter((found) => found.sum > 0)
    .sort((a, b) => b.sum - a.sum || a.type.path.length - b.type.path.length || (a.type.address < b.type.address ? -1 : 1));
}

function showResults(query) {
  const list = document.getElementById("results");
  const count = document.getElementById("count");
  const found = find(query);
  list.replaceChildren();
  for (const { type } of found.slice(0, 60)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const path = document.createElement("code");
    const about = document.createElement("p");
    link.href = type.address;
    path.textContent = type.path;
    link.append(path);
    about.textContent = type.text;
    about.className = "quiet";
    item.append(link, ` ${type.provider}`, about);
    list.append(item);
  }
  const more = found.length > 60 ? "; the first 60 are shown" : "";
  count.textContent = query.trim() === ""
    ? "Type into the field above: names, paths, properties, descriptions."
    : `${found.length} ${found.length === 1 ? "type" : "types"} found${more}.`;
}

function startTheme() {
  const button = document.querySelector("button.theme");
  let theme = storedTheme();
  const label = () => { button.textContent = `Theme: ${theme}`; };
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    try { localStorage.setItem("theme", theme); } catch { /* A folder may have no storage. */ }
    showTheme(theme);
    label();
  });
}

function startCopy() {
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    const text = button.innerHTML;
    button.addEventListener("click", async () => {
      const code = button.parentElement.querySelector("pre");
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.innerHTML = text; }, 2000);
    });
  }
}

function startZoom() {
  for (const picture of document.querySelectorAll(".picture")) {
    const svg = picture.querySelector("svg");
    const canvas = picture.querySelector(".canvas");
    const natural = Number(svg.getAttribute("width"));
    const whole = () => Math.min(1, canvas.clientWidth / natural);
    let zoom = 1;
    const show = () => {
      svg.style.width = `${natural * zoom}px`;
      svg.style.height = "auto";
    };
    picture.querySelector(".zoom").hidden = false;
    // What has no room is shown whole where it can still be read.
    zoom = Math.max(whole(), 0.7);
    show();
    for (const button of picture.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        const by = Number(button.dataset.zoom);
        zoom = by === 0 ? whole() : Math.min(4, Math.max(0.1, zoom * by));
        show();
      });
    }
  }
}

function startSearch() {
  if (!document.getElementById("results")) return;
  const input = document.getElementById("q");
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  showResults(input.value);
  input.addEventListener("input", () => showResults(input.value));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    showResults(input.value);
  });
}

document.addEventListener("DOMContentLoaded", () => {
  startTheme();
  startCopy();
  startZoom();
  startSearch();
});
