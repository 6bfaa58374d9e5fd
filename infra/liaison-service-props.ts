// The props of a LiaisonService in another team's app: the settings of a stage, with prod's values as defaults.
import type { GivenSettings, Settings } from './settings-schema.ts';

type Identity<Provider> = Extract<GivenSettings['identity'], { provider: Provider }>;

/**
 * All optional; omitted settings have the values of stage `prod`, also within a group. The schema of the
 * stage settings checks them; docs/deploying.md explains each. Alternatively, pass one of our stages with
 * some values replaced: `settingsOf('dev', { dev: { shards: 8 } })`. Texts may be tokens, such as the outputs
 * of another stack; numbers, choices, lists as a whole and `region` must be known at synthesis.
 */
export interface LiaisonServiceProps {
  /** The region of the stack; required with `replicas`. Default: unknown. */
  readonly region?: string;
  /**
   * The issuer of the tokens that the API accepts: an existing OpenID Connect provider, an existing Cognito
   * user pool (`IUserPool`) or a new one. Default: a new user pool of invited people, with an optional second factor.
   */
  readonly identity?:
    | Identity<'oidc'>
    | Identity<'existing-user-pool'>
    | (Partial<Identity<'user-pool'>> & { readonly provider: 'user-pool' });
  /** Whether to deploy the console. Default: true. */
  readonly console?: boolean;
  /**
   * A host name of your own for console and API, with its certificate in us-east-1 (`ICertificate`, or
   * `certificateArn`) and, if it is in Route 53, its zone (`IHostedZone`). Default: CloudFront's name.
   */
  readonly domain?: NonNullable<GivenSettings['domain']>;
  /**
   * Partitions of a hot index key, 1-256. You may increase it at any time; if you reduce it, all functions
   * refuse to work. Default: 16.
   */
  readonly shards?: number;
  /** Billing mode of the table, and its limits. Default: on demand, without limits. */
  readonly capacity?: Settings['capacity'];
  /** Other regions with a replica of the table. Default: none. */
  readonly replicas?: Settings['replicas'];
  /** The owner of the key that encrypts the table. Default: `'aws-managed'`. */
  readonly encryption?: Settings['encryption'];
  /**
   * Whether data outlives the stack, deletion is refused and the table can be restored for 35 days.
   * Default: `'on'`; off only with a reason: `{ offBecause: 'test data, created again each night' }`.
   */
  readonly dataProtection?: Settings['dataProtection'];
  /** The lowest level that functions log, and the days that logs are stored. Default: INFO, 365. */
  readonly logs?: Partial<Settings['logs']>;
  /**
   * Who is notified of alarms: `emails`, an existing `topic` (`ITopic`, or `topicArn`), or nobody, for a reason.
   * Default: a new topic that has no subscriber yet.
   */
  readonly alarms?: GivenSettings['alarms'];
  /** Address of the team's runbook, for alarms and dashboard; default: the path of the runbook in this package. */
  readonly runbookUrl?: string;
  /** Days that the history of connections is stored, 30-36,500. Default: 3,650. */
  readonly historyRetentionDays?: number;
  /** Days that the change feed is stored, 1-365. Default: 30. */
  readonly feedRetentionDays?: number;
  /** Whether connections that have ended are only announced, or also deactivated. Default: `'announce'`. */
  readonly endedConnections?: Settings['endedConnections'];
  /**
   * An existing bus for the events. Two services must not share one, or the workflows of each would run for
   * the changes of the other. Default: a new bus.
   */
  readonly eventBus?: NonNullable<Settings['eventBus']>;
  /** Whether to deploy the example workflow. Default: false. */
  readonly exampleWorkflow?: boolean;
  /**
   * Runs of each workflow at once, 2-1,000. All of them together must leave enough of the account's concurrent
   * executions for the API. Default: 10.
   */
  readonly workflowConcurrency?: number;
  /**
   * Limits of requests to the whole API, and to each of its costly routes; requests over the limit are
   * answered with 429. Default: 2,000 per second with bursts of 4,000; costly routes 100 with bursts of 200.
   */
  readonly throttling?: Partial<Settings['throttling']>;
}
