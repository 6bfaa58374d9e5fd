// The pages of the local sign-in: plain HTML without scripts or external files.
import { createHash } from 'node:crypto';

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem;
    color: CanvasText; background: Canvas; color-scheme: light dark; }
  h1 { font-size: 1.4rem; } label { display: block; margin: .4rem 0; }
  fieldset { margin: 1rem 0; border: 1px solid GrayText; }
  [type=text] { font: inherit; width: 100%; box-sizing: border-box; padding: .3rem; }
  button { font: inherit; padding: .4rem 1.2rem; } [role=alert] { font-weight: bold; }`;

/** Headers of every page. They do not restrict the form's target: it redirects to the console, on any port. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</html>
`;

export interface SignInForm {
  readonly sub: string;
  /** The scopes that the client requests, and whether each is ticked. */
  readonly scopes: ReadonlyMap<string, boolean>;
  /** What is wrong with the submitted form. */
  readonly mistake?: string;
}

/** Asks for a name and for permissions; posts `sub` and `scope`s to its own address. */
export function signInPage({ sub, scopes, mistake }: SignInForm): string {
  const boxes = [...scopes].map(
    ([scope, ticked]) =>
      `<label><input type="checkbox" name="scope" value="${escaped(scope)}"${ticked ? ' checked' : ''}> ${escaped(scope)}</label>`,
  );
  return page(
    'Sign in to the local service',
    `<p>No password is needed: this service runs on your machine, for tests and for trying it out.</p>
${mistake === undefined ? '' : `<p role="alert">${escaped(mistake)}</p>`}
<form method="post">
<label>Name (the token's <code>sub</code>)
<input type="text" name="sub" value="${escaped(sub)}" required maxlength="128" autofocus autocomplete="off"></label>
<fieldset><legend>Permissions</legend>
${boxes.join('\n')}
</fieldset>
<button>Sign in</button>
</form>`,
  );
}

/** @param form the provider's own form, without a button. */
export function signOutPage(form: string): string {
  const id = /id="([^"]+)"/.exec(form)?.[1] ?? '';
  return page(
    'Sign out of the local service?',
    `${form}<button form="${id}" name="logout" value="yes" autofocus>Sign out</button>`,
  );
}

/** A page with one sentence about a result or an error. */
export function messagePage(title: string, sentence: string): string {
  return page(title, `<p>${escaped(sentence)}</p>`);
}
