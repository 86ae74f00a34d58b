/* Trends as charts. The table under each holds the same figures for those without them. */
(function () {
  "use strict";
  var COLORS = ["#B9782A", "#1D5C63", "#6E7F3A", "#7A5C8E", "#A65A4A", "#8F8375"];
  function rests(days, short) {
    var found = [];
    days.forEach(function (d, i) {
      if (!d[1]) return;
      var last = found[found.length - 1];
      if (last && last[1].at === i - 1) { last[1] = { xAxis: short[i], at: i }; }
      else found.push([{ xAxis: short[i] }, { xAxis: short[i], at: i }]);
    });
    return found;
  }
  function draw(box) {
    var data = document.getElementById(box.dataset.trend);
    var days = data && window.echarts ? JSON.parse(data.textContent) : [];
    if (!days.length) { box.hidden = true; return; }
    var names = JSON.parse(box.dataset.names);
    var short = days.map(function (d) { return +d[0].slice(5, 7) + "/" + +d[0].slice(8, 10); });
    var free = rests(days, short);
    var chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: "#736860", fontSize: 12 },
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: "#FFFDF9", borderColor: "#D6CAB8", textStyle: { color: "#28221D", fontSize: 13 }, axisPointer: { lineStyle: { color: "#8F8375" } } },
      xAxis: { type: "category", data: short, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: "#D6CAB8" } }, axisLabel: { color: "#736860", interval: Math.max(0, Math.ceil(days.length / 5) - 1) } },
      yAxis: { type: "value", min: 0, minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: "#EFE7DA" } }, axisLabel: { color: "#736860" } },
      series: names.map(function (name, at) {
        return { name: name, type: "line", data: days.map(function (d) { return d[at + 2]; }), symbol: "none", smooth: false,
          lineStyle: { width: 2, color: COLORS[at] }, itemStyle: { color: COLORS[at] }, emphasis: { disabled: true },
          markArea: at === 0 ? { silent: true, itemStyle: { color: "#F4EEE3" }, data: free } : undefined };
      })
    });
    window.addEventListener("resize", function () { chart.resize(); });
  }
  document.querySelectorAll("[data-trend]").forEach(draw);
})();
