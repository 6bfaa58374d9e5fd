// `npm run check:english`: reports phrases that a native speaker would not write, and what to write.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A phrase, and what to write instead. A space matches any white space, also a line break within a
 * comment; case does not matter. Add a phrase only if every use of it is wrong.
 */
const idioms: readonly (readonly [phrase: string, instead: string])[] = [
  ['anew', 'again'],
  ['a second time over', 'twice'],
  ['whole again', 'repaired; complete'],
  ['by (itself|themselves)', 'automatically; on its own; alone'],
  ['(?<!instead )of (itself|themselves)', 'automatically; on its own'],
  ['(stand|stands|stood|standing) in (its|the|their|his|my|your) way', 'blocks it'],
  ['(stand|stands|stood|standing) in the way', 'blocks'],
  ['what(ever)? (stands|stood) in', 'what blocks'],
  ['(come|comes|came|coming) to nothing', 'has no effect; is zero'],
  ['(come|comes|came) to no end', 'does not end'],
  ["what (?:[\\w'-]+ ){1,4}(come|comes|came) to", 'the result of …; the total of …'],
  ['(come|comes|came) to rest', 'settles; finishes'],
  ['whoever', 'anyone who; the caller who'],
  ['whosoever', 'anyone who'],
  ['somebody', 'someone; another client; the caller'],
  ["anybody's", "anyone's"],
  ['(is|are|was|were|be|been|being) told', 'reports; receives; is notified'],
  ['(tell|tells|told|telling) of', 'reports; announces'],
  ['goes by itself', 'is temporary; retry'],
  ['one word too many', 'unexpected argument'],
  ['right is', 'usage'],
  ['knows? (no )?(GET|HEAD|POST|PUT|PATCH|DELETE)', 'allows'],
  ['knows? no', 'does not depend on; has no'],
  ['knows? nothing of', 'does not depend on'],
  ['names nobody', 'has no valid `sub`'],
  ['(ask|asks|asked|asking) (once )?again', 'repeat the request; retry'],
  ['one deeper', 'one level deeper'],
  ['(mend|mends|mended|mending)', 'fix; repair'],
  ['meanwhile', 'in the meantime; since'],
  ['(give|gives|gave|given|giving) back', 'return'],
  ['(hand|hands|handed|handing) on', 'pass on'],
  ['as (it|they) stands?', 'as stored; current'],
  [
    '(index|indexes|one|projection|replica|it|stream|projector|publisher) (is|are|was|were) behind',
    'lags',
  ],
  ['beside', 'next to; in addition to; as well as'],
  ['on (its|their) way', 'in progress; in flight; pending'],
  ['the one of', 'name the thing'],
  [
    '(record|role|connection|type|record type|half|halves|item|request|entry)s?( that| which)? (is|are|was|were) gone',
    'is deleted; no longer exists',
  ],
  ['what stands', 'name the thing that is shown or stored'],
  [
    'but for(?= (the|a|an|its|their|those|these|one|two|what|its|inactive|in|any|some)\\b)',
    'except',
  ],
  ['all the same(?! (size|length|kind|type|time|value))', 'anyway; nevertheless; still'],
  ['for good', 'permanently'],
  ['mean no good', 'are malicious'],
  ['in so many words', 'explicitly'],
  ['for want of', 'without; because … is missing'],
  ['to go on', 'to continue'],
  ['goes on (from|where|with|until|while|as)', 'continues'],
  ['heirs?', 'successor'],
  ['oneself', 'you; the caller'],
  ['looks? away', 'ignores'],
  ['(what|as) (is|was) wanted', 'the goal; as requested'],
  ['suffices?', 'is enough'],
  ['for who(?= (is|are|has|have|wants|reads|writes|calls|does|may)\\b)', 'for anyone who'],
  ['to who(?= (is|are|has|have|wants|reads|writes|calls|does|may)\\b)', 'to anyone who'],
  ['says so', 'reports it'],
  ['is asked whether', 'check whether'],
];

/** Text that people read; not data, generated schemas, or this list. */
const checked = /\.(ts|tsx|md|html|css|json|ya?ml)$|^\.ci\/run$/;
const exempt =
  /^(docs\/plain-english\.ts|test\/contracts\/plain-english\.test\.ts|package-lock\.json|docs\/(events|releases)\/.*\.json|samples\/.*\.json)$/;

const gap = String.raw`(?:[ \t]+|[ \t]*\n[ \t]*(?:\*|//|#|>)?[ \t]*)`;
const patterns = idioms.map(([phrase, instead]) => ({
  pattern: new RegExp(String.raw`(?<![\w-])(?:${phrase.replaceAll(' ', gap)})(?![\w-])`, 'gi'),
  instead,
}));

/** All findings in a text, as `line: "phrase" → what to write`. */
export function findIdioms(text: string): string[] {
  return patterns
    .flatMap(({ pattern, instead }) =>
      [...text.matchAll(pattern)].map((match) => ({
        line: text.slice(0, match.index).split('\n').length,
        found: match[0].replace(/\s+(\*|\/\/|#|>)?\s*/g, ' '),
        instead,
      })),
    )
    .sort((a, b) => a.line - b.line)
    .map(({ line, found, instead }) => `${line}: "${found}" → ${instead}`);
}

if (import.meta.main) {
  const under = process.argv.slice(2);
  const files = execFileSync('git', ['ls-files', ...under], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => checked.test(file) && !exempt.test(file));
  const findings = files.flatMap((file) =>
    findIdioms(readFileSync(file, 'utf8')).map((finding) => `${file}:${finding}`),
  );
  for (const finding of findings) console.log(finding);
  if (findings.length > 0) {
    console.error(`${findings.length} phrases to rewrite (the list: docs/plain-english.ts)`);
    process.exitCode = 1;
  }
}
