// How figures are written: as the tables of the program write them.
const figures = (() => {
  const minus = text => text.replace("-", "−");
  const grouped = (value, decimals) => minus(value.toLocaleString("en-US", {minimumFractionDigits: decimals, maximumFractionDigits: decimals}));

  /** A format for all figures of one chart: {unit, of(value), change(value)}. */
  function forUnit(unit, largest) {
    if (unit === "fraction") {
      return {unit: "%", factor: 100, of: v => grouped(100 * v, 1), change: v => signed(100 * v, 2, " pt")};
    }
    let factor = 1, prefix = "";
    const smallest = unit === "USD" ? 1e6 : 1e3;
    for (const [size, name] of [[1e9, "bn"], [1e6, "M"], [1e3, "k"]]) {
      if (largest >= size && size >= smallest) { factor = 1 / size; prefix = name + " "; break; }
    }
    const shown = largest * factor;
    const decimals = shown < 10 ? 2 : shown < 1000 ? 1 : 0;
    return {unit: (prefix + (unit === "USD/share" ? "USD per share" : unit)).trim(), factor,
            of: v => grouped(v * factor, decimals), change: v => signed(v * factor, decimals, "")};
  }

  function signed(value, decimals, behind) {
    const text = grouped(value, decimals);
    const zero = !/[1-9]/.test(text);
    return (value > 0 && !zero ? "+" : "") + (zero ? grouped(0, decimals) : text) + behind;
  }

  const percent = share => share > 0 && share < 0.001 ? "<0.1%" : share > 0.999 && share < 1 ? ">99.9%" : grouped(100 * share, 1) + "%";

  /** A fiscal period's place on an axis of quarters: FY27Q3, or a year at its last quarter. */
  function quarterOf(period) {
    const match = /^FY(\d+)(?:Q([1-4]))?$/.exec(period);
    return match ? 4 * Number(match[1]) + (match[2] ? Number(match[2]) : 4) - 1 : NaN;
  }

  return {forUnit, percent, quarterOf, signed};
})();
