// The page of benchmarks: how long each took, version after version.
const trends = (() => {
  const margin = {left: 56, right: 12, top: 12, bottom: 26};

  /** The largest of the units in which the value is at least one. */
  function unitOf(unit, value) {
    const units = unit === "s" ? [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]] : [[1e9, "bn instructions"], [1e6, "M instructions"]];
    const [size, name] = units.find(([size]) => value >= size) || units[units.length - 1];
    return {name, of: v => d3.format(".4~g")(v / size), value: v => v / size};
  }

  function trend(parent, of) {
    const points = of.points.map((p, i) => ({...p, i}));
    const unit = unitOf(of.unit, d3.max(points, p => p.median));
    const change = of.change === null ? "" : `, ${figures.signed(100 * of.change, 1, " %")} to those before`;
    parts.figure(parent, `${of.name}, ${unit.name}`, `${of.machine}${change}`, 200, (svg, width, height) => {
      // From zero a change of 2 % would not be seen: the axis is that of the data, with a tenth of it at least.
      const middle = unit.value(d3.median(points, p => p.median));
      const reach = Math.max(0.05 * middle, d3.max(points, p => Math.max(Math.abs(unit.value(p.high) - middle), Math.abs(unit.value(p.low) - middle))));
      const x = d3.scaleLinear().domain([-0.5, points.length - 0.5]).range([margin.left, width - margin.right]);
      const y = d3.scaleLinear().domain([middle - 1.1 * reach, middle + 1.1 * reach]).range([height - margin.bottom, margin.top]);
      svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(5).tickSize(-(width - margin.left - margin.right)));
      svg.append("path").attr("class", "outer").attr("d", d3.area().x(p => x(p.i)).y0(p => y(unit.value(p.low))).y1(p => y(unit.value(p.high)))(points));
      svg.append("path").attr("class", "median").attr("d", d3.line().x(p => x(p.i)).y(p => y(unit.value(p.median)))(points));
      svg.append("g").selectAll("circle").data(points).enter().append("circle").attr("class", "dot").attr("r", 2.5).attr("cx", p => x(p.i)).attr("cy", p => y(unit.value(p.median)));
      const every = Math.max(1, Math.ceil(points.length / (width / 90)));
      svg.append("g").selectAll("text").data(points.filter(p => p.i % every === 0)).enter().append("text").attr("x", p => x(p.i)).attr("y", height - 8).attr("text-anchor", "middle").text(p => p.date.slice(5, 10));
      parts.hits(svg, points, p => ({x: x(p.i) - 6, y: margin.top, width: 12, height: height - margin.top - margin.bottom}),
        p => `${p.date.slice(0, 16).replace("T", " ")} ${p.revision}\n${unit.of(p.median)} ${unit.name}\nhalf of the repetitions ${unit.of(p.low)} to ${unit.of(p.high)}`);
    });
  }

  function page(data, section, grid) {
    const charted = grid("Version after version");
    for (const one of data.trends) trend(charted, one);
    return parts.csv(["benchmark", "machine", "date", "revision", "unit", "low", "median", "high"],
      data.trends.flatMap(t => t.points.map(p => [t.name, t.machine, p.date, p.revision, t.unit, p.low, p.median, p.high])));
  }

  return {page};
})();
