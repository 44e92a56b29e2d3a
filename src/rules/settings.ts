/**
 * `settings['socket-leaks']`: what changes the analysis itself, shared by all rules.
 *
 * Guarantee: complete settings with the defaults filled in, or a `ConfigurationError`.
 */
import { choice, flag, record } from './choices.ts';

export const settingsKey = 'socket-leaks';

/** Which calls are believed to throw (docs: settings). */
export const exceptionChoices = ['explicit', 'likely', 'all'] as const;
export type Exceptions = (typeof exceptionChoices)[number];

export interface Settings {
  readonly exceptions: Exceptions;
  /** Report what could not be modelled. */
  readonly debug: boolean;
}

export const defaultSettings: Settings = { exceptions: 'likely', debug: false };

export function readSettings(all: Readonly<Record<string, unknown>>): Settings {
  const written = all[settingsKey];
  if (written === undefined) return defaultSettings;
  const where = `settings['${settingsKey}']`;
  const given = record(where, written, Object.keys(defaultSettings));
  return {
    exceptions: given['exceptions'] === undefined ? defaultSettings.exceptions : choice(`${where}.exceptions`, given['exceptions'], exceptionChoices),
    debug: given['debug'] === undefined ? defaultSettings.debug : flag(`${where}.debug`, given['debug']),
  };
}
