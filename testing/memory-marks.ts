// The marks of `once` in memory, for tests.
import type { OnceClaim, OnceMarks } from '../shared/table/once/once-marks.ts';

interface Mark extends OnceClaim {
  readonly done?: { readonly result: string | undefined };
}

/**
 * A store for the marks of `once` that several runs of a test share: a redelivered event finds the mark of its first
 * run. It decides as the table does; only marks do not expire.
 */
export function memoryMarks(): OnceMarks {
  const marks = new Map<string, Mark>();
  const isOwn = (id: string, token: string) => marks.get(id)?.token === token;
  return {
    async claim(id, claim, now) {
      const mark = marks.get(id);
      if (mark && mark.token !== claim.token) {
        if (mark.done) return { is: 'done', ...mark.done };
        if (mark.until >= now) return { is: 'running', until: mark.until };
      }
      marks.set(id, claim);
      return { is: 'claimed' };
    },
    async complete(id, token, result) {
      const mark = marks.get(id);
      if (mark?.token !== token) return false;
      marks.set(id, { ...mark, done: { result } });
      return true;
    },
    async release(id, token) {
      if (isOwn(id, token)) marks.delete(id);
    },
  };
}
