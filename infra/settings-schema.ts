// What differs from stage to stage: every setting, its meaning and its limits.
import * as z from 'zod';
import { scopes } from '../shared/contracts/scopes.ts';

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** Like z.strictObject, but a key that it does not know is answered with the ones it does. */
const groupOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${quoted(issue.keys)} is not a setting here; known are ${quoted(Object.keys(shape))}`
        : undefined,
  });

const https = (error: string) => z.url({ protocol: /^https$/, error });
const Region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be the name of a region, as in "eu-central-1"');

/** Cognito takes http for a browser's own machine alone, and no fragment. */
const CallbackUrl = z.url({ error: 'must be an address', abort: true }).refine((url) => {
  const { protocol, hostname, hash } = new URL(url);
  return hash === '' && (protocol !== 'http:' || hostname === 'localhost');
}, 'must be https (http for localhost only), without a fragment');

const Identity = z.discriminatedUnion(
  'provider',
  [
    /** An OpenID Connect provider that exists; it must know the scopes liaison/read, /write, /admin. */
    groupOf({
      provider: z.literal('oidc'),
      issuer: https('must be an https address'),
      /** Values of the token's `aud`, or of its `client_id` when it has no `aud`. */
      audience: z.array(z.string().min(1)).min(1),
      /** The public client that the console signs people in with (code flow with PKCE). */
      consoleClientId: z.string().min(1).exactOptional(),
      /**
       * Where the console reads what the provider offers, if not at the issuer's
       * `/.well-known/openid-configuration`. A path is one on the console's own origin.
       */
      metadataUrl: z
        .union([https(''), z.string().regex(/^\/(?!\/)/)], {
          error: 'must be an https address, or a path that begins with one "/"',
        })
        .exactOptional(),
      /** Origins that the console calls to sign in, beside the issuer's own: its token endpoint's. */
      signInOrigins: z.array(https('must be an https address')).exactOptional(),
    }),
    /** A Cognito user pool that the stack makes. */
    groupOf({
      provider: z.literal('user-pool'),
      /** Where the sign-in page may send people back to, beside the console. */
      callbackUrls: z.array(CallbackUrl),
      /** Whether people may make an account themselves; it has no scope until it has a group. */
      selfRegistration: z.boolean(),
      /** A second factor at sign-in: one-time passwords of an authenticator app. */
      mfa: z.literal(['off', 'optional', 'required']),
      /** Host name of the sign-in page, before `.auth.<region>.amazoncognito.com`. */
      signInPrefix: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1-63 of a-z, 0-9 and inner hyphens')
        .regex(/^(?!.*(aws|amazon|cognito))/, 'must not have "aws", "amazon" or "cognito" in it')
        .exactOptional(),
      /** Clients that are no person: each gets a secret and these scopes (client credentials). */
      machineClients: z
        .array(
          groupOf({
            name: z
              .string()
              .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9, by hyphens'),
            scopes: z.array(z.literal(Object.values(scopes))).min(1),
          }),
        )
        .refine(
          (clients) => new Set(clients.map(({ name }) => name)).size === clients.length,
          'has a name twice',
        ),
    }),
  ],
  { error: 'must name a provider: "oidc" or "user-pool"' },
);

/** Capacity units that are kept ready, within these limits, by what was used lately. */
const Autoscaled = groupOf({ min: z.int().min(1), max: z.int().min(1) }).refine(
  ({ min, max }) => min <= max,
  'max must not be less than min',
);

const Capacity = z.discriminatedUnion(
  'mode',
  [
    /** Paid by request. The limits are for the table and for each index; they cap the bill. */
    groupOf({
      mode: z.literal('on-demand'),
      maxReadUnitsPerSecond: z.int().min(1).exactOptional(),
      maxWriteUnitsPerSecond: z.int().min(1).exactOptional(),
    }),
    /** Paid by the hour, for the table and again for each index; more is throttled. */
    groupOf({ mode: z.literal('provisioned'), read: Autoscaled, write: Autoscaled }),
  ],
  { error: 'must name a mode: "on-demand" or "provisioned"' },
);

/** One name for the console and the API, both behind CloudFront. */
const Domain = groupOf({
  name: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a host name'),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'must be the ARN of a certificate in us-east-1: CloudFront takes no other',
    ),
  /** The Route 53 zone that gets the name. Without it, point the name at the distribution. */
  hostedZone: groupOf({
    id: z.string().regex(/^Z[A-Z0-9]+$/, 'must be the id of a zone, as in "Z0123456789ABC"'),
    name: z.string().min(1),
  }).exactOptional(),
}).refine(
  ({ name, hostedZone }) =>
    !hostedZone || name === hostedZone.name || name.endsWith(`.${hostedZone.name}`),
  { error: 'must be the zone that the name is in', path: ['hostedZone', 'name'] },
);

/** Who is told of an alarm. With neither, the topic is there and tells nobody, with a warning. */
const Alarms = z.union(
  [
    groupOf({
      emails: z.array(z.email()).exactOptional(),
      /** A topic that exists, in the stack's region, instead of one of our own. */
      topicArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/)
        .exactOptional(),
    }),
    groupOf({ nobodyBecause: z.string().min(10) }),
  ],
  {
    error:
      'must be {"emails": ["a@b.example"], "topicArn": "arn:aws:sns:…"}, either or both, ' +
      'or {"nobodyBecause": "a reason of at least 10 characters"}',
  },
);

const Throttle = { ratePerSecond: z.int().min(1), burst: z.int().min(1) };

export const Settings = groupOf({
  /** Where the stage is deployed; default: where the command line's profile points. */
  region: Region.exactOptional(),
  identity: Identity,
  /** Whether the console is deployed too. */
  console: z.boolean(),
  domain: Domain.exactOptional(),
  /** Partitions of a hot index key, 1-256. May grow on a running stage, never shrink. */
  shards: z.int().min(1).max(256),
  capacity: Capacity,
  /** Other regions that hold a copy of the table. */
  replicas: z.array(Region),
  /** Whose key encrypts the table: aws-managed shows each use in CloudTrail, for its price. */
  encryption: z.literal(['aws-owned', 'aws-managed']),
  /** On: data outlives the stack, deletions are refused, 35 days of restore points. */
  dataProtection: z.union([z.literal('on'), z.strictObject({ offBecause: z.string().min(10) })], {
    error: 'must be "on" or {"offBecause": "a reason of at least 10 characters"}',
  }),
  logs: groupOf({
    /** The least that the functions tell. */
    level: z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']),
    /** Days that logs are kept: a period that CloudWatch Logs offers. */
    retentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]),
  }),
  alarms: Alarms,
  /** Where the team keeps the runbook that alarms and dashboard name; default: docs/runbook.md. */
  runbookUrl: https('must be an https address').exactOptional(),
  /**
   * Days that the history of connections is kept. Its entries also tell what is counted, so it
   * must be longer than a failure may wait to be replayed.
   */
  historyRetentionDays: z.int().min(30).max(36_500),
  /** What becomes of connections whose end date has passed, beside being announced. */
  endedConnections: z.literal(['announce', 'deactivate']),
  /** Whether the example of a workflow is deployed, too. */
  exampleWorkflow: z.boolean(),
  /** Requests to the whole API, and to each of its costly routes; more are answered with 429. */
  throttling: groupOf({ ...Throttle, costly: groupOf(Throttle) }),
}).check(({ value, issues }) => {
  const refuse = (path: string[], message: string) =>
    issues.push({ code: 'custom', input: value, path, message });
  const { identity, region, replicas } = value;
  if (identity.provider === 'oidc') {
    if (value.console && identity.consoleClientId === undefined) {
      refuse(['identity', 'consoleClientId'], 'is needed to sign in to the console');
    }
  } else if (!value.console && identity.callbackUrls.length === 0) {
    refuse(['identity', 'callbackUrls'], 'needs one, as there is no console to come back to');
  }
  if (value.domain && !value.console) {
    refuse(['domain'], 'is of no use without "console": true, whose distribution has the name');
  }
  const topicRegion = 'topicArn' in value.alarms && value.alarms.topicArn?.split(':')[3];
  if (topicRegion && region && topicRegion !== region) {
    refuse(['alarms', 'topicArn'], `is in ${topicRegion}; alarms tell topics of ${region} alone`);
  }
  if (replicas.length > 0 && region === undefined) {
    refuse(['region'], 'is needed, as replicas must be in other regions than the stack');
  }
  if (new Set([...replicas, region]).size <= replicas.length) {
    refuse(['replicas'], "must be different regions, other than the stack's own");
  }
});

export type Settings = z.output<typeof Settings>;
export type IdentitySettings = Settings['identity'];
