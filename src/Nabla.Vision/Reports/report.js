// Shows the values under the pointer; the page is complete without it.
const tip = document.getElementById("tip");
for (const plot of document.querySelectorAll(".plot")) {
  const svg = plot.querySelector("svg"), cross = plot.querySelector(".cross");
  const chart = JSON.parse(plot.querySelector("script").textContent);
  const hide = () => { tip.hidden = true; cross.style.display = "none"; };
  hide();
  cross.removeAttribute("hidden");
  const show = event => {
    const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
    const at = (event.clientX - box.left) * scale;
    const near = chart.series.map(s => s.points.reduce((best, p) => !best || Math.abs(p[0] - at) < Math.abs(best[0] - at) ? p : best, null));
    const focus = near.reduce((best, p) => p && (!best || Math.abs(p[0] - at) < Math.abs(best[0] - at)) ? p : best, null);
    if (!focus) return;
    cross.setAttribute("x1", focus[0]);
    cross.setAttribute("x2", focus[0]);
    cross.style.display = "";
    tip.replaceChildren(chart.x + " " + focus[2]);
    near.forEach((p, i) => {
      if (!p || Math.abs(p[0] - focus[0]) > 12) return;
      const row = document.createElement("div"), key = document.createElement("i"), value = document.createElement("b");
      key.className = "k" + i % 4;
      value.textContent = p[3];
      row.append(key, chart.series[i].name, value);
      tip.append(row);
    });
    tip.hidden = false;
    const x = box.left + focus[0] / scale, width = tip.offsetWidth;
    const left = x + 14 + width > document.documentElement.clientWidth ? x - 14 - width : x + 14;
    tip.style.left = Math.max(4, left) + window.scrollX + "px";
    tip.style.top = box.top + window.scrollY + 16 + "px";
  };
  plot.addEventListener("pointermove", show);
  plot.addEventListener("pointerdown", show);
  plot.addEventListener("pointerleave", hide);
}
