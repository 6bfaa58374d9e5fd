// Every setting of a stage, with its meaning and its limits.
import * as z from 'zod';
import { scopes } from '../shared/contracts/scopes.ts';

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** Like z.strictObject, but the error for an unknown key lists the known keys. */
const groupOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${quoted(issue.keys)} is not a setting here; the settings are ${quoted(Object.keys(shape))}`
        : undefined,
  });

const https = (error: string) => z.url({ protocol: /^https$/, error });
const Region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be the name of a region, as in "eu-central-1"');

/** Cognito allows http only for localhost, and no fragment. */
const CallbackUrl = z.url({ error: 'must be a URL', abort: true }).refine((url) => {
  const { protocol, hostname, hash } = new URL(url);
  return hash === '' && (protocol !== 'http:' || hostname === 'localhost');
}, 'must be https (http for localhost only), without a fragment');

/** A client that is not a person, with a secret and these scopes (client credentials). */
export const MachineClient = groupOf({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9, separated by hyphens'),
  scopes: z.array(z.literal(Object.values(scopes))).min(1),
});
export type MachineClient = z.output<typeof MachineClient>;

const Identity = z.discriminatedUnion(
  'provider',
  [
    /** An existing OpenID Connect provider with the scopes liaison/read, liaison/write and liaison/admin. */
    groupOf({
      provider: z.literal('oidc'),
      issuer: https('must be an https URL'),
      /** Accepted values of the token's `aud`, or of its `client_id` if it has no `aud`. */
      audience: z.array(z.string().min(1)).min(1),
      /** The public client with which the console signs people in (code flow with PKCE). */
      consoleClientId: z.string().min(1).exactOptional(),
      /**
       * Address of the provider's discovery document, if it is not the issuer's
       * `/.well-known/openid-configuration`. A path is relative to the console's own origin.
       */
      metadataUrl: z
        .union([https(''), z.string().regex(/^\/(?!\/)/)], {
          error: 'must be an https URL, or a path that begins with one "/"',
        })
        .exactOptional(),
      /** Origins that the console calls to sign in, in addition to the issuer's: that of the token endpoint. */
      signInOrigins: z.array(https('must be an https URL')).exactOptional(),
    }),
    /** A Cognito user pool that the stack creates. */
    groupOf({
      provider: z.literal('user-pool'),
      /** Addresses to which the sign-in page may redirect people, in addition to the console. */
      callbackUrls: z.array(CallbackUrl),
      /** Whether people may create an account themselves; it has no scopes until it is in a group. */
      selfRegistration: z.boolean(),
      /** A second factor at sign-in: one-time passwords from an authenticator app. */
      mfa: z.literal(['off', 'optional', 'required']),
      /** Host name of the sign-in page, before `.auth.<region>.amazoncognito.com`. */
      signInPrefix: z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
          'must be 1-63 characters of a-z, 0-9 and inner hyphens',
        )
        .regex(/^(?!.*(aws|amazon|cognito))/, 'must not contain "aws", "amazon" or "cognito"')
        .exactOptional(),
      /** Clients that are not people: each gets a secret and these scopes (client credentials). */
      machineClients: z
        .array(MachineClient)
        .refine(
          (clients) => new Set(clients.map(({ name }) => name)).size === clients.length,
          'contains the same name twice',
        ),
    }),
  ],
  { error: 'must have a provider: "oidc" or "user-pool"' },
);

/** Provisioned capacity units, which autoscaling adapts to recent use within these limits. */
const Autoscaled = groupOf({ min: z.int().min(1), max: z.int().min(1) }).refine(
  ({ min, max }) => min <= max,
  'must have a max that is not less than its min',
);

const Capacity = z.discriminatedUnion(
  'mode',
  [
    /** Charged per request. The limits apply to the table and to each index; they cap the bill. */
    groupOf({
      mode: z.literal('on-demand'),
      maxReadUnitsPerSecond: z.int().min(1).exactOptional(),
      maxWriteUnitsPerSecond: z.int().min(1).exactOptional(),
    }),
    /** Charged per hour, for the table and again for each index; more requests are throttled. */
    groupOf({ mode: z.literal('provisioned'), read: Autoscaled, write: Autoscaled }),
  ],
  { error: 'must have a mode: "on-demand" or "provisioned"' },
);

/** The host name of console and API, which are both behind CloudFront. */
const Domain = groupOf({
  name: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a host name'),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'must be the ARN of a certificate in us-east-1, as CloudFront requires',
    ),
  /** The Route 53 zone for the name. Without it, point the name at the distribution yourself. */
  hostedZone: groupOf({
    id: z.string().regex(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone, as in "Z0123456789ABC"'),
    name: z.string().min(1),
  }).exactOptional(),
}).refine(
  ({ name, hostedZone }) =>
    !hostedZone || name === hostedZone.name || name.endsWith(`.${hostedZone.name}`),
  { error: 'must be the zone that contains the domain name', path: ['hostedZone', 'name'] },
);

/** Who is notified of alarms. With neither, the topic has no subscriber, and the synthesis warns. */
const Alarms = z.union(
  [
    groupOf({
      emails: z.array(z.email()).exactOptional(),
      /** An existing topic in the stack's region, instead of a new one. */
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
  /** Region of the stage; default: that of the command line's profile. */
  region: Region.exactOptional(),
  identity: Identity,
  /** Whether to deploy the console. */
  console: z.boolean(),
  domain: Domain.exactOptional(),
  /** Partitions of a hot index key, 1-256. May be increased on a running stage; functions refuse to work if it is reduced. */
  shards: z.int().min(1).max(256),
  capacity: Capacity,
  /** Other regions with a replica of the table. */
  replicas: z.array(Region),
  /** The owner of the key that encrypts the table: aws-managed costs more, and CloudTrail logs each use. */
  encryption: z.literal(['aws-owned', 'aws-managed']),
  /** On: data outlives the stack, deletion is refused, and the table can be restored for 35 days. */
  dataProtection: z.union([z.literal('on'), z.strictObject({ offBecause: z.string().min(10) })], {
    error: 'must be "on" or {"offBecause": "a reason of at least 10 characters"}',
  }),
  logs: groupOf({
    /** The lowest level that the functions log. */
    level: z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']),
    /** Days that logs are stored: a period that CloudWatch Logs offers. */
    retentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]),
  }),
  alarms: Alarms,
  /** Address of the team's runbook, for alarms and dashboard; default: docs/runbook.md. */
  runbookUrl: https('must be an https URL').exactOptional(),
  /**
   * Days that the history of connections is stored. Its entries also record which changes are counted,
   * so this must be longer than a failure may wait for its replay.
   */
  historyRetentionDays: z.int().min(30).max(36_500),
  /** Days that the change feed is stored: how long a reader of `GET /v1/changes` may be away. */
  feedRetentionDays: z.int().min(1).max(365),
  /** Whether connections whose end date has passed are only announced, or also deactivated. */
  endedConnections: z.literal(['announce', 'deactivate']),
  /** Whether to deploy the example workflow. */
  exampleWorkflow: z.boolean(),
  /**
   * Runs of each workflow at once, 2-1,000, the limits of Lambda. All of them together must leave enough of the
   * account's concurrent executions for the API.
   */
  workflowConcurrency: z.int().min(2).max(1000),
  /** Limits of requests to the whole API, and to each of its costly routes; others are answered with 429. */
  throttling: groupOf({ ...Throttle, costly: groupOf(Throttle) }),
}).check(({ value, issues }) => {
  const refuse = (path: string[], message: string) =>
    issues.push({ code: 'custom', input: value, path, message });
  const { identity, region, replicas } = value;
  if (identity.provider === 'oidc') {
    if (value.console && identity.consoleClientId === undefined) {
      refuse(['identity', 'consoleClientId'], 'is required to sign in to the console');
    }
  } else if (
    !value.console &&
    identity.callbackUrls.length === 0 &&
    identity.machineClients.length === 0
  ) {
    refuse(
      ['identity', 'callbackUrls'],
      'must have a URL, because there is no console to return to; if only machines call the service, ' +
        'list them in identity.machineClients',
    );
  }
  if (value.domain && !value.console) {
    refuse(['domain'], 'requires "console": true, because the name belongs to its distribution');
  }
  const topicRegion = 'topicArn' in value.alarms && value.alarms.topicArn?.split(':')[3];
  if (topicRegion && region && topicRegion !== region) {
    refuse(
      ['alarms', 'topicArn'],
      `is in ${topicRegion}, but must be in the stack's region ${region}`,
    );
  }
  if (replicas.length > 0 && region === undefined) {
    refuse(['region'], 'is required with replicas, which must be in other regions than the stack');
  }
  if (new Set([...replicas, region]).size <= replicas.length) {
    refuse(['replicas'], "must be different regions, none of them the stack's");
  }
});

export type Settings = z.output<typeof Settings>;
export type IdentitySettings = Settings['identity'];
