// How the local host resolves CloudFormation's intrinsic functions.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are CloudFormation's placeholders
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Template } from '../../infra/local/base/template.ts';

const template = new Template(
  {
    Parameters: { Version: { Type: 'String', Default: '12' } },
    Resources: {
      Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Name: { Ref: 'AWS::Region' } } },
      Queries: { Type: 'AWS::Lambda::Function' },
      Key: { Type: 'AWS::SecretsManager::Secret' },
      Failures: { Type: 'AWS::SQS::Queue' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'events' } },
    },
  },
  (id) => `secret of ${id}`,
  (id) => `http://queues/${id}`,
);

describe('a template', () => {
  it.each([
    [{ Ref: 'Table' }, 'Table'],
    [{ Ref: 'Version' }, '12'],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [
      { 'Fn::GetAtt': ['Queries', 'Arn'] },
      'arn:aws:lambda:us-east-1:000000000000:function:Queries',
    ],
    [{ 'Fn::GetAtt': 'Queries.Arn' }, 'arn:aws:lambda:us-east-1:000000000000:function:Queries'],
    [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'Table.StreamArn'],
    [{ Ref: 'Failures' }, 'http://queues/Failures'],
    [{ 'Fn::GetAtt': ['Failures', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:Failures'],
    [{ 'Fn::GetAtt': ['Failures', 'QueueName'] }, 'Failures'],
    [{ 'Fn::GetAtt': ['Failures', 'QueueUrl'] }, 'http://queues/Failures'],
    [{ Ref: 'Bus' }, 'Bus'],
    [{ 'Fn::GetAtt': ['Bus', 'Arn'] }, 'arn:aws:events:us-east-1:000000000000:event-bus/Bus'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Table' }]] }, 'a/Table'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|b'] }] }, 'b'],
    [
      { 'Fn::Sub': 'x-${Table}-${Queries.Arn}-${!kept}' },
      'x-Table-arn:aws:lambda:us-east-1:000000000000:function:Queries-${kept}',
    ],
    [{ 'Fn::Sub': ['${own}-${AWS::Partition}', { own: { Ref: 'Table' } }] }, 'Table-aws'],
    [{ a: [{ Ref: 'Table' }, 1, null], b: { Ref: 'AWS::NoValue' } }, { a: ['Table', 1, null] }],
  ])('resolves %j', (value, expected) => {
    expect(template.resolve(value)).toEqual(expected);
  });

  it('resolves dynamic references to secrets, also from joined pieces', () => {
    const pieces = ['{{resolve:secretsmanager:', { Ref: 'Key' }, ':SecretString:::}}'];
    expect(template.resolve({ 'Fn::Join': ['', pieces] })).toBe('secret of Key');
  });

  it('returns the resources of a type by their logical ids', () => {
    const found = template.resources('AWS::DynamoDB::GlobalTable', z.object({ Name: z.string() }));
    expect([...found]).toEqual([['Table', { Name: 'us-east-1' }]]);
  });

  it('names the resource and the property that are not supported', () => {
    expect(() =>
      template.resources('AWS::Events::EventBus', z.object({ Name: z.literal('default') })),
    ).toThrow(/cannot run the AWS::Events::EventBus Bus of the template: .*default.*\n.*at Name/);
  });

  it('refuses unknown references and functions', () => {
    expect(() => template.resolve({ Ref: 'Tabel' })).toThrow('refers to Tabel');
    expect(() => template.resolve({ 'Fn::ImportValue': 'x' })).toThrow('Fn::ImportValue');
  });
});
