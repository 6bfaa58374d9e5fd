// The scopes that tokens carry, and the scopes of each group of a user pool.

/** OAuth scopes. A route asks for exactly one; `liaison/admin` lifts some limits inside others. */
export const scopes = {
  read: 'liaison/read',
  write: 'liaison/write',
  admin: 'liaison/admin',
} as const;
export type Scope = (typeof scopes)[keyof typeof scopes];

/** Groups of a user pool that the stack makes, and the scopes that each gives its people. */
export const scopesByGroup = {
  readers: [scopes.read],
  writers: [scopes.read, scopes.write],
  administrators: [scopes.read, scopes.write, scopes.admin],
} as const satisfies Record<string, readonly Scope[]>;
