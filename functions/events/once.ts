// An effect of a workflow that must happen once for each event, however often the event arrives.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { timeLeftMs } from '../../shared/table/engine/retries.ts';
import { type OnceMarks, openOnceMarks } from '../../shared/table/once/once-marks.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log } from '../telemetry/telemetry.ts';

/** The largest result, in bytes of JSON: an item of DynamoDB has at most 400 KB. */
const maxResultBytes = 300_000;

/** How long a claim lasts outside of a run, in ms: as long as Lambda lets a function run. */
const longestRunMs = 15 * 60_000;

/** Added to the time that the run has, in ms, because clocks differ. */
const marginMs = 5_000;

const marksOfTest = new AsyncLocalStorage<OnceMarks>();

/** Does some work with these marks instead of those in the table. */
export const withOnceMarks = <Result>(marks: OnceMarks, work: () => Promise<Result>) =>
  marksOfTest.run(marks, work);

/** Another run is working on the same key: the event is processed again when the time of that run is over. */
export class AnotherRun extends Error {
  /** In ms since 1970. */
  readonly until: number;

  constructor(key: string, until: number) {
    super(`another run is working on ${key}, until ${new Date(until).toISOString()} at the latest`);
    this.until = until;
  }
}

let opened: OnceMarks | undefined;

function marksOfWorkflow(): OnceMarks {
  const ofTest = marksOfTest.getStore();
  if (ofTest) return ofTest;
  const { onceTableName } = readEnvironment(process.env, 'onceTableName');
  if (onceTableName === undefined) {
    throw new Error(
      'once(…) needs a table for its marks: give the construct Workflow `once: true`',
    );
  }
  opened ??= openOnceMarks(onceTableName);
  return opened;
}

/**
 * Runs an effect at most once for each key that is known to have succeeded, and returns its result: the stored one if
 * it has run before. The construct Workflow needs `once: true`; it makes the table.
 *
 * The run claims the key, runs the effect, and stores its result as JSON for 30 days. If the effect throws, the claim
 * is given up, and the next run tries again. If the run ends between the effect and its mark, because it is cut off
 * or DynamoDB does not answer, nobody knows that the effect happened: it **runs again**, not before the time
 * of the first run is over. No mark can prevent that. If it must not happen either, pass the key on to the other
 * system as its idempotency key.
 *
 * @param key the event's `eventId`; with a suffix of its own for each effect, if there are several:
 * `` `${eventId}/mail` ``
 * @param effect what it returns must be JSON of at most 300 KB; what is not JSON, such as a Date, comes back as JSON
 * @throws AnotherRun if another run is working on the same key: the event is processed again when the time of that
 * run is over; and what `effect` throws
 */
export async function once<Result>(key: string, effect: () => Promise<Result>): Promise<Result> {
  const marks = marksOfWorkflow();
  const token = randomUUID();
  const now = Date.now();
  const until = now + (timeLeftMs() ?? longestRunMs) + marginMs;
  const found = await marks.claim(key, { token, until }, now);
  if (found.is === 'done') return read(found.result);
  if (found.is === 'running') throw new AnotherRun(key, found.until);
  const value = await effect().catch(async (error: unknown) => {
    await marks.release(key, token).catch((failed: unknown) => {
      log('WARN', 'claim not given up', { key, error: loggedError(failed) });
    });
    throw error;
  });
  // Undefined for an effect that returns nothing.
  const result = JSON.stringify(value) as string | undefined;
  const bytes = Buffer.byteLength(result ?? '');
  if (bytes > maxResultBytes) {
    throw new Error(
      `the effect of ${key} ran, but its result has ${bytes} bytes of JSON, more than ${maxResultBytes}: ` +
        'return an id instead of the whole object',
    );
  }
  if (!(await marks.complete(key, token, result))) {
    throw new Error(`the effect of ${key} ran, but another run has taken over after its time`);
  }
  return read(result);
}

const read = <Result>(json: string | undefined): Result =>
  (json === undefined ? undefined : JSON.parse(json)) as Result;
