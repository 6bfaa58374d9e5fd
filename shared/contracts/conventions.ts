// The conventions of all routes that a schema cannot say, for the OpenAPI description and the page /docs.

/** One paragraph each; code in backticks. */
export const conventions: readonly string[] = [
  'Connections between any two records, with a role on each side.',
  'Data comes back exactly as it was sent. A number is kept only if what JavaScript prints for it has exactly the ' +
    'decimal value that was written; others are refused with their path: send them as text. Text is any sequence of ' +
    'Unicode characters except U+0000. A name that appears twice in a JSON object is refused; the order of the names has ' +
    'no meaning. A body with U+FFFD needs a `Content-Length`, unless it is written as `\\ufffd`.',
  'What GET or a list returns can be sent again, and changes nothing. Fields that a body cannot set, such as ' +
    '`version`, may be sent back with the values that they have.',
  'Texts are compared in one way, in `namePrefix`, `search`, `title` and `filter`: by NFKC and Unicode case folding. Case and composed or ' +
    'decomposed letters do not matter, accents do. Ids, categories and owners are compared exactly.',
  'One answer lists every fault of a request in `errors`, those of the rules included. `code` is that of the first.',
  'A batch returns a result for each item, by `index`, and the number of each status; a bad item does not affect the ' +
    'others. Of two items that collide, the first wins.',
  'A page has `items` and, unless it is the last one, `nextCursor`. A cursor is valid for the same query only. With ' +
    'selective conditions a page may have fewer items than `limit`, or none.',
  'A single resource has an `ETag`. `If-Match` on a write: 412 if the version has changed. `If-None-Match: *` on PUT: ' +
    'create only. `If-None-Match` on GET: 304 if it has not changed. A conditional header that a route does not ' +
    'support gets 400.',
  '`Idempotency-Key` on any POST that writes, except a replay of failures: for 24 hours, the same caller with the same key and request gets the first answer ' +
    'again, marked with `Idempotent-Replayed: true`. A refusal is not stored: the request is evaluated again.',
  '`dryRun=true` on any write of connections runs every check and writes nothing. The answer is that of the write, ' +
    'without ids of new connections, `ETag` and `Location`.',
  'After 503 `Busy`, wait for `Retry-After` seconds and repeat the request, with the same key if it is a POST. After a ' +
    '500 or a lost answer it is unknown whether something was written.',
  'Single resources and the connections of a record are strongly consistent. Other lists, counts and history may lag ' +
    'behind a write for a moment.',
  'A role or a record type that a query names and that does not exist gets 400, in a path 404. `-` as `roleId` or ' +
    '`connectedRoleId` stands for no role.',
  'In a path, ids may be percent-encoded or not; in a query, `+` must be written `%2B`.',
];
