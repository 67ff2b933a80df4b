// The charts. Each draws from what the report holds and says all its figures in tips as well.
const charts = (() => {
  const margin = {left: 46, right: 12, top: 14, bottom: 26};

  function axes(svg, x, y, width, height, ticks, label) {
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).tickValues(ticks).tickFormat(label).tickSizeOuter(0));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).ticks(5).tickSize(-(width - margin.left - margin.right)));
  }

  const quarterName = q => (((q % 4) + 4) % 4 === 0 ? `FY${Math.floor(q / 4)}` : `Q${(((q % 4) + 4) % 4) + 1}`);

  /** A metric's history, outlook, consensus and forecast by quarter. */
  function fan(parent, metric) {
    const quarters = metric.periods.filter(p => /Q/.test(p.period)).map(p => ({...p, at: figures.quarterOf(p.period)}));
    const reported = metric.reported.map(p => ({...p, at: figures.quarterOf(p.period)}));
    const guided = metric.guided.map(p => ({...p, at: figures.quarterOf(p.period)}));
    const consensus = metric.consensus.filter(p => /Q/.test(p.period)).map(p => ({...p, at: figures.quarterOf(p.period)}));
    const largest = d3.max(quarters, q => Math.abs(q.p50));
    const format = figures.forUnit(metric.unit, largest);
    const box = parts.figure(parent, `${metric.title}, ${format.unit}`, "", 260, (svg, width, height) => {
      const all = [...quarters.flatMap(q => [q.p5, q.p95]), ...reported.map(p => p.value), ...guided.map(p => p.value), ...consensus.map(p => p.value)]
        .map(v => v * format.factor);
      const from = d3.min([...reported, ...quarters], p => p.at), to = d3.max(quarters, q => q.at);
      const x = d3.scaleLinear().domain([from - 0.5, to + 0.5]).range([margin.left, width - margin.right]);
      const low = metric.unit === "fraction" ? d3.min(all) : Math.min(0, d3.min(all));
      const y = d3.scaleLinear().domain([low, d3.max(all)]).nice().range([height - margin.bottom, margin.top]);
      const every = width < 420 ? 4 : 2;
      axes(svg, x, y, width, height, d3.range(Math.ceil(from), to + 1).filter(q => q % every === 0), quarterName);
      const band = (low, high) => d3.area().x(q => x(q.at)).y0(q => y(q[low] * format.factor)).y1(q => y(q[high] * format.factor))(quarters);
      svg.append("path").attr("class", "outer").attr("d", band("p5", "p95"));
      svg.append("path").attr("class", "inner").attr("d", band("p25", "p75"));
      svg.append("path").attr("class", "median").attr("d", d3.line().x(q => x(q.at)).y(q => y(q.p50 * format.factor))(quarters));
      svg.append("path").attr("class", "known").attr("d", d3.line().x(p => x(p.at)).y(p => y(p.value * format.factor))(reported));
      svg.selectAll(".known-point").data(reported).enter().append("circle").attr("class", "known-point").attr("r", 2.5)
        .attr("cx", p => x(p.at)).attr("cy", p => y(p.value * format.factor));
      svg.selectAll(".guided").data(guided).enter().append("path").attr("class", "guided").attr("d", d3.symbol().type(d3.symbolDiamond).size(60))
        .attr("transform", p => `translate(${x(p.at)},${y(p.value * format.factor)})`);
      svg.selectAll(".consensus").data(consensus).enter().append("circle").attr("class", "consensus").attr("r", 5)
        .attr("cx", p => x(p.at)).attr("cy", p => y(p.value * format.factor));
      const step = x(1) - x(0);
      const said = at => [guided.find(p => p.at === at), consensus.find(p => p.at === at)]
        .map((p, i) => p ? `\n${["guided", "consensus"][i]} ${format.of(p.value)}` : "").join("");
      parts.hits(svg, [...reported, ...quarters], p => ({x: x(p.at) - step / 2, y: margin.top, width: step, height: height - margin.top - margin.bottom}),
        p => p.value !== undefined ? `${p.period} reported ${format.of(p.value)} ${format.unit}`
          : `${p.period} ${format.of(p.p50)} ${format.unit}\nnine in ten ${format.of(p.p5)} to ${format.of(p.p95)}\nhalf ${format.of(p.p25)} to ${format.of(p.p75)}${said(p.at)}`);
    });
    const items = [["known", "reported"], ["median", "median"], ["inner", "half of the paths"], ["band", "nine in ten"]];
    if (guided.length) items.push(["guided", "guided"]);
    if (consensus.length) items.push(["consensus", "consensus"]);
    parts.legend(box, items);
    const rows = metric.periods;
    parts.table(parts.folded(box, "Figures"), [
      {title: "period", of: p => p.period, text: true},
      ...["p5", "p25", "p50", "p75", "p95"].map(q => ({title: q, of: p => format.of(p[q])})),
      {title: "mean", of: p => format.of(p.mean)}], rows);
  }

  /** Twenty dots, each one chance in twenty: how many lie beyond a point is what can be counted. */
  function dotplot(parent, metric, period, marks) {
    const shown = metric.periods.find(p => p.period === period);
    if (!shown) return;
    const format = figures.forUnit(metric.unit, Math.abs(shown.p50));
    const known = [[0.01, shown.p1], [0.05, shown.p5], [0.1, shown.p10], [0.25, shown.p25], [0.5, shown.p50], [0.75, shown.p75], [0.9, shown.p90], [0.95, shown.p95], [0.99, shown.p99]];
    const quantile = d3.scaleLinear().domain(known.map(k => k[0])).range(known.map(k => k[1] * format.factor));
    const dots = d3.range(20).map(i => quantile((i + 0.5) / 20));
    const box = parts.figure(parent, `${metric.title} of ${period}, ${format.unit}: twenty equally likely outcomes`,
      "Each dot is one chance in twenty; between known quantiles, by straight lines.", 200, (svg, width, height) => {
        const x = d3.scaleLinear().domain([d3.min(dots), d3.max(dots)]).nice().range([20, width - 20]);
        const radius = Math.min(11, (width - 40) / 44);
        const bins = new Map();
        const placed = dots.map(value => {
          const cell = Math.round(x(value) / (2 * radius));
          const level = bins.get(cell) || 0;
          bins.set(cell, level + 1);
          return {value, cx: cell * 2 * radius, cy: height - margin.bottom - radius - 2 * radius * level};
        });
        svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.max(3, width / 90)));
        svg.selectAll(".dot").data(placed).enter().append("circle").attr("class", "dot").attr("r", radius - 1).attr("cx", d => d.cx).attr("cy", d => d.cy);
        for (const mark of marks) {
          const at = x(mark.value * format.factor);
          svg.append("line").attr("class", "zero").attr("x1", at).attr("x2", at).attr("y1", 16).attr("y2", height - margin.bottom);
          svg.append("text").attr("class", "strong").attr("x", at + 4).attr("y", 22).text(mark.name);
        }
        parts.hits(svg, placed, d => ({x: d.cx - radius, y: d.cy - radius, width: 2 * radius, height: 2 * radius}),
          d => `${d3.format(",.4~g")(d.value)} ${format.unit}\n${placed.filter(o => o.value > d.value).length} of 20 above`);
      });
    return box;
  }

  /** How far paired paths lie apart. */
  function density(parent, title, unit, change) {
    const format = figures.forUnit(unit, Math.max(Math.abs(change.histogram.p1), Math.abs(change.histogram.p99)));
    const {p1, p99, counts} = change.histogram;
    parts.figure(parent, `${title}: the difference, path by path, ${format.unit}`, "Both scenarios on the same draws; the outer bars include everything beyond.", 200, (svg, width, height) => {
      const cell = (p99 - p1) / counts.length;
      const bars = counts.map((count, i) => ({count, from: (p1 + i * cell) * format.factor, to: (p1 + (i + 1) * cell) * format.factor}));
      const x = d3.scaleLinear().domain([Math.min(0, p1 * format.factor), Math.max(0, p99 * format.factor)]).nice().range([14, width - 14]);
      const y = d3.scaleLinear().domain([0, d3.max(counts)]).range([height - margin.bottom, margin.top]);
      svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.max(3, width / 90)));
      svg.selectAll(".after").data(bars).enter().append("rect").attr("class", "after").attr("x", b => x(b.from)).attr("y", b => y(b.count))
        .attr("width", b => Math.max(1, x(b.to) - x(b.from) - 1)).attr("height", b => height - margin.bottom - y(b.count));
      svg.append("line").attr("class", "zero").attr("x1", x(0)).attr("x2", x(0)).attr("y1", margin.top).attr("y2", height - margin.bottom);
      const total = d3.sum(counts);
      parts.hits(svg, bars, b => ({x: x(b.from), y: margin.top, width: x(b.to) - x(b.from), height: height - margin.top - margin.bottom}),
        b => `${d3.format("+,.4~g")(b.from)} to ${d3.format("+,.4~g")(b.to)} ${format.unit}\n${figures.percent(b.count / total)} of the paths`);
    });
  }

  /** Two fans over one another: medians and nine in ten, before and after. */
  function compared(parent, metric) {
    const quarters = metric.periods.filter(p => /Q/.test(p.period)).map(p => ({...p, at: figures.quarterOf(p.period)}));
    if (quarters.length < 2) return;
    const format = figures.forUnit(metric.unit, d3.max(quarters, q => Math.abs(q.before.p50)));
    const box = parts.figure(parent, `${metric.title}, ${format.unit}`, "", 240, (svg, width, height) => {
      const all = quarters.flatMap(q => [q.before.p5, q.before.p95, q.after.p5, q.after.p95]).map(v => v * format.factor);
      const x = d3.scaleLinear().domain([quarters[0].at - 0.3, quarters[quarters.length - 1].at + 0.3]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain([metric.unit === "fraction" ? d3.min(all) : Math.min(0, d3.min(all)), d3.max(all)]).nice().range([height - margin.bottom, margin.top]);
      axes(svg, x, y, width, height, quarters.map(q => q.at).filter(q => width > 420 || q % 2 === 0), quarterName);
      const line = of => d3.line().x(q => x(q.at)).y(q => y(q[of].p50 * format.factor))(quarters);
      const band = of => d3.area().x(q => x(q.at)).y0(q => y(q[of].p5 * format.factor)).y1(q => y(q[of].p95 * format.factor))(quarters);
      svg.append("path").attr("class", "outer").attr("d", band("before"));
      svg.append("path").attr("class", "after-band").attr("fill-opacity", 0.6).attr("d", band("after"));
      svg.append("path").attr("class", "median").attr("d", line("before"));
      svg.append("path").attr("class", "after-line").attr("d", line("after"));
      const step = x(1) - x(0);
      parts.hits(svg, quarters, q => ({x: x(q.at) - step / 2, y: margin.top, width: step, height: height - margin.top - margin.bottom}),
        q => `${q.period}\nbefore ${format.of(q.before.p50)} (${format.of(q.before.p5)} to ${format.of(q.before.p95)})\nafter ${format.of(q.after.p50)} (${format.of(q.after.p5)} to ${format.of(q.after.p95)})\nchange ${format.change(q.median_change.value)}`);
    });
    parts.legend(box, [["median", "before"], ["band", "nine in ten"], ["after", "after"], ["after-band", "nine in ten"]]);
    parts.table(parts.folded(box, "Figures"), [
      {title: "period", of: p => p.period, text: true}, {title: "before", of: p => format.of(p.before.p50)}, {title: "after", of: p => format.of(p.after.p50)},
      {title: "change", of: p => format.change(p.median_change.value)}, {title: "±", of: p => format.change(p.median_change.error).replace("+", "")},
      {title: "higher on", of: p => figures.percent(p.higher.value)}, {title: "lower on", of: p => figures.percent(p.lower.value)}], metric.periods);
  }

  /** Bars from the middle: what a figure does at the low and at the high of each driver. */
  function tornado(parent, data) {
    const format = figures.forUnit(data.unit, Math.abs(data.p50));
    const height = 30 + 24 * data.bars.length + 24;
    const box = parts.figure(parent, `Change of ${data.title} of ${data.period}, ${format.unit}`, "", height, (svg, width) => {
      const names = Math.min(240, width * 0.42);
      const ends = data.bars.flatMap(b => [b.at_p10.median_change.value, b.at_p90.median_change.value]).map(v => v * format.factor);
      const reach = d3.max(ends, Math.abs) || 1;
      const x = d3.scaleLinear().domain([-reach, reach]).range([names, width - 10]);
      svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - 24})`).call(d3.axisBottom(x).ticks(Math.max(3, (width - names) / 90)));
      const rows = data.bars.map((b, i) => ({...b, y: 10 + 24 * i}));
      for (const [end, style] of [["at_p10", "before"], ["at_p90", "after"]]) {
        svg.append("g").selectAll("rect").data(rows).enter().append("rect").attr("class", style).attr("y", b => b.y + 4).attr("height", 16)
          .attr("x", b => Math.min(x(0), x(b[end].median_change.value * format.factor))).attr("width", b => Math.abs(x(b[end].median_change.value * format.factor) - x(0)));
      }
      svg.append("line").attr("class", "zero").attr("x1", x(0)).attr("x2", x(0)).attr("y1", 8).attr("y2", height - 24);
      svg.append("g").selectAll("text").data(rows).enter().append("text").attr("class", "strong").attr("x", 0).attr("y", b => b.y + 16)
        .text(b => b.driver.length * 6.6 > names ? b.driver.slice(0, Math.floor(names / 6.6) - 1) + "…" : b.driver);
      parts.hits(svg, rows, b => ({x: 0, y: b.y, width, height: 24}),
        b => [["p10", "lowered", b.p10, b.at_p10], ["p90", "raised", b.p90, b.at_p90]].reduce((text, [name, moved, value, change]) =>
          `${text}\n${value === null ? moved : `at ${name} (${d3.format(",.4~r")(value)} ${b.unit})`} ${format.change(change.median_change.value)}`, `${b.driver}: ${b.meaning}`));
    });
    parts.legend(box, [["inner", "driver at its p10"], ["after", "driver at its p90"]]);
  }

  /** One axis: a line with nine in ten; two axes: cells. */
  function sweep(parent, data, metric, period) {
    const axes_ = data.axes.filter(a => a.values.length > 1);
    const value = point => point.metrics[metric.name].periods[period];
    const format = figures.forUnit(metric.unit, Math.abs(value(data.points[0]).before.p50));
    const title = `${metric.title} of ${period}, ${format.unit}`;
    if (axes_.length === 2) {
      const [down, across] = axes_;
      const height = 40 + 30 * down.values.length;
      parts.figure(parent, title, `down: ${down.name}; across: ${across.name}; colour: change of the median`, height, (svg, width) => {
        const left = Math.min(150, width * 0.3), cell = (width - left - 8) / across.values.length;
        const cells = data.points.map(point => ({point, row: down.values.indexOf(point.set[down.name]), column: across.values.indexOf(point.set[across.name])}));
        const reach = d3.max(cells, c => Math.abs(value(c.point).median_change.value)) || 1;
        const colour = d3.scaleDiverging(t => d3.interpolateRdBu(t)).domain([-reach, 0, reach]);
        svg.append("g").selectAll("text").data(across.values).enter().append("text").attr("x", (v, i) => left + cell * (i + 0.5)).attr("y", 16).attr("text-anchor", "middle").text(v => v);
        svg.append("g").selectAll("text").data(down.values).enter().append("text").attr("x", 0).attr("y", (v, i) => 45 + 30 * i).text(v => v);
        svg.append("g").selectAll("rect").data(cells).enter().append("rect").attr("x", c => left + cell * c.column).attr("y", c => 26 + 30 * c.row)
          .attr("width", cell - 2).attr("height", 28).attr("fill", c => colour(value(c.point).median_change.value));
        svg.append("g").selectAll("text").data(cells).enter().append("text").attr("x", c => left + cell * (c.column + 0.5)).attr("y", c => 45 + 30 * c.row)
          .attr("text-anchor", "middle").style("fill", c => Math.abs(value(c.point).median_change.value) > 0.6 * reach ? "#fff" : "#111").text(c => format.of(value(c.point).after.p50));
        parts.hits(svg, cells, c => ({x: left + cell * c.column, y: 26 + 30 * c.row, width: cell, height: 30}),
          c => `${down.name}=${c.point.set[down.name]}\n${across.name}=${c.point.set[across.name]}\n${format.of(value(c.point).after.p50)} ${format.unit} (${format.change(value(c.point).median_change.value)})`);
      });
      return;
    }
    parts.figure(parent, title, "medians, and between which figures nine in ten paths lie", 240, (svg, width, height) => {
      const names = data.points.map(point => axes_.map(a => point.set[a.name]).join(", "));
      const x = d3.scalePoint().domain(d3.range(names.length)).range([margin.left + 20, width - margin.right - 20]);
      const all = data.points.flatMap(p => [value(p).after.p5, value(p).after.p95]).map(v => v * format.factor);
      const y = d3.scaleLinear().domain(d3.extent(all)).nice().range([height - margin.bottom, margin.top]);
      svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(5).tickSize(-(width - margin.left - margin.right)));
      svg.append("g").selectAll("text").data(names).enter().append("text").attr("x", (n, i) => x(i)).attr("y", height - 8).attr("text-anchor", "middle").text(n => n);
      svg.append("g").selectAll("line").data(data.points).enter().append("line").attr("class", "median").attr("x1", (p, i) => x(i)).attr("x2", (p, i) => x(i))
        .attr("y1", p => y(value(p).after.p5 * format.factor)).attr("y2", p => y(value(p).after.p95 * format.factor));
      svg.append("g").selectAll("circle").data(data.points).enter().append("circle").attr("class", "dot").attr("r", 5).attr("cx", (p, i) => x(i)).attr("cy", p => y(value(p).after.p50 * format.factor));
      parts.hits(svg, data.points.map((point, i) => ({point, i})), d => ({x: x(d.i) - 20, y: margin.top, width: 40, height: height - margin.top - margin.bottom}),
        d => `${names[d.i]}\n${format.of(value(d.point).after.p50)} ${format.unit} (${format.of(value(d.point).after.p5)} to ${format.of(value(d.point).after.p95)})\nchange ${format.change(value(d.point).median_change.value)}`);
    });
  }

  /** From one day's median to another's, a bar a piece of news. */
  function waterfall(parent, title, move) {
    const format = figures.forUnit(move.unit, Math.abs(move.from.value));
    let level = move.from.value;
    const bars = move.steps.map(step => { const before = level; level = step.level.value; return {...step, before, after: level}; });
    const rows = [{name: "before", value: move.from.value}, ...bars.map(b => ({name: b.news, ...b})), {name: "after", value: move.to.value}];
    const row = 26;
    parts.figure(parent, `${title} of ${move.period}, ${format.unit}`, "each piece of news on top of those above it", row * rows.length + 40, (svg, width, height) => {
      const left = Math.min(300, width * 0.46);
      const all = rows.flatMap(r => r.value !== undefined ? [r.value] : [r.before, r.after]).map(v => v * format.factor);
      const x = d3.scaleLinear().domain(d3.extent(all)).nice().range([left, width - 60]);
      const y = i => 8 + row * i;
      svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.max(3, (width - left) / 90)));
      svg.append("g").selectAll("text").data(rows).enter().append("text").attr("class", r => r.value !== undefined ? "strong" : null).attr("x", left - 8).attr("y", (r, i) => y(i) + 15).attr("text-anchor", "end")
        .text(r => r.name.length * 6.6 > left ? r.name.slice(0, Math.floor(left / 6.6) - 1) + "…" : r.name);
      svg.append("g").selectAll("rect").data(rows.map((r, i) => ({...r, i}))).enter().append("rect").attr("y", r => y(r.i) + 3).attr("height", row - 8)
        .attr("class", r => r.value !== undefined ? "inner" : r.after >= r.before ? "rise" : "fall")
        .attr("x", r => r.value !== undefined ? x.range()[0] : x(Math.min(r.before, r.after) * format.factor))
        .attr("width", r => Math.max(1, r.value !== undefined ? x(r.value * format.factor) - x.range()[0] : Math.abs(x(r.after * format.factor) - x(r.before * format.factor))));
      svg.append("g").selectAll("text").data(rows).enter().append("text").attr("y", (r, i) => y(i) + 15).attr("x", r => x(Math.max(...(r.value !== undefined ? [r.value] : [r.before, r.after])) * format.factor) + 6)
        .text(r => r.value !== undefined ? format.of(r.value) : format.change(r.change.value));
      parts.hits(svg, rows.map((r, i) => ({...r, i})), r => ({x: 0, y: y(r.i), width, height: row}),
        r => r.value !== undefined ? `${r.name}: ${format.of(r.value)} ${format.unit}` : `${r.name}\n${format.change(r.change.value)} ± ${format.of(r.change.error)}\n${r.about.join("\n")}`);
    });
  }

  return {fan, dotplot, density, compared, tornado, sweep, waterfall};
})();
