// The functions in the template: their settings and rights.
import { describe, expect, it } from 'vitest';
import { functionOf, ownRights, rightsOf, tableRightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
describe('the functions', () => {
  // All of ours: CDK's own, which copies the console's files, comes with its deployment alone.
  const functions = Object.entries(dev.findResources('AWS::Lambda::Function')).filter(
    ([id]) => !id.startsWith('CustomCDKBucketDeployment'),
  );
  const apiFunctions = [
    'queries',
    'connections',
    'records',
    'administration',
    'replays what failed',
    'service',
  ];

  it('run on arm64 and Node 24, with traces and with logs that expire', () => {
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

  it('may write only their own log', () => {
    for (const [id, { Properties }] of functions) {
      const { LogGroup } = Properties.LoggingConfig;
      const role = Properties.Role['Fn::GetAtt'][0];
      expect(dev.findResources('AWS::IAM::Role')[role]?.Properties.ManagedPolicyArns, id).toBe(
        undefined,
      );
      const logs = Object.values(dev.findResources('AWS::IAM::Policy'))
        .filter((policy) =>
          policy.Properties.Roles.some((each: { Ref: string }) => each.Ref === role),
        )
        .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
        .filter((statement) => JSON.stringify(statement.Action).includes('logs:'));
      expect(logs.map(({ Resource }) => Resource)).toEqual([
        { 'Fn::GetAtt': [LogGroup.Ref, 'Arn'] },
      ]);
    }
  });

  it('depend on the policies of their role, but not on what they already refer to', () => {
    for (const [id, { Properties, DependsOn }] of functions) {
      expect(DependsOn, id).toHaveLength(1);
      expect(DependsOn).not.toContain(Properties.Role['Fn::GetAtt'][0]);
      for (const each of DependsOn) {
        expect(dev.findResources('AWS::IAM::Policy')[each], each).toBeDefined();
      }
    }
  });

  it('for queries cannot write', () => {
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
  ])('of the API have permissions for the table and nothing else: %s', (name) => {
    expect(rightsOf(dev, name)).toEqual([...tableRightsOf(dev, name), ...ownRights].sort());
  });

  it('have no wildcard in an action, and none in a resource except for tracing', () => {
    // The role that copies the console's files needs all objects of its bucket: see console-site.test.ts.
    const statements = Object.entries(dev.findResources('AWS::IAM::Policy'))
      .filter(([id]) => !id.startsWith('Console'))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements.length).toBeGreaterThan(functions.length);
    for (const { Action, Resource } of statements) {
      expect(JSON.stringify(Action)).not.toContain('*');
      if (![Action].flat().every((action: string) => action.startsWith('xray:'))) {
        expect(JSON.stringify(Resource)).not.toContain('*');
      }
    }
  });

  it('have no right to the table if they do not use it', () => {
    expect(rightsOf(dev, 'service')).toEqual(ownRights);
    expect(functionOf(dev, 'service')[1].Properties.Environment.Variables).toEqual({
      LIAISON_SERVICE_NAME: 'liaison-dev',
    });
  });

  it.each(['connections', 'records', 'administration'])('know the table: %s', (name) => {
    const { Variables } = functionOf(dev, name)[1].Properties.Environment;
    expect(Object.keys(Variables).sort()).toEqual([
      'LIAISON_SERVICE_NAME',
      'LIAISON_SHARDS',
      'LIAISON_TABLE_NAME',
    ]);
    expect(Variables.LIAISON_SHARDS).toBe('4');
  });

  it('have the cursor key only if they create cursors', () => {
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
