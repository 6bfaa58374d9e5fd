// What another team tells a LiaisonService: the settings of a stage, each with prod's value as default.
import type { Settings } from './settings.ts';

/** All optional; what is left out is as in stage `prod`. Checked by the same schema as a stage's. */
export interface LiaisonServiceProps {
  /**
   * Who issues the tokens that the API accepts: an OpenID Connect provider that exists, or a Cognito
   * user pool that is made. Default: a user pool of invited people for `http://localhost:3000/`.
   */
  readonly identity?: Settings['identity'];
  /** Partitions of a hot index key, 1-256. May grow at any time, never shrink. Default: 16. */
  readonly shards?: Settings['shards'];
  /**
   * Whether data outlives the stack, deletions are refused and there are 35 days of restore points.
   * Default: `'on'`; off only with a reason: `{ offBecause: 'made-up data, made anew each night' }`.
   */
  readonly dataProtection?: Settings['dataProtection'];
  /** Days that the functions' logs are kept: a period that CloudWatch Logs offers. Default: 365. */
  readonly logRetentionDays?: Settings['logRetentionDays'];
  /** Days that the history of connections is kept, 30-36,500. Default: 3,650. */
  readonly historyRetentionDays?: Settings['historyRetentionDays'];
  /** What becomes of connections whose end date has passed, beside an event. Default: `'announce'`. */
  readonly endedConnections?: Settings['endedConnections'];
  /** Whether the example of a workflow is deployed, too. Default: false. */
  readonly exampleWorkflow?: Settings['exampleWorkflow'];
  /** Requests to the whole API; more are answered with 429. Default: 2,000 a second, bursts of 4,000. */
  readonly throttling?: Settings['throttling'];
}
