/** What the pipeline guarantees whatever a file holds: each function once, in order, with or without the screen. */
import { describe, expect, test } from 'vitest';
import { findCases } from './support/fixture-cases.ts';
import { analysisOf, toldBy } from './support/analysis-of.ts';
import path from 'node:path';

const listener = `function handle(peer) {
  const upstream = net.connect(1);
  if (peer.remotePort === 7) return;
  upstream.destroy();
  peer.destroy();
}
`;
const registration = 'net.createServer(handle).listen(1);\nhttp.createServer().on("connection", handle);\n';
const imports = 'import net from "node:net";\nimport http from "node:http";\n';

describe('a listener', () => {
  test.each([
    ['before', `${imports}${listener}${registration}`, ['3 leaked-socket', '4 leaked-socket']],
    ['after', `${imports}${registration}${listener}`, ['5 leaked-socket', '6 leaked-socket']],
  ])('that stands %s those who register it is analysed once, with what they hand it', (_, text, expected) => {
    expect(toldBy(analysisOf(text)).map(line => line.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  test('that registers another hands on', () => {
    const text = `${imports}net.createServer(first => { net.createServer(second => { second.write('x'); }).listen(2); first.destroy(); }).listen(1);\n`;
    expect(toldBy(analysisOf(text)).map(line => line.split(' ').slice(0, 3).join(' '))).toEqual(['3 leaked-socket never']);
  });
});

describe('the screen', () => {
  const sources = findCases(path.resolve(import.meta.dirname, '../fixtures')).flatMap(fixture => (fixture.kind === 'pair' ? [fixture.leaky, fixture.fixed] : [fixture.file]));
  test.each(sources.flatMap(source => (source === null ? [] : [[path.relative(path.resolve(import.meta.dirname, '../fixtures'), source.path), source.text] as const])))('drops nothing of %s', (_, text) => {
    for (const exceptions of ['explicit', 'likely', 'all'] as const) {
      const all = analysisOf(text, { parser: 'typescript', exceptions, without: new Set() });
      expect(toldBy(analysisOf(text, { parser: 'typescript', exceptions }))).toEqual(toldBy(all));
    }
  });
});

describe('the release that a finding names', () => {
  const releaseOf = (code: string): (string | undefined)[] => analysisOf(`async function f(sem, key) { await sem.${code} }`).findings.map(finding => finding.release);
  test.each([
    ['that of its pair, as the function writes it', 'enter(); JSON.parse(key); sem.leave();', 'leave()'],
    ['with what it is passed', 'acquire(); JSON.parse(key); sem.destroy(key);', 'destroy(key)'],
    ['without long arguments', 'acquire(); JSON.parse(key); sem.release({ key, reason: "it is over" });', 'release(…)'],
    ['one that other code of the file uses', 'take(); JSON.parse(key); } function g(sem) { sem.putBack();', 'putBack()'],
    ['with arguments that only other code knows', 'take(); JSON.parse(key); } function g(sem) { sem.putBack(1);', 'putBack(…)'],
    ['the usual one where there is none', 'acquire(); JSON.parse(key);', 'release()'],
  ])('is %s', (_, code, release) => {
    expect(releaseOf(code)).toEqual([release]);
  });
});
