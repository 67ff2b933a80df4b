// What the charts share: elements, tips that the pointer and the keyboard reach, tables, downloads.
const parts = (() => {
  const tip = d3.select("body").append("div").attr("id", "tip").attr("role", "status").attr("aria-live", "polite");

  function showTip(text, x, y) {
    tip.text(text).classed("shown", true);
    const box = tip.node().getBoundingClientRect();
    tip.style("left", Math.min(x + 12, innerWidth - box.width - 8) + "px").style("top", Math.max(8, y - box.height - 12) + "px");
  }
  const hideTip = () => tip.classed("shown", false);

  /** Rectangles over a chart, each with what it says: reached by the pointer, by tab and by the arrow keys. */
  function hits(svg, data, box, say) {
    const made = svg.append("g").selectAll("rect").data(data).enter().append("rect").attr("class", "hit")
      .attr("x", d => box(d).x).attr("y", d => box(d).y).attr("width", d => Math.max(1, box(d).width)).attr("height", d => box(d).height)
      .attr("tabindex", (d, i) => i === 0 ? 0 : -1).attr("role", "img").attr("aria-label", say)
      .on("mousemove", function(d) { showTip(say(d), d3.event.clientX, d3.event.clientY); })
      .on("mouseleave blur", hideTip)
      .on("focus", function(d) { const at = this.getBoundingClientRect(); showTip(say(d), at.left + at.width / 2, at.top + at.height / 3); })
      .on("keydown", function(d, i, all) {
        const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[d3.event.key];
        if (step && all[i + step]) { d3.event.preventDefault(); all[i + step].focus(); }
      });
    return made;
  }

  /** A figure with a title and a drawing that is made anew when its width changes. */
  function figure(parent, title, caption, height, draw) {
    const box = parent.append("figure");
    box.append("h3").text(title);
    if (caption) box.append("figcaption").text(caption);
    const holder = box.append("div");
    let drawn = 0;
    const redraw = () => {
      const width = Math.max(260, Math.round(holder.node().clientWidth));
      if (width === drawn) return;
      drawn = width;
      holder.selectAll("svg").remove();
      const svg = holder.append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group").attr("aria-label", title);
      draw(svg, width, height);
    };
    redraw();
    addEventListener("resize", redraw);
    return box;
  }

  function legend(box, items) {
    const list = box.append("ul").attr("class", "legend");
    for (const [colour, name] of items) {
      const item = list.append("li");
      item.append("i").style("background", `var(--${colour})`);
      item.append("span").text(name);
    }
  }

  /** A table; a column is {title, of(row), text: true where it is words}. */
  function table(parent, columns, rows, caption) {
    const made = parent.append("div").attr("class", "scroll").append("table");
    if (caption) made.append("caption").text(caption);
    made.append("thead").append("tr").selectAll("th").data(columns).enter().append("th").attr("scope", "col")
      .attr("class", c => c.text ? "text" : null).text(c => c.title);
    made.append("tbody").selectAll("tr").data(rows).enter().append("tr").selectAll("td")
      .data(row => columns.map(c => ({c, value: c.of(row)}))).enter().append("td").attr("class", d => d.c.text ? "text" : null).text(d => d.value);
    return made;
  }

  function folded(parent, title) {
    const made = parent.append("details");
    made.append("summary").text(title);
    return made;
  }

  function download(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** Rows of values as CSV, quoted where it has to be. */
  function csv(columns, rows) {
    const field = value => /[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value);
    return [columns, ...rows].map(row => row.map(field).join(",")).join("\n") + "\n";
  }

  return {figure, hits, legend, table, folded, download, csv};
})();
