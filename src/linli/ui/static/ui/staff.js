/* All staff pages: one press is one act, selects that filter at once, a word when sending failed. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var all = function (what, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(what)); };

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-autosubmit]") && event.target.form) event.target.form.requestSubmit ? event.target.form.requestSubmit() : event.target.form.submit();
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.busy) { event.preventDefault(); return; }
    form.dataset.busy = "1";
    all("button:not([type=button])", form).forEach(function (button) {
      button.setAttribute("aria-busy", "true");
      if (form.dataset.sending && button.classList.contains("is-zhu")) button.textContent = form.dataset.sending;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    var field = all("[data-find]").filter(function (one) { return one.offsetParent; }).pop();
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  /* A tap on a place that was found writes it into the field it was found for. */
  document.addEventListener("click", function (event) {
    var one = event.target.closest("[data-named]"), box = one && one.closest(".ll-named"), field = box && box.parentNode.querySelector("input");
    if (!field) return;
    field.value = one.dataset.named;
    box.replaceChildren();
    field.focus();
  });
  /* Who signs out takes along what this browser remembers of their searches. */
  document.addEventListener("click", function (event) {
    if (!event.target.closest('a[href="/accounts/logout/"]')) return;
    try { Object.keys(localStorage).forEach(function (key) { if (key.indexOf("ll-recent:") === 0) localStorage.removeItem(key); }); } catch (none) { /* nothing is remembered */ }
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  function toast(words, late) {
    var place = document.querySelector(".ll-toasts");
    if (!place) {
      place = document.createElement("div");
      place.className = "ll-toasts";
      place.setAttribute("role", "status");
      document.getElementById("main").prepend(place);
    }
    var p = document.createElement("p");
    p.className = "ll-toast" + (late ? " is-late" : "");
    p.textContent = words;
    place.replaceChildren(p);
    place.scrollIntoView({ block: "nearest" });
  }
  window.linliToast = toast;
  document.addEventListener("htmx:sendError", function () { toast(document.body.dataset.failed, true); });
  document.addEventListener("htmx:responseError", function (event) {
    var page = new DOMParser().parseFromString(event.detail.xhr.responseText || "", "text/html");
    var said = page.querySelector(".ll-note p");
    toast(said ? said.textContent : document.body.dataset.failed, true);
  });

  all("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href).then(function () { button.textContent = button.dataset.copied; });
    });
  });
})();
