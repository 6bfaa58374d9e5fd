// Merges a team's settings into those of a stage, and checks them before the synthesis.
import * as z from 'zod';
import type { LiaisonServiceProps } from './liaison-service-props.ts';
import { ofProps, ofStage, quoted, SettingsError, validSettings } from './settings-refusal.ts';
import type { Settings } from './settings-schema.ts';
import { type Stage, stages } from './stages.ts';

/** Results of settingsOf, already checked for their own stage, which may allow what prod forbids. */
const checked = new WeakSet<object>();

const isOurStage = (name: string): name is Stage => Object.hasOwn(stages, name);
const extendable = Object.keys(stages).filter((name) => name !== 'local');

/**
 * The settings of one of our stages, or of a team's own stage.
 *
 * @param context settings by stage, as in cdk.json: `{"prod": {"shards": 32}}` replaces values of ours;
 *   `{"acme-test": {"extends": "staging"}}` is a team's own stage. An object, or its JSON.
 * @throws SettingsError for an unknown stage or setting and for an invalid value.
 */
export function settingsOf(stage: string, context?: unknown): Settings {
  const own = ownStages(context);
  const { extends: base, ...values } = { extends: stage, ...own[stage] };
  if (!isOurStage(base)) {
    const known = [...new Set([...Object.keys(stages), ...Object.keys(own)])];
    throw new SettingsError(
      `There is no stage "${stage}"; the stages are ${quoted(known)}. ` +
        'Define a stage of your own in the context "settings".',
    );
  }
  const given = stage === base ? stages[base] : merge(stages[base], own[base] ?? {});
  const author = ofStage(stage);
  const settings = validSettings(merge(given, values), author);
  const { identity } = settings;
  if (identity.provider === 'user-pool') {
    if (base === 'prod' && identity.selfRegistration) {
      throw author.refuse(
        'identity.selfRegistration: must be false in prod and in stages that extend it',
      );
    }
    const reserved = /aws|amazon|cognito/.exec(stage)?.[0];
    if (reserved !== undefined && identity.signInPrefix === undefined) {
      const why = `the stage's name contains "${reserved}", which Cognito does not allow in a host name`;
      throw author.refuse(`identity.signInPrefix: is required, because ${why}`);
    }
  }
  checked.add(settings);
  return settings;
}

/**
 * The settings of a service in another team's app; omitted settings have the values of prod.
 *
 * @param id the construct's, for the error
 * @throws SettingsError for an unknown prop and for an invalid value.
 */
export function settingsFrom(props: LiaisonServiceProps, id: string): Settings {
  const whole = (given: object): given is Settings => checked.has(given);
  if (whole(props)) return props;
  const author = ofProps(id);
  const settings = validSettings(merge(stages.prod, { ...props }), author);
  if (settings.identity.provider === 'user-pool' && settings.identity.selfRegistration) {
    throw author.refuse(
      "identity.selfRegistration: must be false, as in prod; settingsOf('staging', …) allows it",
    );
  }
  return settings;
}

/** The team's settings by stage; each stage is one of ours or extends one. */
function ownStages(context: unknown): Record<string, Record<string, unknown>> {
  const own = ownOf(context);
  for (const [name, values] of Object.entries(own)) {
    if (isOurStage(name)) {
      if (!('extends' in values)) continue;
      throw new SettingsError(
        `The context "settings" lets "${name}" extend a stage; only a stage of your own can do that.`,
      );
    }
    if (!extendable.includes(String(values.extends))) {
      throw new SettingsError(
        `The context "settings" has a stage "${name}", which is not one of Liaison's ` +
          `(${quoted(Object.keys(stages))}); a stage of your own must have "extends", with one of ` +
          `${quoted(extendable)}.`,
      );
    }
    // The stack and the host name of a user pool's sign-in page are called liaison-<name>.
    if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
      throw new SettingsError(
        `The context "settings" has a stage "${name}"; the name of a stage has 1-40 characters of a-z, 0-9 ` +
          'and hyphens, begins with a letter, and ends with a letter or digit.',
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

/** Groups that are merged value by value; every other value is replaced as a whole. */
const groups = ['identity', 'capacity', 'logs', 'throttling', 'costly'];

/** Replaces values of ours; a group of another kind (provider, mode) replaces the whole group. */
function merge(ours: Values, own: Values): Values {
  const merged = Object.entries(own).map(([name, value]) => {
    const before = ours[name];
    const isMerged =
      groups.includes(name) && isValues(before) && isValues(value) && isAlike(before, value);
    return [name, isMerged ? merge(before, value) : value];
  });
  return { ...ours, ...Object.fromEntries(merged) };
}

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAlike = (before: Values, value: Values) =>
  ['provider', 'mode'].every((kind) => (value[kind] ?? before[kind]) === before[kind]);
