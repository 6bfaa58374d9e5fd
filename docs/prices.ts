// AWS's prices, with where they were read and when; docs/cost.md is computed from them.

/** In US dollars, for one of the unit that its text names. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  /** What was read; "not verified" where no source said it and it is from memory. */
  readonly source: string;
}

/** Copies of public pages, not the live ones: AWS's pages load their prices by script. */
export const pricesRead = '2026-11-22';
export const priceRegion = 'us-east-1';

const copies = (pages: string) => `copies of ${pages}`;
const guides = copies('third parties’ price guides, 2025-2026');

export const prices = {
  writeUnit: { usd: 0.625e-6, per: 'write unit on demand', source: guides },
  readUnit: { usd: 0.125e-6, per: 'read unit on demand', source: guides },
  writeCapacityHour: { usd: 0.00065, per: 'provisioned write unit and hour', source: guides },
  readCapacityHour: { usd: 0.00013, per: 'provisioned read unit and hour', source: guides },
  storage: {
    usd: 0.25,
    per: 'GB and month, DynamoDB',
    source: copies('aws.amazon.com/dynamodb/pricing'),
  },
  restorePoints: { usd: 0.2, per: 'GB and month, point-in-time recovery', source: guides },
  lambdaRequest: {
    usd: 0.2e-6,
    per: 'run of a function',
    source: copies('price guides of AWS Lambda, 2024-2026'),
  },
  lambdaSecond: {
    usd: 0.0000133334,
    per: 'GB-second, arm64',
    source: copies('price guides of AWS Lambda, 2024-2026'),
  },
  apiRequest: { usd: 1e-6, per: 'request, HTTP API, up to 300 million', source: guides },
  apiRequestAbove: { usd: 0.9e-6, per: 'request, HTTP API, above 300 million', source: guides },
  transfer: { usd: 0.09, per: 'GB out to the internet', source: guides },
  event: { usd: 1e-6, per: 'event put on the bus, up to 64 KB', source: guides },
  logIngestion: { usd: 0.5, per: 'GB of logs taken in', source: guides },
  logStorage: { usd: 0.03, per: 'GB and month of logs kept', source: 'not verified' },
  metric: { usd: 0.3, per: 'metric of our own and month', source: guides },
  alarm: { usd: 0.1, per: 'alarm and month', source: guides },
  dashboard: { usd: 3, per: 'dashboard and month', source: guides },
  trace: {
    usd: 5e-6,
    per: 'trace recorded, X-Ray',
    source: copies('projects’ notes that quote aws.amazon.com/xray/pricing'),
  },
  secret: { usd: 0.4, per: 'secret and month', source: guides },
  activeUser: {
    usd: 0.015,
    per: 'person who signs in in a month, Cognito Essentials',
    source: guides,
  },
  contentGb: {
    usd: 0.085,
    per: 'GB that CloudFront sends (first 10 TB; 1 TB free not counted)',
    source: copies('aws.amazon.com/cloudfront/pricing'),
  },
} as const satisfies Record<string, Price>;
