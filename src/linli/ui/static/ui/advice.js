/* Advice while somebody writes: asked for when they pause, shown below the field, taken by one tap. */
(function () {
  "use strict";
  var box = document.querySelector("[data-advise]");
  if (!box) return;
  var form = box.closest("form"), names = box.dataset.watch.split(" "), timer = 0, asked = 0, last = "";
  function send(url, more) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    Object.keys(more).forEach(function (name) { body.append(name, more[name]); });
    return fetch(url, { method: "POST", body: body, credentials: "same-origin" });
  }
  function values() {
    var found = {};
    names.forEach(function (name) { if (form.elements[name]) found[name] = form.elements[name].value; });
    return found;
  }
  function ask() {
    var now = values(), said = JSON.stringify(now), mine = ++asked;
    if (said === last) return;
    last = said;
    send(box.dataset.advise, now).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (html) {
      if (mine === asked) box.innerHTML = html;
    }).catch(function () { last = ""; });
  }
  form.addEventListener("input", function (event) {
    if (names.indexOf(event.target.name) < 0) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 700);
  });
  form.addEventListener("change", function (event) {
    if (names.indexOf(event.target.name) < 0) return;
    clearTimeout(timer);
    ask();
  });
  box.addEventListener("click", function (event) {
    var choose = event.target.closest("[data-choose]"), join = event.target.closest("[data-join]");
    if (choose) {
      var control = form.elements[choose.dataset.choose];
      control.value = choose.dataset.value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
      choose.textContent = choose.dataset.chosen;
      choose.disabled = true;
    }
    if (join) {
      join.disabled = true;
      send(join.dataset.join, { ticket: join.dataset.ticket, key: form.elements.key ? form.elements.key.value : "" }).then(function (answer) {
        if (!answer.ok) throw new Error("join");
        try { localStorage.removeItem("linli:draft:" + (form.dataset.draft || "")); } catch (error) { /* nothing kept */ }
        location.assign(answer.url);
      }).catch(function () { join.disabled = false; join.textContent = join.dataset.failed; });
    }
  });
  if (form.elements.text && form.elements.text.value) ask();
})();
