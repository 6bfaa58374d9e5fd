// A map that outlives its process.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DurableMap } from '../../infra/local/base/durable-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'liaison-kept-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, 'maps', `${++files}.jsonl`);

describe('a durable map', () => {
  it('is like a map, however often it is reopened', () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c\n"'),
      value: fc.option(fc.jsonValue().filter((value) => value !== undefined)),
      reopen: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const file = newFile();
        const plain = new Map<string, unknown>();
        let kept = new DurableMap<unknown>(file);
        for (const { key, value, reopen } of changes) {
          if (value === null) {
            expect(kept.delete(key)).toBe(plain.delete(key));
          } else {
            kept.set(key, value);
            plain.set(key, value);
          }
          if (reopen) {
            kept.close();
            kept = new DurableMap(file);
          }
          // As JSON, which has no -0.
          expect(JSON.stringify(kept.entries())).toBe(JSON.stringify([...plain]));
        }
        kept.close();
      }),
      { numRuns: 50 },
    );
  });

  it('ignores an incomplete line, and appends complete ones after it', () => {
    const file = newFile();
    const first = new DurableMap<number>(file);
    first.set('a', 1);
    first.close();
    appendFileSync(file, '["b",');

    const second = new DurableMap<number>(file);
    second.set('c', 3);
    second.close();

    expect(new DurableMap<number>(file).entries()).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });

  it('does not grow with deleted entries', () => {
    const file = newFile();
    const map = new DurableMap<number>(file);
    map.set('kept', 0);
    for (let index = 0; index < 5000; index++) map.set('changing', index);
    map.close();
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(1100);
    expect(new DurableMap<number>(file).entries()).toEqual([
      ['kept', 0],
      ['changing', 4999],
    ]);
  });
});
