// Attributes of records and connections: any JSON object, within limits.
import * as z from 'zod';

export type Attributes = Record<string, unknown>;

/** UTF-8 bytes of the JSON text, and levels of nesting. */
export interface AttributeLimits {
  readonly bytes: number;
  readonly depth: number;
}

export const attributeLimits = {
  record: { bytes: 100_000, depth: 32 },
  connection: { bytes: 4096, depth: 8 },
} as const satisfies Record<string, AttributeLimits>;

/** Levels of nesting, up to one more than allowed. Uses a loop: a hostile body may nest too deeply for a recursion. */
function depthOf(value: unknown, most: number): number {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const next = level.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    );
    if (next.length === 0 || depth > most) return depth;
    level = next;
  }
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** What is wrong with the size of attributes, in words that follow their path; undefined if nothing is. */
export function sizeFault(value: unknown, { bytes, depth }: AttributeLimits): string | undefined {
  if (depthOf(value, depth) > depth) return `must not be nested deeper than ${depth} levels`;
  const size = bytesOf(value);
  return size > bytes ? `must be at most ${bytes} bytes as JSON, not ${size}` : undefined;
}

/** The schema of attributes. */
export const attributesWithin = (limits: AttributeLimits) =>
  z
    .custom<Attributes>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'must be a JSON object',
    )
    .check(({ value, issues }) => {
      const message = sizeFault(value, limits);
      if (message) issues.push({ code: 'custom', input: value, message });
    })
    .meta({
      // The description names this schema: shared/contracts/json-value.ts.
      override: {
        type: 'object',
        additionalProperties: { $ref: '#/components/schemas/JsonValue' },
      },
      description: `Any JSON object of at most ${limits.bytes} bytes and ${limits.depth} levels`,
    });
