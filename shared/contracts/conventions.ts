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
  'Texts are compared in one way, in `namePrefix` and `filter`: by NFKC and Unicode case folding. Case and composed or ' +
    'decomposed letters do not matter, accents do. Ids, categories and owners are compared exactly.',
  'One answer lists every fault of a request in `errors`, those of the rules included. `code` is that of the first.',
  'A batch returns a result for each item, by `index`; a bad item does not affect the others.',
  'In a path, ids may be percent-encoded or not; in a query, `+` must be written `%2B`.',
];
