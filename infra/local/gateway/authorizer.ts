// API Gateway's JWT authorizer: verifies tokens and their scopes.
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';

/** The properties of an AWS::ApiGatewayV2::Authorizer of type JWT that are used here. */
export const JwtAuthorizer = z.object({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()) }),
});

/** A verified token. */
export interface TokenClaims {
  readonly claims: JWTPayload;
  readonly scopes: readonly string[];
}

/** The request is refused: with 401 without a valid token, with 403 if the token lacks a scope. */
export class Denied extends Error {
  override readonly name = 'Denied';
  readonly code: 'Unauthorized' | 'Forbidden';
  /** Value of the WWW-Authenticate header (RFC 6750). */
  readonly challenge: string;

  constructor(code: Denied['code'], detail: string, challenge: string) {
    super(detail);
    this.code = code;
    this.challenge = challenge;
  }
}

/**
 * Verifies a request's Authorization header; the token must have one of `scopes`, if there are any.
 *
 * @throws Denied, or another error if the issuer's keys cannot be loaded.
 */
export type Authorize = (
  authorization: string | undefined,
  scopes: readonly string[],
) => Promise<TokenClaims>;

/** How long verified tokens are cached, in ms, and how many. */
const cacheLimits = { ms: 60_000, tokens: 1000 };

/**
 * Verifying signatures was a fifth of the gateway's work, so each token is verified once a minute.
 *
 * @param keys the issuer's public keys.
 */
export function makeAuthorizer(
  { Issuer, Audience }: z.output<typeof JwtAuthorizer>['JwtConfiguration'],
  keys: JWTVerifyGetKey,
): Authorize {
  const verified = new Map<string, { readonly claims: JWTPayload; readonly until: number }>();
  const claimsOf = async (token: string): Promise<JWTPayload> => {
    const known = verified.get(token);
    if (known && Date.now() < known.until) return known.claims;
    verified.delete(token);
    const claims = await verify(token, Issuer, keys);
    const [oldest] = verified.size >= cacheLimits.tokens ? verified.keys() : [];
    if (oldest !== undefined) verified.delete(oldest);
    const until = Math.min(Date.now() + cacheLimits.ms, (claims.exp as number) * 1000);
    verified.set(token, { claims, until });
    return claims;
  };
  return async (authorization, allowedScopes) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) {
      throw new Denied('Unauthorized', 'the Authorization header has no bearer token', 'Bearer');
    }
    const claims = await claimsOf(token);
    // As in API Gateway, client_id counts only if there is no aud.
    const audience = claims.aud ?? claims.client_id;
    if (![audience].flat().some((each) => Audience.includes(each as string))) {
      throw invalid('the token is for another audience');
    }
    const scopes = scopesOf(claims);
    if (allowedScopes.length && !allowedScopes.some((scope) => scopes.includes(scope))) {
      throw new Denied(
        'Forbidden',
        `the token lacks the scope ${allowedScopes.join(' or ')}`,
        `Bearer scope="${allowedScopes.join(' ')}", error="insufficient_scope"`,
      );
    }
    return { claims, scopes };
  };
}

async function verify(token: string, issuer: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      // API Gateway supports no others.
      algorithms: ['RS256', 'RS384', 'RS512'],
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw invalid('the token has expired');
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
      throw invalid('the token is not valid yet');
    }
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') {
      throw invalid('the token is from another issuer');
    }
    const keysMissing = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];
    if (error instanceof errors.JOSEError && !keysMissing.includes(error.code)) {
      throw invalid('the token is not accepted');
    }
    throw error;
  }
}

function invalid(detail: string): Denied {
  const description = detail.replace(/\.$/, '');
  return new Denied(
    'Unauthorized',
    detail,
    `Bearer error="invalid_token", error_description="${description}"`,
  );
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  return [scope ?? scp]
    .flat()
    .filter((each) => typeof each === 'string')
    .flatMap((each) => each.split(' '))
    .filter((each) => each !== '');
}

/** The keys that an OpenID Connect provider publishes, loaded with the first token. */
export function discoveredKeys(issuer: string): JWTVerifyGetKey {
  const discover = async () => {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
    const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await response.json());
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  let discovered: ReturnType<typeof discover> | undefined;
  return async (header, token) => {
    discovered ??= discover();
    try {
      return await (await discovered)(header, token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) discovered = undefined;
      throw error;
    }
  };
}
