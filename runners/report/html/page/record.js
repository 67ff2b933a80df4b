// The charts of a backtest: fans from past origins with what came of them, and the calibration.
const record = (() => {
  const margin = {left: 42, right: 10, top: 10, bottom: 24};
  const quarters_before = 4;
  const z90 = 1.6449;

  function frame(svg, x, y, width, height, ticks, label) {
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).tickValues(ticks).tickFormat(label).tickSizeOuter(0));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).ticks(4).tickSize(-(width - margin.left - margin.right)));
  }

  /** One origin: the bands and the median, the baseline's median, what was reported before and after. */
  function fan(parent, metric, from) {
    const at = p => ({...p, at: figures.quarterOf(p.period)});
    const origin = figures.quarterOf(from.origin), quarters = from.quarters.map(at), last = d3.max(quarters, q => q.at);
    const reported = metric.reported.map(at).filter(p => p.at >= origin - quarters_before && p.at <= last);
    const known = reported.filter(p => p.at <= origin), later = reported.filter(p => p.at > origin);
    const start = known.filter(p => p.at === origin).map(p => ({period: p.period, at: p.at, p5: p.value, p25: p.value, p50: p.value, p75: p.value, p95: p.value}));
    const fanned = [...start, ...quarters], baseline = [...start, ...from.baseline.map(at)];
    const format = figures.forUnit(metric.unit, d3.max(metric.fans.flatMap(f => f.quarters), q => Math.abs(q.outcome === null ? q.p50 : q.outcome)));
    const charged = new Set(quarters.filter(q => q.charged).map(q => q.at));
    parts.figure(parent, `After ${from.origin}`, `as of ${from.date}`, 190, (svg, width, height) => {
      const all = [...fanned.flatMap(q => [q.p5, q.p95]), ...reported.map(p => p.value), ...baseline.map(p => p.p50)].map(v => v * format.factor);
      const x = d3.scaleLinear().domain([origin - quarters_before - 0.4, last + 0.4]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain(d3.extent(all)).nice().range([height - margin.bottom, margin.top]);
      frame(svg, x, y, width, height, d3.range(origin - quarters_before, last + 1, 2), q => `FY${Math.floor(q / 4)}Q${q % 4 + 1}`);
      const line = (points, of) => d3.line().x(p => x(p.at)).y(p => y(of(p) * format.factor))(points);
      const band = (low, high) => d3.area().x(q => x(q.at)).y0(q => y(q[low] * format.factor)).y1(q => y(q[high] * format.factor))(fanned);
      svg.append("path").attr("class", "outer").attr("d", band("p5", "p95"));
      svg.append("path").attr("class", "inner").attr("d", band("p25", "p75"));
      svg.append("path").attr("class", "baseline").attr("d", line(baseline, p => p.p50));
      svg.append("path").attr("class", "median").attr("d", line(fanned, p => p.p50));
      svg.append("path").attr("class", "known").attr("d", line(known, p => p.value));
      svg.append("g").selectAll("circle").data(reported).enter().append("circle").attr("cx", p => x(p.at)).attr("cy", p => y(p.value * format.factor))
        .attr("r", p => p.at <= origin ? 2 : 3.5).attr("class", p => p.at <= origin ? "known-point" : charged.has(p.at) ? "outcome charged" : "outcome");
      const step = x(1) - x(0), came = p => later.find(o => o.at === p.at);
      parts.hits(svg, [...known.filter(p => p.at < origin), ...quarters], p => ({x: x(p.at) - step / 2, y: margin.top, width: step, height: height - margin.top - margin.bottom}),
        p => p.value !== undefined ? `${p.period} reported ${format.of(p.value)} ${format.unit}`
          : `${p.period} ${format.of(p.p50)} ${format.unit}\nnine in ten ${format.of(p.p5)} to ${format.of(p.p95)}${came(p) ? `\ncame ${format.of(came(p).value)}` : ""}${p.charged ? ", quarter with a charge" : ""}`);
    });
  }

  /** How many outcomes fell into each tenth of their forecasts. */
  function pits(parent, metric) {
    const cells = 10, counts = d3.range(cells).map(i => metric.pits.filter(p => Math.min(cells - 1, Math.floor(cells * p)) === i).length);
    const expected = metric.pits.length / cells, reach = z90 * Math.sqrt(expected * (1 - 1 / cells));
    parts.figure(parent, `Where outcomes fell (PIT), n = ${metric.pits.length}`, "share of the forecast below the outcome", 190, (svg, width, height) => {
      const x = d3.scaleLinear().domain([0, 1]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain([0, Math.max(1, 1.1 * Math.max(d3.max(counts), expected + reach))]).range([height - margin.bottom, margin.top]);
      frame(svg, x, y, width, height, d3.range(0, 1.01, 0.25), d3.format(".0%"));
      svg.append("rect").attr("class", "chance").attr("x", x(0)).attr("width", x(1) - x(0)).attr("y", y(expected + reach)).attr("height", y(Math.max(0, expected - reach)) - y(expected + reach));
      svg.append("g").selectAll("rect").data(counts).enter().append("rect").attr("class", "before").attr("x", (c, i) => x(i / cells) + 1.5)
        .attr("width", x(1 / cells) - x(0) - 3).attr("y", c => y(c)).attr("height", c => y(0) - y(c));
      svg.append("line").attr("class", "zero dashed").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(expected)).attr("y2", y(expected));
      parts.hits(svg, counts.map((count, i) => ({count, i})), c => ({x: x(c.i / cells), y: margin.top, width: x(1 / cells) - x(0), height: height - margin.top - margin.bottom}),
        c => `${10 * c.i}% to ${10 * c.i + 10}%: ${c.count} of ${metric.pits.length}`);
    });
  }

  /** The share of outcomes below each quantile; the diagonal where the forecasts are calibrated. */
  function calibration(parent, metric) {
    const stairs = values => {
      const sorted = [...values].sort(d3.ascending), points = [[0, 0]];
      sorted.forEach((p, i) => points.push([p, i / sorted.length], [p, (i + 1) / sorted.length]));
      return [...points, [1, 1]];
    };
    parts.figure(parent, "Share of outcomes below the quantile", "probability of the quantile", 190, (svg, width, height) => {
      const x = d3.scaleLinear().domain([0, 1]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain([0, 1]).range([height - margin.bottom, margin.top]);
      frame(svg, x, y, width, height, d3.range(0, 1.01, 0.25), d3.format(".0%"));
      const reach = p => z90 * Math.sqrt(p * (1 - p) / Math.max(1, metric.pits.length));
      svg.append("path").attr("class", "chance").attr("d", d3.area().x(p => x(p)).y0(p => y(Math.max(0, p - reach(p)))).y1(p => y(Math.min(1, p + reach(p))))(d3.range(0, 1.001, 0.025)));
      svg.append("line").attr("class", "zero dashed").attr("x1", x(0)).attr("y1", y(0)).attr("x2", x(1)).attr("y2", y(1));
      const line = d3.line().x(p => x(p[0])).y(p => y(p[1]));
      if (metric.baseline_pits.length) svg.append("path").attr("class", "baseline").attr("d", line(stairs(metric.baseline_pits)));
      if (metric.pits.length) svg.append("path").attr("class", "median").attr("d", line(stairs(metric.pits)));
    });
  }

  return {fan, pits, calibration};
})();
