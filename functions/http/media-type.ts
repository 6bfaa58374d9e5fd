// Choosing the media type of an answer by the request's Accept (RFC 9110, 12.5.1).

/**
 * Which of the offered media types a caller prefers: the one with the highest `q`, the first
 * offered among equals. The first one also where `accept` is absent, unreadable or allows none:
 * an answer in another format says more than no answer.
 * @param offered lower case, at least one
 */
export function preferredType(accept: string | undefined, offered: readonly string[]): string {
  const ranges = (accept ?? '').split(',').map(rangeOf);
  let preferred = offered[0] as string;
  let best = 0;
  for (const type of offered) {
    // The most specific range that fits decides, whatever the others say.
    const names = [type, `${type.split('/')[0]}/*`, '*/*'];
    const fitting = names.flatMap((name) => ranges.filter((range) => range.name === name));
    const quality = fitting[0]?.quality ?? 0;
    if (quality > best) [preferred, best] = [type, quality];
  }
  return preferred;
}

function rangeOf(text: string): { name: string; quality: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((one) => /^q\s*=/.test(one))?.replace(/^q\s*=\s*/, '');
  if (weight === undefined) return { name, quality: 1 };
  return { name, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}
