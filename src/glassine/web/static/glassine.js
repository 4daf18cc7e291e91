// Makes the pages quicker to use; each of them works without it, but for the live tail.
"use strict";

(() => {
  const root = document.documentElement;

  // Dark or light, as the person chose; else as the system says.

  const theme = () => localStorage.getItem("theme");
  const paint = () => {
    if (theme()) root.dataset.theme = theme();
  };
  paint();

  const dark = () =>
    theme() ? theme() === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const turn = () => {
    localStorage.setItem("theme", dark() ? "light" : "dark");
    paint();
  };

  // Rows by keyboard: / to the search field, j and k to move, Enter opens.

  const links = () => [...document.querySelectorAll("[data-row] a")];

  const move = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };

  const KEYS = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    j: () => move(1),
    k: () => move(-1),
  };

  const typing = (target) => target.closest?.("input, select, textarea, json-viewer");

  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (!act || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  // Copying: a sentence, a path.

  const copy = async (button, text) => {
    const said = (button.dataset.said ??= button.textContent);
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
    button.textContent = done ? "Copied" : "Not allowed here";
    setTimeout(() => (button.textContent = said), 1500);
  };

  // Questions before what cannot be undone are asked by a page of their own.

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.matches("[data-theme-turn]")) turn();
    if (button.dataset.copy) {
      copy(button, document.getElementById(button.dataset.copy).textContent.trim());
    }
    if (button.dataset.json) fold(button);
  });

  // The JSON viewer: fed from a script element, folded and searched from its bar.

  const fold = (button) => {
    const viewer = document.querySelector("json-viewer");
    if (button.dataset.json === "expand") viewer.expandAll();
    if (button.dataset.json === "collapse") viewer.collapseAll();
    if (button.dataset.json === "path") copyPath(button, viewer);
  };

  const copyPath = (button, viewer) => {
    const at = viewer.shadowRoot?.querySelector('[role="treeitem"][tabindex="0"]');
    const path = at?.dataset.path;
    copy(button, path || viewer.dataset.whole);
  };

  const showJson = () => {
    const viewer = document.querySelector("json-viewer");
    const given = document.getElementById("record");
    if (!viewer || !given) return;
    viewer.data = JSON.parse(given.textContent);
    viewer.dataset.whole = given.textContent;
    viewer.setAttribute("role", "tree"); // its groups of items name no tree themselves
    viewer.setAttribute("aria-label", "Record");
    viewer.hidden = false;
    document.getElementById("record-plain").hidden = true;
    document.getElementById("record-tools").hidden = false;
    viewer.updateComplete.then(() => viewer.expandAll());
    document.getElementById("record-search").addEventListener("input", search);
  };

  let found = null;
  let term = "";
  const search = (event) => {
    const viewer = document.querySelector("json-viewer");
    if (event.target.value !== term) found = null;
    term = event.target.value;
    if (!term) return viewer.resetFilter();
    const literal = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    found ??= viewer.search(new RegExp(literal, "i"));
    found.next();
  };

  // Live tail: rows come by server-sent events, and wait while it is paused.

  const LONGEST = 500; // rows that stay on the page

  const live = (body) => {
    const state = document.getElementById("live-state");
    const pause = document.getElementById("live-pause");
    const waiting = []; // pieces, each of some rows
    let held = 0; // rows in them
    let paused = false;
    let dropped = 0;

    const say = () => {
      state.className = `live-state ${paused ? "paused" : "on"}`;
      const now = paused ? `Paused, ${held} waiting` : "Live";
      state.textContent = dropped ? `${now}; ${dropped} left out, too many at once` : now;
    };

    const count = (html) => html.split("<tr data-row>").length - 1;

    const hold = (html) => {
      waiting.push(html);
      held += count(html);
      while (held > LONGEST) {
        const lost = count(waiting.shift());
        held -= lost;
        dropped += lost;
      }
    };

    const show = (html) => {
      body.insertAdjacentHTML("afterbegin", html);
      while (body.rows.length > LONGEST) body.deleteRow(-1);
      document.getElementById("live-empty").hidden = true;
    };

    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      while (!paused && waiting.length) show(waiting.shift());
      held = paused ? held : 0;
      say();
    });

    state.textContent = "Connecting";
    const source = new EventSource(body.dataset.live);
    source.addEventListener("open", say);
    source.addEventListener("rows", (event) => {
      if (!paused) return show(event.data);
      hold(event.data);
      say();
    });
    source.addEventListener("dropped", (event) => {
      dropped += Number(event.data);
      say();
    });
    source.addEventListener("error", () => {
      const ended = source.readyState === EventSource.CLOSED; // refused: the session is over
      state.className = "live-state";
      state.textContent = ended ? "Ended: load the page again" : "Connecting again";
    });
    pause.hidden = false;
  };

  document.addEventListener("DOMContentLoaded", () => {
    const ours = "[data-theme-turn], [data-copy]"; // they do nothing without this script
    for (const button of document.querySelectorAll(ours)) button.hidden = false;
    const body = document.querySelector("[data-live]");
    if (body) live(body);
    customElements.whenDefined("json-viewer").then(showJson);
  });
})();
