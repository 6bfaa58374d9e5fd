// The stack: what Liaison is made of and who may do what. It defines no resource itself.
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Capability } from '../shared/contracts/route.ts';
import { ApiFunction } from './constructs/api-function.ts';
import { ConnectionTable } from './constructs/connection-table.ts';
import { ConnectionsApi } from './constructs/connections-api.ts';
import { CursorKey } from './constructs/cursor-key.ts';
import { Identity } from './constructs/identity.ts';
import type { Settings } from './settings.ts';

export interface LiaisonStackProps extends StackProps {
  readonly settings: Settings;
}

/** A whole Liaison service: table, functions, identity and HTTP API. */
export class LiaisonStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: LiaisonStackProps) {
    const protect = settings.dataProtection === 'on';
    super(scope, id, {
      description: 'Liaison: connections between records, with roles',
      terminationProtection: protect,
      ...props,
    });
    const removalPolicy = protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const table = new ConnectionTable(this, 'Table', {
      shards: settings.shards,
      protect,
      removalPolicy,
    });
    const cursorKey = new CursorKey(this, 'CursorKey');

    const functionOf = (capability: Capability, id: string) =>
      new ApiFunction(this, id, {
        capability,
        logRetentionDays: settings.logRetentionDays,
        removalPolicy,
      });
    const functions = {
      queries: functionOf('queries', 'Queries'),
      connections: functionOf('connections', 'Connections'),
      records: functionOf('records', 'Records'),
      administration: functionOf('administration', 'Administration'),
      service: functionOf('service', 'Service'),
    } satisfies Record<Capability, ApiFunction>;

    table.grantRead(functions.queries);
    table.grantScan(functions.queries);
    cursorKey.grantUse(functions.queries);
    for (const writer of [functions.connections, functions.records, functions.administration]) {
      table.grantReadWrite(writer);
      cursorKey.grantUse(writer);
    }

    const identity = new Identity(this, 'Identity', {
      settings: settings.identity,
      signInPrefix: id,
      removalPolicy,
    });
    const api = new ConnectionsApi(this, 'Api', {
      functions,
      identity,
      throttling: settings.throttling,
    });

    const outputs = {
      ApiUrl: api.url,
      TableName: table.tableName,
      Issuer: identity.issuer,
      Audience: identity.audience.join(','),
      ...identity.signIn,
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
  }
}
