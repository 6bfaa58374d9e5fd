// The template that is deployed: table, functions and their rights, routes and their scopes.
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../shared/contracts/route.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { type Index, indexes } from '../../shared/table/schema.ts';
import { functionOf, rightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
const prod = templateOf('prod');
const oidc = templateOf('dev', {
  dev: {
    identity: { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] },
  },
});

const only = (template: Template, type: string) => {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0] as Record<string, unknown> & { Properties: Record<string, unknown> };
};

describe('the table', () => {
  const table = only(dev, 'AWS::DynamoDB::GlobalTable').Properties;

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

  it('streams both images, expires items and is paid by request', () => {
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('outlives the stack in prod, with restore points, and not in dev', () => {
    expect(only(prod, 'AWS::DynamoDB::GlobalTable')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
    expect(only(dev, 'AWS::DynamoDB::GlobalTable')).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

describe('the functions', () => {
  const functions = Object.entries(dev.findResources('AWS::Lambda::Function'));
  const apiFunctions = ['queries', 'connections', 'records', 'administration', 'service'];
  const tracing = ['xray:PutTelemetryRecords on "*"', 'xray:PutTraceSegments on "*"'];
  const reading = [
    'dynamodb:BatchGetItem on table',
    'dynamodb:GetItem on table',
    'dynamodb:Query on index',
    'dynamodb:Query on table',
  ];
  const writing = [
    'dynamodb:ConditionCheckItem on table',
    'dynamodb:DeleteItem on table',
    'dynamodb:PutItem on table',
  ];

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

  it('can only read when they only answer questions', () => {
    expect(rightsOf(dev, 'queries')).toEqual(
      [...reading, 'dynamodb:Scan on table', ...tracing].sort(),
    );
  });

  it.each(['connections', 'records'])('can read and write: %s', (name) => {
    expect(rightsOf(dev, name)).toEqual([...reading, ...writing, ...tracing].sort());
  });

  it('can also correct counts when they administer', () => {
    expect(rightsOf(dev, 'administration')).toEqual(
      [...reading, ...writing, 'dynamodb:UpdateItem on table', ...tracing].sort(),
    );
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
