// The local host with a small template, whose function returns its event.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';
import { type Host, startHost } from '../../infra/local/host/host.ts';
import { localIdentity } from '../../infra/stages.ts';
import { writeAssembly } from '../support/assembly.ts';

const handler = `
  let calls = 0;
  export const handler = async (event, context) => {
    const order = event.queryStringParameters?.order;
    if (order === 'throw') throw new Error('on purpose');
    if (order === 'crash') setImmediate(() => { throw new Error('crashed on purpose'); });
    if (order === 'exit') process.exit(1);
    if (order === 'spin') for (;;);
    if (order === 'crash' || order === 'hang') return new Promise(() => {});
    if (order === 'answer') return JSON.parse(event.body);
    const { getRemainingTimeInMillis, ...rest } = context;
    return { event, env: process.env, context: { ...rest, remaining: getRemainingTimeInMillis() }, calls: ++calls };
  };`;

const route = (RouteKey: string, scopes?: string[]) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    RouteKey,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...(scopes
      ? {
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: 'Authorizer' },
          ...(scopes.length ? { AuthorizationScopes: scopes } : {}),
        }
      : { AuthorizationType: 'NONE' }),
  },
});
const template = {
  Resources: {
    Echo: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: 'echo.zip' },
        Handler: 'index.handler',
        Environment: {
          Variables: {
            KEY: {
              'Fn::Join': [
                '',
                ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}'],
              ],
            },
          },
        },
        Timeout: 1,
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        IntegrationType: 'AWS_PROXY',
        PayloadFormatVersion: '2.0',
        IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: localIdentity.issuer, Audience: localIdentity.audience },
      },
    },
    Open: route('POST /open'),
    OpenGet: route('GET /open'),
    Things: route('GET /things/{type}/{id}', ['liaison/read']),
    Batch: route('GET /things/{type}/all', ['liaison/read']),
    Files: route('ANY /files/{path+}'),
    Default: route('$default', []),
  },
};

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-host-'));
const failures: string[] = [];
/** Stands in for an engine; the template has no table, so the host only checks that it answers. */
const engine = createServer((_, response) => response.end('{"TableNames":[]}'));
let host: Host;

beforeAll(async () => {
  const assembly = writeAssembly(join(dataDir, 'assembly'), template, { 'echo.zip': handler });
  await new Promise<void>((done) => engine.listen(0, '127.0.0.1', done));
  const { port } = engine.address() as AddressInfo;
  const dynamodb = engineAccess(`http://127.0.0.1:${port}`);
  host = await startHost({
    assembly,
    dataDir,
    dynamodb,
    onFailure: (sentence) => failures.push(sentence),
  });
});
beforeEach(() => {
  failures.length = 0;
});
afterAll(async () => {
  await host.stop();
  engine.closeAllConnections();
  engine.close();
  rmSync(dataDir, { recursive: true });
});

