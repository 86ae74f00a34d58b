/* Residents' pages: drafts, photos, sending, speaking, reading aloud. Every page works without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var all = function (what, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(what)); };
  var one = function (what, inside) { return (inside || document).querySelector(what); };
  var MAX = 9, BIG = 10 * 1024 * 1024;

  /* Drafts live in this browser only, one per door. */
  var store = {
    get: function (key) { try { return JSON.parse(localStorage.getItem("linli:" + key)); } catch (e) { return null; } },
    set: function (key, value) { try { localStorage.setItem("linli:" + key, JSON.stringify(value)); return true; } catch (e) { return false; } },
    drop: function (key) { try { localStorage.removeItem("linli:" + key); } catch (e) { /* nothing kept */ } }
  };
  var KEPT = ["text", "detail", "category", "phone", "public"];

  function readForm(form) {
    var values = {};
    KEPT.forEach(function (name) {
      var box = form.elements[name];
      if (box) values[name] = box.type === "checkbox" ? box.checked : box.value;
    });
    return values;
  }
  function keepDraft(form) {
    var key = "draft:" + form.dataset.draft, timer, note = one("[data-saved]");
    var old = store.get(key) || {};
    KEPT.forEach(function (name) {
      var box = form.elements[name];
      if (!box || old[name] === undefined) return;
      if (box.type === "checkbox") { if (old[name]) box.checked = true; }
      else if (!box.value && old[name]) { box.value = old[name]; box.dispatchEvent(new Event("change", { bubbles: true })); }
    });
    function keep() {
      var values = readForm(form), before = store.get(key) || {};
      clearTimeout(timer);
      Object.keys(before).forEach(function (name) { if (values[name] === undefined) values[name] = before[name]; });
      return store.set(key, values);
    }
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () { if (keep() && note) note.hidden = false; }, 400);
    });
    /* What was written goes to the next page in the draft: an address is kept in logs and histories. */
    if (form.method === "get") form.addEventListener("submit", function () {
      if (!keep()) return;
      form.elements.text.disabled = true;
      setTimeout(function () { form.elements.text.disabled = false; });
    });
  }

  /* A row shows what its hidden control says. */
  function showChoices() {
    all("[data-shows]").forEach(function (words) {
      var box = document.getElementById(words.dataset.shows);
      if (!box) return;
      box.addEventListener("change", function () {
        var said = box.tagName === "SELECT" ? box.options[box.selectedIndex].text : box.value;
        words.textContent = (words.dataset.before || "") + said;
      });
    });
  }

  function note(form, words, kind) {
    var place = one("[data-notes]", form);
    if (!place) return;
    all(".is-js", place).forEach(function (old) { old.remove(); });
    if (!words) return;
    var p = document.createElement("p");
    p.className = "ll-note is-js " + (kind || "is-late");
    p.textContent = words;
    place.appendChild(p);
    p.scrollIntoView({ block: "center" });
  }

  /* Photos: previews, removal, and at most 1600 px before they travel. */
  function cross() {
    var ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), path = document.createElementNS(ns, "path");
    [["width", 20], ["height", 20], ["viewBox", "0 0 24 24"], ["fill", "none"], ["stroke", "currentColor"], ["stroke-width", 2], ["stroke-linecap", "round"], ["aria-hidden", "true"]].forEach(function (a) { svg.setAttribute(a[0], a[1]); });
    path.setAttribute("d", "M18 6L6 18M6 6l12 12");
    svg.appendChild(path);
    return svg;
  }
  function photos(form) {
    var box = one("[data-photos]", form), input = one("input[type=file]", box || form), kept = [];
    if (!box || !input) return function () { return []; };
    var add = one(".ll-photo-add", box);
    function draw() {
      all(".ll-photo", box).forEach(function (old) { URL.revokeObjectURL(one("img", old).src); old.remove(); });
      kept.forEach(function (file, at) {
        var frame = document.createElement("div"), image = document.createElement("img"), button = document.createElement("button");
        frame.className = "ll-photo";
        image.src = URL.createObjectURL(file);
        image.alt = "";
        button.type = "button";
        button.setAttribute("aria-label", form.dataset.remove + " " + (at + 1));
        button.appendChild(cross());
        button.addEventListener("click", function () { kept.splice(at, 1); draw(); input.focus(); });
        frame.appendChild(image);
        frame.appendChild(button);
        box.insertBefore(frame, add);
      });
      add.hidden = kept.length >= MAX;
    }
    input.addEventListener("change", function () {
      var files = Array.prototype.slice.call(input.files);
      note(form, "");
      if (kept.length + files.length > MAX) note(form, form.dataset.tooMany, "is-soon");
      Promise.all(files.slice(0, MAX - kept.length).map(window.linliSmall)).then(function (ready) {
        ready.forEach(function (file) {
          if (file.size > BIG) note(form, form.dataset.tooBig, "is-soon");
          else kept.push(file);
        });
        input.value = "";
        draw();
      });
    });
    return function () { return kept; };
  }

  /* Sending: one key for all tries, so a repeat is the same matter. */
  function busy(form, on) {
    all("button", form).concat(form.id ? all('button[form="' + form.id + '"]') : []).forEach(function (button) {
      if (!button.classList.contains("ll-btn") || button.type === "button") return;
      if (on) {
        button.dataset.words = button.dataset.words || button.textContent;
        button.setAttribute("aria-busy", "true");
        if (form.dataset.sending && button.classList.contains("is-zhu")) button.textContent = form.dataset.sending;
      } else {
        button.removeAttribute("aria-busy");
        if (button.classList.contains("is-zhu") && button.dataset.words) button.textContent = button.dataset.words;
      }
    });
    form.dataset.busy = on ? "1" : "";
  }
  /* What is wrong with a field is said at the field; where one step is shown at a time it is said above. */
  function pointOut(form, page) {
    all(".ll-error.is-js", form).forEach(function (old) { old.remove(); });
    if (root.classList.contains("elder")) return false;
    var boxes = all(".ll-error[id]", page).map(function (problem) {
      var box = document.getElementById(problem.id.replace(/_error$/, ""));
      if (!box || box.hidden) return null;
      problem.classList.add("is-js");
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", problem.id);
      box.insertAdjacentElement("afterend", document.importNode(problem, true));
      box.addEventListener("input", function () { box.removeAttribute("aria-invalid"); }, { once: true });
      return box;
    }).filter(Boolean);
    if (boxes.length) { var fold = boxes[0].closest("details"); if (fold) fold.open = true; boxes[0].focus(); boxes[0].scrollIntoView({ block: "center" }); }
    return boxes.length > 0;
  }
  /* The browser cuts what is too long: say so. */
  function sayWhenFull(box) {
    var said = null;
    box.addEventListener("input", function () {
      var full = box.value.length >= box.maxLength;
      if (full && !said) {
        said = document.createElement("p");
        said.className = "ll-note is-soon ll-full";
        said.setAttribute("role", "status");
        said.textContent = box.form.dataset.full;
        box.insertAdjacentElement("afterend", said);
      }
      if (!full && said) { said.remove(); said = null; }
    });
  }
  function report(form) {
    var files = photos(form), waiting = false;
    function send() {
      if (form.dataset.busy) return;
      if (!form.elements.text.value.trim()) { note(form, form.dataset.empty); form.elements.text.focus(); return; }
      var body = new FormData(form);
      body.delete("photos");
      files().forEach(function (file) { body.append("photos", file, file.name); });
      busy(form, true);
      note(form, "");
      fetch(form.action, { method: "POST", body: body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } }).then(function (answer) {
        if (answer.redirected) {
          store.drop("draft:" + form.dataset.draft);
          location.href = answer.url;
          return null;
        }
        if (answer.status >= 500) throw new Error("server");
        return answer.text().then(function (html) {
          var page = new DOMParser().parseFromString(html, "text/html");
          var problem = one(".ll-error, [data-notes] .ll-note", page);
          busy(form, false);
          if (!pointOut(form, page)) note(form, problem ? problem.textContent.trim().replace(/^!/, "") : form.dataset.failed);
        });
      }).catch(function () {
        busy(form, false);
        waiting = !navigator.onLine;
        note(form, waiting ? form.dataset.offline : form.dataset.failed, waiting ? "is-soon" : "is-late");
      });
    }
    form.noValidate = true;
    form.addEventListener("submit", function (event) { event.preventDefault(); send(); });
    window.addEventListener("offline", function () { note(form, form.dataset.offline, "is-soon"); });
    window.addEventListener("online", function () { note(form, ""); if (waiting) { waiting = false; send(); } });
  }
  function once(form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.busy) event.preventDefault();
      else busy(form, true);
    });
  }
  window.addEventListener("pageshow", function (event) { if (event.persisted) all("form").forEach(function (form) { if (form.dataset.busy) busy(form, false); }); });

  /* Speaking and being read to, where the browser can. */
  function speaking() {
    var Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
    if (!Recognition) return;
    all("[data-speak]").forEach(function (button) {
      var box = document.getElementById(button.dataset.speak), words = one("span", button), plain = words.textContent, ear = null;
      if (!box) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        if (ear) { ear.stop(); return; }
        ear = new Recognition();
        ear.lang = root.lang || "zh-CN";
        ear.onresult = function (event) {
          box.value += event.results[event.results.length - 1][0].transcript;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        };
        ear.onend = ear.onerror = function () { ear = null; words.textContent = plain; button.setAttribute("aria-pressed", "false"); };
        words.textContent = button.dataset.listening;
        button.setAttribute("aria-pressed", "true");
        ear.start();
      });
    });
  }
  function reading() {
    if (!window.speechSynthesis) return;
    all("[data-read]").forEach(function (button) {
      var words = one("span", button), plain = words.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        if (speechSynthesis.speaking) { speechSynthesis.cancel(); words.textContent = plain; return; }
        var said = new SpeechSynthesisUtterance(one(button.dataset.read).innerText);
        said.lang = root.lang || "zh-CN";
        said.rate = 0.9;
        said.onend = function () { words.textContent = plain; };
        words.textContent = button.dataset.stop;
        speechSynthesis.speak(said);
      });
    });
  }

  function small() {
    all("[data-print]").forEach(function (button) { button.hidden = false; button.addEventListener("click", function () { window.print(); }); });
    all("[data-copy]").forEach(function (button) {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href).then(function () { one("span", button).textContent = button.dataset.copied; });
      });
    });
    all("[data-open]").forEach(function (link) {
      link.addEventListener("click", function () { var box = document.getElementById(link.dataset.open); if (box) { box.open = true; var field = one("textarea", box); if (field) setTimeout(function () { field.focus(); }, 50); } });
    });
    var sent = one("[data-sent]");
    if (sent) store.drop("draft:" + sent.dataset.door);
    if (location.hash.length > 1) { var there = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (there && there.tagName === "DETAILS") there.open = true; }
    if (new URLSearchParams(location.search).get("photo")) { var place = document.getElementById("photos"); if (place) { place.scrollIntoView({ block: "center" }); one("input", place).focus({ preventScroll: true }); } }
  }

  showChoices();
  all("form[data-draft]").forEach(keepDraft);
  all("form[data-report]").forEach(report);
  all("form[data-full] textarea[maxlength]").forEach(sayWhenFull);
  all("form[data-once]").forEach(once);
  speaking();
  reading();
  small();
})();
