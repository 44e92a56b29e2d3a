/**
 * What the source calls a resource: the name its call is given to.
 */
import type { Node } from '../ir/types.ts';
import type { Site } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';

export function nameOf(site: Site, unit: Unit): string | null {
  if (site.obligation.receiver !== null && site.source === 'pair') return null;
  if (site.listener || (site.call === null && site.node.type !== 'AwaitExpression')) return site.node.type === 'Identifier' ? site.node.name : site.node.type === 'AssignmentPattern' && site.node.left.type === 'Identifier' ? site.node.left.name : null;
  if (site.call?.callee.kind === 'member' && hasName(site) && site.node.type === 'CallExpression' && site.node.callee.type === 'MemberExpression') {
    const object = site.node.callee.object;
    if (object.type === 'Identifier' || object.type === 'MemberExpression') return unit.text.slice(object.range[0], object.range[1]);
  }
  return landingName(site.node, unit.text);
}

/** What a call begins has the name that it is called on; what it gives has none yet. */
const hasName = ({ holders: [first, ...others] }: Site): boolean => others.length > 0 || (first !== undefined && first.root.kind !== 'temp');

/** Climbs from the call to the declaration or assignment that takes its value, through the literal that it is part of. */
function landingName(call: Node, text: string): string | null {
  let at: Node = call;
  let inside = '';
  for (let parent: Node | undefined = at.parent; parent !== undefined && parent !== null; parent = parent.parent) {
    switch (parent.type) {
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'ChainExpression':
      case 'LogicalExpression':
        break;
      case 'ConditionalExpression':
        if (parent.test === at) return null;
        break;
      case 'MemberExpression':
        // `connect().on(…)`: the chain goes on with the receiver.
        if (parent.object !== at || parent.parent.type !== 'CallExpression' || parent.parent.callee !== parent) return null;
        break;
      case 'CallExpression':
        if (parent.callee !== at) return null;
        break;
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier' ? `${parent.id.name}${inside}` : null;
      case 'AssignmentExpression':
        return `${text.slice(parent.left.range[0], parent.left.range[1])}${inside}`;
      case 'Property':
        if (parent.computed || parent.key.type !== 'Identifier') return null;
        inside = `.${parent.key.name}${inside}`;
        break;
      case 'ObjectExpression':
        break;
      case 'ArrayExpression':
        inside = `[${parent.elements.findIndex(element => element === at)}]${inside}`;
        break;
      default:
        return null;
    }
    at = parent;
  }
  return null;
}
