// Signing in, finding a record, and the frame around every page.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { signIn, visit } from '../../support/chromium.ts';

const { newPage, signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
});

describe('signing in', () => {
  it('returns to the requested page', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon' });

    const { body: fabrikon } = await call('GET', '/v1/records/account/fabrikon');
    await page.getByRole('heading', { level: 1, name: fabrikon.name }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/records/account/fabrikon');
    expect(new URL(page.url()).search).toBe('');
  });

  it('shows who is signed in and their rights, and offers to sign out', async () => {
    const page = await signedIn({ sub: 'otto', scope: 'liaison/read' });

    await page.getByRole('button', { name: 'Signed in as otto' }).click();
    await page.getByText('Rights: Read', { exact: true }).waitFor();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('textbox').waitFor();
    await signIn(page, 'ines');
    await page.getByRole('button', { name: 'Signed in as ines' }).waitFor();
  });

  it('starts again on the same page when the token has expired', async () => {
    const page = await signedIn({ place: '/records/contact?name=ma' });
    // What is left of a night away: a token that has expired and a refresh token that is not known.
    await page.evaluate(() => {
      const [key = ''] = Object.keys(sessionStorage).filter((each) => each.startsWith('oidc.user'));
      const user = JSON.parse(sessionStorage.getItem(key) ?? '');
      sessionStorage.setItem(
        key,
        JSON.stringify({ ...user, expires_at: 1, refresh_token: 'gone' }),
      );
    });
    await page.reload();
    await signIn(page);
    expect(new URL(page.url()).hash).toBe('#/records/contact?name=ma');
  });
});

describe('finding', () => {
  it('finds by the beginning of a word of the name, across types, from the header of any other page', async () => {
    const page = await signedIn({ place: '/records/competitor' });
    const { body: fabrikon } = await call('GET', '/v1/records/account/fabrikon');

    await page.getByRole('combobox', { name: 'Find a record by name' }).pressSequentially('fabr');
    await page.getByRole('option', { name: fabrikon.name }).first().waitFor();
    await page.keyboard.press('Enter');

    await page.locator('main h1').filter({ hasText: fabrikon.name }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await page.title()).toContain(fabrikon.name);
  });

  it('keeps the search in the address, and lists the record as recent', async () => {
    const page = await signedIn({ place: '/?q=fabr' });
    await page.locator('main').getByRole('link', { name: /^Fabr/ }).first().click();
    await page.getByRole('tab', { name: 'Connections' }).waitFor();

    await page.goBack();
    await page.getByRole('searchbox').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('fabr');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('heading', { name: 'Recent records' }).waitFor();
    await page.locator('main').getByRole('link', { name: /^Fabr/ }).waitFor();
  });

  it('keeps each typed letter, and the position of the caret', async () => {
    const page = await signedIn();
    const field = page.getByRole('searchbox');
    // It has the focus on arrival.
    await page.keyboard.type('Fabrikon Works', { delay: 10 });
    await field.press('Home');
    await field.press('ArrowRight');
    await field.pressSequentially('XYZ', { delay: 40 });
    await expect.poll(() => new URL(page.url()).hash).toContain('q=FXYZabrikon');
    expect(await field.inputValue()).toBe('FXYZabrikon Works');
  });

  it('shows a message when no word of a name starts with the text', async () => {
    const page = await signedIn({ place: '/?q=zzzz' });
    await page.getByText('No record has a name with words that start with “zzzz”.').waitFor();
  });

  it('lists all records of a type by words of the name', async () => {
    const page = await signedIn({ place: '/records/contact?name=m' });
    const { body } = await call('GET', '/v1/records/contact?search=m&limit=100');

    const rows = page.locator('main').getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(body.items.length);
    expect(await rows.first().textContent()).toContain(body.items[0].name);
  });

  it('shows a message when the page, record or type does not exist', async () => {
    const page = await signedIn({ place: '/nowhere' });
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await page.goto(`${page.url().split('#')[0]}#/records/account/nobody`);
    await page.getByText('This record does not exist').waitFor();
    await page.goto(`${page.url().split('#')[0]}#/records/nothing`);
    await page.getByText('This record type does not exist').waitFor();
  });
});

