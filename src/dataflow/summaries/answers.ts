/**
 * Answers questions about callees, each once, to the least fixpoint over recursive calls.
 *
 * An answer starts at bottom and is computed when it is first asked for; a question that is asked again while it is being
 * computed gets what is there so far, and whoever read that is computed again when it changes. So the answers of a cycle
 * of calls rise together until nothing changes. Computation nests only to a bounded depth: beyond it the work is given up
 * and begun again from the inner question, so that a chain of calls of any length needs no call stack.
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
  state: 'computing' | 'done';
  rounds: number;
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
  const path: string[] = [];

  const enter = (question: Question, key: string): Entry<Question, Answer> => {
    const entry: Entry<Question, Answer> = { question, answer: asking.bottom(question), state: 'computing', rounds: 0, readers: new Set() };
    entries.set(key, entry);
    return entry;
  };

  const compute = (entry: Entry<Question, Answer>, key: string): void => {
    path.push(key);
    try {
      entry.rounds += 1;
      const answer = entry.rounds > mostRounds ? asking.unsettled(entry.question) : asking.compute(entry.question);
      entry.state = 'done';
      if (asking.same(entry.answer, answer)) return;
      entry.answer = answer;
      changed.push(...entry.readers);
    } finally {
      path.pop();
    }
  };

  /** Asked from inside the computation of another question. */
  const askInside = (question: Question, key: string): Answer => {
    const reader = path.at(-1);
    let entry = entries.get(key);
    if (entry === undefined) {
      if (path.length >= deepest) throw new TooDeep(question);
      entry = enter(question, key);
      // Whoever reads an answer before it is there must hear of it; the one that asks now waits for it.
      try {
        compute(entry, key);
      } catch (error) {
        if (error instanceof TooDeep) entries.delete(key);
        throw error;
      }
    }
    if (reader !== undefined) entry.readers.add(reader);
    return entry.answer;
  };

  const settle = (): void => {
    for (let key = changed.pop(); key !== undefined; key = changed.pop()) {
      const entry = entries.get(key);
      if (entry?.state === 'done' && entry.rounds <= mostRounds) runFrom(entry.question, key);
    }
  };

  /** Computes one question with everything it needs, innermost first. */
  const runFrom = (first: Question, firstKey: string): void => {
    const waiting: { readonly question: Question; readonly key: string }[] = [{ question: first, key: firstKey }];
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const entry = entries.get(top.key) ?? enter(top.question, top.key);
      try {
        compute(entry, top.key);
        waiting.pop();
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        const question = error.question as Question;
        const key = asking.key(question);
        // One that is waiting already has an entry, so it cannot be what was missed.
        waiting.push({ question, key });
      }
    }
  };

  const ask = (question: Question): Answer => {
    const key = asking.key(question);
    if (path.length > 0) return askInside(question, key);
    let entry = entries.get(key);
    if (entry === undefined) {
      runFrom(question, key);
      settle();
      entry = entries.get(key);
    }
    return entry === undefined ? asking.unsettled(question) : entry.answer;
  };
  return { ask, asked: () => [...entries.values()] };
}
