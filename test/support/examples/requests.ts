// Requests as text: a block of a page, or a file that an editor sends.

export interface Request {
  /** The line `### …` above it; '' without one. */
  readonly title: string;
  readonly method: string;
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const start = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\S.*)$/;

/** The requests of a text, in order, with `{{url}}` left out and the other variables as they are. */
export function requestsIn(text: string): Request[] {
  const requests: Request[] = [];
  let title = '';
  let lines: string[] = [];
  const end = () => {
    const [, method = '', target = ''] = start.exec(lines[0] ?? '') ?? [];
    const blank = lines.indexOf('');
    const head = lines.slice(1, blank < 0 ? undefined : blank);
    const body = blank < 0 ? '' : lines.slice(blank).join('\n').trim();
    if (method)
      requests.push({
        ...{ title, method, body: body || undefined },
        // As a client encodes it that takes the address apart.
        path: target.replace('{{url}}', '').replaceAll(' ', '%20'),
        headers: Object.fromEntries(
          head.map((line) => line.split(/: (.*)/s, 2) as [string, string]),
        ),
      });
    lines = [];
  };
  for (const line of text.split('\n')) {
    if (start.test(line) || line.startsWith('###')) end();
    if (line.startsWith('### ')) title = line.slice(4);
    else if (start.test(line) || lines.length > 0) lines.push(line);
  }
  end();
  return requests;
}
