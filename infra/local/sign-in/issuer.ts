// The local issuer: signs the tokens that the local service accepts, with a key stored on this machine.
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { scopes } from '../../../shared/contracts/scopes.ts';
import { localIdentity } from '../../stages.ts';
import { durableValue } from '../base/durable-value.ts';

export interface TokenOptions {
  /** The actor; default `local-user`, or the client's id. */
  readonly sub?: string;
  /** The machine client that gets the token. It is then for this client, without an audience, as Cognito's are. */
  readonly clientId?: string;
  /** Scopes separated by spaces; default: all. */
  readonly scope?: string;
  /** Seconds from now, negative for an expired token; default 3600. */
  readonly expires?: number;
}

export interface LocalIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The private key, with which the sign-in signs as this issuer. */
  readonly signingKey: JWK;
  readonly keys: JWTVerifyGetKey;
  readonly token: (options?: TokenOptions) => Promise<string>;
}

/** Opens the issuer with the key stored in `dataDir`; creates the key if there is none. */
export async function openIssuer(dataDir: string): Promise<LocalIssuer> {
  const pem = durableValue(join(dataDir, 'issuer-key.pem'), () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  });
  const key = createPrivateKey(pem);
  const privateKey = await exportJWK(key);
  const { kty, n, e } = privateKey;
  const publicKey = { kty, n, e } as { kty: 'RSA'; n: string; e: string };
  const kid = await calculateJwkThumbprint(publicKey);
  const {
    issuer,
    audience: [audience],
  } = localIdentity;
  const about = { kid, alg: 'RS256', use: 'sig' };
  return {
    issuer,
    audience,
    signingKey: { ...privateKey, ...about },
    keys: createLocalJWKSet({ keys: [{ ...publicKey, ...about }] }),
    token({
      clientId,
      sub = clientId ?? 'local-user',
      scope = Object.values(scopes).join(' '),
      expires = 3600,
    } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const receiver =
        clientId === undefined
          ? { aud: [audience] }
          : { client_id: clientId, token_use: 'access', version: 2 };
      return new SignJWT({ scope, ...receiver })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(sub)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + expires)
        .sign(key);
    },
  };
}
