// The one table, made from its schema, and who may do what with it.
import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  type ITable,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../functions/environment.ts';
import {
  expiryAttribute,
  type Index,
  indexes,
  type KeyAttribute,
  partitionKey,
  sortKey,
} from '../../shared/table/schema.ts';

export interface ConnectionTableProps {
  /** Partitions of a hot index key; told to every function that gets a grant. */
  readonly shards: number;
  /** Days that history is kept. */
  readonly historyRetentionDays: number;
  /** Refuse deletion of the table and keep restore points. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

const readActions = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
/** What transactions of whole items need. */
const writeActions = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'];
/** Numbers are added to, where others may add at the same moment. */
const countAction = 'dynamodb:UpdateItem';

const attributeOf = ([name, type]: KeyAttribute): Attribute => ({
  name,
  type: type === 'N' ? AttributeType.NUMBER : AttributeType.STRING,
});

/** The table of records, connections and roles, with its indexes and its stream of changes. */
export class ConnectionTable extends Construct {
  readonly #table: TableV2;
  readonly #shards: number;
  readonly #historyDays: number;

  constructor(scope: Construct, id: string, props: ConnectionTableProps) {
    super(scope, id);
    this.#shards = props.shards;
    this.#historyDays = props.historyRetentionDays;
    this.#table = new TableV2(this, 'Table', {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      globalSecondaryIndexes: Object.entries<Index>(indexes).map(([indexName, index]) => ({
        indexName,
        partitionKeys: index.partition.map(attributeOf),
        sortKeys: index.sort.map(attributeOf),
        projectionType: ProjectionType[index.projection],
      })),
      billing: Billing.onDemand(),
      timeToLiveAttribute: expiryAttribute,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: props.protect,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.protect },
      removalPolicy: props.removalPolicy,
    });
  }

  /** The table as the source of a stream. */
  get streamed(): ITable {
    // CDK's own classes do not keep to exact optional properties.
    return this.#table as ITable;
  }

  get tableName(): string {
    return this.#table.tableName;
  }

  /** Lets a function read items and query the table and its indexes. */
  grantRead(fn: LambdaFunction): void {
    this.#tell(fn);
    this.#allow(fn, readActions, this.#table.tableArn);
    const arns = Object.keys(indexes).map((name) => `${this.#table.tableArn}/index/${name}`);
    this.#allow(fn, ['dynamodb:Query'], ...arns);
  }

  /** Lets a function walk the whole table (not its indexes), as export and verify do. */
  grantScan(fn: LambdaFunction): void {
    this.#allow(fn, ['dynamodb:Scan'], this.#table.tableArn);
  }

  /** Lets a function read, and write items, in transactions too. */
  grantReadWrite(fn: LambdaFunction): void {
    this.grantRead(fn);
    this.#allow(fn, writeActions, this.#table.tableArn);
  }

  /** Lets a function walk the connections of a record and write them, with no need of an index. */
  grantSweep(fn: LambdaFunction): void {
    this.#tell(fn);
    const actions = ['dynamodb:GetItem', 'dynamodb:Query', ...writeActions];
    this.#allow(fn, actions, this.#table.tableArn);
  }

  /** Lets a function add to counts, beside what else it may. */
  grantCount(fn: LambdaFunction): void {
    this.#allow(fn, [countAction], this.#table.tableArn);
  }

  /** Lets a function write history, which is kept for the stage's time, and counts. */
  grantProject(fn: LambdaFunction): void {
    this.#tell(fn);
    fn.addEnvironment(environmentNames.historyDays, String(this.#historyDays));
    const actions = ['dynamodb:BatchGetItem', countAction, ...writeActions];
    this.#allow(fn, actions, this.#table.tableArn);
  }

  /** Lets a function settle connections whose end date has passed, and says how. */
  grantEndTerms(fn: LambdaFunction, treatment: 'announce' | 'deactivate'): void {
    this.grantReadWrite(fn);
    fn.addEnvironment(environmentNames.endedConnections, treatment);
  }

  /** Lets a function read the stream by itself, as a replay does. */
  grantReadStream(fn: LambdaFunction): void {
    this.#table.grantStreamRead(fn);
  }

  #tell(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.tableName, this.#table.tableName);
    fn.addEnvironment(environmentNames.shards, String(this.#shards));
  }

  #allow(fn: LambdaFunction, actions: string[], ...resources: string[]): void {
    fn.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }
}
