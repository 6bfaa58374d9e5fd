// The local authorizer: which tokens it accepts, and how it refuses the others.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Denied, discoveredKeys, makeAuthorizer } from '../../infra/local/gateway/authorizer.ts';
import { openIssuer } from '../../infra/local/sign-in/issuer.ts';
import { localIdentity } from '../../infra/stages.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-authorizer-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const issuer = await openIssuer(dataDir);
const { issuer: Issuer, audience } = localIdentity;
const authorize = makeAuthorizer({ Issuer, Audience: [...audience] }, issuer.keys);
const rsa = await generateKeyPair('RS256');
const publicKey = { ...(await exportJWK(rsa.publicKey)), kid: 'test' };

const claims = { iss: Issuer, aud: [...audience], sub: 'ada', scope: 'liaison/read' };
const soon = () => Math.floor(Date.now() / 1000) + 60;
/** Signed with a key of the test's own, which `ours` accepts. */
const signed = (payload: object) =>
  new SignJWT({ exp: soon(), ...payload })
    .setProtectedHeader({ alg: 'RS256', kid: 'test' })
    .sign(rsa.privateKey);
const ours = makeAuthorizer(
  { Issuer, Audience: [...audience] },
  createLocalJWKSet({ keys: [publicKey] }),
);

const denialOf = async (answer: Promise<unknown>) => {
  const error = await answer.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(Denied);
  return error as Denied;
};

describe('the local issuer', () => {
  it('signs tokens that the authorizer accepts, with every scope by default', async () => {
    const token = await issuer.token();
    const { claims, scopes } = await authorize(`Bearer ${token}`, ['liaison/admin']);
    expect(claims.sub).toBe('local-user');
    expect(scopes).toEqual(['liaison/read', 'liaison/write', 'liaison/admin']);
  });

  it('stores its key, readable only by its owner', async () => {
    const again = await openIssuer(dataDir);
    await authorize(`Bearer ${await again.token({ sub: 'grace' })}`, []);
    expect(statSync(join(dataDir, 'issuer-key.pem')).mode & 0o777).toBe(0o600);
  });
});

describe('the authorizer', () => {
  it.each([
    undefined,
    '',
    'Basic YTpi',
    'Bearer',
    'Bearer a b',
  ])('requires a valid bearer token: %s', async (value) => {
    const denied = await denialOf(authorize(value, []));
    expect(denied).toMatchObject({ code: 'Unauthorized', challenge: 'Bearer' });
  });

  it('refuses a token that has expired', async () => {
    const token = await issuer.token({ expires: -1 });
    const denied = await denialOf(authorize(`Bearer ${token}`, []));
    expect(denied.message).toBe('the token has expired');
    expect(denied.challenge).toContain('error="invalid_token"');
  });

  it('refuses a token that is not valid yet, and one that never expires', async () => {
    const early = await signed({ ...claims, nbf: soon() });
    expect((await denialOf(ours(`Bearer ${early}`, []))).message).toMatch('not valid yet');
    const endless = await signed({ ...claims, exp: undefined });
    expect((await denialOf(ours(`Bearer ${endless}`, []))).code).toBe('Unauthorized');
  });

  it('refuses another issuer, another audience and another key', async () => {
    const stranger = await signed({ ...claims, iss: 'https://elsewhere.example.com' });
    expect((await denialOf(ours(`Bearer ${stranger}`, []))).message).toMatch('another issuer');
    const elsewhere = await signed({ ...claims, aud: 'other', client_id: audience[0] });
    expect((await denialOf(ours(`Bearer ${elsewhere}`, []))).message).toMatch('another audience');
    const forged = await signed(claims);
    expect((await denialOf(authorize(`Bearer ${forged}`, []))).message).toMatch('not accepted');
  });

  it('refuses a token without a signature or with a shared secret', async () => {
    const unsigned = new UnsecuredJWT({ ...claims, exp: soon() }).encode();
    expect((await denialOf(authorize(`Bearer ${unsigned}`, []))).code).toBe('Unauthorized');
    const secret = new TextEncoder().encode(JSON.stringify(publicKey));
    const confused = await new SignJWT({ ...claims, exp: soon() })
      .setProtectedHeader({ alg: 'HS256', kid: 'test' })
      .sign(secret);
    expect((await denialOf(ours(`Bearer ${confused}`, []))).code).toBe('Unauthorized');
  });

  it('uses client_id as the audience of a token that has no aud', async () => {
    const token = await signed({ ...claims, aud: undefined, client_id: audience[0] });
    await expect(ours(`Bearer ${token}`, [])).resolves.toMatchObject({ claims: { sub: 'ada' } });
  });

  it('requires one of the scopes of the route, in scope or scp', async () => {
    const token = await signed(claims);
    await ours(`Bearer ${token}`, ['liaison/write', 'liaison/read']);
    const denied = await denialOf(ours(`Bearer ${token}`, ['liaison/write']));
    expect(denied).toMatchObject({
      code: 'Forbidden',
      message: 'the token lacks the scope liaison/write',
    });
    const listed = await signed({ ...claims, scope: undefined, scp: ['liaison/write'] });
    await ours(`Bearer ${listed}`, ['liaison/write']);
  });

  it('verifies a token’s signature once a minute, and refuses the token when it expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const keys = vi.fn(createLocalJWKSet({ keys: [publicKey] }));
      const counting = makeAuthorizer({ Issuer, Audience: [...audience] }, keys);
      const exp = Math.floor(Date.now() / 1000) + 90;
      const token = await signed({ ...claims, exp });
      const forged = `${token.slice(0, token.lastIndexOf('.'))}.AAAA`;
      const call = (one: string) => counting(`Bearer ${one}`, []);
      for (let times = 0; times < 3; times += 1) await call(token);
      expect(keys).toHaveBeenCalledTimes(1);
      expect((await denialOf(call(forged))).code).toBe('Unauthorized');

      vi.setSystemTime(Date.now() + 61_000);
      await call(token);
      expect(keys).toHaveBeenCalledTimes(3);

      vi.setSystemTime(exp * 1000);
      expect((await denialOf(call(token))).message).toBe('the token has expired');
    } finally {
      vi.useRealTimers();
    }
  });

  it('loads the keys of another issuer by discovery', async () => {
    const provider = createServer((request, response) => {
      const here = `http://${request.headers.host}`;
      const documents: Record<string, object> = {
        '/.well-known/openid-configuration': { jwks_uri: `${here}/keys` },
        '/keys': { keys: [publicKey] },
      };
      response.end(JSON.stringify(documents[request.url ?? '']));
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const iss = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const discovering = makeAuthorizer({ Issuer: iss, Audience: ['a'] }, discoveredKeys(iss));
    const token = await signed({ ...claims, iss, aud: 'a' });

    await expect(discovering(`Bearer ${token}`, [])).resolves.toMatchObject({
      claims: { sub: 'ada' },
    });

    provider.closeAllConnections();
    await new Promise((done) => provider.close(done));
  });
});
