/**
 * Source texts that grow in one construct. Each is valid CommonJS. `about` says what it stresses, `source` makes the text for a size, `sizes` are the sizes
 * that are measured: LONG where text gets longer, DEEP where it gets deeper (parsers give up there first).
 */

const each = (n, make) => Array.from({ length: n }, (_, index) => make(index)).join('\n');
const HEAD = `const net = require("net");\nconst pool = require("./pool");\n`;

const LONG = [50, 100, 200, 400, 800, 1600];
const DEEP = [10, 20, 40, 80, 160, 320];

export const shapes = {
  flat: {
    about: 'control: N independent functions, no sockets',
    source: n => HEAD + each(n, i => `function f${i}(a) { if (a > ${i}) { return a + ${i}; } return f${i ? i - 1 : 0}(a); }`),
    sizes: LONG,
  },
  data: {
    about: 'control: a literal of N entries',
    source: n => HEAD + `module.exports = [\n${each(n, i => `  { id: ${i}, name: "x${i}", on: ["a", "b"] },`)}\n];`,
    sizes: LONG,
  },
  wide: {
    about: 'N independent functions with one socket each',
    source: n => HEAD + each(n, i => `async function f${i}(h) {\n  const s = net.connect(80, h);\n  try { await go${i}(s); if (h.bad) { return null; } s.write("x"); } finally { s.destroy(); }\n}`),
    sizes: LONG,
  },
  seq: {
    about: 'one function, N acquire/try/branch in sequence',
    source: n => HEAD + `async function f(h) {\n${each(n, i => `  const s${i} = net.connect(${i}, h);\n  try { if (h.x${i}) { await g(s${i}); } } finally { s${i}.destroy(); }`)}\n}`,
    sizes: LONG,
  },
  diamonds: {
    about: 'one socket, N if/else in sequence (2^N paths)',
    source: n => HEAD + `function f(h) {\n  const s = net.connect(80, h);\n${each(n, i => `  if (h.a${i}) { s.write("${i}"); } else { s.ref(); }`)}\n  s.destroy();\n}`,
    sizes: LONG,
  },
  branchlive: {
    about: 'N sockets each opened and closed under its own flag (2^N states)',
    source: n => HEAD + `function f(h) {\n${each(n, i => `  let s${i} = null;\n  if (h.a${i}) { s${i} = net.connect(${i}, h); }`)}\n${each(n, i => `  if (s${i}) { s${i}.destroy(); }`)}\n}`,
    sizes: LONG,
  },
  live: {
    about: 'N sockets live at once, one early exit between each two',
    source: n => HEAD + `function f(h) {\n${each(n, i => `  const s${i} = net.connect(${i}, h);\n  if (h.e${i}) { return; }`)}\n${each(n, i => `  s${i}.destroy();`)}\n}`,
    sizes: LONG,
  },
  throws: {
    about: 'N awaits in one try/catch/finally (an exception edge each)',
    source: n => HEAD + `async function f(h) {\n  const s = net.connect(80, h);\n  try {\n${each(n, i => `    await g${i}(s);`)}\n  } catch (e) { h.log(e); } finally { s.end(); }\n}`,
    sizes: LONG,
  },
  slots: {
    about: 'limiter: N acquire/release pairs, throwing work between',
    source: n => HEAD + `async function f() {\n${each(n, i => `  await pool.acquire();\n  try { await w${i}(); } finally { pool.release(); }`)}\n}`,
    sizes: LONG,
  },
  switch: {
    about: 'one loop around an N-way switch over one socket',
    source: n => HEAD + `function f(h) {\n  let s = net.connect(80, h);\n  for (const m of h.list) {\n    switch (m.type) {\n${each(n, i => `      case ${i}: s.write("${i}"); ${i % 7 ? "break;" : "s.destroy(); s = net.connect(80, h); continue;"}`)}\n      default: s.end();\n    }\n  }\n  s.destroy();\n}`,
    sizes: LONG,
  },
  aliases: {
    about: 'a chain of N aliases of one socket',
    source: n => HEAD + `function f(h) {\n  const a0 = net.connect(80, h);\n${each(n, i => `  const a${i + 1} = a${i};`)}\n  a${n}.destroy();\n}`,
    sizes: LONG,
  },
  handlers: {
    about: 'N listeners on one socket',
    source: n => HEAD + `function f(h) {\n  const s = net.connect(80, h);\n${each(n, i => `  s.on("e${i}", () => { if (h.a${i}) { s.destroy(); } });`)}\n}`,
    sizes: LONG,
  },
  chain: {
    about: 'N functions, each hands the socket to the next',
    source: n => HEAD + each(n, i => `function f${i}(s) { s.write("${i}"); if (s.x${i}) { return s; } return f${i + 1}(s); }`) + `\nfunction f${n}(s) { s.destroy(); }\nfunction start(h) { f0(net.connect(80, h)); }`,
    sizes: LONG,
  },
  cycle: {
    about: 'N functions in one call cycle',
    source: n => HEAD + each(n, i => `function f${i}(s) { if (s.a) { s.destroy(); return; } f${(i + 1) % n}(s); }`) + `\nfunction start(h) { f0(net.connect(80, h)); }`,
    sizes: LONG,
  },
  calls: {
    about: 'one helper called from N sites',
    source: n => HEAD + `function open(h) { return net.connect(80, h); }\nfunction shut(s) { if (s) { s.destroy(); } }\n` + each(n, i => `function f${i}(h) { const s = open(h); if (h.a${i}) { return; } shut(s); }`),
    sizes: LONG,
  },
  fields: {
    about: 'a class with N socket fields, opened and closed in two methods',
    source: n => HEAD + `class C {\n  open(h) {\n${each(n, i => `    this.s${i} = net.connect(${i}, h);`)}\n  }\n  close() {\n${each(n, i => `    this.s${i}.destroy();`)}\n  }\n}`,
    sizes: LONG,
  },
  nest: {
    about: 'N nested callbacks, a socket at the top',
    source: n => HEAD + `function f(h) {\n  const s = net.connect(80, h);\n${each(n, i => `s.once("e${i}", () => {`)}\n  s.destroy();\n${each(n, () => "});")}\n}`,
    sizes: DEEP,
  },
  loops: {
    about: 'N nested loops',
    source: n => HEAD + `function f(h) {\n  let s = net.connect(80, h);\n${each(n, i => `for (let i${i} = 0; i${i} < h.n; i${i}++) {`)}\n  s.destroy(); s = net.connect(80, h);\n${each(n, () => "}")}\n  s.destroy();\n}`,
    sizes: DEEP,
  },
  tries: {
    about: 'N nested try/finally, a socket each',
    source: n => HEAD + `async function f(h) {\n${each(n, i => `const s${i} = net.connect(${i}, h); try {`)}\n  await h.go();\n${each(n, i => `} finally { s${n - 1 - i}.destroy(); }`)}\n}`,
    sizes: [4, 8, 16, 32, 64, 128],
  },
  finallies: {
    about: 'finally inside finally, N deep, a way out at each level (ESLint itself is exponential here)',
    source: n => HEAD + `async function f(h) {\n  const s = net.connect(80, h);\n${each(n, i => `try { if (h.a${i}) { return; } await h.go(); } finally {`)}\n  s.destroy();\n${each(n, () => "}")}\n}`,
    sizes: [2, 4, 8, 12, 16],
  },
  thens: {
    about: 'a promise chain of N thens over one socket',
    source: n => HEAD + `function f(h) {\n  const s = net.connect(80, h);\n  return g(s)\n${each(n, i => `    .then(v => { if (v.a${i}) { throw v; } return step${i}(s, v); })`)}\n    .finally(() => s.destroy());\n}`,
    sizes: LONG,
  },
  closures: {
    about: 'N closures over N sockets, each shutting its neighbour',
    source: n => HEAD + `function f(h) {\n${each(n, i => `  const s${i} = net.connect(${i}, h);`)}\n${each(n, i => `  s${i}.on("close", () => s${(i + 1) % n}.destroy());`)}\n}`,
    sizes: LONG,
  },
  timers: {
    about: 'N timers, each armed by the one before',
    source: n => HEAD + `function f(h, done) {\n  const s = net.connect(80, h);\n  const t0 = setTimeout(t1, 5);\n${each(n, i => `  function t${i + 1}() { if (h.a${i}) { s.destroy(); done(); } else { setTimeout(t${i + 2}, 5); } }`)}\n  function t${n + 1}() { s.destroy(); done(t0); }\n}`,
    sizes: LONG,
  },
  members: {
    about: 'N methods over N socket fields, guards in each',
    source: n => HEAD + `class C {\n${each(n, i => `  open${i}(h) { if (this.s${i}) { this.s${i}.destroy(); } this.s${i} = net.connect(${i}, h); }\n  drop${i}() { if (this.s${i}) { this.s${i}.destroy(); this.s${i} = null; } }`)}\n  close() {\n${each(n, i => `    this.drop${i}();`)}\n  }\n}`,
    sizes: LONG,
  },
  slotlive: {
    about: 'N slots held at once, an early return between each two',
    source: n => HEAD + `async function f(h) {\n${each(n, i => `  const r${i} = await pool.acquire();\n  if (h.e${i}) { return; }`)}\n${each(n, i => `  r${i}.release();`)}\n}`,
    sizes: LONG,
  },
  ifs: {
    about: 'N nested ifs over one socket',
    source: n => HEAD + `function f(h) {\n  const s = net.connect(80, h);\n${each(n, i => `if (h.a${i}) {`)}\n  s.destroy();\n${each(n, () => "}")}\n}`,
    sizes: DEEP,
  },
};
