/* The search page: what this person looked for lately, kept in this browser only, offered under the field. */
(function () {
  "use strict";
  var MOST = 8, PREFIX = "ll-recent:";
  var field = document.getElementById("q"), box = document.getElementById("recent");
  if (!field || !box || !field.form) return;
  var list = box.querySelector("[role=listbox]"), key = PREFIX + box.dataset.owner, at = -1, shown = [];

  function kept() {
    try {
      var found = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(found) ? found.filter(function (one) { return typeof one === "string"; }).slice(0, MOST) : [];
    } catch (nothing) { return []; }
  }
  function keep(words) {
    try { if (words.length) localStorage.setItem(key, JSON.stringify(words)); else localStorage.removeItem(key); } catch (full) { /* then nothing is remembered */ }
  }
  function plain(words) { return words.replace(/\s+/g, " ").trim(); }
  /* A telephone number is somebody's: it is not remembered, as it is not searched for. */
  function remember() {
    var words = plain(field.value);
    if (words.length < 2 || /^[\d\s+()-]{7,}$/.test(words)) return;
    keep([words].concat(kept().filter(function (one) { return one.toLowerCase() !== words.toLowerCase(); })).slice(0, MOST));
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function open() {
    var said = plain(field.value).toLowerCase();
    shown = kept().filter(function (one) { return one.toLowerCase() !== said && one.toLowerCase().indexOf(said) >= 0; });
    list.textContent = "";
    shown.forEach(function (one, index) {
      var row = document.createElement("li");
      row.id = "recent-" + index;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.at = index;
      row.textContent = one;
      list.appendChild(row);
    });
    box.hidden = !shown.length;
    field.setAttribute("aria-expanded", String(!box.hidden));
    point(-1);
  }
  function close() {
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    point(-1);
  }
  function point(to) {
    at = to;
    Array.prototype.forEach.call(list.children, function (row, index) { row.setAttribute("aria-selected", String(index === to)); });
    if (to < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", "recent-" + to);
    list.children[to].scrollIntoView({ block: "nearest" });
  }
  function take(index) {
    field.value = shown[index];
    close();
    remember();
    field.focus();
    field.form.requestSubmit();
  }

  /* Letters of a syllable that is still being composed are no words yet: nothing is looked for, nothing offered. */
  document.addEventListener("input", function (event) {
    if (event.target === field && event.isComposing) event.stopPropagation();
  }, true);
  field.addEventListener("compositionend", function () {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  field.addEventListener("input", open);
  field.addEventListener("click", open);
  field.addEventListener("change", remember);
  field.form.addEventListener("submit", function () { remember(); close(); });
  field.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (box.hidden) open();
      if (box.hidden) return;
      event.preventDefault();
      var step = event.key === "ArrowDown" ? 1 : -1, count = shown.length + 1;
      point((at + 1 + step + count) % count - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    }
  });
  /* The field keeps the focus while a finger or a mouse chooses. */
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });
  list.addEventListener("click", function (event) {
    var row = event.target.closest("[role=option]");
    if (row) take(Number(row.dataset.at));
  });
  box.querySelector("[data-forget]").addEventListener("click", function () {
    keep([]);
    field.focus();
    close();
  });
  box.parentNode.addEventListener("focusout", function (event) {
    if (!box.parentNode.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", function (event) {
    if (!box.hidden && !box.parentNode.contains(event.target)) close();
  });
  document.getElementById("found").addEventListener("click", function (event) { if (event.target.closest("a")) remember(); });
  if (field.value) remember();
})();
