// The functions of the template: how they are made, and their rights.
import { describe, expect, it } from 'vitest';
import { functionOf, rightsOf, tableRightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
describe('the functions', () => {
  // All of ours: CDK's own, which copies the console's files, comes with its deployment alone.
  const functions = Object.entries(dev.findResources('AWS::Lambda::Function')).filter(
    ([id]) => !id.startsWith('CustomCDKBucketDeployment'),
  );
  const apiFunctions = ['queries', 'connections', 'records', 'administration', 'service'];
  const tracing = ['xray:PutTelemetryRecords on "*"', 'xray:PutTraceSegments on "*"'];

  it('are on arm64 and Node 24, traced, with logs that end', () => {
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: {
          LogGroup: expect.anything(),
          LogFormat: 'JSON',
          ApplicationLogLevel: 'INFO',
          SystemLogLevel: 'INFO',
        },
      });
    }
    for (const group of Object.values(dev.findResources('AWS::Logs::LogGroup'))) {
      expect(group.Properties.RetentionInDays).toBe(7);
    }
  });

  it('that answer questions cannot write', () => {
    const actions = tableRightsOf(dev, 'queries').map((right) => right.split(' ')[0]);
    expect([...new Set(actions)]).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
    ]);
  });

  it.each([
    'queries',
    'connections',
    'records',
    'administration',
  ])('of the API have rights to the table and to nothing else: %s', (name) => {
    expect(rightsOf(dev, name)).toEqual([...tableRightsOf(dev, name), ...tracing].sort());
  });

  it('have a wildcard in no action, and as a resource for tracing alone', () => {
    const statements = Object.values(dev.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements.length).toBeGreaterThan(functions.length);
    for (const { Action, Resource } of statements) {
      expect(JSON.stringify(Action)).not.toContain('*');
      if (![Action].flat().every((action: string) => action.startsWith('xray:'))) {
        expect(JSON.stringify(Resource)).not.toContain('*');
      }
    }
  });

  it('have no right to the table when they serve none of it', () => {
    expect(rightsOf(dev, 'service')).toEqual(tracing);
    expect(functionOf(dev, 'service')[1].Properties.Environment).toBeUndefined();
  });

  it.each(['connections', 'records', 'administration'])('are told of the table: %s', (name) => {
    const { Variables } = functionOf(dev, name)[1].Properties.Environment;
    expect(Object.keys(Variables).sort()).toEqual(['LIAISON_SHARDS', 'LIAISON_TABLE_NAME']);
    expect(Variables.LIAISON_SHARDS).toBe('4');
  });

  it('have the key of the cursors only when they make some', () => {
    const holders = functions.filter(
      ([, { Properties }]) => Properties.Environment?.Variables.LIAISON_CURSOR_KEY,
    );
    expect(holders.map(([, { Properties }]) => Properties.Description)).toEqual([
      'Liaison: queries',
    ]);
    const { Variables } = functionOf(dev, 'queries')[1].Properties.Environment;
    expect(JSON.stringify(Variables.LIAISON_CURSOR_KEY)).toContain('{{resolve:secretsmanager:');
  });

  it('are one for each capability of the API', () => {
    const integrated = JSON.stringify(dev.findResources('AWS::ApiGatewayV2::Integration'));
    const purposes = functions
      .filter(([id]) => integrated.includes(`"${id}"`))
      .map(([, { Properties }]) => Properties.Description.replace('Liaison: ', ''));
    expect(purposes.sort()).toEqual([...apiFunctions].sort());
  });
});
