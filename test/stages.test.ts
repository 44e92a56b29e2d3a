/**
 * What the stages of facts and summaries say, file by file: `fixtures/facts/<name>.ts` beside `<name>.facts.txt`, and the same for
 * `summaries`. `UPDATE_STAGES=1` writes the texts anew: read them before you keep them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stageText } from '../src/dataflow/debug/stage-text.ts';
import type { Stage } from '../src/dataflow/stages.ts';
import { analysisOf } from './support/analysis-of.ts';

const update = process.env['UPDATE_STAGES'] === '1';

describe.each(['facts', 'summaries'] as const)('%s', name => {
  const folder = new URL(`../fixtures/${name}/`, import.meta.url);
  const sources = readdirSync(folder).filter(file => file.endsWith('.ts'));
  const goldenOf = (file: string): string => file.replace(/\.ts$/u, `.${name}.txt`);

  test.each(sources)('%s', file => {
    const texts: string[] = [];
    analysisOf(readFileSync(new URL(file, folder), 'utf8'), { parser: 'typescript' }, stage => {
      if (stage.name === name && tells(stage)) texts.push(stageText(stage));
    });
    const text = texts.join('\n');
    const golden = new URL(goldenOf(file), folder);
    if (update) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  test('no golden is left without its source', () => {
    expect(readdirSync(folder).filter(file => file.endsWith('.txt')).sort()).toEqual(sources.map(goldenOf).sort());
  });
});

/** Functions in which nothing begins, or that nobody asked about, would fill the texts with nothing. */
function tells(stage: Stage): boolean {
  return stage.name === 'summaries' ? stage.asked.length > 0 : !stageText(stage).startsWith('nothing is acquired');
}
