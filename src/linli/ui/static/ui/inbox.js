/* The inbox under the fingers: J K move, S signs, F forwards, W whistles, X ticks, Enter opens, / searches. */
(function () {
  "use strict";
  var all = function (what) { return Array.prototype.slice.call(document.querySelectorAll(what)); };
  var wide = window.matchMedia("(min-width: 1100px)");
  var here = -1, shown = "", timer;

  function rows() { return all(".ll-duty"); }
  function row() { return rows()[here]; }
  function ticked() { return all('.ll-duty input[name="duty"]:checked'); }

  function preview(url) {
    if (!wide.matches || !window.htmx || shown === url) return;
    shown = url;
    clearTimeout(timer);
    timer = setTimeout(function () { htmx.ajax("GET", url + "preview/", { target: "#preview", swap: "innerHTML" }); }, 120);
  }
  function stand(at) {
    var list = rows();
    if (!list.length) { here = -1; return; }
    here = Math.max(0, Math.min(list.length - 1, at));
    list.forEach(function (item, index) { item.classList.toggle("is-here", index === here); });
    list[here].scrollIntoView({ block: "nearest" });
    list[here].querySelector(".ll-duty-title").focus({ preventScroll: true });
    preview(list[here].dataset.url);
  }
  function bulk() {
    var bar = document.querySelector("[data-bulk]"), count = ticked().length;
    if (!bar) return;
    bar.hidden = count === 0;
    bar.querySelector("[data-count]").textContent = count;
  }
  function press(selector) { var target = row() && row().querySelector(selector); if (target) target.click(); }
  function go(act) { if (row() && row().dataset.url.indexOf("/cases/") === 0) location.href = row().dataset.url + "acts/" + act + "/"; }

  var KEYS = {
    j: function () { stand(here + 1); },
    k: function () { stand(here - 1); },
    x: function () { press('input[name="duty"]'); },
    s: function () { if (ticked().length) document.querySelector("[data-bulk] [formaction]").click(); else press("button[formaction]"); },
    f: function () { go("forward"); },
    w: function () { go("whistle"); },
    enter: function () { if (row()) location.href = row().dataset.url; },
    "/": function () { var box = document.getElementById("q"); if (box) box.focus(); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var typing = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (typing) { if (event.key === "Escape") typing.blur(); return; }
    var key = event.key.toLowerCase();
    if (key === "enter" && event.target.closest("a, button")) return;
    if (KEYS[key]) { event.preventDefault(); KEYS[key](); }
  });
  document.addEventListener("change", function (event) { if (event.target.name === "duty") bulk(); });
  document.addEventListener("click", function (event) {
    var clear = event.target.closest("[data-clear]");
    if (clear) { ticked().forEach(function (box) { box.checked = false; }); bulk(); return; }
    var title = event.target.closest(".ll-duty-title");
    if (!title || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    stand(rows().indexOf(title.closest(".ll-duty")));
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target && event.detail.target.id === "preview") return;
    shown = "";
    bulk();
    if (here >= 0) stand(here);
    scripted();
  });
  // On a desk the most urgent one is already open beside the list.
  window.addEventListener("load", function () { if (rows().length) { here = 0; rows()[0].classList.add("is-here"); preview(rows()[0].dataset.url); } });
  function scripted() { all("[data-nojs]").forEach(function (button) { button.hidden = true; }); }
  scripted();
})();
