/* Maps: places on a ramp, open cases as rings that run together when they are near, doors as plates.
   The table beside each map holds the same figures. */
(function () {
  "use strict";
  if (!window.L) return;
  var CELL = 58, FAR = 17, chinese = document.documentElement.lang.slice(0, 2) === "zh";
  var SAY = chinese ? { records: "看记录", down: "往下看", none: "没有", keys: "圈里是正在办的件数，角上是超时的", failed: "地图没装好，请再试一次；数字在表里。" }
    : { records: "See the records", down: "Look inside", none: "none", keys: "Rings: open matters; at the corner: late ones", failed: "The map did not load, please try again; the figures are in the table." };

  function make(name, words, kind) {
    var one = document.createElement(name);
    if (words) one.textContent = words;
    if (kind) one.className = kind;
    return one;
  }
  function link(words, url) { var a = make("a", words); a.href = url; return a; }
  function get(url) {
    return fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  /* Neighbouring cells whose middles lie too near become one. */
  function together(cells, all) {
    var near = [1, 4194304, 4194303, 4194305], key, other;
    cells.forEach(function (one, at) { one.at = at; });
    all.forEach(function (one) {
      if (one.gone) return;
      for (key = 0; key < 8; key++) {
        other = cells.get(one.at + (key < 4 ? near[key] : -near[key - 4]));
        if (!other || other.gone || other === one || Math.pow(one.x - other.x, 2) + Math.pow(one.y - other.y, 2) > 40 * 40) continue;
        var sum = one.spots + other.spots;
        one.x = (one.x * one.spots + other.x * other.spots) / sum; one.y = (one.y * one.spots + other.y * other.spots) / sum;
        one.spots = sum; one.n += other.n; one.late += other.late; other.gone = true;
      }
    });
    return all.filter(function (one) { return !one.gone; });
  }

  /* Points on one canvas: gathered by cells of the screen, once for each zoom; a move only shifts the picture. */
  var Dots = L.Layer.extend({
    initialize: function (points, draw) { this._points = points; this._draw = draw; this._zooms = {}; },
    onAdd: function (map) {
      this._box = L.DomUtil.create("canvas", "ll-map-dots leaflet-zoom-animated", map.getPane("dots") || map.createPane("dots"));
      this._box.setAttribute("aria-hidden", "true");
      this._press = L.bind(this._click, this);
      map.getContainer().addEventListener("click", this._press, true);
      this._show();
    },
    onRemove: function (map) { L.DomUtil.remove(this._box); map.getContainer().removeEventListener("click", this._press, true); },
    getEvents: function () {
      return { moveend: this._show, resize: this._show, zoomanim: this._zoom, mousemove: this._over };
    },
    gathered: function (zoom) {
      var kept = this._zooms[zoom];
      if (kept) return kept;
      var cells = new Map(), scale = Math.pow(2, zoom), out = [], i, p, x, y, key, cell;
      if (!this._flat) this._flat = this._points.map(function (one) { return L.CRS.EPSG3857.latLngToPoint(L.latLng(one[1], one[0]), 0); });
      for (i = 0; i < this._points.length; i++) {
        p = this._points[i]; x = this._flat[i].x * scale; y = this._flat[i].y * scale;
        key = Math.floor(x / CELL) * 4194304 + Math.floor(y / CELL);
        cell = cells.get(key);
        if (!cell) { cell = { x: 0, y: 0, n: 0, late: 0, spots: 0, first: p }; cells.set(key, cell); out.push(cell); }
        cell.x += x; cell.y += y; cell.spots += 1; cell.n += p[2]; cell.late += p[3];
      }
      out.forEach(function (one) { one.x /= one.spots; one.y /= one.spots; });
      return (this._zooms[zoom] = together(cells, out));
    },
    _show: function () {
      var map = this._map, size = map.getSize(), pad = size.multiplyBy(0.2).round(), ratio = window.devicePixelRatio || 1;
      var corner = map.containerPointToLayerPoint(pad.multiplyBy(-1)), box = this._box, origin = map.getPixelOrigin();
      var wide = size.x + 2 * pad.x, high = size.y + 2 * pad.y, self = this;
      box.width = wide * ratio; box.height = high * ratio;
      box.style.width = wide + "px"; box.style.height = high + "px";
      L.DomUtil.setPosition(box, corner);
      this._corner = corner; this._at = map.getCenter(); this._level = map.getZoom();
      var pen = box.getContext("2d");
      pen.scale(ratio, ratio); pen.textAlign = "center"; pen.textBaseline = "middle";
      this._seen = this.gathered(map.getZoom()).filter(function (one) {
        one.px = one.x - origin.x - corner.x; one.py = one.y - origin.y - corner.y;
        return one.px > -40 && one.py > -40 && one.px < wide + 40 && one.py < high + 40;
      });
      this._seen.forEach(function (one) { self._draw(pen, one); });
    },
    _zoom: function (event) {
      var map = this._map, scale = map.getZoomScale(event.zoom, this._level);
      var to = map._latLngToNewLayerPoint(map.layerPointToLatLng(this._corner), event.zoom, event.center);
      L.DomUtil.setTransform(this._box, to, scale);
    },
    _near: function (point) {
      var at = point.subtract(this._corner), best = null, least = 26 * 26;
      (this._seen || []).forEach(function (one) {
        var far = (one.px - at.x) * (one.px - at.x) + (one.py - at.y) * (one.py - at.y);
        if (far < least) { least = far; best = one; }
      });
      return best;
    },
    _over: function (event) { this._map.getContainer().classList.toggle("is-hand", !!this._near(event.layerPoint)); },
    /* Before the places beneath hear of it: a ring lies upon them. */
    _click: function (event) {
      var map = this._map, one = this._near(map.mouseEventToLayerPoint(event));
      if (!one || event.target.closest(".leaflet-control,.leaflet-popup") || map.dragging.moved()) return;
      event.stopImmediatePropagation(); event.preventDefault();
      map.closePopup();
      if (one.spots === 1 || map.getZoom() >= FAR) location.href = one.first[4];
      else map.setView(map.unproject(L.point(one.x, one.y), map.getZoom()), Math.min(FAR, map.getZoom() + 2));
    }
  });

  function radius(count) { return Math.min(24, 11 + Math.log(count) * 3.2); }
  function ring(pen, one) {
    var r = radius(one.n);
    pen.beginPath(); pen.arc(one.px, one.py, r, 0, 7); pen.fillStyle = "#FFFDF9"; pen.fill();
    pen.lineWidth = 2; pen.strokeStyle = "#1D5C63"; pen.stroke();
    pen.fillStyle = "#17494F"; pen.font = "600 13px sans-serif"; pen.fillText(String(one.n), one.px, one.py + 1);
    if (!one.late) return;
    var x = one.px + r * 0.75, y = one.py - r * 0.75;
    pen.beginPath(); pen.arc(x, y, 9, 0, 7); pen.fillStyle = "#96203F"; pen.fill();
    pen.lineWidth = 1.5; pen.strokeStyle = "#FFFDF9"; pen.stroke();
    pen.fillStyle = "#fff"; pen.font = "600 11px sans-serif"; pen.fillText(one.late > 99 ? "99+" : String(one.late), x, y + 1);
  }
  function plate(pen, one) {
    var words = one.spots > 1 ? String(one.spots) : String(one.first[5] || "");
    pen.font = "600 11px sans-serif";
    var half = Math.max(9, pen.measureText(words).width / 2 + 5);
    pen.beginPath();
    if (pen.roundRect) pen.roundRect(one.px - half, one.py - 9, half * 2, 18, 5); else pen.rect(one.px - half, one.py - 9, half * 2, 18);
    pen.fillStyle = "#1D5C63"; pen.fill(); pen.lineWidth = 1; pen.strokeStyle = "#FFFDF9"; pen.stroke();
    pen.fillStyle = "#fff"; pen.fillText(words, one.px, one.py + 1);
  }

  /* A small house, dashed where all that stand here are still to come; as many as stand here, when several. */
  function house(pen, one) {
    var x = one.px, y = one.py, coming = one.late === one.n;
    pen.beginPath(); pen.moveTo(x, y - 13); pen.lineTo(x + 12, y - 3); pen.lineTo(x + 12, y + 11); pen.lineTo(x - 12, y + 11); pen.lineTo(x - 12, y - 3); pen.closePath();
    pen.lineWidth = 5; pen.strokeStyle = "#FFFDF9"; pen.stroke();
    pen.fillStyle = coming ? "#FFFDF9" : "#FBEFD3"; pen.fill();
    pen.lineWidth = 2; pen.lineJoin = "round"; pen.strokeStyle = "#7A4F00";
    pen.setLineDash(coming ? [3, 3] : []); pen.stroke(); pen.setLineDash([]);
    if (one.n > 1) { pen.fillStyle = "#7A4F00"; pen.font = "600 12px sans-serif"; pen.fillText(String(one.n), x, y + 3); return; }
    pen.beginPath(); pen.moveTo(x - 3, y + 11); pen.lineTo(x - 3, y + 3); pen.lineTo(x + 3, y + 3); pen.lineTo(x + 3, y + 11); pen.stroke();
  }
  var MORE = {
    doors: function (found) { return new Dots(found.map(function (d) { return [d[0], d[1], 1, 0, d[3], d[2].split(" ").slice(1).join(" ") || d[2]]; }), plate); },
    venues: function (found) { return new Dots(found.map(function (v) { return [v[0], v[1], 1, v[4] ? 0 : 1, v[5], v[2], v[3]]; }), house); }
  };

  function popup(area) {
    var box = make("div"), figure = make("p", area.value, "ll-map-figure"), ways = make("p", "", "ll-wrap");
    box.appendChild(make("p", area.name));
    if (area.shade !== null && area.unit) figure.appendChild(make("small", area.unit));
    box.appendChild(figure);
    if (area.fraction) box.appendChild(make("small", area.fraction, "is-of"));
    ways.appendChild(link(SAY.records, area.url));
    if (area.down) ways.appendChild(link(SAY.down, area.down));
    box.appendChild(ways);
    return box;
  }
  function label(area) {
    var box = make("span", area.name);
    box.appendChild(make("b", area.shade === null ? SAY.none : area.value + (area.unit === "%" ? "%" : "")));
    return box;
  }
  /* A name stands on its place, beside the rings where they would cover it, and only where no other name stands. */
  var STEPS = [], ACROSS = 14, DOWN = 12;
  for (var right = -4; right <= 4; right++) for (var below = -5; below <= 5; below++) STEPS.push([right, below]);
  function covered(box, others) {
    return others.reduce(function (sum, one) {
      var wide = Math.min(box[2], one[2]) - Math.max(box[0], one[0]), high = Math.min(box[3], one[3]) - Math.max(box[1], one[1]);
      return sum + (wide > 0 && high > 0 ? wide * high : 0);
    }, 0);
  }
  /* Whether a point [lon, lat] lies in a shape: it crosses the shape's lines an odd number of times. */
  function inside(shape, lon, lat) {
    var odd = false, rings = shape.type === "MultiPolygon" ? [].concat.apply([], shape.coordinates) : shape.coordinates || [];
    rings.forEach(function (ring) {
      for (var i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        var a = ring[i], b = ring[j];
        if (a[1] > lat !== b[1] > lat && lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]) odd = !odd;
      }
    });
    return odd;
  }
  function outside(map, shape, x, y, half) {
    return [-0.8, 0, 0.8].filter(function (part) {
      var at = map.containerPointToLatLng([x + part * half[0], y]);
      return !inside(shape, at.lng, at.lat);
    }).length;
  }
  function settle(map, names, dots) {
    var taken = [], small = map.getZoom() < map.getMaxZoom(), corner = map.getPixelBounds().min, rings = [];
    if (dots && map.hasLayer(dots)) rings = dots.gathered(map.getZoom()).map(function (one) {
      var r = radius(one.n) + (one.late ? 8 : 2), x = one.x - corner.x, y = one.y - corner.y;
      return [x - r, y - r, x + r, y + r];
    });
    names.forEach(function (name) {
      var box = name.tip.getElement();
      if (!box) return;
      var half = [box.offsetWidth / 2, box.offsetHeight / 2], home = map.latLngToContainerPoint(name.at), best = null;
      STEPS.forEach(function (step) {
        var x = home.x + step[0] * ACROSS, y = home.y + step[1] * DOWN;
        if (!name.shape && (step[0] || step[1])) return;
        var here = [x - half[0], y - half[1], x + half[0], y + half[1]];
        var cost = covered(here, rings) + 20 * covered(here, taken) + 3 * (Math.abs(step[0]) + Math.abs(step[1]));
        if (name.shape) cost += 500 * outside(map, name.shape, x, y, half);
        if (!best || cost < best.cost) best = { cost: cost, here: here, x: x, y: y };
      });
      var hit = small && covered(best.here, taken) > 0;
      box.classList.toggle("is-away", hit);
      box.classList.toggle("is-light", !!name.shape && name.dark && outside(map, name.shape, best.x, best.y, half) < 2);
      name.tip.setLatLng(map.containerPointToLatLng([best.x, best.y]));
      if (!hit) taken.push(best.here);
    });
  }
  function areas(map, data) {
    var group = L.featureGroup(), names = [], most = 0;
    data.areas.forEach(function (one) { most = Math.max(most, parseFloat(String(one.value).replace(/,/g, "")) || 0); });
    data.areas.forEach(function (one) {
      if (!one.point) return;
      var style = { className: "ll-shade is-" + (one.shade === null ? "none" : one.shade) }, drawn;
      if (one.shape) drawn = L.geoJSON(one.shape, { style: style });
      else drawn = L.circleMarker([one.point[1], one.point[0]], L.extend({ radius: 9 + 17 * Math.sqrt((parseFloat(String(one.value).replace(/,/g, "")) || 0) / (most || 1)) }, style));
      drawn.bindPopup(function () { return popup(one); }).addTo(group);
      var at = L.latLng(one.point[1], one.point[0]);
      names.push({ at: at, shape: one.shape, dark: one.shade > 3, tip: L.tooltip({ permanent: true, direction: "center", className: "ll-map-name", opacity: 1, interactive: false }).setLatLng(at).setContent(label(one)) });
    });
    names.forEach(function (name) { group.addLayer(name.tip); });
    group.settle = function (dots) { if (map.hasLayer(group)) settle(map, names, dots); };
    return group;
  }
  function numbers(table, data) {
    var head = table.createTHead().insertRow(), body = table.createTBody();
    [data.heading, data.title].forEach(function (words, at) {
      var cell = make("th", words, at ? "is-n" : ""); cell.scope = "col"; head.appendChild(cell);
    });
    data.areas.forEach(function (one) {
      var row = body.insertRow(), name = make("th"), cell = make("td", "", "is-n");
      name.scope = "row"; name.appendChild(one.down ? link(one.name, one.down) : document.createTextNode(one.name));
      cell.appendChild(link(one.value + (one.shade === null ? "" : one.unit === "%" ? "%" : " " + one.unit), one.url));
      if (one.fraction) cell.appendChild(make("small", one.fraction));
      row.appendChild(name); row.appendChild(cell);
    });
  }
  function keys(box, data) {
    var line = box.parentNode.querySelector("[data-map-key]");
    if (line) line.textContent = data.legend.length ? data.title + (chinese ? "：" : ": ") + data.legend[0].words + " → " + data.legend[data.legend.length - 1].words + (data.points.length ? (chinese ? "；" : "; ") + SAY.keys : "") : "";
  }
  function switches(box, map, layers) {
    var field = document.getElementById(box.dataset.layers || "");
    if (!field) return;
    field.hidden = false;
    field.addEventListener("change", function (event) {
      var key = event.target.value;
      if (!event.target.checked) { if (layers[key]) map.removeLayer(layers[key]); return; }
      if (layers[key]) { map.addLayer(layers[key]); return; }
      get(box.dataset.map + "&layer=" + key).then(function (more) {
        layers[key] = MORE[key](more[key]);
        if (event.target.checked) map.addLayer(layers[key]);
      });
    });
  }
  function start(box) {
    get(box.dataset.map).then(function (data) {
      var part = box.classList.contains("is-part"), quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
      var map = L.map(box, { zoomControl: false, zoomSnap: data.base.tiles.length ? 1 : 0.25, maxZoom: 19, scrollWheelZoom: !part, zoomAnimation: !quiet, fadeAnimation: !quiet, attributionControl: !!data.base.tiles.length });
      L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.farther }).addTo(map);
      if (data.base.tiles.length) {
        box.classList.add("has-tiles");
        map.attributionControl.setPrefix(false);
        var credit = make("i", data.base.credit).innerHTML;
        data.base.tiles.forEach(function (tiles) { L.tileLayer(tiles, { maxZoom: 19, attribution: credit }).addTo(map); });
      }
      var layers = { areas: areas(map, data) };
      var bounds = layers.areas.getBounds();
      if (!bounds.isValid()) { box.hidden = true; return; }
      map.fitBounds(bounds, { padding: [14, 14], animate: false });
      layers.areas.addTo(map);
      if (data.points.length) { layers.cases = new Dots(data.points, ring); layers.cases.addTo(map); }
      layers.areas.settle(layers.cases);
      map.on("zoomend layeradd layerremove", function (event) {
        if (event.type === "zoomend" || event.layer === layers.cases || event.layer === layers.areas) layers.areas.settle(layers.cases);
      });
      var table = document.getElementById(box.dataset.numbers || "");
      if (table) numbers(table, data);
      keys(box, data);
      switches(box, map, layers);
      box.linli = { map: map, layers: layers, Dots: Dots, ring: ring };
      box.dataset.ready = "1";
    }).catch(function () { box.replaceChildren(make("p", SAY.failed, "ll-soft ll-pad")); });
  }
  document.querySelectorAll("[data-map]").forEach(start);
})();