describe('a record', () => {
  it('shows its type, its roles and its connections', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon' });
    const { body } = await call('GET', '/v1/records/account/fabrikon/connections?limit=100');

    const rows = page.getByRole('grid').getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.nth(1).textContent()).toContain(body.items[0].record2.name);
    await page.getByText(`${body.items.length} connections`).first().waitFor();
  });

  it('is created and deleted', async () => {
    const page = await signedIn({ place: '/records/competitor' });

    await page.getByRole('button', { name: 'New record' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Zenith Works');
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByRole('textbox', { name: 'Attribute' }).fill('employees');
    await page.getByRole('textbox', { name: 'Value' }).fill('40');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Zenith Works' }).waitFor();
    const id = new URL(page.url()).hash.split('/').at(-1);
    const made = await call('GET', `/v1/records/competitor/${id}`);
    expect(made.body).toMatchObject({ name: 'Zenith Works', attributes: { employees: 40 } });

    await page.getByRole('button', { name: 'Record commands' }).click();
    await page.getByRole('menuitem', { name: 'Delete record' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Competitors' }).waitFor();
    expect((await call('GET', `/v1/records/competitor/${id}`)).status).toBe(404);
  });

  it('of someone else cannot be deleted without the right to administer', async () => {
    const scope = 'liaison/read liaison/write';
    const page = await signedIn({ place: '/records/account/fabrikon', sub: 'user-tomasz', scope });

    await page.getByRole('button', { name: 'Record commands' }).click();
    const command = page.getByRole('menuitem', { name: 'Delete record' });
    await command.getByText('Only its creator or an administrator').waitFor();
    expect(await command.getAttribute('aria-disabled')).toBe('true');
  });

  it('asks before input is lost', async () => {
    const page = await signedIn({ place: '/records/competitor' });

    await page.getByRole('button', { name: 'New record' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Half');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Half');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('asks before "Back" leaves it, also when it was opened by its address', async () => {
    const page = await signedIn({ place: '/administer/roles' });
    await page.evaluate(() => location.assign('#/administer/new-role'));
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Half');
    await page.evaluate(() => history.back());
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#/administer/new-role');
    expect(await name.inputValue()).toBe('Half');
  });

  it('has no edit commands for users who may only read', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon', scope: 'liaison/read' });
    await page.getByRole('tab', { name: 'Connections' }).waitFor();
    expect(await page.getByRole('button', { name: 'Record commands' }).count()).toBe(0);
  });
});

const places = ['/', '/?q=fabr', '/records/account', '/records/account/fabrikon', '/nowhere'];

it('axe finds nothing serious', async () => {
  const page = await signedIn();
  for (const place of places) {
    await visit(page, place);
    await axe(page);
  }
});

describe('at 360 px', () => {
  it('nothing is cut off or scrolls sideways', async () => {
    const page = await signedIn({ context: narrow });
    for (const place of places) {
      await visit(page, place);
      await assertNoSidewaysScroll(page);
    }
  });

  it('a record’s open tab and its first connections are visible', async () => {
    const page = await signedIn({
      place: '/records/account/fabrikon?tab=history',
      context: narrow,
    });
    const edges = await page.getByRole('tab', { name: 'History' }).boundingBox();
    expect((edges?.x ?? 0) + (edges?.width ?? 360)).toBeLessThan(360);
    expect(edges?.y).toBeLessThan(360);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('list', { name: 'Roles of this record' }).waitFor();
  });

  it('the navigation is behind a button', async () => {
    const page = await signedIn({ context: narrow });
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Accounts/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  });
});

it('shows the sign-in only to users without a session', async () => {
  const page = await newPage();
  await page.goto(new URL('/', (await signedIn()).url()).href);
  await page.getByRole('textbox').waitFor();
});
