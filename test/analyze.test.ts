/** What the pipeline guarantees whatever a file holds: each function once, and the same whatever is done to be fast. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { walksOf } from '../src/dataflow/debug/walks.ts';
import { judge } from '../src/dataflow/findings/judge.ts';
import type { Finding } from '../src/dataflow/findings/types.ts';
import { findCases } from './support/fixture-cases.ts';
import { analysisOf, toldBy } from './support/analysis-of.ts';

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

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const sources = findCases(fixtures).flatMap(fixture => (fixture.kind === 'pair' ? [fixture.leaky, fixture.fixed] : [fixture.file])).flatMap(source => (source === null ? [] : [[path.relative(fixtures, source.path), source.text] as const]));
const policies = ['likely', 'all'] as const;

describe('the screen', () => {
  test.each(sources)('drops nothing of %s', (_, text) => {
    for (const exceptions of policies) {
      const all = analysisOf(text, { parser: 'typescript', exceptions, without: new Set() });
      expect(toldBy(analysisOf(text, { parser: 'typescript', exceptions }))).toEqual(toldBy(all));
    }
  });
});

describe('walks that stop once enough is clear', () => {
  const placeOf = ({ acquire, kind, certainty }: Finding): string => `${acquire.loc.start.line}:${acquire.loc.start.column} ${kind} ${certainty}`;
  test.each(sources)('say what walks to the end say of %s', (_, text) => {
    for (const exceptions of policies) {
      const patient: string[] = [];
      const { findings } = analysisOf(text, { parser: 'typescript', exceptions }, stage => {
        if (stage.name !== 'facts') return;
        for (const { site, simulation } of walksOf(stage.ir, stage.parameters, stage.unit)) {
          patient.push(...judge(site, simulation, stage.ir, stage.unit).map(placeOf));
        }
      });
      // What fields hold is judged by the methods of the owner, and what is between two connections by what is done with both: neither by a walk from where it begins.
      expect(findings.filter(({ kind, aside }) => kind !== 'unclosed-field' && aside === undefined).map(placeOf).sort()).toEqual(patient.sort());
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
