// What another team tells a LiaisonService: the settings of a stage, each with prod's value as default.
import type { Settings } from './settings-schema.ts';

type Identity<Provider> = Extract<Settings['identity'], { provider: Provider }>;

/**
 * All optional; what is left out is as in stage `prod`, also within a group. Checked by the same
 * schema as the settings of a stage, docs/deploying.md says more of each. Or a stage of ours as a
 * whole, with values over it: `settingsOf('dev', { dev: { shards: 8 } })`.
 */
export interface LiaisonServiceProps {
  /** The region of the stack, which must be given with `replicas`. Default: not known. */
  readonly region?: string;
  /**
   * Who issues the tokens that the API accepts: an OpenID Connect provider that exists, or a Cognito
   * user pool that is made. Default: a user pool of invited people, with an optional second factor.
   */
  readonly identity?:
    | Identity<'oidc'>
    | (Partial<Identity<'user-pool'>> & { readonly provider: 'user-pool' });
  /** Whether the console is deployed, too. Default: true. */
  readonly console?: boolean;
  /** A host name of your own, in front of console and API. Default: CloudFront's. */
  readonly domain?: NonNullable<Settings['domain']>;
  /** Partitions of a hot index key, 1-256. May grow at any time, never shrink. Default: 16. */
  readonly shards?: number;
  /** How the table is paid, and what limits that. Default: by request, without limits. */
  readonly capacity?: Settings['capacity'];
  /** Other regions that hold a copy of the table. Default: none. */
  readonly replicas?: Settings['replicas'];
  /** Whose key encrypts the table. Default: `'aws-managed'`. */
  readonly encryption?: Settings['encryption'];
  /**
   * Whether data outlives the stack, deletions are refused and there are 35 days of restore points.
   * Default: `'on'`; off only with a reason: `{ offBecause: 'made-up data, made anew each night' }`.
   */
  readonly dataProtection?: Settings['dataProtection'];
  /** The least that the functions tell, and for how many days that is kept. Default: INFO, 365. */
  readonly logs?: Partial<Settings['logs']>;
  /** Who is told of an alarm. Default: a topic that has no subscriber yet. */
  readonly alarms?: Settings['alarms'];
  /** Where the team keeps the runbook that alarms and dashboard name; default: `docs/runbook.md`. */
  readonly runbookUrl?: string;
  /** Days that the history of connections is kept, 30-36,500. Default: 3,650. */
  readonly historyRetentionDays?: number;
  /** What becomes of connections whose end date has passed, beside an event. Default: `'announce'`. */
  readonly endedConnections?: Settings['endedConnections'];
  /** Whether the example of a workflow is deployed, too. Default: false. */
  readonly exampleWorkflow?: boolean;
  /**
   * Requests to the whole API, and to each of its costly routes; more are answered with 429.
   * Default: 2,000 a second in bursts of 4,000; costly ones 100 in bursts of 200.
   */
  readonly throttling?: Partial<Settings['throttling']>;
}
