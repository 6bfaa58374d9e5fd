// Every setting of a stage, with its meaning and its limits. Texts may be tokens of CDK.
import { Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import * as z from 'zod';
import { scopes } from '../shared/contracts/scopes.ts';
import { constructWith, listOf, orToken } from './cdk-values.ts';

const https = (error: string) => orToken(z.url({ protocol: /^https$/, error }));
const Region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be the name of a region, as in "eu-central-1"');

/** Cognito allows http only for localhost, and no fragment. */
const CallbackUrl = orToken(
  z.url({ error: 'must be a URL', abort: true }).refine((url) => {
    const { protocol, hostname, hash } = new URL(url);
    return hash === '' && (protocol !== 'http:' || hostname === 'localhost');
  }, 'must be https (http for localhost only), without a fragment'),
);

const Client = constructWith<IUserPoolClient>(
  'userPoolClientId',
  'a client of a user pool of CDK (IUserPoolClient)',
);

/** A client that is not a person, with a secret and these scopes (client credentials). */
export const MachineClient = z.strictObject({
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
    z.strictObject({
      provider: z.literal('oidc'),
      issuer: https('must be an https URL'),
      /** Accepted values of the token's `aud`, or of its `client_id` if it has no `aud`. */
      audience: listOf(z.string().min(1), 1),
      /** The public client with which the console signs people in (code flow with PKCE). */
      consoleClientId: z.string().min(1).exactOptional(),
      /**
       * Address of the provider's discovery document, if it is not the issuer's
       * `/.well-known/openid-configuration`. A path is relative to the console's own origin.
       */
      metadataUrl: orToken(
        z.union([z.url({ protocol: /^https$/ }), z.string().regex(/^\/(?!\/)/)], {
          error: 'must be an https URL, or a path that begins with one "/"',
        }),
      ).exactOptional(),
      /** Origins that the console calls to sign in, in addition to the issuer's: that of the token endpoint. */
      signInOrigins: listOf(https('must be an https URL')).exactOptional(),
    }),
    /** A Cognito user pool that the stack creates. */
    z.strictObject({
      provider: z.literal('user-pool'),
      /** Addresses to which the sign-in page may redirect people, in addition to the console. */
      callbackUrls: listOf(CallbackUrl),
      /** Whether people may create an account themselves; it has no scopes until it is in a group. */
      selfRegistration: z.boolean(),
      /** A second factor at sign-in: one-time passwords from an authenticator app. */
      mfa: z.literal(['off', 'optional', 'required']),
      /** Host name of the sign-in page, before `.auth.<region>.amazoncognito.com`. */
      signInPrefix: orToken(
        z
          .string()
          .regex(
            /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
            'must be 1-63 characters of a-z, 0-9 and inner hyphens',
          )
          .regex(/^(?!.*(aws|amazon|cognito))/, 'must not contain "aws", "amazon" or "cognito"'),
      ).exactOptional(),
      /** Clients that are not people: each gets a secret and these scopes (client credentials). */
      machineClients: z
        .array(MachineClient)
        .refine(
          (clients) => new Set(clients.map(({ name }) => name)).size === clients.length,
          'contains the same name twice',
        ),
    }),
    /**
     * A Cognito user pool that exists already, and grants the scopes liaison/read, liaison/write and
     * liaison/admin to its clients.
     */
    z.strictObject({
      provider: z.literal('existing-user-pool'),
      userPool: constructWith<IUserPool>('userPoolId', 'a user pool of CDK (IUserPool)'),
      /** The clients whose tokens are accepted, besides the console's. */
      clients: listOf(Client),
      /** The public client with which the console signs people in (code flow with PKCE). */
      consoleClient: Client.exactOptional(),
      /** Address of the pool's sign-in page, `domain.baseUrl()`: the console needs it. */
      signInUrl: https('must be an https URL').exactOptional(),
    }),
  ],
  { error: 'must have a provider: "oidc", "user-pool" or "existing-user-pool"' },
);

/** Provisioned capacity units, which autoscaling adapts to recent use within these limits. */
const Autoscaled = z
  .strictObject({ min: z.int().min(1), max: z.int().min(1) })
  .refine(({ min, max }) => min <= max, 'must have a max that is not less than its min');

const Capacity = z.discriminatedUnion(
  'mode',
  [
    /** Charged per request. The limits apply to the table and to each index; they cap the bill. */
    z.strictObject({
      mode: z.literal('on-demand'),
      maxReadUnitsPerSecond: z.int().min(1).exactOptional(),
      maxWriteUnitsPerSecond: z.int().min(1).exactOptional(),
    }),
    /** Charged per hour, for the table and again for each index; more requests are throttled. */
    z.strictObject({ mode: z.literal('provisioned'), read: Autoscaled, write: Autoscaled }),
  ],
  { error: 'must have a mode: "on-demand" or "provisioned"' },
);

/** The host name of console and API, which are both behind CloudFront. */
const Domain = z
  .strictObject({
    name: orToken(
      z
        .string()
        .max(253)
        .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a host name'),
    ),
    /** A certificate in us-east-1, or `certificateArn`. */
    certificate: constructWith<ICertificate>(
      'certificateArn',
      'a certificate of CDK (ICertificate)',
    ).exactOptional(),
    certificateArn: orToken(
      z
        .string()
        .regex(
          /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
          'must be the ARN of a certificate in us-east-1, as CloudFront requires',
        ),
    ).exactOptional(),
    /** The Route 53 zone for the name. Without it, point the name at the distribution yourself. */
    hostedZone: z
      .union([
        constructWith<IHostedZone>('hostedZoneId', 'a hosted zone of CDK (IHostedZone)'),
        z.strictObject({
          id: orToken(
            z
              .string()
              .regex(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone, as in "Z0123456789ABC"'),
          ),
          name: z.string().min(1),
        }),
      ])
      .exactOptional(),
  })
  .refine(
    ({ certificate, certificateArn }) =>
      (certificate === undefined) !== (certificateArn === undefined),
    { error: 'must have a certificate or a certificateArn, and not both', abort: true },
  )
  .transform(({ name, certificate, certificateArn, hostedZone: zone }) => ({
    name,
    certificateArn: certificate?.certificateArn ?? certificateArn ?? '',
    ...(zone && {
      hostedZone: 'id' in zone ? zone : { id: zone.hostedZoneId, name: zone.zoneName },
    }),
  }))
  .refine(
    ({ name, hostedZone }) =>
      !hostedZone ||
      Token.isUnresolved(name) ||
      Token.isUnresolved(hostedZone.name) ||
      name === hostedZone.name ||
      name.endsWith(`.${hostedZone.name}`),
    { error: 'must be the zone that contains the domain name', path: ['hostedZone', 'name'] },
  );

/** Who is notified of alarms. With neither, the topic has no subscriber, and the synthesis warns. */
const Alarms = z
  .union(
    [
      z.strictObject({
        emails: listOf(orToken(z.email())).exactOptional(),
        /** An existing topic in the stack's region, instead of a new one; or `topicArn`. */
        topic: constructWith<ITopic>('topicArn', 'a topic of CDK (ITopic)').exactOptional(),
        topicArn: orToken(
          z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/),
        ).exactOptional(),
      }),
      z.strictObject({ nobodyBecause: z.string().min(10) }),
    ],
    {
      error:
        'must be {"emails": ["a@b.example"], "topicArn": "arn:aws:sns:…"}, either or both, ' +
        'or {"nobodyBecause": "a reason of at least 10 characters"}',
    },
  )
  .refine((alarms) => !('topic' in alarms && 'topicArn' in alarms), {
    error: 'must have a topic or a topicArn, and not both',
    abort: true,
  })
  .transform((alarms) => {
    if (!('topic' in alarms)) return alarms;
    const { topic, ...others } = alarms;
    return topic ? { ...others, topicArn: topic.topicArn } : others;
  });

const Throttle = { ratePerSecond: z.int().min(1), burst: z.int().min(1) };

export const Settings = z
  .strictObject({
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
    replicas: listOf(Region),
    /** The owner of the key that encrypts the table: aws-managed costs more, and CloudTrail logs each use. */
    encryption: z.literal(['aws-owned', 'aws-managed']),
    /** On: data outlives the stack, deletion is refused, and the table can be restored for 35 days. */
    dataProtection: z.union([z.literal('on'), z.strictObject({ offBecause: z.string().min(10) })], {
      error: 'must be "on" or {"offBecause": "a reason of at least 10 characters"}',
    }),
    logs: z.strictObject({
      /** The lowest level that the functions log. */
      level: z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']),
      /** Days that logs are stored: a period that CloudWatch Logs offers. */
      retentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]),
    }),
    alarms: Alarms,
    /** Address of the team's runbook, for alarms and dashboard; default: the path of the file. */
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
    /** An existing bus for the events, instead of a new one. It must not be the bus of another service. */
    eventBus: constructWith<IEventBus>('eventBusName', 'a bus of CDK (IEventBus)').exactOptional(),
    /** Whether to deploy the example workflow. */
    exampleWorkflow: z.boolean(),
    /**
     * Runs of each workflow at once, 2-1,000, the limits of Lambda. All of them together must leave enough of the
     * account's concurrent executions for the API.
     */
    workflowConcurrency: z.int().min(2).max(1000),
    /** Limits of requests to the whole API, and to each of its costly routes; others are answered with 429. */
    throttling: z.strictObject({ ...Throttle, costly: z.strictObject(Throttle) }),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string) =>
      issues.push({ code: 'custom', input: value, path, message });
    const { identity, region, replicas } = value;
    if (identity.provider === 'oidc') {
      if (value.console && identity.consoleClientId === undefined) {
        refuse(['identity', 'consoleClientId'], 'is required to sign in to the console');
      }
    } else if (identity.provider === 'existing-user-pool') {
      for (const name of ['consoleClient', 'signInUrl'] as const) {
        if (value.console && identity[name] === undefined) {
          refuse(['identity', name], 'is required to sign in to the console');
        }
      }
      if (identity.clients.length === 0 && identity.consoleClient === undefined) {
        refuse(['identity', 'clients'], 'must have a client, or no token is accepted');
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
    const topicArn = 'topicArn' in value.alarms ? value.alarms.topicArn : undefined;
    const topicRegion = Token.isUnresolved(topicArn) ? undefined : topicArn?.split(':')[3];
    if (topicRegion && region && topicRegion !== region) {
      refuse(
        ['alarms', 'topicArn'],
        `is in ${topicRegion}, but must be in the stack's region ${region}`,
      );
    }
    if (replicas.length > 0 && region === undefined) {
      refuse(
        ['region'],
        'is required with replicas, which must be in other regions than the stack',
      );
    }
    if (new Set([...replicas, region]).size <= replicas.length) {
      refuse(['replicas'], "must be different regions, none of them the stack's");
    }
  });

export type Settings = z.output<typeof Settings>;
/** Settings as a team writes them: constructs are allowed where only their names or addresses are used. */
export type GivenSettings = z.input<typeof Settings>;
export type IdentitySettings = Settings['identity'];
