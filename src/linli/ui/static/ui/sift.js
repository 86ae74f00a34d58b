/* Many options, sifted by a few characters: of what they show, or of words they are known by. Enter takes the only one. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-sift]"), function (box) {
    var field = box.querySelector("input"), said = box.querySelector("[role=status]");
    var rows = Array.prototype.slice.call(box.parentNode.querySelectorAll(".ll-option"));
    function words(row) { return (row.textContent + " " + (row.querySelector("input").dataset.words || "")).toLowerCase(); }
    function shown() { return rows.filter(function (row) { return !row.hidden; }); }
    function sift() {
      var wanted = field.value.trim().toLowerCase();
      rows.forEach(function (row) { row.hidden = words(row).indexOf(wanted) < 0 && !row.querySelector("input").checked; });
      said.textContent = shown().length ? "" : said.dataset.none;
    }
    field.addEventListener("input", sift);
    field.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      var left = shown();
      if (left.length !== 1) return;
      left[0].querySelector("input").checked = true;
      left[0].querySelector("input").focus();
    });
    box.hidden = false;
  });
})();
