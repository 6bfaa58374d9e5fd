// The HTTP API in the template: routes and their scopes, limits, and the access log.
import { describe, expect, it } from 'vitest';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { templateOf } from '../support/stack.ts';

const dev = templateOf('dev');

describe('the API', () => {
  const [authorizerId] = Object.keys(dev.findResources('AWS::ApiGatewayV2::Authorizer'));
  const inTemplate = new Map(
    Object.values(dev.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      Properties,
    ]),
  );
  const contract = Object.values<Route>(routes);

  it('has the routes of the contract and a default route', () => {
    const keys = contract.flatMap(({ method, path, head }) =>
      [method, ...(head ? ['HEAD'] : [])].map((one) => `${one} ${path}`),
    );
    expect([...inTemplate.keys()].sort()).toEqual(['$default', ...keys].sort());
  });

  it.each(
    contract.filter(({ scope }) => scope !== null),
  )('requires $scope: $method $path', (route) => {
    expect(inTemplate.get(`${route.method} ${route.path}`)).toMatchObject({
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: authorizerId },
      AuthorizationScopes: [route.scope],
    });
  });

  it('has public routes for health and documentation, three of them with HEAD', () => {
    const open = [...inTemplate].filter(([, route]) => route.AuthorizationType === 'NONE');
    expect(open.map(([key]) => key).sort()).toEqual([
      'GET /docs',
      'GET /docs/search',
      'GET /docs/{page}',
      'GET /health',
      'GET /openapi.json',
      'HEAD /docs',
      'HEAD /health',
      'HEAD /openapi.json',
    ]);
    for (const [, route] of open) expect(route.AuthorizerId).toBeUndefined();
  });

  it('requires a token, of any scope, on the default route', () => {
    const fallback = inTemplate.get('$default');
    expect(fallback).toMatchObject({ AuthorizationType: 'JWT' });
    expect(fallback?.AuthorizationScopes).toBeUndefined();
  });

  it('connects each route to the function of its capability', () => {
    const integrations = dev.findResources('AWS::ApiGatewayV2::Integration');
    const functions = dev.findResources('AWS::Lambda::Function');
    for (const { method, path, capability } of contract) {
      const target = JSON.stringify(inTemplate.get(`${method} ${path}`)?.Target);
      const [id = ''] = Object.keys(integrations).filter((each) => target.includes(`"${each}"`));
      const uri = JSON.stringify(integrations[id]?.Properties.IntegrationUri);
      const [fn = ''] = Object.keys(functions).filter((each) => uri.includes(`"${each}"`));
      const purpose = capability === 'failures' ? 'replays what failed' : capability;
      expect(functions[fn]?.Properties.Description).toBe(`Liaison: ${purpose}`);
      expect(integrations[id]?.Properties.PayloadFormatVersion).toBe('2.0');
    }
  });

  const [stage = { Properties: {} }] = Object.values(dev.findResources('AWS::ApiGatewayV2::Stage'));
  const costly = contract
    .filter((route) => route.costly)
    .map(({ method, path }) => `${method} ${path}`);

  it('is throttled, and each costly route with a lower limit', () => {
    expect(stage.Properties).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    const limit = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 };
    expect(stage.Properties.RouteSettings).toEqual(
      Object.fromEntries(costly.map((key) => [key, limit])),
    );
    expect(costly).toEqual(
      expect.arrayContaining([
        'GET /v1/paths',
        'GET /v1/records/{type}/{id}/graph',
        'GET /v1/connection-halves',
        'POST /v1/connections/batch',
        'POST /v1/connections/changes',
        'POST /v1/connections/read',
        'POST /v1/records/batch',
      ]),
    );
  });

  it('creates its costly routes before the stage that names them', () => {
    const keys = (stage.DependsOn as string[]).map(
      (id) => dev.findResources('AWS::ApiGatewayV2::Route')[id]?.Properties.RouteKey,
    );
    expect(keys).toEqual(expect.arrayContaining(costly));
  });

  it('logs each request as JSON, without anything that identifies more than the caller', () => {
    const { DestinationArn, Format } = stage.Properties.AccessLogSettings;
    const [id] = DestinationArn['Fn::GetAtt'];
    const groups = dev.findResources('AWS::Logs::LogGroup');
    expect(groups[id]?.Properties.RetentionInDays).toBe(7);
    const variables = Object.values<string>(JSON.parse(Format));
    expect(variables.every((one) => /^\$context\.[\w.]+$/.test(one))).toBe(true);
    expect(variables).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.routeKey',
        '$context.status',
        '$context.responseLatency',
        '$context.authorizer.claims.sub',
        '$context.authorizer.error',
        '$context.integrationErrorMessage',
      ]),
    );
    expect(Format).not.toMatch(/sourceIp|\.path|userAgent|domainName/);
  });
});
