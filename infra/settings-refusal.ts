// Checks settings, and says what is wrong in the words of who wrote them: settings of a stage, or props.
import { Token } from 'aws-cdk-lib';
import * as z from 'zod';
import { tokenRefused } from './cdk-values.ts';
import { Settings } from './settings-schema.ts';

/** Invalid settings; the message is one sentence for the person who wrote them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Who wrote the settings, and how they call them. */
interface Author {
  refuse(why: string): SettingsError;
  /** Why names are refused, where the schema knows others. */
  unknown(names: readonly string[], shape: z.core.$ZodShape): string;
}

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** The author of a stage's settings, which are JSON. */
export const ofStage = (stage: string): Author => ({
  refuse: (why) => new SettingsError(`The settings of stage "${stage}" are invalid: ${why}.`),
  unknown: (names, shape) => {
    const known = Object.keys(shape).filter((name) => !isConstruct(shape[name]));
    return `${quoted(names)} is not a setting here; the settings are ${quoted(known)}`;
  },
});

/** The author of the props of a service. @param id the construct's */
export const ofProps = (id: string): Author => ({
  refuse: (why) =>
    new SettingsError(`LiaisonService "${id}": ${why}${why.endsWith('?') ? '' : '.'}`),
  unknown: ([name = ''], shape) => {
    const known = Object.keys(shape);
    const meant = known.find((each) => isSimilar(name.toLowerCase(), each.toLowerCase()));
    const advice = meant ? `did you mean ${meant}?` : `the props are ${known.join(', ')}`;
    return `${name} is not a prop; ${advice}`;
  },
});

/** @throws SettingsError for the first unknown setting or invalid value. */
export function validSettings(given: object, author: Author): Settings {
  const result = Settings.safeParse(given, {
    error: ({ code, inst, ...issue }) =>
      code === 'unrecognized_keys' && inst instanceof z.ZodObject
        ? author.unknown(issue.keys as string[], inst.shape)
        : undefined,
  });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>((value, key) => Object(value)[key], given);
  const place = path.length > 0 ? `${z.core.toDotPath(path)}: ` : '';
  if (Token.isUnresolved(found)) throw author.refuse(`${place}${tokenRefused}`);
  const value = ['string', 'number', 'boolean'].includes(typeof found)
    ? ` (found ${JSON.stringify(found)})`
    : '';
  throw author.refuse(`${place}${issue?.message}${value}`);
}

/** Whether a setting is a construct of CDK, which JSON cannot contain. */
const isConstruct = (schema: unknown) =>
  schema instanceof z.ZodCustom ||
  (schema instanceof z.ZodExactOptional && schema.unwrap() instanceof z.ZodCustom);

/** Whether one name begins with the other, or at most two letters must change to get it. */
function isSimilar(one: string, other: string): boolean {
  if (one.startsWith(other) || other.startsWith(one)) return true;
  let changes = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...one].entries()) {
    const next = [row + 1];
    for (const [at, otherLetter] of [...other].entries()) {
      const [before = 0, above = 0] = changes.slice(at, at + 2);
      const same = before + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(same, above + 1, (next[at] ?? 0) + 1));
    }
    changes = next;
  }
  return (changes.at(-1) ?? 0) <= 2;
}
