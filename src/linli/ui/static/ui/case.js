/* A field with data-when="name=value" is asked for only where that was chosen. Without it the field always stands. */
(function () {
  "use strict";
  document.querySelectorAll("[data-when]").forEach(function (input) {
    var wanted = input.dataset.when.split("="), field = input.closest(".ll-field"), chooser = input.form.elements[wanted[0]];
    function show() {
      var away = chooser.value !== wanted[1];
      field.hidden = input.disabled = away;
    }
    chooser.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  });
})();
/* Acts on a case: where the phone is when someone arrives. Without it the two fields are typed by hand. */
(function () {
  "use strict";
  var form = document.querySelector('form[data-act="arrive"]');
  if (!form || !form.elements.lat || !form.elements.lon) return;
  var words = form.querySelector("[data-place-words]"), again = form.querySelector("[data-locate]");
  function locate() {
    if (!navigator.geolocation) { words.textContent = form.dataset.noPlace; return; }
    words.textContent = form.dataset.locating;
    navigator.geolocation.getCurrentPosition(function (found) {
      form.elements.lat.value = found.coords.latitude.toFixed(6);
      form.elements.lon.value = found.coords.longitude.toFixed(6);
      words.textContent = form.dataset.located.replace("{metres}", Math.round(found.coords.accuracy));
    }, function () { words.textContent = form.dataset.noPlace; }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  }
  again.hidden = false;
  again.addEventListener("click", locate);
  locate();
})();
