/**
 * The parser does not matter: espree, @typescript-eslint/parser and @babel/eslint-parser give the same findings, at the
 * same places and in the same words, on the same source.
 */
import { describe, expect, inject, it } from 'vitest';
import { eslint, LEAKY, place, type Message } from './support/consumer.ts';
import { nodeForBabel8, type EslintMajor } from './support/installed-package.ts';

/** Syntax on which ESTree dialects are known to differ: optional chains, class members, literals, directives, patterns. */
const VARIED = `'use strict';
const net = require('node:net');
const { connect: dial, createServer } = require('net');

class Peer {
  #socket = null;
  static limit = 10n;
  static { this.pattern = /a+/u; }
  async open(port, ready) {
    const socket = net.connect(port);
    await ready();
    this.#socket = socket;
    return socket;
  }
  close() { this.#socket?.destroy(); }
}

async function early(port, flag) {
  const socket = dial({ port });
  if (flag) return null;
  socket?.destroy();
  return flag ?? port;
}

async function nullish(port, go, { wanted = true, ...rest } = {}) {
  let socket = null;
  try {
    socket = net.createConnection(port);
    await go(rest);
  } finally {
    if (wanted) socket?.end();
  }
}

async function silent(port, go) {
  const socket = net.connect(port);
  try {
    for await (const step of go()) socket.write(\`\${step}\`);
  } finally {
    socket.destroy();
  }
}

function overwritten(ports) {
  let socket;
  for (const port of ports) socket = net.connect(port);
  socket.destroy();
}

module.exports = { Peer, early, nullish, silent, overwritten, createServer };
`;

const PARSERS = {
  espree: '',
  '@typescript-eslint/parser': "import parser from '@typescript-eslint/parser';",
  '@babel/eslint-parser': "import parser from '@babel/eslint-parser';",
} as const;

type Parser = keyof typeof PARSERS;

function configuration(parser: Parser): string {
  const own = PARSERS[parser] === '' ? '' : 'parser, ';
  return [
    PARSERS[parser],
    "import socketLeaks from 'eslint-plugin-socket-leaks';",
    `export default [socketLeaks.configs.strict, { languageOptions: { ${own}sourceType: 'commonjs', parserOptions: { requireConfigFile: false } } }];`,
  ].join('\n');
}

async function findings(major: EslintMajor, parser: Parser, source: string, node = process.execPath): Promise<readonly Message[]> {
  const folder = await place(inject('consumers')[major], { 'eslint.config.mjs': configuration(parser), 'source.js': source });
  const { messages } = await eslint(folder, ['source.js'], major === '8' ? { ESLINT_USE_FLAT_CONFIG: 'true' } : {}, node);
  // which fields ESLint adds beside these depends on its version
  return messages.map(({ ruleId, line, column, endLine, endColumn, message, fatal }) => ({
    ruleId, line, column, message, ...(endLine !== undefined && { endLine }), ...(endColumn !== undefined && { endColumn }), ...(fatal && { fatal }),
  }));
}

describe.each([
  { major: '8', parser: '@typescript-eslint/parser' },
  { major: '9', parser: '@typescript-eslint/parser' },
  { major: '9', parser: '@babel/eslint-parser' },
  { major: '10', parser: '@typescript-eslint/parser' },
  { major: '10', parser: '@babel/eslint-parser' },
] as const)('ESLint $major with $parser', ({ major, parser }) => {
  it.for([['the plain leak', LEAKY], ['varied syntax', VARIED]] as const)('agrees with espree on %s', async ([, source], context) => {
    const babel8 = major === '10' && parser === '@babel/eslint-parser';
    const node = babel8 ? nodeForBabel8(inject('consumers')[major]) : process.execPath;
    if (node === undefined) return context.skip(`@babel/eslint-parser 8 needs Node 22.18, this is ${process.version}`);
    const [expected, actual] = await Promise.all([findings(major, 'espree', source), findings(major, parser, source, node)]);
    expect(expected.map(message => message.ruleId)).toContain('socket-leaks/no-leaked-socket');
    expect(actual).toEqual(expected);
  });
});

describe('across versions', () => {
  it('says the same with ESLint 8, 9 and 10', async () => {
    const [eight, nine, ten] = await Promise.all((['8', '9', '10'] as const).map(major => findings(major, 'espree', VARIED)));
    expect(eight).toEqual(ten);
    expect(nine).toEqual(ten);
  });
});
