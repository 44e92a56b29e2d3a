/**
 * Calls are chosen by their names before anybody resolves them: whatever a file calls what gives a resource, the choice
 * must not lose it.
 */
import { describe, expect, test } from 'vitest';
import { analysisOf } from './support/analysis-of.ts';

/** Lines on which something is acquired that the function loses. */
function lost(text: string): number[] {
  return analysisOf(text, { parser: 'espree-commonjs' }).findings.map(({ acquire }) => acquire.loc.start.line);
}

/** It mentions the module, so that it is looked at whatever the call is named. */
const leak = (call: string): string => `function f(h) {\n  const s = ${call};\n  if (net.isIP(h)) return;\n  s.destroy();\n}`;

const names: Readonly<Record<string, string>> = {
  'the name of the table': `const net = require('net');\n${leak('net.connect(80)')}`,
  'an alias of the pattern': `const net = require('net'); const { connect: dial } = net;\n${leak('dial(80)')}`,
  'a chain of aliases': `const net = require('net'); const { connect } = net; const a = connect; const b = a;\n${leak('b(80)')}`,
  'a property': `const net = require('net'); const api = { dial: require('net').connect };\n${leak('api.dial(80)')}`,
  'a property that is assigned': `const net = require('net'); const api = {}; api.dial = net.connect;\n${leak('api.dial(80)')}`,
  'a static field': `const net = require('net'); class Api { static dial = net.connect; }\n${leak('Api.dial(80)')}`,
  'one of two': `const tls = require('tls'), net = require('net'); const dial = process.env.TLS ? tls.connect : net.connect;\n${leak('dial(80)')}`,
  'what a function of the file gives': `const net = require('net'); function pick() { return net.connect; } const dial = pick();\n${leak('dial(80)')}`,
  'a function of the file': `const net = require('net'); function open() { return net.connect(80); }\n${leak('open()')}`,
  'a function of the file, bound at the call': `const net = require('net'); function open() { return net.connect(80); }\n${leak('open.call(null)')}`,
  'a method of the file': `const net = require('net'); const api = { open() { return net.connect(80); } };\n${leak('api.open()')}`,
  'a function that gives on what another opens': `const net = require('net'); const open = () => net.connect(80); const again = () => open();\n${leak('again()')}`,
  'a property of the exports': `const net = require('net'); exports.dial = require('net').connect;\n${leak('exports.dial(80)')}`,
  'a module that is required where it is used': `const net = require('net');\n${leak("require('net').connect(80)")}`,
};

describe('a name for what gives a socket', () => {
  test.each(Object.entries(names))('%s', (_name, text) => {
    expect(lost(text)).toEqual([3]);
  });
});

const handed: Readonly<Record<string, string>> = {
  'a factory by another name': "const { createServer: serve } = require('net');\nserve(\nsocket => {\n  if (socket.bad) return;\n  socket.destroy();\n});",
  'an event': "const server = require('net').createServer();\nserver.on('connection',\nsocket => {\n  if (socket.bad) return;\n  socket.destroy();\n});",
  'an event of an emitter nobody knows': "exports.watch = server => {\nserver.on('secureConnection',\nsocket => {\n  if (socket.bad) return;\n  socket.destroy();\n}); };",
};

describe('a call that hands a socket to a listener', () => {
  test.each(Object.entries(handed))('%s', (_name, text) => {
    expect(lost(text)).toEqual([3]);
  });
});
