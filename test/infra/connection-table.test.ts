// The table in the template: its keys, and the effect of a stage's settings.
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type Index, indexes } from '../../shared/table/schema.ts';
import { templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
const prod = templateOf('prod');

function tableOf(template: Template) {
  const [table, ...others] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
  if (!table || others.length > 0) throw new Error('there is not exactly one table');
  return table;
}
const tableWith = (values: object) => tableOf(templateOf('prod', { prod: values })).Properties;
const indexNames = Object.keys(indexes);

describe('the table', () => {
  const table = tableOf(dev).Properties;

  it('has the keys of the schema', () => {
    expect(table.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
  });

  it('has the indexes of the schema, with keys of several attributes', () => {
    const expected = Object.entries<Index>(indexes).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: [
        ...index.partition.map(([AttributeName]) => ({ AttributeName, KeyType: 'HASH' })),
        ...index.sort.map(([AttributeName]) => ({ AttributeName, KeyType: 'RANGE' })),
      ],
      Projection: { ProjectionType: index.projection },
    }));
    expect(table.GlobalSecondaryIndexes).toEqual(expected);
  });

  it('knows the type of every key attribute', () => {
    const expected = Object.values<Index>(indexes)
      .flatMap((index) => [...index.partition, ...index.sort])
      .concat([
        ['pk', 'S'],
        ['sk', 'S'],
      ])
      .map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
    expect(table.AttributeDefinitions).toHaveLength(
      new Set(expected.map((e) => e.AttributeName)).size,
    );
    expect(table.AttributeDefinitions).toEqual(expect.arrayContaining(expected));
  });

  it('streams both images, expires items and is billed on demand', () => {
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('outlives the stack in prod, can be restored for 35 days, and is encrypted with an AWS managed key', () => {
    expect(tableOf(prod)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
              RecoveryPeriodInDays: 35,
            },
          },
        ],
      },
    });
  });

  it('is deleted with the stack in dev', () => {
    const { DeletionPolicy, Properties } = tableOf(dev);
    expect(DeletionPolicy).toBe('Delete');
    expect(Properties.SSESpecification).toEqual({ SSEEnabled: false });
    expect(Properties.Replicas).toMatchObject([
      {
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      },
    ]);
  });

  it('accepts limits for on-demand requests, for itself and for each index', () => {
    const capacity = { maxReadUnitsPerSecond: 4000, maxWriteUnitsPerSecond: 1000 };
    const limited = tableWith({ capacity });
    const read = { ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 4000 } };
    const write = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 1000 } };
    expect(limited).toMatchObject(write);
    expect(limited.GlobalSecondaryIndexes).toEqual(
      indexNames.map((IndexName) => expect.objectContaining({ IndexName, ...write })),
    );
    expect(limited.Replicas).toEqual([expect.objectContaining(read)]);
    expect(limited.Replicas[0].GlobalSecondaryIndexes).toEqual(
      indexNames.map((IndexName) => ({ IndexName, ...read })),
    );
  });

  it('scales provisioned capacity within limits, for itself and for each index', () => {
    const provisioned = tableWith({
      capacity: { mode: 'provisioned', read: { min: 10, max: 400 }, write: { min: 5, max: 200 } },
    });
    const scaled = (MinCapacity: number, MaxCapacity: number) =>
      expect.objectContaining({ MinCapacity, MaxCapacity, SeedCapacity: MinCapacity });
    const write = {
      WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: scaled(5, 200) },
    };
    const read = {
      ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: scaled(10, 400) },
    };
    expect(provisioned).toMatchObject({ BillingMode: 'PROVISIONED', ...write });
    expect(provisioned.GlobalSecondaryIndexes).toEqual(
      indexNames.map((IndexName) => expect.objectContaining({ IndexName, ...write })),
    );
    expect(provisioned.Replicas).toEqual([expect.objectContaining(read)]);
    expect(provisioned.Replicas[0].GlobalSecondaryIndexes).toEqual(
      indexNames.map((IndexName) => ({ IndexName, ...read })),
    );
  });

  it('has replicas in other regions, each as protected as the table', () => {
    const { Replicas } = tableWith({ region: 'eu-central-1', replicas: ['eu-west-1'] });
    const safe = {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: 35,
      },
    };
    expect(Replicas).toEqual([
      expect.objectContaining({ Region: 'eu-west-1', ...safe }),
      expect.objectContaining({ Region: 'eu-central-1', ...safe }),
    ]);
  });
});
