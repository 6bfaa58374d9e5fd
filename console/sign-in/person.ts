// Who is signed in, and what they may do.
import type { User } from 'oidc-client-ts';

export type Right = 'read' | 'write' | 'admin';

export interface Person {
  /** Recorded as the actor of changes. */
  readonly sub: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

/** The person described by the tokens. */
export function personOf(user: User): Person {
  const scopes = scopesOf(user).filter((scope) => scope.startsWith('liaison/'));
  const { sub, name, email, preferred_username } = user.profile;
  return {
    sub,
    name: name ?? preferred_username ?? email ?? sub,
    rights: new Set(scopes.map((scope) => scope.slice('liaison/'.length) as Right)),
  };
}

/** The scopes as the service sees them: from the access token if readable, else as granted. */
function scopesOf(user: User): string[] {
  try {
    const [, claims = ''] = user.access_token.split('.');
    const { scope } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof scope === 'string') return scope.split(' ');
  } catch {
    // The access token is opaque.
  }
  return user.scopes;
}
