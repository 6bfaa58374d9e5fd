// The console as npm start serves it: its files from the template, at the same address as the API.
import { expect, it } from 'vitest';
import { localIdentity } from '../../infra/stages.ts';
import { clientOf } from '../support/api.ts';
import { service } from '../support/service.ts';

const get = async (path: string) => fetch(`${(await service()).url}${path}`);

it('is served at /, with a policy that allows only its own files to run', async () => {
  const page = await get('/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self';");

  const scripts = [...(await page.text()).matchAll(/<script[^>]* src="([^"]+)"/g)];
  expect(scripts).not.toHaveLength(0);
  for (const [, path = ''] of scripts) {
    const script = await get(path);
    expect(script.headers.get('content-type')).toBe('text/javascript');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  }
});

it('receives the sign-in address in its configuration', async () => {
  const { signIn } = await (await get('/settings.json')).json();
  expect(signIn).toEqual({
    authority: localIdentity.issuer,
    metadataUrl: localIdentity.metadataUrl,
    clientId: localIdentity.consoleClientId,
    scope: 'openid liaison/read liaison/write liaison/admin',
  });
});

it('leaves other paths to the API, whose pages have their own policy', async () => {
  const call = await clientOf('ada');
  const unknown = await call('GET', '/assets/unknown.js');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'NotFound' } });
  for (const path of ['/docs', '/docs/start', '/docs/search?q=role']) {
    const docs = await get(path);
    expect(docs.headers.get('content-security-policy')).toContain("style-src 'sha256-");
    expect(docs.headers.get('content-security-policy')).not.toContain('script-src');
    expect(docs.headers.get('x-content-type-options')).toBe('nosniff');
  }
});
