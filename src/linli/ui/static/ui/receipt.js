/* The receipt as a picture: drawn here, shown to be kept by a long press, and offered as a file. */
(function () {
  "use strict";
  var button = document.querySelector("[data-picture]"), paper = document.querySelector(".ll-receipt-in");
  if (!button || !paper || !HTMLCanvasElement.prototype.toBlob) return;
  var FONT = '-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif', WIDE = 720, EDGE = 56, INK = "#28221D", SOFT = "#5A5048";

  function lines() {
    var found = [[paper.querySelector("h1").innerText.replace(/\n/g, "，"), 40, INK, true], [paper.querySelector(".ll-no").innerText, 52, "#AD3920", true]];
    Array.prototype.forEach.call(paper.querySelectorAll("li"), function (item) {
      found.push([item.querySelector("h2").innerText, 30, INK, true], [item.querySelector("p").innerText, 28, SOFT, false]);
    });
    found.push([new URL(button.dataset.picture, location.href).href, 22, SOFT, false]);
    return found;
  }
  function broken(pen, words, wide) {
    var rows = [""];
    Array.from(words).forEach(function (sign) {
      var longer = rows[rows.length - 1] + sign;
      if (pen.measureText(longer).width > wide) rows.push(sign); else rows[rows.length - 1] = longer;
    });
    return rows;
  }
  function drawn() {
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), y = EDGE, set = [];
    canvas.width = WIDE;
    lines().forEach(function (line) {
      pen.font = (line[3] ? "600 " : "400 ") + line[1] + "px " + FONT;
      y += line[3] ? 26 : 8;
      broken(pen, line[0], WIDE - 2 * EDGE).forEach(function (row) { y += line[1] * 1.4; set.push([row, y, pen.font, line[2]]); });
    });
    canvas.height = Math.ceil(y + EDGE);
    pen.fillStyle = "#F7F2EA";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#FFFDF9";
    pen.fillRect(20, 20, canvas.width - 40, canvas.height - 40);
    set.forEach(function (row) { pen.font = row[2]; pen.fillStyle = row[3]; pen.fillText(row[0], EDGE, row[1]); });
    return canvas;
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    var canvas = drawn();
    canvas.toBlob(function (blob) {
      var box = document.getElementById("receipt-picture"), image = box.querySelector("img"), link = box.querySelector("a"), address = canvas.toDataURL("image/png");
      image.src = address;
      image.hidden = false;
      link.href = URL.createObjectURL(blob);
      box.hidden = false;
      box.scrollIntoView({ block: "center" });
    }, "image/png");
  });
})();
