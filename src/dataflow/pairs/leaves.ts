/**
 * Whether a connection goes out of sight: somebody who cannot be read gets it, and may close it.
 *
 * Input: a connection. Guarantee: false only where every mention of every name is understood.
 */
import { borrowsByName, releasesByName, rowsAt } from '../models/index.ts';
import type { Connection, Survey } from './survey.ts';
import { streamRow } from './links.ts';
import type { At, Use } from './uses.ts';

export function leavesSight(connection: Connection, survey: Survey): boolean {
  for (const name of survey.namesOf(connection.variable)) {
    if (survey.usesOf(name).some(use => isOut(use, connection, survey))) return true;
  }
  return false;
}

function isOut(use: Use, connection: Connection, survey: Survey): boolean {
  switch (use.kind) {
    case 'method':
      return survey.method(connection, use.name) === undefined;
    case 'argument':
      return isTaken(use.at, use.position, survey);
    case 'alias':
    case 'iterated':
    case 'disposed':
      return false;
    case 'leaves':
      return true;
  }
}

function isTaken(at: At, position: number, survey: Survey): boolean {
  const { call, ir } = at;
  const { callee, model, name } = survey.unit.effects(call, ir);
  if (streamRow(at, survey)?.forwards?.to === position) return false;
  if (model !== null) return rowsAt(model.args, position, call.args.length).some(row => row.does === 'takes' || row.does === 'wraps');
  if (callee.kind === 'function') return survey.parameterFor(at, position) === null;
  return name === null || call.construct || !(borrowsByName(name) || releasesByName(name));
}
