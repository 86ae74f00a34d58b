/* Registering: a tap on a place that an address may mean chooses it, with what is left of the address. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var offer = event.target.closest("[data-place]"), form = document.querySelector("form[data-once]");
    if (!offer || !form || !form.elements.place) return;
    event.preventDefault();
    var select = form.elements.place, code = offer.dataset.place;
    if (!Array.prototype.some.call(select.options, function (one) { return one.value === code; })) select.add(new Option(offer.dataset.name, code));
    select.value = code;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    if (offer.dataset.detail) form.elements.detail.value = offer.dataset.detail;
    Array.prototype.forEach.call(document.querySelectorAll("[data-place]"), function (one) { one.removeAttribute("aria-current"); });
    offer.setAttribute("aria-current", "true");
  });
})();
