// Who is signed in, and what they may do.
import type { User } from 'oidc-client-ts';

export type Right = 'read' | 'write' | 'admin';

export interface Person {
  /** The actor of what they do. */
  readonly sub: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

/** As the tokens tell it. */
export function personOf(user: User): Person {
  const scopes = scopesOf(user).filter((scope) => scope.startsWith('liaison/'));
  const { sub, name, email, preferred_username } = user.profile;
  return {
    sub,
    name: name ?? preferred_username ?? email ?? sub,
    rights: new Set(scopes.map((scope) => scope.slice('liaison/'.length) as Right)),
  };
}

/** As the service will read them: of the access token where it can be read, else as granted. */
function scopesOf(user: User): string[] {
  try {
    const [, claims = ''] = user.access_token.split('.');
    const { scope } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof scope === 'string') return scope.split(' ');
  } catch {
    // Opaque to us, as an issuer may have it.
  }
  return user.scopes;
}
