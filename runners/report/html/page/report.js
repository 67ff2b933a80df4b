// Puts a report together from the data in the page.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = d3.select("main");
  const section = title => { main.append("h2").text(title); return main.append("div"); };
  const grid = title => section(title).attr("class", "charts");

  function run() {
    const charted = grid("By quarter");
    for (const metric of data.metrics) charts.fan(charted, metric);
    const first = data.metrics[0];
    const years = first.periods.filter(p => !/Q/.test(p.period));
    if (years.length) {
      const year = years[years.length - 1].period;
      const consensus = first.consensus.filter(p => p.period === year).map(p => ({name: "consensus", value: p.value}));
      charts.dotplot(grid("One year"), first, year, consensus);
    }
    if (data.changes.length) parts.table(section("What this scenario changes"), [
      {title: "what", of: c => c.what, text: true}, {title: "of", of: c => c.on, text: true}, {title: "how", of: c => c.how, text: true}, {title: "stated", of: c => c.stated, text: true}], data.changes);
    if (data.answers.length) parts.table(section("Questions"), [
      {title: "question", of: a => a.name, text: true}, {title: "answer", of: a => a.answer}, {title: "asked as", of: a => a.text, text: true}], data.answers);
    parts.table(parts.folded(section("Assumptions, with their sources"), `${data.assumptions.length} drivers`), [
      {title: "driver", of: a => a.driver, text: true}, {title: "unit", of: a => a.unit, text: true}, {title: "believed", of: a => a.text, text: true},
      {title: "changed", of: a => a.changed, text: true}, {title: "sources, newest first", of: a => a.sources.join("; "), text: true}], data.assumptions);
    return parts.csv(["metric", "period", "unit", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "mean"],
      data.metrics.flatMap(m => m.periods.map(p => [m.name, p.period, m.unit, p.p1, p.p5, p.p10, p.p25, p.p50, p.p75, p.p90, p.p95, p.p99, p.mean])));
  }

  function listed(metrics) {
    return Object.entries(metrics).map(([name, metric]) => ({name, title: data.titles[name] || name, unit: metric.unit,
      periods: Object.entries(metric.periods).map(([period, rest]) => ({period, ...rest}))}));
  }

  function compare() {
    const rows = [];
    for (const other of data.others) {
      if (data.others.length > 1) main.append("h2").text(other.scenario);
      parts.table(section("What differs"), [{title: "what", of: d => d.name, text: true}, {title: "before", of: d => d.before || "nothing", text: true},
        {title: "after", of: d => d.after || "gone", text: true}], other.differs);
      const metrics = listed(other.metrics);
      const charted = grid("By quarter, before and after");
      for (const metric of metrics) charts.compared(charted, metric);
      const apart = grid("Path by path");
      for (const metric of metrics.slice(0, 2)) {
        const last = metric.periods[metric.periods.length - 1];
        if (last.histogram.p1 < last.histogram.p99) charts.density(apart, `${metric.title} of ${last.period}`, metric.unit, last);
      }
      for (const m of metrics) for (const p of m.periods) rows.push([other.scenario, m.name, p.period, m.unit, p.before.p50, p.after.p50, p.median_change.value, p.median_change.error, p.higher.value, p.lower.value]);
    }
    return parts.csv(["scenario", "metric", "period", "unit", "before_p50", "after_p50", "change", "change_error", "higher", "lower"], rows);
  }

  function tornado() {
    charts.tornado(grid("Each driver at its p10 and at its p90, the others drawn"), data);
    parts.table(section("Figures"), [{title: "driver", of: b => b.driver, text: true}, {title: "unit", of: b => b.unit, text: true},
      {title: "p10", of: b => d3.format(",.4~r")(b.p10)}, {title: "p90", of: b => d3.format(",.4~r")(b.p90)},
      {title: "at p10", of: b => figures.forUnit(data.unit, Math.abs(data.p50)).change(b.at_p10.median_change.value)},
      {title: "at p90", of: b => figures.forUnit(data.unit, Math.abs(data.p50)).change(b.at_p90.median_change.value)},
      {title: "what it is", of: b => b.meaning, text: true}], data.bars);
    return parts.csv(["driver", "unit", "p10", "p90", "at_p10", "at_p90"], data.bars.map(b => [b.driver, b.unit, b.p10, b.p90, b.at_p10.median_change.value, b.at_p90.median_change.value]));
  }

  function sweep() {
    const charted = grid("Over what was set");
    const metrics = listed(data.points[0].metrics);
    for (const metric of metrics) charts.sweep(charted, data, metric, metric.periods[metric.periods.length - 1].period);
    return parts.csv([...data.axes.map(a => a.name), "metric", "period", "unit", "p5", "p50", "p95", "change", "change_error"],
      data.points.flatMap(point => listed(point.metrics).flatMap(m => m.periods.map(p => [...data.axes.map(a => point.set[a.name]), m.name, p.period, m.unit, p.after.p5, p.after.p50, p.after.p95, p.median_change.value, p.median_change.error]))));
  }

  const csv = {run, compare, tornado, sweep}[data.kind]();
  const downloads = main.append("div").attr("class", "downloads");
  downloads.append("button").attr("type", "button").text("Figures as CSV").on("click", () => parts.download(`${data.kind}.csv`, "text/csv", csv));
  downloads.append("button").attr("type", "button").text("All data as JSON").on("click", () => parts.download(`${data.kind}.json`, "application/json", JSON.stringify(data, null, 2)));
})();
