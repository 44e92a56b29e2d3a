/** The few statistics the measurements need. Values that are not finite numbers are left out. */

export function median(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

export const sum = values => values.reduce((total, value) => total + value, 0);

/**
 * The exponent k of time ~ N^k: least-squares slope in log-log over the last four points above 2 ms, below which the
 * clock and the garbage collector decide.
 */
export function growthExponent(points) {
  const used = points.filter(([, time]) => time > 2).slice(-4).map(([n, time]) => [Math.log(n), Math.log(time)]);
  if (used.length < 3) return NaN;
  const meanX = sum(used.map(([x]) => x)) / used.length;
  const meanY = sum(used.map(([, y]) => y)) / used.length;
  return sum(used.map(([x, y]) => (x - meanX) * (y - meanY))) / sum(used.map(([x]) => (x - meanX) ** 2));
}
