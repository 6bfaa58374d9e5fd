// The local sign-in, used like a browser application: code, PKCE, token, API call.

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';
import { type Host, startHost } from '../../infra/local/host/host.ts';
import { localIdentity } from '../../infra/stages.ts';
import { writeAssembly } from '../support/assembly.ts';

const handler = `export const handler = async ({ requestContext }) => requestContext.authorizer.jwt;`;
const route = (RouteKey: string, scope: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    RouteKey,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    AuthorizationType: 'JWT',
    AuthorizerId: { Ref: 'Authorizer' },
    AuthorizationScopes: [scope],
  },
});
const template = {
  Resources: {
    Who: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'who.zip' }, Handler: 'index.handler' },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        IntegrationType: 'AWS_PROXY',
        PayloadFormatVersion: '2.0',
        IntegrationUri: { 'Fn::GetAtt': ['Who', 'Arn'] },
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
    Read: route('GET /who', 'liaison/read'),
    Admin: route('GET /admin', 'liaison/admin'),
  },
};

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-sign-in-'));
const engine = createServer((_, response) => response.end('{"TableNames":[]}'));
let host: Host;
/** The host's address, and where its OpenID endpoints are said to be. */
let origin: string;
let endpoints: Record<string, string>;

beforeAll(async () => {
  const assembly = writeAssembly(join(dataDir, 'assembly'), template, { 'who.zip': handler });
  await new Promise<void>((done) => engine.listen(0, '127.0.0.1', done));
  const { port } = engine.address() as AddressInfo;
  const dynamodb = engineAccess(`http://127.0.0.1:${port}`);
  host = await startHost({ assembly, dataDir, dynamodb, tokenSeconds: 600 });
  origin = host.url;
  endpoints = await (await fetch(`${origin}${localIdentity.metadataUrl}`)).json();
});
afterAll(async () => {
  await host.stop();
  engine.closeAllConnections();
  engine.close();
  rmSync(dataDir, { recursive: true });
});

const allScopes = 'openid liaison/read liaison/write liaison/admin';

/** A browser, as far as sign-in needs one: follows redirects by hand, keeps cookies. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: URLSearchParams) => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    return { response, next: location === null ? undefined : new URL(location, url).href };
  };
}

const verifier = randomBytes(32).toString('base64url');
const requestOf = (parameters: Record<string, string> = {}) => {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    client_id: localIdentity.consoleClientId,
    response_type: 'code',
    redirect_uri: `${origin}/`,
    scope: allScopes,
    state: 'kept',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  });
  return `${endpoints.authorization_endpoint}?${query}`;
};

/** Signs in on the page, as `sub` with these scopes ticked; returns the address of the redirect. */
async function signIn(visit: ReturnType<typeof browser>, sub: string, scopes: string[]) {
  const { next: page = '' } = await visit(requestOf());
  const form = new URLSearchParams([['sub', sub], ...scopes.map((each) => ['scope', each])]);
  const { next: resume = '' } = await visit(page, form);
  const { next: back = '' } = await visit(resume);
  return new URL(back);
}

/** @param from the origin of the requesting page; a browser sends it even if it is the host's own. */
const redeem = (fields: Record<string, string>, from = origin) =>
  fetch(`${endpoints.token_endpoint}`, {
    method: 'POST',
    headers: { origin: from },
    body: new URLSearchParams({
      client_id: localIdentity.consoleClientId,
      grant_type: 'authorization_code',
      redirect_uri: `${origin}/`,
      code_verifier: verifier,
      ...fields,
    }),
  });
const codeOf = (back: URL) => ({ code: back.searchParams.get('code') ?? '' });
const call = (path: string, token: string) =>
  fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });

