/* The wall: turns its pages, asks anew without a reload, keeps the last figures when the server does not answer. */
(function () {
  "use strict";
  var main = document.querySelector(".ll-scr"), wall = JSON.parse(document.getElementById("wall").textContent);
  var SVG = "http://www.w3.org/2000/svg", page = 0, lit = null, turned = 0;
  var came = performance.now(), closed = false;
  var quiet = matchMedia("(prefers-reduced-motion: reduce)");
  function at(name) { return main.querySelector("[data-" + name + "]"); }
  function make(name, words, kind) { var one = document.createElement(name); if (words) one.textContent = words; if (kind) one.className = kind; return one; }
  function draw(name, given, into) {
    var one = document.createElementNS(SVG, name);
    Object.keys(given).forEach(function (key) { one.setAttribute(key, given[key]); });
    if (into) into.appendChild(one);
    return one;
  }
  function fill(box, parts) { var all = document.createDocumentFragment(); parts.forEach(function (one) { all.appendChild(one); }); box.replaceChildren(all); }
  function number(one) {
    var box = make("div", "", one.tone === "late" ? "is-late" : ""), n = make("span", one.value, "ll-scr-n"), of = make("p", "", "ll-scr-of");
    box.appendChild(make("p", one.title, "ll-scr-label"));
    if (one.unit) n.appendChild(make("small", one.unit));
    box.appendChild(n);
    of.textContent = [one.fraction, one.span].filter(Boolean).join(" · ");
    if (one.change) { if (of.textContent) of.appendChild(document.createTextNode(" · ")); of.appendChild(make("em", one.change, one.tone ? "is-" + one.tone : "")); }
    box.appendChild(of);
    return box;
  }
  function bar(one) {
    var row = make("li"), rail = make("i"), full = make("i");
    rail.setAttribute("aria-hidden", "true"); full.style.width = one.share + "%";
    rail.appendChild(full); row.appendChild(make("span", one.name)); row.appendChild(rail); row.appendChild(make("b", one.value));
    return row;
  }
  function halo(svg) {
    var defs = draw("defs", {}, svg), g = draw("radialGradient", { id: "ll-halo" }, defs);
    draw("stop", { offset: "0", "stop-color": "#F2C26B", "stop-opacity": ".55" }, g);
    draw("stop", { offset: "1", "stop-color": "#F2C26B", "stop-opacity": "0" }, g);
  }
  function land(leaf) {
    var svg = at("land"), old = lit || {}, now = {};
    svg.replaceChildren();
    halo(svg);
    if (wall.border) draw("path", { d: wall.border, "class": "is-border" }, svg);
    leaf.land.forEach(function (one) { if (one.path) draw("path", { d: one.path, "class": "is-area" + (one.shade === null ? "" : " is-" + one.shade) }, svg); });
    if (leaf.lamps) {
      wall.dots.forEach(function (p) { draw("circle", { cx: p[0], cy: p[1], r: 3.4, "class": "is-dot" }, svg); });
      wall.lamps.forEach(function (p) {
        var key = p.join(), fresh = lit && !old[key] ? " is-new" : "";
        now[key] = 1;
        draw("circle", { cx: p[0], cy: p[1], r: 11, "class": "is-halo" + fresh }, svg);
        draw("circle", { cx: p[0], cy: p[1], r: 2.8, "class": "is-core is-lamp" + fresh }, svg);
      });
      wall.rings.forEach(function (p) {
        draw("circle", { cx: p[0], cy: p[1], r: 8, "class": "is-ring" }, svg);
        draw("circle", { cx: p[0], cy: p[1], r: 3.4, "class": "is-heart" }, svg);
      });
      lit = now;
    }
    names(svg, leaf);
  }
  /* Names give way to each other: the first keeps its place, one that would lie upon it moves down or stays away. */
  function names(svg, leaf) {
    var taken = [];
    leaf.land.forEach(function (one) {
      var text = draw("text", { x: one.x, y: one.y, "class": "is-name" }, svg), value;
      draw("tspan", { x: one.x }, text).textContent = one.name;
      if (one.value) { value = draw("tspan", { x: one.x, dy: 36, "class": "is-v" }, text); value.textContent = one.value; }
      var box = text.getBBox();
      if (taken.some(function (b) { return box.x < b.x + b.width && b.x < box.x + box.width && box.y < b.y + b.height && b.y < box.y + box.height; })) text.remove();
      else taken.push(box);
    });
  }
  function mark(kind, words, count) {
    var row = make("li"), svg = draw("svg", { viewBox: "-12 -12 24 24", "aria-hidden": "true" }, row);
    if (kind === "lamp") { draw("circle", { r: 11, "class": "is-halo" }, svg); draw("circle", { r: 3.4, "class": "is-core" }, svg); }
    if (kind === "dot") draw("circle", { r: 5, "class": "is-dot" }, svg);
    if (kind === "ring") { draw("circle", { r: 9, "class": "is-ring" }, svg); draw("circle", { r: 4, "class": "is-heart" }, svg); }
    row.appendChild(document.createTextNode(words + " " + count));
    return row;
  }
  function key(leaf) {
    var box = at("key"), say = box.dataset;
    if (leaf.lamps) return fill(box, [mark("lamp", say.lamp, wall.lamps.length), mark("dot", say.dot, wall.dots.length), mark("ring", say.ring, wall.rings.length)]);
    var row = make("li"), svg;
    row.appendChild(document.createTextNode(leaf.map_title + "  " + say.low));
    svg = draw("svg", { viewBox: "0 0 90 14", "class": "is-wide", "aria-hidden": "true" }, row);
    for (var i = 0; i < 6; i++) draw("rect", { x: i * 15, y: 0, width: 15, height: 14, "class": "is-area is-" + i }, svg);
    row.appendChild(document.createTextNode(say.high));
    fill(box, [row]);
  }
  function leafShown() { return wall.leaves[page % Math.max(1, wall.leaves.length)]; }
  function show() {
    var leaf = leafShown();
    if (wall.hero) fill(at("hero"), [number(wall.hero)]);
    fill(at("head"), wall.head.map(number));
    if (!leaf) return;
    at("leaf-title").textContent = leaf.title;
    fill(at("numbers"), leaf.numbers.map(number));
    at("heading").textContent = leaf.bars.length ? leaf.heading : "";
    at("heading").hidden = !leaf.bars.length;
    fill(at("bars"), leaf.bars.map(bar));
    fill(at("turn"), wall.leaves.length > 1 ? wall.leaves.map(function (_one, i) { return make("li", "", i === page % wall.leaves.length ? "is-on" : ""); }) : []);
    land(leaf); key(leaf);
  }
  function faded(change) {
    if (quiet.matches) return change();
    main.classList.add("is-turning");
    setTimeout(function () { change(); main.classList.remove("is-turning"); }, 400);
  }
  /* The place's own time: the server's, and what has passed since. Its zone is the one that time was written in. */
  function clock() {
    var zone = /([+-])(\d\d):(\d\d)$/.exec(wall.at), zh = document.documentElement.lang.slice(0, 2) === "zh";
    var ahead = zone ? (zone[1] === "-" ? -1 : 1) * (zone[2] * 60 + +zone[3]) : 0;
    var now = new Date(Date.parse(wall.at) + performance.now() - came + ahead * 60000), utc = { timeZone: "UTC" };
    at("clock").textContent = now.toISOString().slice(11, 16);
    at("day").textContent = zh
      ? [now.getUTCFullYear(), "年", now.getUTCMonth() + 1, "月", now.getUTCDate(), "日", "周" + "日一二三四五六"[now.getUTCDay()]].join(" ")
      : now.toLocaleDateString("en", Object.assign({ year: "numeric", month: "long", day: "numeric", weekday: "long" }, utc));
  }
  /* A link that opens nothing any more shows nothing either; it goes on when it is answered again. */
  function close() {
    if (closed) return;
    closed = true;
    document.getElementById("closed").hidden = false;
    main.hidden = true;
    Array.prototype.forEach.call(main.querySelectorAll("[data-hero],[data-head],[data-numbers],[data-bars],[data-land]"), function (box) { box.replaceChildren(); });
  }
  function hour() { return wall.at.slice(11, 16); }
  function say(which) {
    var box = at("state");
    box.textContent = main.dataset[which].replace("%s", wall.refresh).replace("%t", hour());
    box.className = which === "updated" ? "" : "is-away";
  }
  function ask() {
    var stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, 15000);
    fetch(main.dataset.url, { credentials: "same-origin", cache: "no-store", signal: stop.signal }).then(function (answer) {
      if (answer.status === 404) { close(); throw null; }
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (fresh) {
      if (closed) return location.reload();
      var was = JSON.stringify([wall.leaves, wall.border]);
      wall = fresh; came = performance.now();
      say("updated");
      if (JSON.stringify([wall.leaves, wall.border]) === was) show(); else faded(show);
    }).catch(function (fault) { if (fault && !closed) say("away"); }).then(function () { clearTimeout(limit); setTimeout(ask, wall.refresh * 1000); });
  }
  setInterval(function () {
    if (closed) return;
    clock();
    turned += 1;
    if (turned < wall.seconds || wall.leaves.length < 2) return;
    turned = 0; page += 1; faded(show);
  }, 1000);
  clock(); show(); say("updated");
  setTimeout(ask, wall.refresh * 1000);
  main.linli = { ask: ask, turn: function () { page += 1; show(); }, wall: function () { return wall; } };
})();
