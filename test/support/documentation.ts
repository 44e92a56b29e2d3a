/**
 * Renders the generated parts of the documentation: headers, examples with their real reports, tables.
 *
 * Input: the table of rules, the rows of options, fixtures. Guarantee: the same text for the same sources; only what
 * stands between the markers of a page is replaced, prose is never touched.
 */
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import plugin from '../../src/index.ts';
import type { RuleRow } from '../../src/rules/define-rule.ts';
import { optionRows } from '../../src/rules/options.ts';

export const root = path.resolve(import.meta.dirname, '../..');
export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Replaces what stands between `<!-- generated: name -->` and `<!-- end generated -->`. */
export function fill(page: string, name: string, content: string): string {
  const begin = `<!-- generated: ${name} -->\n`;
  const end = '<!-- end generated -->';
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for "${name}"`);
  return `${page.slice(0, from + begin.length)}${content.trimEnd()}\n${page.slice(to)}`;
}

export function rulePage(page: string, row: RuleRow): string {
  let filled = fill(page, 'header', header(row));
  filled = fill(filled, 'example', example(row));
  return fill(filled, 'options', optionsTable());
}

function header(row: RuleRow): string {
  return [`# socket-leaks/${row.name}`, '', `> ${sentence(row.description)}`, '', `In the presets ${row.presets.map(name => `\`${name}\``).join(' and ')}. Has suggestions.`].join('\n');
}

function example(row: RuleRow): string {
  const [fixture = ''] = row.fixtures;
  const leaky = withoutMarks(read(`fixtures/${fixture}/leaky.ts`));
  const fixed = withoutMarks(read(`fixtures/${fixture}/fixed.ts`));
  return [`\`\`\`ts\n${leaky}\`\`\``, '', 'is reported as', '', `\`\`\`text\n${reports(leaky, 'leaky.ts').join('\n')}\n\`\`\``, '', 'and this, which differs by the repair, is not:', '', `\`\`\`ts\n${fixed}\`\`\``].join('\n');
}

/** A fixture as a reader wants it: without the comments that address the runner. */
export function withoutMarks(source: string): string {
  const lines = source.split('\n').filter(line => !/^\s*\/\/(?: @|\?)/u.test(line));
  return lines.map(line => line.replace(/\s*\/\/ (?:expect|via) .*$/u, '')).join('\n').trimStart();
}

/** What the recommended preset says of a source, as `line:column  message  rule`. */
export function reports(source: string, filename: string): string[] {
  const config: Linter.Config = { ...plugin.configs.recommended, files: ['**/*.*'], languageOptions: { parser } };
  return new Linter().verify(source, [config], { filename }).map(({ line, column, message, ruleId }) => `${line}:${column}  error  ${message}  ${ruleId ?? ''}`);
}

function optionsTable(): string {
  const rows = optionRows.map(row => `| \`${row.name}\` | ${row.choices.map(value => `\`"${value}"\``).join(', ')} | ${row.default === null ? 'as the settings say' : `\`"${row.default}"\``} | ${row.description} |`);
  return ['| Option | Values | Default | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

export function rulesTable(rows: readonly RuleRow[]): string {
  const lines = rows.map(row => `| [${row.name}](docs/rules/${row.name}.md) | ${sentence(row.description)} | ${row.presets.map(name => `\`${name}\``).join(', ')} |`);
  return ['| Rule | What it is for | Presets |', '| --- | --- | --- |', ...lines].join('\n');
}

export function demo(): string {
  const file = 'examples/ping.js';
  const source = read(file);
  return [`\`\`\`js\n${source}\`\`\``, '', `\`\`\`text\n${file}\n${reports(source, 'ping.js').map(line => `  ${line}`).join('\n')}\n\`\`\``].join('\n');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
