// Ids made from names.

/** a–z, 0–9 and -, of `atMost` characters; '' when a name has none of these. */
export const idOfName = (name: string, atMost: number) =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, atMost)
    .replace(/-$/, '');
