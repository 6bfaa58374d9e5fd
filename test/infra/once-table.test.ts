// The table of a workflow with `once: true`.
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { ConnectionEvents, Workflow } from '../../infra/index.ts';
import { templateOf, testApp } from '../support/stack.ts';

const entry = new URL('../../samples/embedding/vendor-task.ts', import.meta.url).pathname;

function workflowWith(once: boolean): Template {
  const stack = new Stack(testApp(), 'OtherTeam');
  new Workflow(stack, 'VendorTask', {
    events: new ConnectionEvents(stack, 'Liaison', { busName: 'prod-bus' }),
    on: 'Connection Created',
    once,
    entry,
    purpose: 'opens a task',
  });
  return Template.fromStack(stack);
}

it('expires, is paid by request, and only the function may write it', () => {
  const template = workflowWith(true);
  const [[id, table] = []] = Object.entries(template.findResources('AWS::DynamoDB::GlobalTable'));
  expect(table).toMatchObject({
    DeletionPolicy: 'Delete',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { LIAISON_ONCE_TABLE_NAME: { Ref: id } } },
  });
  const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements.filter((one) => JSON.stringify(one).includes('dynamodb:'))).toEqual([
    {
      Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [id, 'Arn'] },
    },
  ]);
});

it('is made on demand: neither for other workflows nor for those of the service', () => {
  workflowWith(false).resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
  templateOf('dev').resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
});
