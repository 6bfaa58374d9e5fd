// The token endpoint of a user pool's domain, for the machine clients of the template (client credentials).
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import type { Template } from '../base/template.ts';
import type { LocalIssuer } from '../sign-in/issuer.ts';

const UserPoolClient = z.object({
  AllowedOAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AccessTokenValidity: z.number().default(1),
  TokenValidityUnits: z
    .object({ AccessToken: z.enum(['seconds', 'minutes', 'hours', 'days']).default('hours') })
    .default({ AccessToken: 'hours' }),
});

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

interface LocalMachine {
  readonly secret: string;
  readonly scopes: readonly string[];
  readonly seconds: number;
}

/** An error code of OAuth 2.0 (RFC 6749). */
class TokenRefusal extends Error {}

/** Whether a request is for the token endpoint. */
export const isTokenRequest = (url: string | undefined) => /^\/oauth2\/token(\?|$)/.test(url ?? '');

/** Answers requests for tokens as Cognito does; undefined if the template has no machine client. */
export function makeTokenEndpoint(
  template: Template,
  issuer: LocalIssuer,
): RequestListener | undefined {
  const machines = machinesOf(template);
  if (machines.size === 0) return undefined;
  const tokenFor = async (message: IncomingMessage) => {
    const form = new URLSearchParams(await text(message));
    const { id, secret } = credentialsOf(message.headers.authorization, form);
    const machine = machines.get(id);
    if (!machine || machine.secret !== secret) throw new TokenRefusal('invalid_client');
    if (form.get('grant_type') !== 'client_credentials') {
      throw new TokenRefusal('unsupported_grant_type');
    }
    const requested = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (!requested.every((scope) => machine.scopes.includes(scope))) {
      throw new TokenRefusal('invalid_scope');
    }
    const scope = (requested.length > 0 ? requested : machine.scopes).join(' ');
    return {
      access_token: await issuer.token({ clientId: id, scope, expires: machine.seconds }),
      expires_in: machine.seconds,
      token_type: 'Bearer',
    };
  };
  return async (message, response) => {
    const [status, answer] = await tokenFor(message).then(
      (token) => [200, token] as const,
      (error: Error) =>
        error instanceof TokenRefusal
          ? ([400, { error: error.message }] as const)
          : ([500, { error: `${error}` }] as const),
    );
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(answer));
  };
}

function machinesOf(template: Template): Map<string, LocalMachine> {
  const machines = new Map<string, LocalMachine>();
  for (const [id, client] of template.resources('AWS::Cognito::UserPoolClient', UserPoolClient)) {
    if (!client.AllowedOAuthFlows.includes('client_credentials')) continue;
    machines.set(id, {
      secret: String(template.resolve({ 'Fn::GetAtt': [id, 'ClientSecret'] })),
      scopes: client.AllowedOAuthScopes,
      seconds: client.AccessTokenValidity * unitSeconds[client.TokenValidityUnits.AccessToken],
    });
  }
  return machines;
}

/** From the Authorization header, or else from the form. */
function credentialsOf(authorization: string | undefined, form: URLSearchParams) {
  const [, encoded] = /^Basic +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  }
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: secret.join(':') };
}
