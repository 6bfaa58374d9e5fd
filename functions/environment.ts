// What a function is told by its environment, read and checked once per cold start.
import * as z from 'zod';

/** Names of the environment variables; the stack sets them, the functions read them. */
export const environmentNames = {
  tableName: 'LIAISON_TABLE_NAME',
  shards: 'LIAISON_SHARDS',
  cursorKey: 'LIAISON_CURSOR_KEY',
} as const;

const Environment = z.object({
  [environmentNames.tableName]: z.string().min(1),
  [environmentNames.shards]: z.coerce.number().int().min(1).max(256),
  [environmentNames.cursorKey]: z.string().min(16),
});

/** Throws at start-up, naming the variable, when one is missing or malformed. */
export function readEnvironment(env: Record<string, string | undefined>) {
  const values = Environment.parse(env);
  return {
    tableName: values[environmentNames.tableName],
    shards: values[environmentNames.shards],
    cursorKey: values[environmentNames.cursorKey],
  };
}
