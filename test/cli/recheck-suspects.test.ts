// Telling what is wrong from what the service has not processed yet.
import { describe, expect, it } from 'vitest';
import { recheckSuspects } from '../../cli/recheck-suspects.ts';

const patience = { checks: 3, interval: 0, limit: 50 };

/** Checks that return the given findings one after the other; the last of them forever. */
function finding(...checks: readonly Record<string, readonly string[]>[]) {
  let at = 0;
  return {
    get checks() {
      return at;
    },
    recheck: async () => {
      const now = checks[Math.min(at, checks.length - 1)] ?? {};
      at += 1;
      return new Map(Object.entries(now));
    },
  };
}

const quiet = async () => 'quiet';
const moving = () => {
  let beat = 0;
  return async () => {
    beat += 1;
    return String(beat);
  };
};
const first = new Map([['contact/a', ['one too many']]]);

describe('recheckSuspects', () => {
  it('makes no request without suspects', async () => {
    const none = finding({});
    const pulse = async () => {
      throw new Error('asked');
    };
    expect(await recheckSuspects(new Map(), { recheck: none.recheck, pulse }, patience)).toEqual({
      wrong: [],
      unsettled: [],
    });
    expect(none.checks).toBe(0);
  });

  it('reports what is the same three times while the pulse does not change', async () => {
    const same = finding({ 'contact/a': ['one too many'] });
    const settled = await recheckSuspects(first, { recheck: same.recheck, pulse: quiet }, patience);
    expect(settled).toEqual({ wrong: ['one too many'], unsettled: [] });
    expect(same.checks).toBe(3);
  });

  it('reports the latest findings', async () => {
    const stale = finding({ 'contact/a': ['two too many'] });
    const settled = await recheckSuspects(
      first,
      { recheck: stale.recheck, pulse: quiet },
      patience,
    );
    expect(settled.wrong).toEqual(['two too many']);
    expect(stale.checks).toBe(4);
  });

  it('drops what the stream has corrected', async () => {
    const late = finding({ 'contact/a': ['one too many'] }, {});
    const settled = await recheckSuspects(first, { recheck: late.recheck, pulse: quiet }, patience);
    expect(settled).toEqual({ wrong: [], unsettled: [] });
    expect(late.checks).toBe(2);
  });

  it('waits while the service catches up, however long the same finding lasts', async () => {
    const beats = ['1', '2', '3', '4', '5', '6', '7'];
    const pulse = async () => beats.shift() ?? '7';
    const wrongFor = Array.from({ length: 8 }, () => ({ 'contact/a': ['one too many'] }));
    const late = finding(...wrongFor, {});
    const calm = { ...patience, limit: 60_000 };
    const settled = await recheckSuspects(first, { recheck: late.recheck, pulse }, calm);
    expect(settled).toEqual({ wrong: [], unsettled: [] });
    expect(late.checks).toBe(9);
  });

  it('does not trust one good check while the pulse changes', async () => {
    const lucky = finding({}, { 'contact/a': ['one too many'] });
    const beats = ['1', '2'];
    const pulse = async () => beats.shift() ?? '2';
    const settled = await recheckSuspects(first, { recheck: lucky.recheck, pulse }, patience);
    expect(settled.wrong).toEqual(['one too many']);
  });

  it('does not judge what keeps changing, but reports what stays wrong while the pulse changes', async () => {
    let checks = 0;
    const both = new Map([...first, ['contact/b', ['two']]]);
    const recheck = async () => {
      checks += 1;
      return new Map([
        ['contact/a', ['one too many']],
        ['contact/b', [`${checks} too many`]],
      ]);
    };
    const settled = await recheckSuspects(both, { recheck, pulse: moving() }, patience);
    expect(settled).toEqual({ wrong: ['one too many'], unsettled: ['contact/b'] });
  });
});
