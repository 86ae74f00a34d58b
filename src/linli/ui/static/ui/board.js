/* The trend as a chart. The table under it holds the same figures for those without it. */
(function () {
  "use strict";
  var box = document.getElementById("trend");
  var data = document.getElementById("trend-data");
  if (!box || !data || !window.echarts) { if (box) box.hidden = true; return; }
  var days = JSON.parse(data.textContent);
  if (!days.length) { box.hidden = true; return; }
  var short = days.map(function (d) { return +d[0].slice(5, 7) + "/" + +d[0].slice(8, 10); });
  var rests = [];
  days.forEach(function (d, i) {
    if (!d[3]) return;
    var last = rests[rests.length - 1];
    if (last && last[1].at === i - 1) { last[1] = { xAxis: short[i], at: i }; }
    else rests.push([{ xAxis: short[i] }, { xAxis: short[i], at: i }]);
  });
  function line(name, index, color) {
    return { name: name, type: "line", data: days.map(function (d) { return d[index]; }), symbol: "none", smooth: false,
      lineStyle: { width: 2, color: color }, itemStyle: { color: color }, emphasis: { disabled: true },
      markArea: index === 1 ? { silent: true, itemStyle: { color: "#F4EEE3" }, data: rests } : undefined };
  }
  var chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption({
    animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: "#736860", fontSize: 12 },
    grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: "#FFFDF9", borderColor: "#D6CAB8", textStyle: { color: "#28221D", fontSize: 13 }, axisPointer: { lineStyle: { color: "#8F8375" } } },
    xAxis: { type: "category", data: short, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: "#D6CAB8" } }, axisLabel: { color: "#736860", interval: Math.max(0, Math.ceil(days.length / 5) - 1) } },
    yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: "#EFE7DA" } }, axisLabel: { color: "#736860" } },
    series: [line(box.dataset.received, 1, "#B9782A"), line(box.dataset.closed, 2, "#1D5C63")]
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
