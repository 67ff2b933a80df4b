// The pages of a nightly batch: an overview of a night, and a scenario's history over the nights.
const nights = (() => {
  const margin = {left: 46, right: 12, top: 12, bottom: 26};

  /** How one figure moved over the nights: the median and nine in ten, by the day (UTC) on which it was drawn. */
  function history(parent, of) {
    const points = of.points.map(p => ({...p, at: new Date(p.date)}));
    if (!points.length) return;
    const unit = of.unit === "probability" ? "fraction" : of.unit;
    const format = figures.forUnit(unit, d3.max(points, p => Math.abs(p.p50)));
    parts.figure(parent, `${of.metric} of ${of.period}, ${format.unit}`, `${points.length} runs that differ`, 220, (svg, width, height) => {
      const all = points.flatMap(p => [p.p5, p.p95]).map(v => v * format.factor);
      const days = d3.extent(points, p => p.at);
      if (+days[0] === +days[1]) days[1] = d3.utcDay.offset(days[0], 1);
      const x = d3.scaleUtc().domain(days).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain(d3.extent(all)).nice().range([height - margin.bottom, margin.top]);
      svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.max(2, width / 110)).tickSizeOuter(0));
      svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(5).tickSize(-(width - margin.left - margin.right)));
      // What a night said holds until another says otherwise.
      svg.append("path").attr("class", "outer").attr("d", d3.area().curve(d3.curveStepAfter).x(p => x(p.at)).y0(p => y(p.p5 * format.factor)).y1(p => y(p.p95 * format.factor))(points));
      svg.append("path").attr("class", "median").attr("d", d3.line().curve(d3.curveStepAfter).x(p => x(p.at)).y(p => y(p.p50 * format.factor))(points));
      svg.append("g").selectAll("circle").data(points).enter().append("circle").attr("class", "dot").attr("r", 2.5).attr("cx", p => x(p.at)).attr("cy", p => y(p.p50 * format.factor));
      parts.hits(svg, points, p => ({x: x(p.at) - 6, y: margin.top, width: 12, height: height - margin.top - margin.bottom}),
        p => `${p.date.slice(0, 10)}, as of ${p.as_of}\n${format.of(p.p50)} ${format.unit}\nnine in ten ${format.of(p.p5)} to ${format.of(p.p95)}`);
    });
  }

  /** A control chart of the record: where each outcome fell in its forecast, and the running share within nine in ten. */
  function control(parent, record) {
    const ordered = [...record].sort((a, b) => figures.quarterOf(a.period) - figures.quarterOf(b.period));
    let inside = 0;
    const points = ordered.map((r, i) => { inside += r.in_90 ? 1 : 0; return {...r, i, share: inside / (i + 1)}; });
    parts.figure(parent, "Outcomes within their forecasts (PIT)", "dots: PIT, hollow outside nine in ten; line: share within nine in ten so far; grey: range expected by chance", 220, (svg, width, height) => {
      const x = d3.scaleLinear().domain([-0.5, points.length - 0.5]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain([0, 1]).range([height - margin.bottom, margin.top]);
      const reach = n => 1.645 * Math.sqrt(0.09 / n);
      svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(5).tickSize(-(width - margin.left - margin.right)));
      svg.append("path").attr("class", "chance").attr("d", d3.area().x(p => x(p.i)).y0(p => y(Math.max(0, 0.9 - reach(p.i + 1)))).y1(p => y(Math.min(1, 0.9 + reach(p.i + 1))))(points));
      svg.append("path").attr("class", "after-line").attr("d", d3.line().x(p => x(p.i)).y(p => y(p.share))(points));
      svg.append("g").selectAll("circle").data(points).enter().append("circle").attr("class", p => p.in_90 ? "dot" : "outcome").attr("r", 4).attr("cx", p => x(p.i)).attr("cy", p => y(p.pit));
      const every = Math.max(1, Math.ceil(points.length / (width / 70)));
      svg.append("g").selectAll("text").data(points.filter(p => p.i % every === 0)).enter().append("text").attr("x", p => x(p.i)).attr("y", height - 8).attr("text-anchor", "middle").text(p => p.period);
      parts.hits(svg, points, p => ({x: x(p.i) - 6, y: margin.top, width: 12, height: height - margin.top - margin.bottom}),
        p => `${p.metric} of ${p.period}\nPIT ${p.pit.toFixed(2)}, ${p.in_90 ? "within" : "outside"} nine in ten\n${figures.percent(p.share)} within so far`);
    });
  }

  const value = f => { const unit = f.unit === "probability" ? "fraction" : f.unit, format = figures.forUnit(unit, Math.abs(f.p50)); return `${format.of(f.p50)} ${format.unit}`; };

  function links(cells, pages) {
    cells.each(function(d, i) {
      const cell = d3.select(this), text = cell.text();
      cell.text(null).append("a").attr("href", pages[i]).text(text);
    });
  }

  function overview(data, section) {
    const alerted = section("Alerts");
    if (data.alerts.length) {
      const made = parts.table(alerted, [{title: "scenario", of: a => a.label, text: true}, {title: "what", of: a => a.what, text: true}, {title: "", of: a => a.text, text: true}], data.alerts);
      links(made.selectAll("tbody tr").select("td"), data.alerts.map(a => a.page));
    } else {
      alerted.append("p").text("None.");
    }
    const named = [...new Map(data.units.flatMap(u => u.figures).map(f => [`${f.metric} ${f.period}`, f])).keys()];
    const units = parts.table(section("Scenarios"), [{title: "scenario", of: u => u.name, text: true}, {title: "file", of: u => u.label, text: true}, {title: "state", of: u => u.state, text: true},
      ...named.map(name => ({title: name.replace("question:", ""), of: u => { const f = u.figures.find(f => `${f.metric} ${f.period}` === name); return f ? value(f) : ""; }}))], data.units);
    links(units.selectAll("tbody tr").select("td"), data.units.map(u => u.page));
    parts.table(section("Nights"), [{title: "night", of: n => n.night, text: true}, {title: "began", of: n => n.started, text: true}, {title: "ended", of: n => n.finished || "not", text: true},
      {title: "drawn", of: n => n.made}, {title: "as they were", of: n => n.known}, {title: "failed", of: n => n.failed}, {title: "alerts", of: n => n.alerts}], data.nights);
    return parts.csv(["scenario", "state", "metric", "period", "unit", "p5", "p50", "p95"],
      data.units.flatMap(u => u.figures.map(f => [u.label, u.state, f.metric, f.period, f.unit, f.p5, f.p50, f.p95])));
  }

  function subject(data, section, grid) {
    if (!data.alone) d3.select("header").append("p").append("a").attr("href", "index.html").text("All scenarios of the night");
    if (data.alerts.length) parts.table(section("Alerts"), [{title: "what", of: a => a.what, text: true}, {title: "", of: a => a.text, text: true}], data.alerts);
    const charted = grid("Over the nights");
    for (const one of data.histories) history(charted, one);
    if (data.record.length) {
      const inside = data.record.filter(r => r.in_90).length;
      const box = section("The record: the last forecast before each report");
      box.append("p").attr("class", "note").text(`${inside} of ${data.record.length} outcomes lay within their nine in ten.`);
      control(box.append("div").attr("class", "charts"), data.record);
      const in_unit = (r, v) => { const format = figures.forUnit(r.unit, Math.abs(r.outcome)); return `${format.of(v)} ${format.unit}`; };
      parts.table(box, [{title: "metric", of: r => r.metric, text: true}, {title: "quarter", of: r => r.period, text: true}, {title: "drawn", of: r => r.night, text: true},
        {title: "p5", of: r => in_unit(r, r.p5)}, {title: "p50", of: r => in_unit(r, r.p50)}, {title: "p95", of: r => in_unit(r, r.p95)}, {title: "came", of: r => in_unit(r, r.outcome)}, {title: "PIT", of: r => r.pit.toFixed(2)}], data.record);
    }
    if (data.figures.length) parts.table(parts.folded(section("Figures"), `${data.figures.length} figures of the newest run`), [{title: "metric", of: f => f.metric, text: true}, {title: "period", of: f => f.period, text: true},
      {title: "p50", of: value}], data.figures);
    return parts.csv(["metric", "period", "unit", "date", "as_of", "p5", "p50", "p95"],
      data.histories.flatMap(h => h.points.map(p => [h.metric, h.period, h.unit, p.date, p.as_of, p.p5, p.p50, p.p95])));
  }

  return {overview, subject};
})();
