/* A round on a bad network: the draft stays in this browser with its key, so that every try is the same entry. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-round]");
  if (!form || !window.fetch) return;
  var KEY = "linli:round:" + form.dataset.round, OLD = 3 * 24 * 3600 * 1000;
  var saved = document.querySelector("[data-saved]"), waiting = false, gone = false, timer;
  var all = function (what, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(what)); };
  var buttons = function () { return all("button", form).concat(all('button[form="' + form.id + '"]')); };

  function kept(box) { return box.name && box.type !== "file" && box.name !== "csrfmiddlewaretoken" && box.tagName !== "BUTTON"; }
  function read() {
    var values = {};
    all("input,textarea,select", form).filter(kept).forEach(function (box) {
      var list = values[box.name] = values[box.name] || [];
      if ((box.type !== "checkbox" && box.type !== "radio") || box.checked) list.push(box.value);
    });
    return values;
  }
  function save() {
    if (gone) return;
    try { localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), values: read() })); if (saved) saved.hidden = false; } catch (e) { /* nothing kept */ }
  }
  function drop() { gone = true; clearTimeout(timer); try { localStorage.removeItem(KEY); } catch (e) { /* nothing kept */ } }
  function restore() {
    var draft = null;
    try { draft = JSON.parse(localStorage.getItem(KEY)); } catch (e) { /* nothing kept */ }
    if (!draft || Date.now() - draft.at > OLD) { drop(); gone = false; return; }
    all("input,textarea,select", form).filter(kept).forEach(function (box) {
      var values = draft.values[box.name];
      if (!values) return;
      if (box.type === "checkbox" || box.type === "radio") box.checked = values.indexOf(box.value) >= 0;
      else if (values[0] && (box.name === "key" || !box.value)) box.value = values[0];
    });
    all("details", form).forEach(function (fold) {
      if (all("textarea", fold).some(function (box) { return box.value; })) fold.open = true;
    });
    if (saved) saved.hidden = false;
  }
  function note(words, kind) {
    var place = form.querySelector("[data-notes]"), p;
    place.replaceChildren();
    if (!words) return;
    p = document.createElement("p");
    p.className = "ll-note " + (kind || "is-late");
    p.textContent = words;
    place.appendChild(p);
    p.scrollIntoView({ block: "center" });
  }
  function busy(on) {
    form.dataset.busy = on ? "1" : "";
    buttons().forEach(function (button) {
      button.dataset.words = button.dataset.words || button.textContent;
      if (on) button.setAttribute("aria-busy", "true"); else button.removeAttribute("aria-busy");
      button.textContent = on ? form.dataset.sending : button.dataset.words;
    });
  }
  function body() {
    var data = new FormData(form), inputs = all("input[type=file]", form);
    return Promise.all(inputs.map(function (input) {
      return Promise.all(Array.prototype.map.call(input.files, window.linliSmall)).then(function (files) {
        data.delete(input.name);
        files.forEach(function (file) { data.append(input.name, file, file.name); });
      });
    })).then(function () { return data; });
  }
  function failed() {
    busy(false);
    waiting = !navigator.onLine;
    note(waiting ? form.dataset.offline : form.dataset.failed, waiting ? "is-soon" : "is-late");
  }
  /* A manual redirect means it is kept: the next page is asked for once, with its message. */
  function send() {
    if (form.dataset.busy) return;
    save();
    busy(true);
    note("");
    body().then(function (data) {
      return fetch(form.action, { method: "POST", body: data, credentials: "same-origin", redirect: "manual" });
    }).then(function (answer) {
      if (answer.type === "opaqueredirect") { drop(); location.href = form.dataset.next; return; }
      if (answer.status !== 422 && answer.status !== 409) throw new Error("server");
      return answer.text().then(show);
    }).catch(failed);
  }
  function show(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var problem = page.querySelector("[data-notes] .ll-note, .ll-error, .ll-error-page .ll-soft");
    var field = page.querySelector("[aria-invalid=true]");
    busy(false);
    note(problem ? problem.textContent.trim().replace(/^!/, "") : form.dataset.failed);
    if (field && form.elements[field.name] && form.elements[field.name].focus) form.elements[field.name].focus({ preventScroll: true });
  }

  all("input[type=file]", form).forEach(function (input) {
    var words = input.parentNode.querySelector("[data-chosen]"), plain = words && words.textContent;
    if (words) input.addEventListener("change", function () { words.textContent = input.files.length ? words.dataset.chosen.replace("{n}", input.files.length) : plain; });
  });
  restore();
  form.noValidate = true;
  form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(save, 300); });
  form.addEventListener("submit", function (event) { event.preventDefault(); send(); });
  window.addEventListener("offline", function () { note(form.dataset.offline, "is-soon"); });
  window.addEventListener("online", function () { note(""); if (waiting) { waiting = false; send(); } });
})();
