/* Elder mode: one thing at a time. A form with data-steps shows one of its data-step parts, with “next” and “back”. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-steps]");
  if (!form || !document.documentElement.classList.contains("elder")) return;
  var parts = Array.prototype.slice.call(form.querySelectorAll("[data-step]")), at = 0;
  var send = document.querySelector('button[form="' + form.id + '"]');
  if (parts.length < 2 || !send) return;
  var wrong = parts.findIndex(function (part) { return part.querySelector(".ll-error,.is-wrong"); });
  var count = document.createElement("p"), note = document.createElement("p"), back = document.createElement("button"), next = document.createElement("button");
  count.className = "ll-steps-count";
  count.setAttribute("role", "status");
  note.className = "ll-note is-late";
  note.setAttribute("role", "alert");
  back.type = next.type = "button";
  back.className = "ll-btn is-block";
  next.className = "ll-btn is-zhu is-block";
  back.textContent = form.dataset.back;
  next.textContent = form.dataset.next;
  parts[0].parentNode.insertBefore(count, parts[0]);
  send.parentNode.insertBefore(next, send);
  send.parentNode.insertBefore(back, send.nextSibling);

  function answered(part) {
    var radios = part.querySelectorAll("input[type=radio][required]"), text = part.querySelector("textarea[required]");
    if (radios.length && !part.querySelector("input[type=radio]:checked")) return false;
    return !text || text.value.trim() !== "";
  }
  function show(index, said) {
    at = Math.max(0, Math.min(parts.length - 1, index));
    parts.forEach(function (part, place) { part.hidden = place !== at; });
    count.textContent = form.dataset.count.replace("{at}", at + 1).replace("{all}", parts.length);
    back.hidden = at === 0;
    next.hidden = at === parts.length - 1;
    send.hidden = at !== parts.length - 1;
    if (note.parentNode) note.remove();
    if (said) {
      var first = parts[at].querySelector("input,textarea,select,button");
      if (first) first.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }
  next.addEventListener("click", function () {
    if (answered(parts[at])) return show(at + 1, true);
    note.textContent = form.dataset.missing;
    parts[at].insertBefore(note, parts[at].firstChild);
  });
  back.addEventListener("click", function () { show(at - 1, true); });
  form.addEventListener("input", function () { if (note.parentNode) note.remove(); });
  form.noValidate = true;
  show(wrong > 0 ? wrong : 0, false);
})();
