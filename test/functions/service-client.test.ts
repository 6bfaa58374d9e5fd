// The token of a machine client, from a real HTTP server: when it is fetched, shared, and fetched again.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { machineToken } from '../../functions/client/machine-token.ts';
import { secretValue, signedHeaders } from '../../functions/client/secret-value.ts';
import { serviceClient } from '../../functions/client/service-client.ts';
import { environmentNames } from '../../functions/runtime/environment.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A server that answers each request with a status and JSON, and what it received. */
async function serverOf(answer: (request: Received) => readonly [status: number, body: object]) {
  const received: Received[] = [];
  const server = createServer(async (message, response) => {
    const request = {
      path: message.url ?? '',
      headers: message.headers,
      body: await text(message),
    };
    received.push(request);
    const [status, body] = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** A token endpoint whose tokens are `token 1`, `token 2`, …, and a client with a clock of its own. */
async function clientOf(seconds = 3600, secrets = ['s3cret']) {
  let issued = 0;
  const clock = { ms: 0 };
  const read: string[] = [];
  let valid = secrets[0];
  const { url, received } = await serverOf(({ headers }) => {
    const sent = Buffer.from(`${headers.authorization}`.slice('Basic '.length), 'base64');
    if (`${sent}` !== `vendor-tasks:${valid}`) return [400, { error: 'invalid_client' }];
    issued += 1;
    return [200, { access_token: `token ${issued}`, expires_in: seconds }];
  });
  const token = machineToken({
    tokenUrl: `${url}/oauth2/token`,
    clientId: 'vendor-tasks',
    clientScopes: 'liaison/read liaison/write',
    async readSecret() {
      const secret = secrets[Math.min(read.length, secrets.length - 1)] as string;
      read.push(secret);
      return secret;
    },
    now: () => clock.ms,
  });
  const replaceSecret = (secret: string) => {
    valid = secret;
  };
  return { token, clock, received, read, replaceSecret };
}

describe('the token of a machine client', () => {
  it('is requested with the id, the secret and the scopes, once for calls at the same time', async () => {
    const { token, received, read } = await clientOf();
    expect(await Promise.all([token(0), token(0), token(0)])).toEqual(Array(3).fill('token 1'));
    expect(await token(0)).toBe('token 1');
    expect(read).toEqual(['s3cret']);
    expect(received.map(({ path, body }) => [path, body])).toEqual([
      ['/oauth2/token', 'grant_type=client_credentials&scope=liaison%2Fread+liaison%2Fwrite'],
    ]);
  });

  it.each([
    [3600, 3_539_999],
    [60, 29_999],
  ])('that is valid for %i s is used for %i ms', async (seconds, lastMs) => {
    const { token, clock } = await clientOf(seconds);
    await token(0);
    clock.ms = lastMs;
    expect(await token(0)).toBe('token 1');
    clock.ms = lastMs + 1;
    expect(await Promise.all([token(0), token(0)])).toEqual(['token 2', 'token 2']);
  });

  it('is fetched again after a refusal, once for calls at the same time', async () => {
    const { token } = await clientOf();
    await token(0);
    expect(await Promise.all([token(1), token(1)])).toEqual(['token 2', 'token 2']);
    expect(await token(0)).toBe('token 2');
  });

  it('is requested with the new secret after the secret was replaced', async () => {
    const { token, clock, read, replaceSecret } = await clientOf(3600, ['old', 'new']);
    await token(0);
    replaceSecret('new');
    clock.ms = 3_600_000;
    expect(await token(0)).toBe('token 2');
    expect(read).toEqual(['old', 'new']);
  });

  it('says which client got none, where and why, and is requested again by the next call', async () => {
    const { token, replaceSecret } = await clientOf();
    replaceSecret('another');
    await expect(token(0)).rejects.toThrow(
      /the machine client vendor-tasks got no token from http.*token: invalid_client$/,
    );
    replaceSecret('s3cret');
    expect(await token(0)).toBe('token 1');
  });
});

describe('the value of a secret', () => {
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'k',
    AWS_SESSION_TOKEN: 'session',
  };

  it('is read with a signed request, repeated if there is no answer or it is throttled', async () => {
    const throttled = { __type: 'ThrottlingException' };
    const answers = [
      [503, {}] as const,
      [400, throttled] as const,
      [200, { SecretString: 's3cret' }] as const,
    ];
    const { url, received } = await serverOf(() => answers.shift() ?? [500, {}]);
    const own = { ...env, AWS_ENDPOINT_URL_SECRETS_MANAGER: url };
    expect(await secretValue('arn:aws:secretsmanager:x', own)).toBe('s3cret');
    expect(received).toHaveLength(3);
    expect(received[2]).toMatchObject({
      path: '/',
      body: '{"SecretId":"arn:aws:secretsmanager:x"}',
      headers: {
        'x-amz-target': 'secretsmanager.GetSecretValue',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-security-token': 'session',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-central-1\/secretsmanager\/aws4_request, SignedHeaders=content-type;host;/,
        ),
      },
    });
  });

  it('is an error that names the secret and the reason', async () => {
    const denied = { __type: 'AccessDeniedException', message: 'not authorized' };
    const { url, received } = await serverOf(() => [400, denied]);
    const read = secretValue('arn:x', { ...env, AWS_ENDPOINT_URL_SECRETS_MANAGER: url });
    await expect(read).rejects.toThrow(
      /the secret arn:x of the machine client cannot be read: AccessDeniedException: not authorized$/,
    );
    expect(received).toHaveLength(1);
  });

  it("has the signature of AWS's test suite (post-vanilla)", () => {
    const { authorization } = signedHeaders({
      host: 'example.amazonaws.com',
      headers: {},
      body: '',
      region: 'us-east-1',
      service: 'service',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: undefined,
      now: new Date('2015-08-30T12:36:00Z'),
    });
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, ' +
        'Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });
});

describe('serviceClient()', () => {
  it('says what to call in the CDK app if the function may call no service', () => {
    expect(() => serviceClient()).toThrow(
      "this function may not call a Liaison service. In the CDK app, call service.grantCall(fn, { as: 'my-function'",
    );
  });

  it('calls the service with the token of the machine client, and is one client', async () => {
    const { url, received } = await serverOf(({ path, headers }) => {
      if (path === '/') return [200, { SecretString: 's3cret' }];
      if (path === '/oauth2/token') return [200, { access_token: 't', expires_in: 3600 }];
      return [200, { authorization: headers.authorization }];
    });
    const { apiUrl, tokenUrl, clientId, clientSecretArn, clientScopes } = environmentNames;
    const own = {
      [apiUrl]: `${url}/`,
      [tokenUrl]: `${url}/oauth2/token`,
      [clientId]: 'c',
      [clientSecretArn]: 'arn:x',
      [clientScopes]: 'liaison/read',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    };
    Object.assign(process.env, own);
    try {
      const client = serviceClient();
      expect(await client.getHealth({})).toEqual({ authorization: 'Bearer t' });
      await serviceClient().getHealth({});
      expect(serviceClient()).toBe(client);
      expect(received.map(({ path }) => path)).toEqual([
        '/',
        '/oauth2/token',
        '/health',
        '/health',
      ]);
    } finally {
      for (const name of Object.keys(own)) delete process.env[name];
    }
  });
});
