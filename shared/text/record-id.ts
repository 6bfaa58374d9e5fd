// The form of record ids: what may stand unencoded in a segment of a path.

/**
 * The characters of a record id, for a regular expression: 1–128 of RFC 3986's pchar without percent,
 * the first a letter or digit.
 */
export const recordIdCharacters = "[A-Za-z0-9][A-Za-z0-9._~:@!$&'()*+,;=-]{0,127}";

/** Whether a text can be the id of a record. */
export const isRecordId = (text: string): boolean =>
  new RegExp(`^${recordIdCharacters}$`).test(text);