describe('the local sign-in', () => {
  it("describes itself with the constant issuer's name and the address of the request", () => {
    expect(endpoints).toMatchObject({
      issuer: 'https://liaison-local.invalid',
      authorization_endpoint: `${origin}/oidc/auth`,
      token_endpoint: `${origin}/oidc/token`,
      end_session_endpoint: `${origin}/oidc/session/end`,
      jwks_uri: `${origin}/oidc/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('leads from the page to a token that the API accepts', async () => {
    const visit = browser();
    const { next: page = '' } = await visit(requestOf());
    const { response } = await visit(page);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).toContain('Sign in to the local service');
    expect(html).toContain('value="local-user"');
    expect(html.match(/value="liaison\/\w+" checked/g)).toHaveLength(3);

    const back = await signIn(visit, 'ada', ['liaison/read', 'liaison/write', 'liaison/admin']);

    expect(`${back.origin}${back.pathname}`).toBe(`${origin}/`);
    expect(back.searchParams.get('state')).toBe('kept');
    const tokens = await (await redeem(codeOf(back))).json();
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: localIdentity.issuer,
      aud: localIdentity.audience[0],
      sub: 'ada',
      scope: 'liaison/read liaison/write liaison/admin',
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: 'ada', iss: localIdentity.issuer });
    const answer = await call('/admin', tokens.access_token);
    expect(answer.status).toBe(200);
    expect((await answer.json()).claims.sub).toBe('ada');
  });

  it('grants only the scopes that are ticked', async () => {
    const back = await signIn(browser(), 'reader', ['liaison/read']);
    const { access_token } = await (await redeem(codeOf(back))).json();
    expect((await call('/who', access_token)).status).toBe(200);
    expect((await call('/admin', access_token)).status).toBe(403);
  });

  it('issues new access tokens for a refresh token, more than once', async () => {
    const back = await signIn(browser(), 'ada', ['liaison/read']);
    const { refresh_token } = await (await redeem(codeOf(back))).json();
    for (const _ of ['first', 'second']) {
      const again = await redeem({ grant_type: 'refresh_token', refresh_token });
      const { access_token } = await again.json();
      expect((await call('/who', access_token)).status).toBe(200);
    }
  });

  it('issues no tokens to pages of another origin', async () => {
    const back = await signIn(browser(), 'ada', ['liaison/read']);
    expect((await redeem(codeOf(back), 'http://127.0.0.1:1')).status).toBe(400);
  });

  it('refuses another verifier, and a code that was used', async () => {
    const back = await signIn(browser(), 'ada', ['liaison/read']);
    const wrong = await redeem({ ...codeOf(back), code_verifier: 'x'.repeat(43) });
    expect(wrong.status).toBe(400);
    expect((await wrong.json()).error).toBe('invalid_grant');

    const other = await signIn(browser(), 'ada', ['liaison/read']);
    expect((await redeem(codeOf(other))).status).toBe(200);
    expect((await redeem(codeOf(other))).status).toBe(400);
  });

  it.each([
    ['another host', { redirect_uri: 'https://example.com/' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:3000/elsewhere' }],
    ['another client', { client_id: 'stranger' }],
  ])('does not redirect to %s', async (_, parameters) => {
    const { response, next } = await browser()(requestOf(parameters));
    expect(response.status).toBe(400);
    expect(next).toBeUndefined();
    expect(await response.text()).toContain('The sign-in failed');
  });

  it('requires PKCE', async () => {
    const { next = '' } = await browser()(
      requestOf({ code_challenge: '', code_challenge_method: '' }),
    );
    expect(new URL(next).searchParams.get('error')).toBe('invalid_request');
  });

  it.each([
    'http://localhost:5173/',
    'http://127.0.0.1:80/',
  ])('accepts the console at %s', async (redirect_uri) => {
    const { next } = await browser()(requestOf({ redirect_uri }));
    expect(next).toContain('/oidc/interaction/');
  });

  it('shows the form again if the name is invalid, with the input', async () => {
    const visit = browser();
    const { next: page = '' } = await visit(requestOf());
    const form = new URLSearchParams({ sub: '"><x'.repeat(40), scope: 'liaison/read' });
    const { response } = await visit(page, form);
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain('The name must have 1 to 128 characters.');
    expect(html).not.toContain('<x');
    expect(html.match(/checked/g)).toHaveLength(1);
  });

  it('says that a sign-in has ended', async () => {
    const { response } = await browser()(`${origin}/oidc/interaction/unknown`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This sign-in has ended');
  });

  it('signs out on a page, and redirects to the console', async () => {
    const visit = browser();
    const { id_token } = await (
      await redeem(codeOf(await signIn(visit, 'ada', ['liaison/read'])))
    ).json();
    const query = new URLSearchParams({
      id_token_hint: id_token,
      post_logout_redirect_uri: `${origin}/`,
    });
    const { response } = await visit(`${endpoints.end_session_endpoint}?${query}`);
    const html = await response.text();
    const [, action = ''] = /action="([^"]+)"/.exec(html) ?? [];
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(html) ?? [];

    const { next } = await visit(action, new URLSearchParams({ xsrf, logout: 'yes' }));

    expect(next).toBe(`${origin}/`);
    expect(await (await visit((await visit(requestOf())).next ?? '')).response.text()).toContain(
      'value="local-user"',
    );
  });
});
