// Which service is used, and when a token is needed.
import { describe, expect, it } from 'vitest';
import { isLoopback, resolveService } from '../../cli/open-client.ts';

describe('resolveService', () => {
  it('takes the command line before the environment', async () => {
    const env = { LIAISON_URL: 'http://elsewhere.example', LIAISON_TOKEN: 'theirs' };
    const given = { url: 'https://liaison.example/prod/', token: 'mine' };
    expect(await resolveService(given, env)).toEqual({
      url: 'https://liaison.example/prod',
      token: 'mine',
    });
  });

  it('takes the environment before the local service', async () => {
    const env = { LIAISON_URL: 'http://elsewhere.example', LIAISON_TOKEN: 'theirs\n' };
    expect(await resolveService({}, env)).toEqual({
      url: 'http://elsewhere.example',
      token: 'theirs',
    });
    expect(await resolveService({}, { LIAISON_TOKEN: 'theirs' })).toMatchObject({
      url: 'http://127.0.0.1:3000',
    });
  });

  it.each([
    [{ url: 'localhost:3000' }, 'localhost:3000 is not the URL of a service'],
    [{ url: 'liaison' }, 'liaison is not the URL of a service'],
    [{ url: 'https://liaison.example' }, 'liaison.example needs a token'],
    [{ token: 'two words' }, 'The token contains a space'],
  ])('refuses %o', async (given, sentence) => {
    await expect(resolveService(given, {})).rejects.toThrow(sentence);
  });
});

describe('isLoopback', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '127.1.2.3',
    '[::1]',
    'liaison.localhost',
  ])('%s is', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['localhost.example', '10.0.0.1', '127.0.0.1.example', '[::2]'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
