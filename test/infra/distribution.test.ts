// A template's CloudFront distribution on the local host: files, headers, and requests for the API.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../infra/local/base/http-listener.ts';
import { readAssembly } from '../../infra/local/base/synth.ts';
import { Template } from '../../infra/local/base/template.ts';
import { makeDistribution } from '../../infra/local/cloudfront/distribution.ts';
import { writeAssembly } from '../support/assembly.ts';

const header = (Header: string, Value: string, Override = true) => ({ Header, Value, Override });
const policy = (SecurityHeadersConfig: object, ...Items: object[]) => ({
  Type: 'AWS::CloudFront::ResponseHeadersPolicy',
  Properties: {
    ResponseHeadersPolicyConfig: {
      Name: 'any',
      SecurityHeadersConfig,
      CustomHeadersConfig: { Items },
    },
  },
});
const deployment = (properties: object) => ({
  Type: 'Custom::CDKBucketDeployment',
  Properties: { DestinationBucketName: { Ref: 'Bucket' }, ...properties },
});
const resources = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  OtherBucket: { Type: 'AWS::S3::Bucket' },
  Api: { Type: 'AWS::ApiGatewayV2::Api' },
  FileHeaders: policy(
    {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 60,
        IncludeSubdomains: true,
        Override: true,
      },
    },
    header('Permissions-Policy', 'camera=()'),
  ),
  ApiHeaders: policy({}, header('X-Kept', 'policy', false), header('X-Replaced', 'policy')),
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        DefaultRootObject: 'index.html',
        Origins: [
          { Id: 'files', DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } },
          { Id: 'api', DomainName: { 'Fn::Join': ['', [{ Ref: 'Api' }, '.example']] } },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'files',
          ResponseHeadersPolicyId: { Ref: 'FileHeaders' },
        },
        CacheBehaviors: [
          {
            PathPattern: '/v?/*',
            TargetOriginId: 'api',
            ResponseHeadersPolicyId: { Ref: 'ApiHeaders' },
          },
        ],
      },
    },
  },
  Assets: deployment({
    SourceObjectKeys: ['site.zip'],
    Exclude: ['*'],
    Include: ['assets/*'],
    SystemMetadata: { 'cache-control': 'immutable' },
  }),
  Pages: deployment({
    SourceObjectKeys: ['site.zip', 'settings.zip'],
    SourceMarkers: [{}, { '<<0>>': { Ref: 'Api' }, '<<1>>': 'a "quoted" \\ text' }],
    SourceMarkersConfig: [{}, { jsonEscape: true }],
    Exclude: ['assets/*'],
    SystemMetadata: { 'cache-control': 'no-cache' },
  }),
  Elsewhere: deployment({
    DestinationBucketName: { Ref: 'OtherBucket' },
    SourceObjectKeys: ['secret.zip'],
  }),
};
const assets = {
  'site.zip': {
    'index.html': '<p>é</p>',
    'icon.svg': '<svg/>',
    'notes.unknown': 'x',
    'assets/main-1.js': 'run()',
    'assets/deep/style-1.css': 'p{}',
    'v1/index.html': 'hidden by the API',
  },
  'settings.zip': { 'settings.json': '{"api":"<<0>>","say":"<<1>>"}' },
  'secret.zip': { 'secret.txt': 'secret' },
};

const folder = mkdtempSync(join(tmpdir(), 'liaison-distribution-'));
let listening: Awaited<ReturnType<typeof listen>>;

const open = (more: object = {}) =>
  makeDistribution(
    new Template({ Resources: { ...resources, ...more } }, () => ''),
    readAssembly(writeAssembly(folder, {}, assets)),
    (message, response) => {
      response.setHeader('x-kept', 'api');
      response.setHeader('x-replaced', 'api');
      response.statusCode = 404;
      response.end(`api: ${message.method} ${message.url}`);
    },
  );

beforeAll(async () => {
  listening = await listen(0);
  listening.serve(open());
});
afterAll(async () => {
  await listening.close();
  rmSync(folder, { recursive: true });
});

const get = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${listening.url}${path}`, init);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};

describe('a file', () => {
  it('is sent with its type, its caching and the headers of the policy', async () => {
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(body).toBe('<p>é</p>');
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '9',
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60; includeSubDomains',
      'permissions-policy': 'camera=()',
    });
  });

  it.each([
    ['/index.html?v=1', 'text/html', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/settings.json', 'application/json', 'no-cache'],
    ['/notes.unknown', 'binary/octet-stream', 'no-cache'],
    ['/assets/main-1.js', 'text/javascript', 'immutable'],
    ['/assets/deep/style-1.css', 'text/css', 'immutable'],
  ])('%s is %s, %s', async (path, type, caching) => {
    const { status, headers } = await get(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      type,
      caching,
    ]);
  });

  it('has the values of the template instead of its placeholders', async () => {
    const { body } = await get('/settings.json');
    expect(JSON.parse(body)).toEqual({ api: 'Api', say: 'a "quoted" \\ text' });
  });

  it('is not sent to a client that has it, nor in response to HEAD', async () => {
    const { headers } = await get('/');
    const again = await get('/', { headers: { 'if-none-match': headers.etag ?? '' } });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(again.headers).toMatchObject({ etag: headers.etag, 'cache-control': 'no-cache' });

    const other = await get('/', { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);

    const head = await get('/', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe('9');
  });
});

describe('any other request', () => {
  it.each([
    ['GET', '/nothing'],
    ['GET', '/assets/'],
    ['GET', '/secret.txt'],
    ['POST', '/'],
    ['DELETE', '/index.html'],
    ['GET', '/v1/index.html'],
  ])('is passed to the API: %s %s', async (method, path) => {
    const { status, body } = await get(path, { method });
    expect([status, body]).toEqual([404, `api: ${method} ${path}`]);
  });

  it('has the headers of its own policy, which replace the API’s if the policy overrides them', async () => {
    const { headers } = await get('/v1/things');
    expect(headers).toMatchObject({ 'x-kept': 'api', 'x-replaced': 'policy' });
    expect(headers).not.toHaveProperty('content-security-policy');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '//outside.txt',
  ])('finds nothing outside of the bucket: %s', async (path) => {
    writeFileSync(join(folder, 'outside.txt'), 'outside');
    // By hand: fetch would tidy up the path.
    const { hostname, port } = new URL(listening.url);
    const [status, body] = await new Promise<[number | undefined, string]>((done, failed) =>
      request({ hostname, port, path }, async (answer) =>
        done([answer.statusCode, await text(answer)]),
      )
        .on('error', failed)
        .end(),
    );
    expect([status, body]).toEqual([404, `api: GET ${path}`]);
  });
});

describe('a template', () => {
  it('with two distributions is refused', () => {
    expect(() => open({ Second: resources.Distribution })).toThrow(
      'The template has several distributions; the local host serves only one.',
    );
  });

  it('with a header that cannot be added is refused', () => {
    const XSSProtection = { Override: true, Protection: true };
    expect(() => open({ FileHeaders: policy({ XSSProtection }) })).toThrow(
      /cannot run the AWS::CloudFront::ResponseHeadersPolicy FileHeaders.*XSSProtection/s,
    );
  });
});
