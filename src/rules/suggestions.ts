/**
 * Repairs of a finding that can be written down mechanically.
 *
 * Input: a finding and its file. Guarantee: each suggestion is a list of edits that do not overlap, leaves the file
 * parseable, and where it is offered the finding is gone after it. When unsure there is none.
 */
import type { SourceCode } from 'eslint';
import type { Finding } from '../dataflow/findings/types.ts';
import type { RuleOptions } from './options.ts';
import { closeWithOther } from './suggestions/close-with-other.ts';
import { endOwnSide } from './suggestions/end-own-side.ts';
import { closeInMethod } from './suggestions/close-in-method.ts';
import { ownedBy } from './suggestions/owned.ts';
import { releaseBeforeExit } from './suggestions/release-before-exit.ts';
import { releaseOnFailure } from './suggestions/release-on-failure.ts';
import { sourceOf } from './suggestions/source.ts';
import { stretchOf } from './suggestions/stretch.ts';
import { useAwaitUsing } from './suggestions/use-await-using.ts';
import { wrapInFinally } from './suggestions/wrap-in-finally.ts';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const suggestionMessages = {
  releaseBeforeExit: 'Call `{{call}}` before control leaves.',
  wrapInFinally: 'Call `{{call}}` in a `finally` block.',
  releaseOnFailure: 'Catch what fails here, call `{{call}}` and throw on.',
  endOwnSide: 'Call `{{call}}`, so that the end of the other side closes it.',
  closeWithOther: 'Register `{{call}}`, so that neither outlives the other.',
  closeInMethod: 'Call `{{call}}` at the end of `{{method}}()`.',
  useAwaitUsing: 'Declare `{{name}}` with `await using`.',
} as const;

export interface Suggestion {
  readonly messageId: keyof typeof suggestionMessages;
  readonly data: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
}

export function suggestionsFor(finding: Finding, sourceCode: SourceCode, options: RuleOptions): readonly Suggestion[] {
  const source = sourceOf(sourceCode);
  const closing = closeInMethod(finding, source);
  if (closing !== null) return [{ messageId: 'closeInMethod', ...closing }];
  if (finding.aside !== undefined) {
    const listening = finding.aside.about === 'pair' ? closeWithOther(finding, source) : endOwnSide(finding, source);
    return listening === null ? [] : [{ ...listening, data: { call: listening.call, name: finding.name ?? '' } }];
  }
  const owned = ownedBy(finding, source);
  if (owned === null) return [];
  // What ends well is not what gives up: a request that was ended is sent.
  const stretch = finding.noun === 'request' ? null : stretchOf(finding, owned, source);
  const data = { call: owned.call, name: finding.name ?? owned.call };
  const found: Suggestion[] = [];
  const offer = (messageId: Suggestion['messageId'], edits: readonly Edit[] | null): void => {
    if (edits !== null) found.push({ messageId, data, edits });
  };
  if (stretch !== null) {
    offer('useAwaitUsing', useAwaitUsing(finding, stretch, source, options.awaitUsing));
    offer('wrapInFinally', wrapInFinally(stretch, owned, source));
  }
  const before = releaseBeforeExit(finding, owned, source);
  offer('releaseBeforeExit', before);
  if (stretch === null && before === null) offer('releaseOnFailure', releaseOnFailure(finding, owned, source));
  return found;
}