const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${host.url}${path}`, init);
  const type = response.headers.get('content-type') ?? '';
  return { response, body: type.includes('json') ? await response.json() : await response.text() };
};
const answering = (result: unknown) =>
  call('/open?order=answer', {
    method: 'POST',
    body: JSON.stringify(result),
    headers: { 'content-type': 'application/json' },
  });

describe('an event', () => {
  it("describes the request in API Gateway's payload format 2.0", async () => {
    const token = await host.token({ sub: 'ada', scope: 'liaison/read liaison/write' });

    const { body } = await call('/things/user/a%3Ab?x=1&y=%C3%A9&x=2', {
      headers: {
        authorization: `Bearer ${token}`,
        'X-Mixed-Case': 'kept',
        cookie: 'a=1; b=2',
        'user-agent': 'test',
      },
    });

    const { event } = body;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /things/{type}/{id}',
      rawPath: '/things/user/a:b',
      rawQueryString: 'x=1&y=%C3%A9&x=2',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: '1,2', y: 'é' },
      pathParameters: { type: 'user', id: 'a:b' },
      isBase64Encoded: false,
    });
    expect(event.headers).toMatchObject({ 'x-mixed-case': 'kept', 'user-agent': 'test' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).toMatchObject({
      http: {
        method: 'GET',
        path: '/things/user/a:b',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      routeKey: 'GET /things/{type}/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    });
    const { claims, scopes } = event.requestContext.authorizer.jwt;
    expect(scopes).toEqual(['liaison/read', 'liaison/write']);
    expect(claims).toMatchObject({ sub: 'ada', aud: '[liaison-local]', exp: expect.any(String) });
  });

  it.each([
    ['application/json', 'é', false],
    ['application/json; charset=utf-8', 'é', false],
    ['text/csv', 'é', false],
    ['application/x-www-form-urlencoded', 'w6k=', true],
    ['application/octet-stream', 'w6k=', true],
  ])('has a body of type %s as %s', async (type, body, isBase64Encoded) => {
    const answer = await call('/open', {
      method: 'POST',
      body: new TextEncoder().encode('é'),
      headers: { 'content-type': type },
    });
    expect(answer.body.event).toMatchObject({ body, isBase64Encoded });
  });

  it('goes to the most specific route, then to a greedy one, and then to the default route', async () => {
    const headers = { authorization: `Bearer ${await host.token()}` };
    const keyOf = async (path: string, init = {}) => {
      const { event } = (await call(path, { headers, ...init })).body;
      return [event.routeKey, event.pathParameters];
    };
    expect(await keyOf('/things/user/all')).toEqual(['GET /things/{type}/all', { type: 'user' }]);
    expect(await keyOf('/files/a/b%20c', { method: 'PUT' })).toEqual([
      'ANY /files/{path+}',
      { path: 'a/b c' },
    ]);
    expect(await keyOf('/things/user/a%2Fb')).toEqual(['$default', undefined]);
    expect(await keyOf('/things//b')).toEqual(['$default', undefined]);
    expect(await keyOf('/things/user/a%252Fb')).toEqual([
      'GET /things/{type}/{id}',
      { type: 'user', id: 'a%2Fb' },
    ]);
    expect(await keyOf('/things/user/x', { method: 'DELETE' })).toEqual(['$default', undefined]);
  });

  it('is passed with the environment and context of Lambda, and nothing else', async () => {
    const { env, context } = (await call('/open')).body;
    expect(env).toEqual({
      KEY: readFileSync(join(dataDir, 'secrets', 'Secret'), 'utf8'),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: host.awsEndpoint,
      AWS_ENDPOINT_URL_DYNAMODB: host.dynamodb.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: host.dynamodb.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: host.awsEndpoint,
      AWS_ENDPOINT_URL_LAMBDA: host.awsEndpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: host.awsEndpoint,
      AWS_ENDPOINT_URL_SQS: host.awsEndpoint,
      AWS_LAMBDA_FUNCTION_NAME: 'Echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_FORMAT: 'Text',
      AWS_LAMBDA_LOG_GROUP_NAME: join(dataDir, 'logs', 'Echo.log'),
    });
    expect(context).toMatchObject({ functionName: 'Echo', awsRequestId: expect.any(String) });
    expect(context.remaining).toBeGreaterThan(0);
    expect(context.remaining).toBeLessThanOrEqual(1000);
  });
});

describe('an answer', () => {
  it('has the status, headers, cookies and body of the result', async () => {
    const { response, body } = await answering({
      statusCode: 201,
      headers: { ETag: '"1"', 'content-type': 'application/json' },
      cookies: ['a=1', 'b=2'],
      body: '{"ok":true}',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(body).toEqual({ ok: true });
  });

  it('is decoded if the result is in base64, and may have no body', async () => {
    const encoded = await answering({ statusCode: 200, body: 'w6k=', isBase64Encoded: true });
    expect(encoded.body).toBe('é');
    const empty = await answering({ statusCode: 204 });
    expect(empty.response.status).toBe(204);
    expect(empty.response.headers.has('content-length')).toBe(false);
  });

  it.each([
    { statusCode: 'x' },
    { statusCode: 200, headers: { a: 'b\nc' } },
  ])('to a malformed result is 500: %j', async (result) => {
    const { response, body } = await answering(result);
    expect(response.status).toBe(500);
    expect(body.code).toBe('InternalError');
    expect(failures).toHaveLength(1);
  });
});

describe('the gateway', () => {
  it('answers 401 and 403 with problem documents', async () => {
    const missing = await call('/things/user/1');
    expect(missing.response.status).toBe(401);
    expect(missing.response.headers.get('www-authenticate')).toBe('Bearer');
    expect(missing.response.headers.get('content-type')).toBe('application/problem+json');
    expect(missing.body).toMatchObject({ code: 'Unauthorized', requestId: expect.any(String) });

    const authorization = `Bearer ${await host.token({ scope: 'liaison/write' })}`;
    const lacking = await call('/things/user/1', { headers: { authorization } });
    expect(lacking.response.status).toBe(403);
    expect(lacking.body).toMatchObject({ code: 'Forbidden' });
  });

  it('answers 413 to a body over 10 MB, and 400 to a path that is not UTF-8', async () => {
    const large = await call('/open', {
      method: 'POST',
      body: new Uint8Array(10 * 1024 * 1024 + 1),
    });
    expect(large.response.status).toBe(413);
    expect(large.body.code).toBe('PayloadTooLarge');
    expect((await call('/things/user/%FF')).response.status).toBe(400);
  });

  it.each([
    ['throws', 'throw', 'Echo failed: Error: on purpose'],
    ['crashes', 'crash', 'Echo failed: Error: crashed on purpose'],
    ['ends its process', 'exit', 'Echo failed: it ended its process'],
    ['hangs', 'hang', 'Echo failed: it did not answer within 1 s'],
    ['never yields', 'spin', 'Echo failed: it did not answer within 1 s'],
  ])('answers 500 if a function %s, and continues', async (_, order, sentence) => {
    const { response, body } = await call(`/open?order=${order}`);
    expect(response.status).toBe(500);
    expect(body).toMatchObject({
      code: 'InternalError',
      detail: expect.not.stringMatching('purpose'),
    });
    expect(failures).toEqual([expect.stringContaining(sentence)]);

    expect((await call('/open')).response.status).toBe(200);
  });

  it('answers requests to a function while another run of it never yields', async () => {
    const spinning = call('/open?order=spin');
    const { response } = await call('/open');
    expect(response.status).toBe(200);
    expect((await spinning).response.status).toBe(500);
  });

  it('runs concurrent invocations in one warm environment', async () => {
    const { calls } = (await call('/open')).body;
    const many = await Promise.all(Array.from({ length: 20 }, () => call('/open')));
    const counted = many.map(({ body }) => body.calls).sort((a, b) => a - b);
    expect(counted).toEqual(Array.from({ length: 20 }, (_, index) => calls + 1 + index));
  });
});

describe('the host', () => {
  it('says which port is in use', async () => {
    const { port } = new URL(host.url);
    await expect(startHost({ port: Number(port), dataDir })).rejects.toThrow(
      `Port ${port} is in use: choose another one, for example PORT=${Number(port) + 1} npm start.`,
    );
  });

  it('says that no engine answers', async () => {
    const assembly = join(dataDir, 'assembly');
    for (const endpoint of ['http://127.0.0.1:1', `${host.url}/open`, 'nonsense']) {
      const dynamodb = engineAccess(endpoint);
      await expect(startHost({ dataDir, dynamodb, assembly })).rejects.toThrow(
        `No DynamoDB answers at ${endpoint}: start one there, or unset DYNAMODB_ENDPOINT.`,
      );
    }
  });

  it('finishes running requests when it stops', async () => {
    const other = await startHost({
      dataDir,
      assembly: join(dataDir, 'assembly'),
      dynamodb: host.dynamodb,
    });
    const { port } = new URL(other.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = 'POST /open HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\n';
    await new Promise((sent) => socket.write(`${head}{`, sent));
    // An answer to a later request shows that the first one has arrived.
    await (await fetch(`${other.url}/open`)).text();

    const stopped = other.stop();
    socket.write('}');

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK/);
    await stopped;
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
