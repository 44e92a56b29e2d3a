/**
 * Checks values that users write in options and settings.
 *
 * Guarantee: a value that is returned is one of the allowed ones; any other raises a `ConfigurationError` that names
 * where it was written, what was written and what is allowed.
 */
class ConfigurationError extends TypeError {
  override readonly name = 'ConfigurationError';
}

export function choice<Value extends string>(where: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) throw new ConfigurationError(refusal(where, value, list(allowed)));
  return found;
}

export function flag(where: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ConfigurationError(refusal(where, value, 'true, false'));
  return value;
}

/** The object that was written at `where`, with no other keys than the known ones. */
export function record(where: string, value: unknown, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigurationError(refusal(where, value, `an object with ${list(keys)}`));
  }
  const unknown = Object.keys(value).find(key => !keys.includes(key));
  if (unknown !== undefined) throw new ConfigurationError(`socket-leaks: ${where} has no ${shown(unknown)}, allowed are ${list(keys)}`);
  return value as Record<string, unknown>;
}

function refusal(where: string, value: unknown, allowed: string): string {
  return `socket-leaks: ${where} is ${shown(value)}, allowed are ${allowed}`;
}

function list(values: readonly string[]): string {
  return values.map(value => `"${value}"`).join(', ');
}

function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cyclic objects and bigints have no JSON.
    return String(value);
  }
}
