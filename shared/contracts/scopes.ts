// The scopes of tokens, and the scopes of each group of a user pool.

/** OAuth scopes. A route requires exactly one; some routes allow more with `liaison/admin`. */
export const scopes = {
  read: 'liaison/read',
  write: 'liaison/write',
  admin: 'liaison/admin',
} as const;
export type Scope = (typeof scopes)[keyof typeof scopes];

/** The groups of the user pool that the stack creates, and the scopes of their members. */
export const scopesByGroup = {
  readers: [scopes.read],
  writers: [scopes.read, scopes.write],
  administrators: [scopes.read, scopes.write, scopes.admin],
} as const satisfies Record<string, readonly Scope[]>;
