/**
 * Who would close a resource if the program did nothing more, from nobody to a closer that comes in any case.
 */

/** Each says more than the one before. */
export const backings = ['none', 'reader', 'entrusted', 'guaranteed'] as const;
export type Backing = (typeof backings)[number];

export const stronger = (left: Backing, right: Backing): Backing => (backings.indexOf(left) >= backings.indexOf(right) ? left : right);

/** The most that any of them promises. */
export const strongest = (promises: readonly { readonly backing: Backing }[], least: Backing = 'none'): Backing =>
  promises.reduce((most, one) => stronger(most, one.backing), least);
