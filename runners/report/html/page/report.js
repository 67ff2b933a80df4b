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
    if (data.alone.length) parts.table(section("Beliefs alone, the record alone, and both"), [
      {title: "metric", of: a => a.metric, text: true}, {title: "period", of: a => a.period, text: true}, {title: "unit", of: a => a.unit, text: true}, {title: "beliefs alone", of: a => a.beliefs},
      {title: "the record alone", of: a => a.record}, {title: "together", of: a => a.together}], data.alone);
    if (data.takes.length) parts.table(section("What it takes"), [
      {title: "", of: t => t.metric, text: true}, {title: "year", of: t => t.period, text: true}, {title: "unit", of: t => t.unit, text: true}, {title: "it takes", of: t => t.forecast},
      {title: "believed", of: t => t.believed}, {title: "", of: t => t.outside ? "outside what is believed" : "", text: true}, {title: "said", of: t => t.said, text: true}], data.takes);
    if (data.bridges.length) why_it_is(section("Why it is what it is"), data.bridges);
    if (data.answers.length) parts.table(section("Questions"), [
      {title: "question", of: a => a.name, text: true}, {title: "answer", of: a => a.answer}, {title: "asked as", of: a => a.text, text: true}], data.answers);
    parts.table(parts.folded(section("Assumptions, with their sources"), `${data.assumptions.length} drivers`), [
      {title: "driver", of: a => a.driver, text: true}, {title: "unit", of: a => a.unit, text: true}, {title: "believed", of: a => a.text, text: true},
      {title: "changed", of: a => a.changed, text: true}, {title: "sources, newest first", of: a => a.sources.join("; "), text: true}], data.assumptions);
    return parts.csv(["metric", "period", "unit", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "mean"],
      data.metrics.flatMap(m => m.periods.map(p => [m.name, p.period, m.unit, p.p1, p.p5, p.p10, p.p25, p.p50, p.p75, p.p90, p.p95, p.p99, p.mean])));
  }

  /** From consensus to the forecast, a column a step: the steps add up, in any order. */
  function why_it_is(box, bridges) {
    const one = (value, b) => value === null ? "" : figures.forUnit(b.unit, Math.abs(b.forecast)).of(value);
    const step = (value, b) => value === null ? "" : figures.forUnit(b.unit, Math.abs(b.forecast)).change(value);
    const steps = bridges[0].steps.map((s, i) => ({title: s.what, of: b => step(b.steps[i].change, b)}));
    parts.table(box, [{title: "metric", of: b => b.title, text: true}, {title: "period", of: b => b.period, text: true}, {title: "unit", of: b => figures.forUnit(b.unit, Math.abs(b.forecast)).unit, text: true},
      {title: "consensus", of: b => one(b.consensus, b)}, {title: "drivers as published", of: b => one(b.published, b)}, ...steps, {title: "forecast", of: b => one(b.forecast, b)}], bridges);
    box.append("p").attr("class", "note").text("Medians. Each step is the mean of what it adds when it is learnt first and when it is learnt last.");
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
    const grouped = data.bars.some(b => b.group);
    data.bars.forEach(b => { b.driver = b.driver || b.group; });
    charts.tornado(grid(grouped ? "Each group with all its drivers at the end that lowers it, and that raises it" : "Each driver at its p10 and at its p90, the others drawn"), data);
    const end = value => value === null ? "" : d3.format(",.4~r")(value);
    parts.table(section("Figures"), [{title: grouped ? "group" : "driver", of: b => b.driver, text: true}, {title: "unit", of: b => b.unit, text: true},
      {title: "p10", of: b => end(b.p10)}, {title: "p90", of: b => end(b.p90)},
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

  function why() {
    const moves = grid("By piece of news");
    for (const move of data.metrics) charts.waterfall(moves, data.titles[move.metric] || move.metric, move);
    for (const move of data.metrics) {
      const format = figures.forUnit(move.unit, Math.abs(move.from.value));
      parts.table(parts.folded(main, `Figures of ${move.metric}`), [{title: "news", of: s => s.news, text: true}, {title: `change, ${format.unit}`, of: s => format.change(s.change.value)},
        {title: "± error", of: s => format.of(s.change.error)}, {title: "level after it", of: s => format.of(s.level.value)}, {title: "about", of: s => s.about.join("; "), text: true}], move.steps);
    }
    return parts.csv(["metric", "period", "unit", "news", "change", "change_error", "level"],
      data.metrics.flatMap(m => m.steps.map(s => [m.metric, m.period, m.unit, s.news, s.change.value, s.change.error, s.level.value])));
  }

  function scores(parent, metric, rows) {
    if (!rows.length) return;
    parts.table(parent, [{title: "ahead", of: r => r.horizon, text: true}, {title: "method", of: r => r.method, text: true}, {title: "n", of: r => r.n},
      {title: `CRPS, ${metric.score_unit}`, of: r => r.crps}, {title: `error, ${metric.score_unit}`, of: r => r.error}, {title: "in 50%", of: r => r.in_50},
      {title: "in 90%", of: r => r.in_90}, {title: "width of 90%", of: r => r.width}, {title: "skill", of: r => r.skill}], rows)
      .selectAll("tbody tr").attr("class", r => r.own ? "own" : null);
  }

  function backtest() {
    if (data.years.length) parts.table(section("Full years, against consensus"), [
      {title: "year", of: y => y.year, text: true}, {title: "as of", of: y => y.as_of, text: true}, {title: "p5", of: y => y.p5}, {title: "p50", of: y => y.p50}, {title: "p95", of: y => y.p95},
      {title: "consensus", of: y => y.consensus}, {title: "came", of: y => y.came}, {title: "CRPS, log", of: y => y.crps}, {title: "consensus missed by, log", of: y => y.missed}], data.years);
    for (const metric of data.metrics) {
      const box = section(metric.title);
      const items = [["known", "reported by then"], ["median", `${data.method}, median`], ["inner", "half"], ["band", "nine in ten"]];
      if (metric.baseline_method) items.push(["after", `${metric.baseline_method}, median`]);
      if (metric.fans.some(f => f.quarters.some(q => q.charged))) items.push(["charged", "quarter with a charge"]);
      parts.legend(box, items);
      const fans = box.append("div").attr("class", "charts small");
      for (const from of metric.fans) record.fan(fans, metric, from);
      box.append("h3").text("By horizon");
      parts.table(box, [{title: "ahead", of: r => r.horizon, text: true}, {title: "n", of: r => r.n}, {title: `CRPS, ${metric.score_unit}`, of: r => r.crps},
        {title: "bias (below zero: fell short)", of: r => r.bias}, {title: "in 50%", of: r => r.in_50}, {title: "in 90%", of: r => r.in_90}], metric.horizons);
      box.append("h3").text("Scores, one to four quarters ahead");
      scores(box, metric, metric.scores);
      if (metric.scores_uncharged.length) box.append("h3").text("Without quarters with an inventory or export charge");
      scores(box, metric, metric.scores_uncharged);
      box.append("h3").text("Calibration, one to four quarters ahead");
      const calibrated = box.append("div").attr("class", "charts");
      record.pits(calibrated, metric);
      record.calibration(calibrated, metric);
      box.append("p").attr("class", "note").text("Grey: where nine in ten lie by chance if the forecasts are right and the outcomes independent. Forecasts of one quarter from several origins are not, so chance reaches further than that.");
    }
    if (data.questions.length) {
      const asked = section("Questions");
      asked.append("p").attr("class", "note").text(`Brier score, 0 is perfect; a coin has ${data.coin}. By origin: the probability given on the day of its results, and whether it happened.`);
      parts.table(asked, [{title: "question", of: q => q.name, text: true}, {title: "asked as", of: q => q.text, text: true}, {title: "Brier", of: q => q.brier.toFixed(3)},
        {title: "of the share that happened", of: q => q.climatology.toFixed(3)}, {title: "happened", of: q => `${q.happened} of ${q.count}`}], data.questions);
      const answers = data.questions.flatMap(q => q.answers.map(a => ({name: q.name, ...a})));
      parts.table(parts.folded(asked, "Answers by origin"), [{title: "question", of: a => a.name, text: true}, {title: "origin", of: a => a.origin, text: true},
        {title: "probability", of: a => figures.percent(a.probability)}, {title: "happened", of: a => a.happened === null ? "open" : a.happened ? "yes" : "no"}], answers);
    }
    return parts.csv(["metric", "origin", "period", "unit", "p5", "p25", "p50", "p75", "p95", "outcome"],
      data.metrics.flatMap(m => m.fans.flatMap(f => f.quarters.map(q => [m.name, f.origin, q.period, m.unit, q.p5, q.p25, q.p50, q.p75, q.p95, q.outcome === null ? "" : q.outcome]))));
  }

  const night = () => nights.overview(data, section), subject = () => nights.subject(data, section, grid);
  const benchmarks = () => trends.page(data, section, grid);
  const csv = {run, compare, tornado, sweep, backtest, why, night, subject, benchmarks}[data.kind]();
  const downloads = main.append("div").attr("class", "downloads");
  downloads.append("button").attr("type", "button").text("Figures as CSV").on("click", () => parts.download(`${data.kind}.csv`, "text/csv", csv));
  downloads.append("button").attr("type", "button").text("All data as JSON").on("click", () => parts.download(`${data.kind}.json`, "application/json", JSON.stringify(data, null, 2)));
})();
