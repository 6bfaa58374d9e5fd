// The template that is deployed: functions and their rights, routes and their scopes, sign-in.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../shared/contracts/route.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { functionOf, rightsOf, tableRightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
const oidc = templateOf('dev', {
  dev: {
    identity: { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] },
    console: false,
  },
});

describe('the functions', () => {
  const functions = Object.entries(dev.findResources('AWS::Lambda::Function'));
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

describe('the API', () => {
  const [authorizerId] = Object.keys(dev.findResources('AWS::ApiGatewayV2::Authorizer'));
  const inTemplate = new Map(
    Object.values(dev.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      Properties,
    ]),
  );
  const contract = Object.values<Route>(routes);

  it('has the routes of the contract and one for everything else', () => {
    const keys = contract.map(({ method, path }) => `${method} ${path}`);
    expect([...inTemplate.keys()].sort()).toEqual(['$default', ...keys].sort());
  });

  it.each(
    contract.filter(({ scope }) => scope !== null),
  )('asks for $scope: $method $path', (route) => {
    expect(inTemplate.get(`${route.method} ${route.path}`)).toMatchObject({
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: authorizerId },
      AuthorizationScopes: [route.scope],
    });
  });

  it('is open at three addresses', () => {
    const open = [...inTemplate].filter(([, route]) => route.AuthorizationType === 'NONE');
    expect(open.map(([key]) => key).sort()).toEqual([
      'GET /docs',
      'GET /health',
      'GET /openapi.json',
    ]);
    for (const [, route] of open) expect(route.AuthorizerId).toBeUndefined();
  });

  it('asks for a token, of any scope, everywhere else', () => {
    const fallback = inTemplate.get('$default');
    expect(fallback).toMatchObject({ AuthorizationType: 'JWT' });
    expect(fallback?.AuthorizationScopes).toBeUndefined();
  });

  it('leads each route to the function of its capability', () => {
    const integrations = dev.findResources('AWS::ApiGatewayV2::Integration');
    const functions = dev.findResources('AWS::Lambda::Function');
    for (const { method, path, capability } of contract) {
      const target = JSON.stringify(inTemplate.get(`${method} ${path}`)?.Target);
      const [id = ''] = Object.keys(integrations).filter((each) => target.includes(`"${each}"`));
      const uri = JSON.stringify(integrations[id]?.Properties.IntegrationUri);
      const [fn = ''] = Object.keys(functions).filter((each) => uri.includes(`"${each}"`));
      expect(functions[fn]?.Properties.Description).toBe(`Liaison: ${capability}`);
      expect(integrations[id]?.Properties.PayloadFormatVersion).toBe('2.0');
    }
  });

  it('is throttled', () => {
    dev.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });
});

describe('who may', () => {
  it('is decided by the provider that the settings name', () => {
    oidc.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['liaison'] },
    });
    oidc.resourceCountIs('AWS::Cognito::UserPool', 0);
    expect(Object.keys(oidc.findOutputs('*')).sort()).toEqual([
      'ApiUrl',
      'Audience',
      'BusName',
      'Issuer',
      'ReplayFunctionName',
      'TableName',
    ]);
  });

  it('is decided by a user pool of invited people otherwise', () => {
    dev.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    dev.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'liaison',
      Scopes: ['read', 'write', 'admin'].map((ScopeName) => Match.objectLike({ ScopeName })),
    });
    dev.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
    });
    expect(Object.keys(dev.findOutputs('*')).sort()).toEqual([
      'ApiUrl',
      'Audience',
      'BusName',
      'Issuer',
      'ReplayFunctionName',
      'SignInUrl',
      'TableName',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });
});
