// What differs from stage to stage, checked before anything is synthesized.
import * as z from 'zod';

/** Like z.strictObject, but a key that it does not know is answered with the ones it does. */
const groupOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${quoted(issue.keys)} is not a setting here; known are ${quoted(Object.keys(shape))}`
        : undefined,
  });

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

const Identity = z.discriminatedUnion(
  'provider',
  [
    /** An OpenID Connect provider that exists; it must know the scopes liaison/read, /write, /admin. */
    groupOf({
      provider: z.literal('oidc'),
      issuer: z.url({ protocol: /^https$/, error: 'must be an https address' }),
      /** Values of the token's `aud`, or of its `client_id` when it has no `aud`. */
      audience: z.array(z.string().min(1)).min(1),
      /** The console's client there: public, with PKCE, its redirect URI the console's address. */
      consoleClientId: z.string().min(1).optional(),
      /** Where its discovery document is, if not at `/.well-known/openid-configuration` below it. */
      metadataUrl: z.string().min(1).optional(),
    }),
    /** A Cognito user pool that the stack makes; its people are invited, nobody signs up alone. */
    groupOf({
      provider: z.literal('user-pool'),
      /** Where the sign-in page may send people back to. */
      callbackUrls: z.array(z.url()).min(1),
    }),
  ],
  { error: 'must name a provider: "oidc" or "user-pool"' },
);

const Settings = groupOf({
  identity: Identity,
  /** Partitions of a hot index key, 1-256. May grow on a running stage, never shrink. */
  shards: z.int().min(1).max(256),
  /** On: data outlives the stack, deletions are refused, 35 days of restore points. */
  dataProtection: z.union([z.literal('on'), z.strictObject({ offBecause: z.string().min(10) })], {
    error: 'must be "on" or {"offBecause": "a reason of at least 10 characters"}',
  }),
  /** Days that the functions' logs are kept: a period that CloudWatch Logs offers. */
  logRetentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]),
  /**
   * Days that the history of connections is kept. Its entries also tell what is counted, so it
   * must be longer than a failure may wait to be replayed.
   */
  historyRetentionDays: z.int().min(30).max(36_500),
  /** What becomes of connections whose end date has passed, beside being announced. */
  endedConnections: z.literal(['announce', 'deactivate']),
  /** Whether the example of a workflow is deployed, too. */
  exampleWorkflow: z.boolean(),
  /** Requests to the whole API; more are answered with 429. */
  throttling: groupOf({
    ratePerSecond: z.int().min(1),
    burst: z.int().min(1),
  }),
});

export type Settings = z.output<typeof Settings>;
export type IdentitySettings = z.output<typeof Identity>;

/** The identity of stage `local`: constant, so that a token outlives a change of port. */
export const localIdentity = {
  provider: 'oidc',
  issuer: 'https://liaison-local.invalid',
  audience: ['liaison-local'],
  consoleClientId: 'liaison-console',
  metadataUrl: '/oidc/.well-known/openid-configuration',
} as const;

const userPool = { provider: 'user-pool', callbackUrls: ['http://localhost:3000/'] };

const stages = {
  local: {
    identity: localIdentity,
    shards: 4,
    dataProtection: { offBecause: 'never deployed, the local host only reads the template' },
    logRetentionDays: 1,
    historyRetentionDays: 365,
    endedConnections: 'announce',
    exampleWorkflow: true,
    throttling: { ratePerSecond: 10_000, burst: 5_000 },
  },
  dev: {
    identity: userPool,
    shards: 4,
    dataProtection: { offBecause: 'made-up data in a stack that is removed and made anew' },
    logRetentionDays: 7,
    historyRetentionDays: 90,
    endedConnections: 'announce',
    exampleWorkflow: true,
    throttling: { ratePerSecond: 100, burst: 200 },
  },
  staging: {
    identity: userPool,
    shards: 16,
    dataProtection: 'on',
    logRetentionDays: 30,
    historyRetentionDays: 365,
    endedConnections: 'announce',
    exampleWorkflow: false,
    throttling: { ratePerSecond: 1_000, burst: 2_000 },
  },
  prod: {
    identity: userPool,
    shards: 16,
    dataProtection: 'on',
    logRetentionDays: 365,
    historyRetentionDays: 3650,
    endedConnections: 'announce',
    exampleWorkflow: false,
    throttling: { ratePerSecond: 2_000, burst: 4_000 },
  },
};

type Stage = keyof typeof stages;

/** Settings that cannot be used; the message is one sentence for whoever wrote them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * The settings of a stage, with a team's own values over ours, setting by setting.
 *
 * @param overrides by stage, as in cdk.json: `{"prod": {"shards": 32}}`. An object, or its JSON.
 * @throws SettingsError for an unknown stage or setting and for a value out of its limits.
 */
export function settingsOf(stage: string, overrides?: unknown): Settings {
  const known = (name: string): name is Stage => Object.hasOwn(stages, name);
  if (!known(stage)) {
    throw new SettingsError(
      `There is no stage "${stage}"; known are ${quoted(Object.keys(stages))}.`,
    );
  }
  const own = overridesOf(overrides);
  const stranger = Object.keys(own).find((name) => !known(name));
  if (stranger !== undefined) {
    throw new SettingsError(
      `The context "settings" names a stage "${stranger}"; known are ${quoted(Object.keys(stages))}.`,
    );
  }
  const result = Settings.safeParse({ ...stages[stage], ...own[stage] });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.length ? `${z.core.toDotPath(issue.path)}: ` : '';
  throw new SettingsError(`The settings of stage "${stage}" are wrong: ${place}${issue?.message}.`);
}

function overridesOf(context: unknown): Record<string, object> {
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
