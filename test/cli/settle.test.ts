// What is wrong and what is only on its way.
import { describe, expect, it } from 'vitest';
import { settle } from '../../cli/settle.ts';

const patience = { looks: 3, apart: 0, limit: 50 };

/** Looks that find, one after the other, what is given; the last of it for ever. */
function finding(...looks: readonly Record<string, readonly string[]>[]) {
  let at = 0;
  return {
    get looks() {
      return at;
    },
    look: async () => {
      const now = looks[Math.min(at, looks.length - 1)] ?? {};
      at += 1;
      return new Map(Object.entries(now));
    },
  };
}

const still = async () => 'still';
const moving = () => {
  let beat = 0;
  return async () => {
    beat += 1;
    return String(beat);
  };
};
const first = new Map([['contact/a', ['one too many']]]);

describe('settle', () => {
  it('asks for nothing when nothing is suspect', async () => {
    const none = finding({});
    const pulse = async () => {
      throw new Error('asked');
    };
    expect(await settle(new Map(), { look: none.look, pulse }, patience)).toEqual({
      wrong: [],
      unsettled: [],
    });
    expect(none.looks).toBe(0);
  });

  it('calls wrong what is the same three times while nothing moves', async () => {
    const same = finding({ 'contact/a': ['one too many'] });
    const settled = await settle(first, { look: same.look, pulse: still }, patience);
    expect(settled).toEqual({ wrong: ['one too many'], unsettled: [] });
    expect(same.looks).toBe(3);
  });

  it('reports what is wrong as it was found last', async () => {
    const stale = finding({ 'contact/a': ['two too many'] });
    const settled = await settle(first, { look: stale.look, pulse: still }, patience);
    expect(settled.wrong).toEqual(['two too many']);
    expect(stale.looks).toBe(4);
  });

  it('drops what has come through the stream', async () => {
    const late = finding({ 'contact/a': ['one too many'] }, {});
    const settled = await settle(first, { look: late.look, pulse: still }, patience);
    expect(settled).toEqual({ wrong: [], unsettled: [] });
    expect(late.looks).toBe(2);
  });

  it('waits while the service catches up, however long the same thing looks wrong', async () => {
    const beats = ['1', '2', '3', '4', '5', '6', '7'];
    const pulse = async () => beats.shift() ?? '7';
    const wrongFor = Array.from({ length: 8 }, () => ({ 'contact/a': ['one too many'] }));
    const late = finding(...wrongFor, {});
    const calm = { ...patience, limit: 60_000 };
    const settled = await settle(first, { look: late.look, pulse }, calm);
    expect(settled).toEqual({ wrong: [], unsettled: [] });
    expect(late.looks).toBe(9);
  });

  it('does not take one good look at a moving service for the truth', async () => {
    const lucky = finding({}, { 'contact/a': ['one too many'] });
    const beats = ['1', '2'];
    const pulse = async () => beats.shift() ?? '2';
    const settled = await settle(first, { look: lucky.look, pulse }, patience);
    expect(settled.wrong).toEqual(['one too many']);
  });

  it('does not judge what keeps changing, but does what stays wrong in all the movement', async () => {
    let looks = 0;
    const both = new Map([...first, ['contact/b', ['two']]]);
    const look = async () => {
      looks += 1;
      return new Map([
        ['contact/a', ['one too many']],
        ['contact/b', [`${looks} too many`]],
      ]);
    };
    const settled = await settle(both, { look, pulse: moving() }, patience);
    expect(settled).toEqual({ wrong: ['one too many'], unsettled: ['contact/b'] });
  });
});
