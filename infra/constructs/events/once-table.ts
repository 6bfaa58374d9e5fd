// The table in which a workflow marks the effects that have happened.
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { expiryAttribute, onceKey } from '../../../shared/table/schema.ts';

/** The marks of `once`, for one function. They expire, and are deleted with the workflow. */
export class OnceTable extends Construct {
  constructor(scope: Construct, id: string, fn: LambdaFunction) {
    super(scope, id);
    const table = new TableV2(this, 'Table', {
      partitionKey: { name: onceKey, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      timeToLiveAttribute: expiryAttribute,
      // Kept, it would be of no use: a new table would not find the marks of the old one.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    fn.addEnvironment(environmentNames.onceTableName, table.tableName);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
        resources: [table.tableArn],
      }),
    );
  }
}
