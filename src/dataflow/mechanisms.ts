/**
 * The mechanisms of the analysis, each of which can be switched off to show what rests on it.
 *
 * Tests only: a case names the mechanism it proves, and the runner sees it fail without. No setting reaches this.
 */
export const mechanisms = {
  'exception-edges': 'a call that may throw leaves through the handler as well',
  'exception-policy': 'a setting says which calls are taken to throw',
  'harmless-calls': 'the tables say of some calls that they never throw',
  'handed-in': 'a function that the caller handed in may throw',
  'expected-failure': 'a call inside a try with a handler is expected to fail',
  'rejection-edges': 'an awaited promise may reject',
  'safe-awaits': 'some awaited promises cannot reject',
  'self-destruction': 'some rejections prove that the resource is closed already',
  'result-on-normal-edge': 'a call that throws has acquired nothing',
  'conditions': 'paths whose conditions contradict each other are not walked',
  'holder-truth': 'a place that holds the resource is neither null nor falsy',
  'flag-meaning': 'a flag that was computed from a comparison speaks of what was compared',
  'other-writers': 'what other code may write is not known any more once that code may have run',
  'status-predicates': 'properties such as destroyed tell the status',
  'aliases': 'another name of the resource can release it',
  'local-holders': 'a resource inside an object or array of the function itself is still owed',
  'receiver-returning': 'some calls give back their receiver or an argument',
  'hand-off': 'a resource that is returned or stored belongs to somebody else',
  'wrappers': 'a resource built around another closes it',
  'captures': 'a closure that closes the resource may do so later',
  'lasting-reader': 'a socket that is read to its end is closed by the other side',
  'closer-registered': 'an idle timeout or a timer closes the resource in any case',
  'borrow-belief': 'a call is believed to borrow what the code itself releases afterwards',
  'borrow-names': 'calls whose names say so only look at their arguments',
  'unknown-takes': 'an unknown call is taken to own what it is handed',
  'callee-outcomes': 'a callee in view is asked what it does with its argument',
  'callee-fresh': 'a callee in view may acquire for its caller',
  'callee-throws': 'a callee in view that cannot throw has no exceptional edge',
  'listener-parameters': 'a listener owes what an event hands to it',
  'belief-acquisition': 'what is released on success is owed on failure, without any table',
  'pairs': 'acquire and release on one receiver',
  'conditional-acquisition': 'there is a slot only where the answer says so',
  'overwrite': 'an assignment to the last name loses the resource',
  'iteration-scope': 'a name that ends with the iteration loses the resource',
  'disposal': 'using and await using release at the end of their scope',
  'abandonment': 'whoever iterates over a generator may stop at any yield',
  'iterator-close': 'for await destroys the stream it leaves',
  'module-end': 'what the top level of a module leaves open lives as long as the process',
  'process-end': 'nothing is owed when the process ends',
  'siblings': 'a slot held at a normal end belongs to whoever releases the same receiver elsewhere',
} as const;

export type Mechanism = keyof typeof mechanisms;
