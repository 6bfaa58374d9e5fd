#!/usr/bin/env node
// The command `liaison` of the package: only `local` and `token` load the local host.
const [, , command, ...words] = process.argv;
if (command === 'local') await import('../infra/local/local-command.ts');
else if (command === 'token') {
  const { printToken } = await import('../infra/local/print-token.ts');
  await printToken(words, '.local');
} else await import('./liaison.ts');
