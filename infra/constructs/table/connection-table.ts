// The DynamoDB table, created from its schema, and the grants to use it.
import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  Capacity,
  type ITable,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import {
  expiryAttribute,
  type Index,
  indexes,
  type KeyAttribute,
  partitionKey,
  sortKey,
} from '../../../shared/table/schema.ts';
import type { Settings } from '../../settings-schema.ts';
import {
  type IndexName,
  readingWith,
  type TableRights,
  tableRights,
  writingWith,
} from './table-rights.ts';

export interface ConnectionTableProps {
  /** Partitions of a hot index key; every grant passes it to the function. */
  readonly shards: number;
  /** Days that history is stored. */
  readonly historyRetentionDays: number;
  /** Days that the change feed is stored. */
  readonly feedRetentionDays: number;
  /** Billing mode and its limits. */
  readonly capacity: Settings['capacity'];
  /** Regions with a replica, other than the stack's region, which must then be known. */
  readonly replicas: readonly string[];
  readonly encryption: Settings['encryption'];
  /** Whether to refuse deletion of the table and to enable point-in-time recovery. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

const attributeOf = ([name, type]: KeyAttribute): Attribute => ({
  name,
  type: type === 'N' ? AttributeType.NUMBER : AttributeType.STRING,
});

/** How far back the table can be restored: the maximum of DynamoDB. */
const restoreDays = 35;

const encryptions = {
  'aws-owned': TableEncryptionV2.dynamoOwnedKey(),
  'aws-managed': TableEncryptionV2.awsManagedKey(),
};

/** Limits of the table; each index needs the same again, because it does not inherit them. */
const limitsOf = (capacity: Settings['capacity']) =>
  capacity.mode === 'provisioned'
    ? {}
    : {
        ...(capacity.maxReadUnitsPerSecond && {
          maxReadRequestUnits: capacity.maxReadUnitsPerSecond,
        }),
        ...(capacity.maxWriteUnitsPerSecond && {
          maxWriteRequestUnits: capacity.maxWriteUnitsPerSecond,
        }),
      };

function billingOf(capacity: Settings['capacity']): Billing {
  if (capacity.mode === 'on-demand') return Billing.onDemand(limitsOf(capacity));
  const autoscaled = ({ min, max }: { min: number; max: number }) =>
    // CloudFormation requires a seed when an on-demand table becomes provisioned.
    Capacity.autoscaled({ minCapacity: min, maxCapacity: max, seedCapacity: min });
  const { read, write } = capacity;
  return Billing.provisioned({ readCapacity: autoscaled(read), writeCapacity: autoscaled(write) });
}

/** The table of records, connections and roles, with its indexes and its stream. */
export class ConnectionTable extends Construct {
  readonly #table: TableV2;
  readonly #shards: number;
  readonly #historyDays: number;
  readonly #feedDays: number;

  constructor(scope: Construct, id: string, props: ConnectionTableProps) {
    super(scope, id);
    this.#shards = props.shards;
    this.#historyDays = props.historyRetentionDays;
    this.#feedDays = props.feedRetentionDays;
    const limits = limitsOf(props.capacity);
    this.#table = new TableV2(this, 'Table', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      globalSecondaryIndexes: Object.entries<Index>(indexes).map(([indexName, index]) => ({
        ...limits,
        indexName,
        partitionKeys: index.partition.map(attributeOf),
        sortKeys: index.sort.map(attributeOf),
        projectionType: ProjectionType[index.projection],
      })),
      billing: billingOf(props.capacity),
      replicas: props.replicas.map((region) => ({ region })),
      encryption: encryptions[props.encryption],
      timeToLiveAttribute: expiryAttribute,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: props.protect,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: props.protect,
        ...(props.protect && { recoveryPeriodInDays: restoreDays }),
      },
      removalPolicy: props.removalPolicy,
    });
  }

  /** The table as a stream source. */
  get streamed(): ITable {
    // CDK's own classes do not conform to `exactOptionalPropertyTypes`.
    return this.#table as ITable;
  }

  get tableName(): string {
    return this.#table.tableName;
  }

  /** Grants a function these rights, and passes it the table's name and number of shards. */
  grant(fn: LambdaFunction, { actions, indexes = [] }: TableRights): void {
    fn.addEnvironment(environmentNames.tableName, this.#table.tableName);
    fn.addEnvironment(environmentNames.shards, String(this.#shards));
    const { tableArn } = this.#table;
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [tableArn],
      }),
    );
    if (indexes.length === 0) return;
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: indexes.map((name) => `${tableArn}/index/${name}`),
      }),
    );
  }

  /** Lets a function read items, and query the table and these indexes. */
  grantRead(fn: LambdaFunction, indexes: readonly IndexName[] = []): void {
    this.grant(fn, readingWith(indexes));
  }

  /** Lets a function also write whole items, in transactions too. */
  grantReadWrite(fn: LambdaFunction, indexes: readonly IndexName[] = []): void {
    this.grant(fn, writingWith(indexes));
  }

  /** Lets a function read everything, also the change feed, and scan the table. */
  grantQueries(fn: LambdaFunction): void {
    this.grant(fn, tableRights.queries);
    this.#passFeedDays(fn);
  }

  /** Lets a function write counts, and history and a change feed that expire after their days. */
  grantProject(fn: LambdaFunction): void {
    this.grant(fn, tableRights.projector);
    this.#passFeedDays(fn);
    fn.addEnvironment(environmentNames.historyDays, String(this.#historyDays));
  }

  /**
   * Lets a function process connections whose end date has passed and keep the last segments of the feed, and
   * passes it the treatment.
   */
  grantEndTerms(fn: LambdaFunction, treatment: 'announce' | 'deactivate'): void {
    this.grant(fn, tableRights.endOfTerm);
    this.#passFeedDays(fn);
    fn.addEnvironment(environmentNames.endedConnections, treatment);
  }

  #passFeedDays(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.feedDays, String(this.#feedDays));
  }

  /** Lets a function read the stream directly, as a replay does. */
  grantReadStream(fn: LambdaFunction): void {
    this.#table.grantStreamRead(fn);
  }
}
