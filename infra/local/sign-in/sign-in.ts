// The local sign-in: an OpenID provider on the host's own origin, in the local issuer's name.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { scopes } from '../../../shared/contracts/scopes.ts';
import { localIdentity } from '../../stages.ts';
import type { LocalIssuer } from './issuer.ts';
import { messagePage, pageHeaders, signInPage, signOutPage } from './sign-in-page.ts';
import { openStore } from './sign-in-store.ts';

const path = '/oidc';
const interactionPath = `${path}/interaction/`;
/** Names the API in grants; never leaves: a token names it by its audience. */
const api = 'urn:liaison:api';

/** Whether a request is for the sign-in. */
export const isSignIn = (url: string | undefined) => url?.startsWith(`${path}/`) ?? false;

/**
 * Answers everything under `/oidc`. People are asked who they are each time; nothing is proved.
 *
 * @param tokenSeconds how long an access token is good.
 */
export function makeSignIn(issuer: LocalIssuer, tokenSeconds: number): RequestListener {
  let opened: Promise<Provider> | undefined;
  return async (message, response) => {
    // Loaded when it is first used: it takes half a second, and most runs never sign in.
    opened ??= openProvider(issuer, tokenSeconds);
    const provider = await opened;
    if (message.url?.startsWith(interactionPath)) {
      await askWho(provider, message, response).catch((error: Error) => {
        const sentence = `${error.message}. Go back to where you came from and sign in anew.`;
        response.writeHead(400, pageHeaders).end(messagePage('This sign-in is over', sentence));
      });
      return;
    }
    // As a router does that mounts a handler: the provider finds its own path by the difference.
    Object.assign(message, { originalUrl: message.url, url: message.url?.slice(path.length) });
    await provider.callback()(message, response);
  };
}

async function openProvider(issuer: LocalIssuer, tokenSeconds: number): Promise<Provider> {
  const { Provider } = await import('oidc-provider');
  // The issuer's name is constant; endpoints are told by the address that a request came to.
  return new Provider(issuer.issuer, configuration(issuer, tokenSeconds));
}

function configuration(issuer: LocalIssuer, tokenSeconds: number): Configuration {
  const page = (ctx: KoaContextWithOIDC, html: string) => {
    ctx.set(pageHeaders);
    ctx.body = html;
  };
  const day = 24 * 3600;
  // A native client's loopback addresses are good on any port.
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
    // A browser names its origin with each POST, to its own origin too.
    clientBasedCORS: ({ protocol, host }, origin) => origin === `${protocol}://${host}`,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_, { uid }) => `${interactionPath}${uid}` },
    // As Cognito does: for every client that may, and the same one until it ends.
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
        postLogoutSuccessSource: (ctx) => page(ctx, messagePage('Signed out', 'You may go.')),
      },
    },
    renderError: (ctx, { error, error_description: why }) =>
      page(ctx, messagePage('The sign-in cannot go on', `${error}: ${why}`)),
  };
}

/** Shows the page, and takes what it sends: the person, and the scopes out of those asked for. */
async function askWho(provider: Provider, message: IncomingMessage, response: ServerResponse) {
  const { params, session } = await provider.interactionDetails(message, response);
  const asked = `${params.scope}`.split(' ').filter((scope) => scope !== 'openid');
  const show = (status: number, form: Parameters<typeof signInPage>[0]) =>
    response.writeHead(status, pageHeaders).end(signInPage(form));
  if (message.method !== 'POST') {
    const sub = session?.accountId ?? 'local-user';
    return show(200, { sub, scopes: new Map(asked.map((scope) => [scope, true])) });
  }
  const form = new URLSearchParams(await text(message));
  const sub = form.get('sub')?.trim() ?? '';
  const ticked = new Set(form.getAll('scope'));
  if (sub === '' || sub.length > 128) {
    const mistake = 'The name must have 1 to 128 characters.';
    const boxes = new Map(asked.map((scope) => [scope, ticked.has(scope)]));
    return show(400, { sub, scopes: boxes, mistake });
  }
  const grant = new provider.Grant({ accountId: sub, clientId: `${params.client_id}` });
  grant.addOIDCScope('openid');
  for (const scope of asked) {
    if (ticked.has(scope)) grant.addResourceScope(api, scope);
    // Refused in so many words: else the provider would ask for it again.
    else grant.rejectResourceScope(api, scope);
  }
  const result = { login: { accountId: sub }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(message, response, result, {
    mergeWithLastSubmission: false,
  });
}
