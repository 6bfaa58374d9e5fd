// Headers that say what a caller accepts, with weights (RFC 9110, 12.4.2): Accept and Accept-Encoding.

/**
 * Chooses the media type of an answer by the Accept header (RFC 9110, 12.5.1): the offered type with
 * the highest `q`, the first of equals. Also the first if `accept` is missing, unreadable or allows
 * none, because an answer in another format is more useful than no answer.
 * @param offered media types in lower case, at least one
 */
export function preferredType(accept: string | undefined, offered: readonly string[]): string {
  const ranges = rangesIn(accept);
  let preferred = offered[0] as string;
  let best = 0;
  for (const type of offered) {
    // The most specific range that matches decides.
    const names = [type, `${type.split('/')[0]}/*`, '*/*'];
    const matching = names.flatMap((name) => ranges.filter((range) => range.name === name));
    const quality = matching[0]?.quality ?? 0;
    if (quality > best) [preferred, best] = [type, quality];
  }
  return preferred;
}

/**
 * Whether the Accept-Encoding header (RFC 9110, 12.5.3) allows gzip and does not prefer the plain answer.
 * Without the header the answer stays plain.
 */
export function prefersGzip(acceptEncoding: string | undefined): boolean {
  const ranges = rangesIn(acceptEncoding);
  const qualityOf = (...names: readonly string[]) =>
    ranges.find(({ name }) => names.includes(name))?.quality;
  const gzip = qualityOf('gzip', 'x-gzip') ?? qualityOf('*') ?? 0;
  return gzip > 0 && gzip >= (qualityOf('identity') ?? 0);
}

const rangesIn = (header: string | undefined) => (header ?? '').split(',').map(rangeOf);

function rangeOf(text: string): { name: string; quality: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((one) => /^q\s*=/.test(one))?.replace(/^q\s*=\s*/, '');
  if (weight === undefined) return { name, quality: 1 };
  return { name, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}
