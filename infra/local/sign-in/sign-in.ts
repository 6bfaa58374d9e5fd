// The local sign-in: an OpenID Connect provider on the host's own origin, with the local issuer's name.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type {
  Adapter,
  AdapterPayload,
  Configuration,
  KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { scopes } from '../../../shared/contracts/scopes.ts';
import { localIdentity } from '../../stages.ts';
import type { LocalIssuer } from './issuer.ts';
import { messagePage, pageHeaders, signInPage, signOutPage } from './sign-in-page.ts';

const path = '/oidc';
const interactionPath = `${path}/interaction/`;
/** Identifies the API in grants, inside the provider only; in tokens, the audience identifies it. */
const api = 'urn:liaison:api';

/** Whether a request is for the sign-in. */
export const isSignIn = (url: string | undefined) => url?.startsWith(`${path}/`) ?? false;

/**
 * Answers all requests under `/oidc`. It asks people for their name each time, and verifies nothing.
 *
 * @param tokenSeconds lifetime of access tokens.
 */
export function makeSignIn(issuer: LocalIssuer, tokenSeconds: number): RequestListener {
  let opened: Promise<Provider> | undefined;
  return async (message, response) => {
    // Loaded at the first use: it takes half a second, and most runs never sign in.
    opened ??= openProvider(issuer, tokenSeconds);
    const provider = await opened;
    if (message.url?.startsWith(interactionPath)) {
      await handleSignInPage(provider, message, response).catch((error: Error) => {
        const sentence = `${error.message}. Go back to the application and sign in again.`;
        response.writeHead(400, pageHeaders).end(messagePage('This sign-in has ended', sentence));
      });
      return;
    }
    // Like a router that mounts a handler: the provider derives its own path from the difference.
    Object.assign(message, { originalUrl: message.url, url: message.url?.slice(path.length) });
    await provider.callback()(message, response);
  };
}

/** The console's `settings.json`, for an app whose own sign-in is elsewhere. */
export function consoleSettings({ issuer }: LocalIssuer): string {
  const signIn = {
    authority: issuer,
    metadataUrl: localIdentity.metadataUrl,
    clientId: localIdentity.consoleClientId,
    scope: ['openid', ...Object.values(scopes)].join(' '),
  };
  return JSON.stringify({ signIn });
}

async function openProvider(issuer: LocalIssuer, tokenSeconds: number): Promise<Provider> {
  const { Provider } = await import('oidc-provider');
  // The issuer's name is constant; the addresses of endpoints come from the request.
  return new Provider(issuer.issuer, configuration(issuer, tokenSeconds));
}

function configuration(issuer: LocalIssuer, tokenSeconds: number): Configuration {
  const page = (ctx: KoaContextWithOIDC, html: string) => {
    ctx.set(pageHeaders);
    ctx.body = html;
  };
  const day = 24 * 3600;
  // The loopback addresses of a native client are valid on any port.
  const addresses = ['http://127.0.0.1/', 'http://localhost/'];
  return {
    adapter: openStore(),
    clients: [
      {
        client_id: localIdentity.consoleClientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: addresses,
        post_logout_redirect_uris: addresses,
      },
    ],
    jwks: { keys: [issuer.signingKey] },
    // A browser sends its origin with each POST, even to the same origin.
    clientBasedCORS: ({ protocol, host }, origin) => origin === `${protocol}://${host}`,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_, { uid }) => `${interactionPath}${uid}` },
    // As in Cognito: every client that is allowed one gets a refresh token, and it never changes.
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: 60,
      Grant: day,
      IdToken: tokenSeconds,
      Interaction: 3600,
      RefreshToken: day,
      Session: day,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: Object.values(scopes).join(' '),
          audience: issuer.audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => page(ctx, signOutPage(form)),
        postLogoutSuccessSource: (ctx) =>
          page(ctx, messagePage('Signed out', 'You are signed out.')),
      },
    },
    renderError: (ctx, { error, error_description: why }) =>
      page(ctx, messagePage('The sign-in failed', `${error}: ${why}`)),
  };
}

/** Shows the sign-in page, and processes its form: the name, and the ticked ones of the requested scopes. */
async function handleSignInPage(
  provider: Provider,
  message: IncomingMessage,
  response: ServerResponse,
) {
  const { params, session } = await provider.interactionDetails(message, response);
  const requested = `${params.scope}`.split(' ').filter((scope) => scope !== 'openid');
  const show = (status: number, form: Parameters<typeof signInPage>[0]) =>
    response.writeHead(status, pageHeaders).end(signInPage(form));
  if (message.method !== 'POST') {
    const sub = session?.accountId ?? 'local-user';
    return show(200, { sub, scopes: new Map(requested.map((scope) => [scope, true])) });
  }
  const form = new URLSearchParams(await text(message));
  const sub = form.get('sub')?.trim() ?? '';
  const ticked = new Set(form.getAll('scope'));
  if (sub === '' || sub.length > 128) {
    const mistake = 'The name must have 1 to 128 characters.';
    const boxes = new Map(requested.map((scope) => [scope, ticked.has(scope)]));
    return show(400, { sub, scopes: boxes, mistake });
  }
  const grant = new provider.Grant({ accountId: sub, clientId: `${params.client_id}` });
  grant.addOIDCScope('openid');
  for (const scope of requested) {
    if (ticked.has(scope)) grant.addResourceScope(api, scope);
    // Rejected explicitly, or else the provider would ask for it again.
    else grant.rejectResourceScope(api, scope);
  }
  const result = { login: { accountId: sub }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(message, response, result, {
    mergeWithLastSubmission: false,
  });
}

/** Stores sessions, codes and refresh tokens in memory, for each kind. The provider checks their expiry. */
function openStore(): (kind: string) => Adapter {
  const stored = new Map<string, AdapterPayload>();
  return (kind) => {
    const key = (id: string) => `${kind}:${id}`;
    const findBy = async (name: 'uid' | 'userCode', value: string) =>
      [...stored].find(
        ([each, payload]) => each.startsWith(key('')) && payload[name] === value,
      )?.[1];
    return {
      async upsert(id, payload) {
        stored.set(key(id), payload);
      },
      find: async (id) => stored.get(key(id)),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      async consume(id) {
        const payload = stored.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        stored.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [each, payload] of stored) if (payload.grantId === grantId) stored.delete(each);
      },
    };
  };
}
