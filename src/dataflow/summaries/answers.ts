/**
 * Answers questions about callees, each once, to the least fixpoint over recursive calls.
 *
 * An answer starts at bottom and is computed when it is first asked for; a question that is asked again while it is being
 * computed gets what is there so far, and whoever read that is computed again when it changes. So the answers of a cycle
 * of calls rise together until nothing changes. Computation nests only to a bounded depth: beyond it the work is given up
 * and begun again from the inner question, so that a chain of calls of any length needs no call stack.
 * A computation that throws takes all answers with it: whoever asks next begins anew.
 */
export interface Asking<Question, Answer> {
  readonly bottom: (question: Question) => Answer;
  readonly compute: (question: Question) => Answer;
  readonly same: (left: Answer, right: Answer) => boolean;
  /** The answer when a question will not settle. */
  readonly unsettled: (question: Question) => Answer;
  /** Equal questions have equal keys. */
  readonly key: (question: Question) => string;
}

interface Entry<Question, Answer> {
  readonly question: Question;
  answer: Answer;
  /** `waiting`: given up for now, and begun again once what was missing is there. */
  state: 'new' | 'computing' | 'waiting' | 'done';
  rounds: number;
  /** Who has read the answer, perhaps before it was there: they must hear of every change. */
  readonly readers: Set<string>;
}

const deepest = 24;
/** A question whose answer still changes after so many rounds will not settle. */
const mostRounds = 12;

class TooDeep<Question> extends Error {
  readonly question: Question;
  constructor(question: Question) {
    super('a question was asked too deep inside others');
    this.question = question;
  }
}

export interface Answers<Question, Answer> {
  readonly ask: (question: Question) => Answer;
  /** What has been asked so far, in the order in which it was first asked. */
  readonly asked: () => readonly { readonly question: Question; readonly answer: Answer }[];
}

export function createAnswers<Question, Answer>(asking: Asking<Question, Answer>): Answers<Question, Answer> {
  const entries = new Map<string, Entry<Question, Answer>>();
  const changed: string[] = [];
  const abandoned: string[] = [];
  const path: string[] = [];

  const entryOf = (question: Question, key: string): Entry<Question, Answer> => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry<Question, Answer> = { question, answer: asking.bottom(question), state: 'new', rounds: 0, readers: new Set() };
    entries.set(key, entry);
    return entry;
  };

  const compute = (entry: Entry<Question, Answer>, key: string): void => {
    path.push(key);
    entry.state = 'computing';
    try {
      const answer = entry.rounds >= mostRounds ? asking.unsettled(entry.question) : asking.compute(entry.question);
      entry.rounds += 1;
      entry.state = 'done';
      if (asking.same(entry.answer, answer)) return;
      entry.answer = answer;
      changed.push(...entry.readers);
    } catch (error) {
      entry.state = 'new';
      abandoned.push(key);
      throw error;
    } finally {
      path.pop();
    }
  };

  /** Asked from inside the computation of another question. */
  const askInside = (question: Question, key: string): Answer => {
    const reader = path.at(-1);
    const entry = entryOf(question, key);
    if (entry.state === 'new') {
      if (path.length >= deepest) throw new TooDeep(question);
      compute(entry, key);
    }
    if (reader !== undefined) entry.readers.add(reader);
    return entry.answer;
  };

  /** Computes again whoever has read an answer that is another one now, or of which only the beginning was there. */
  const settle = (): void => {
    for (;;) {
      const reader = changed.pop();
      const key = reader ?? abandoned.pop();
      if (key === undefined) return;
      const entry = entries.get(key);
      if (entry === undefined || entry.rounds > mostRounds) continue;
      if (reader === undefined ? entry.state === 'new' && entry.readers.size > 0 : entry.state === 'done') runFrom(entry.question, key);
    }
  };

  /** Computes one question with everything it needs, innermost first. */
  const runFrom = (first: Question, firstKey: string): void => {
    const waiting: { readonly question: Question; readonly key: string }[] = [{ question: first, key: firstKey }];
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const entry = entryOf(top.question, top.key);
      try {
        compute(entry, top.key);
        waiting.pop();
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        // Whoever asks it meanwhile reads what is there, so it cannot be what is missing.
        entry.state = 'waiting';
        const question = error.question as Question;
        waiting.push({ question, key: asking.key(question) });
      }
    }
  };

  const ask = (question: Question): Answer => {
    const key = asking.key(question);
    if (path.length > 0) return askInside(question, key);
    const entry = entryOf(question, key);
    if (entry.state === 'done') return entry.answer;
    try {
      runFrom(question, key);
      settle();
    } catch (error) {
      // Answers that were left on their way up would be taken for final ones.
      entries.clear();
      changed.length = 0;
      abandoned.length = 0;
      throw error;
    }
    return entry.answer;
  };
  return { ask, asked: () => [...entries.values()].filter(entry => entry.state === 'done') };
}
