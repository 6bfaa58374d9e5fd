// Ids created from names.

/** a–z, 0–9 and -, at most `atMost` characters; '' if the name has no such character. */
export const idOfName = (name: string, atMost: number) =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, atMost)
    .replace(/-$/, '');
