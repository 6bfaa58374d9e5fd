// AWS's prices, with their source and date; docs/cost.md is computed from them.

/** A price in US dollars for one unit. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  /** The page whose stored copy contains the price: AWS's own pages load most prices by script. */
  readonly source: string;
}

export const pricesRead = '2026-11-22';
export const priceRegion = 'us-east-1';

const quoted = 'public repositories that quote AWS’s page';

// biome-ignore format: one line per price
export const prices = {
  writeUnit: { usd: 0.625e-6, per: 'write unit on demand', source: 'airbyte.com' },
  readUnit: { usd: 0.125e-6, per: 'read unit on demand', source: 'airbyte.com' },
  writeCapacityHour: { usd: 0.00065, per: 'provisioned write unit and hour', source: quoted },
  readCapacityHour: { usd: 0.00013, per: 'provisioned read unit and hour', source: quoted },
  storage: { usd: 0.25, per: 'GB and month, DynamoDB', source: 'aws.amazon.com/dynamodb/pricing' },
  restorePoints: { usd: 0.2, per: 'GB and month, point-in-time recovery', source: quoted },
  lambdaRequest: { usd: 0.2e-6, per: 'run of a function', source: quoted },
  lambdaSecond: { usd: 0.0000133334, per: 'GB-second, arm64, the first 7.5 billion', source: 'cloudchipr.com' },
  apiRequest: { usd: 1e-6, per: 'request, HTTP API, up to 300 million', source: 'amnic.com, apigatewaycost.com' },
  apiRequestAbove: { usd: 0.9e-6, per: 'request, HTTP API, above 300 million', source: 'amnic.com; another guide says 0.8 above a billion' },
  transfer: { usd: 0.09, per: 'GB out to the internet, the first 10 TB', source: 'amnic.com, apigatewaycost.com' },
  event: { usd: 1e-6, per: 'event put on the bus, up to 64 KB', source: 'cloudburn.io, March 2026' },
  queueRequest: { usd: 0.4e-6, per: 'request to SQS, also one that receives nothing', source: 'okulbida.com' },
  logIngestion: { usd: 0.5, per: 'GB of logs ingested', source: 'factualminds.com, June 2026' },
  logStorage: { usd: 0.03, per: 'GB and month of stored logs', source: '**not verified**' },
  metric: { usd: 0.3, per: 'custom metric and month', source: 'signoz.io, February 2026' },
  alarm: { usd: 0.1, per: 'alarm and month', source: quoted },
  dashboard: { usd: 3, per: 'dashboard and month', source: 'factualminds.com, June 2026' },
  trace: { usd: 5e-6, per: 'trace recorded, X-Ray', source: quoted },
  key: { usd: 1, per: 'key and month', source: '**not verified**' },
  secret: { usd: 0.4, per: 'secret and month', source: 'hivebook.wiki' },
  activeUser: { usd: 0.015, per: 'monthly active user, Cognito Essentials, above 10,000', source: quoted },
  contentGb: { usd: 0.085, per: 'GB sent by CloudFront, the first 10 TB', source: 'aws.amazon.com/cloudfront/pricing' },
} as const satisfies Record<string, Price>;
