// The settings of a stage, ours with a team's own over them, checked before anything is synthesized.
import * as z from 'zod';
import type { LiaisonServiceProps } from './liaison-service-props.ts';
import { quoted, Settings } from './settings-schema.ts';
import { type Stage, stages } from './stages.ts';

/** Settings that cannot be used; the message is one sentence for whoever wrote them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** What settingsOf has made: it was checked for its own stage, which may do what prod may not. */
const checked = new WeakSet<object>();

const isOurs = (name: string): name is Stage => Object.hasOwn(stages, name);
const extendable = Object.keys(stages).filter((name) => name !== 'local');

/**
 * The settings of a stage of ours or of a team's own.
 *
 * @param context by stage, as in cdk.json: `{"prod": {"shards": 32}}` puts values over ours;
 *   `{"acme-test": {"extends": "staging"}}` is a stage of a team's own. An object, or its JSON.
 * @throws SettingsError for an unknown stage or setting and for a value out of its limits.
 */
export function settingsOf(stage: string, context?: unknown): Settings {
  const own = ownStages(context);
  const { extends: base, ...values } = { extends: stage, ...own[stage] };
  if (!isOurs(base)) {
    const known = [...new Set([...Object.keys(stages), ...Object.keys(own)])];
    throw new SettingsError(
      `There is no stage "${stage}"; known are ${quoted(known)}. ` +
        'A stage of your own is made in the context "settings".',
    );
  }
  const given = stage === base ? stages[base] : over(stages[base], own[base] ?? {});
  const result = Settings.safeParse(over(given, values));
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.length ? `${z.core.toDotPath(issue.path)}: ` : '';
    throw wrong(stage, `${place}${issue?.message}`);
  }
  const { identity } = result.data;
  if (identity.provider === 'user-pool') {
    if (base === 'prod' && identity.selfRegistration) {
      throw wrong(
        stage,
        'identity.selfRegistration: must be false in prod, and in what extends it',
      );
    }
    const reserved = /aws|amazon|cognito/.exec(stage)?.[0];
    if (reserved !== undefined && identity.signInPrefix === undefined) {
      const why = `the stage's name cannot be used for it: Cognito allows no "${reserved}" in it`;
      throw wrong(stage, `identity.signInPrefix: is needed, as ${why}`);
    }
  }
  checked.add(result.data);
  return result.data;
}

/**
 * The settings of a service in another team's app: what is left out is as in prod.
 *
 * @throws SettingsError for an unknown setting and for a value out of its limits.
 */
export function settingsFrom(props: LiaisonServiceProps): Settings {
  const whole = (given: object): given is Settings => checked.has(given);
  return whole(props) ? props : settingsOf('prod', { prod: props });
}

const wrong = (stage: string, why: string) =>
  new SettingsError(`The settings of stage "${stage}" are wrong: ${why}.`);

/** What the team has written, each stage ours or the extension of one of ours. */
function ownStages(context: unknown): Record<string, Record<string, unknown>> {
  const own = ownOf(context);
  for (const [name, values] of Object.entries(own)) {
    if (isOurs(name)) {
      if (!('extends' in values)) continue;
      throw new SettingsError(
        `The context "settings" lets "${name}" extend a stage; only one of your own can.`,
      );
    }
    if (!extendable.includes(String(values.extends))) {
      throw new SettingsError(
        `The context "settings" names a stage "${name}", which is none of ours ` +
          `(${quoted(Object.keys(stages))}); one of your own needs an "extends" that is one of ` +
          `${quoted(extendable)}.`,
      );
    }
    // The stack is liaison-<name>, and so is the host name of a user pool's sign-in page.
    if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
      throw new SettingsError(
        `The context "settings" names a stage "${name}"; a name is 1-40 of a-z, 0-9 and hyphens, ` +
          'from a letter to a letter or digit.',
      );
    }
  }
  return own;
}

function ownOf(context: unknown): Record<string, Record<string, unknown>> {
  try {
    return z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .parse(typeof context === 'string' ? JSON.parse(context) : (context ?? {}));
  } catch {
    throw new SettingsError(
      'The context "settings" must be an object of stages and their settings.',
    );
  }
}

type Values = Readonly<Record<string, unknown>>;

/** Groups whose values are set one by one; every other value is replaced whole. */
const groups = ['identity', 'capacity', 'logs', 'throttling', 'costly'];

/** Puts values over others; a group of another kind (provider, mode) replaces the one before. */
function over(ours: Values, own: Values): Values {
  const merged = Object.entries(own).map(([name, value]) => {
    const before = ours[name];
    const isMerged =
      groups.includes(name) && isValues(before) && isValues(value) && isAlike(before, value);
    return [name, isMerged ? over(before, value) : value];
  });
  return { ...ours, ...Object.fromEntries(merged) };
}

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAlike = (before: Values, value: Values) =>
  ['provider', 'mode'].every((kind) => (value[kind] ?? before[kind]) === before[kind]);
