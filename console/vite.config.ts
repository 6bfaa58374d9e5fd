// How the console is built: static files with hashed names, no inline script.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    emptyOutDir: true,
    target: 'es2023',
    // A strict Content-Security-Policy lets no `data:` address through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // `test/console` reads it to measure the first load.
    manifest: 'manifest.json',
    rolldownOptions: { onwarn: ignoreUseClient },
  },
});

/** Fluent's files say "use client", for servers that render React; there is none here. */
function ignoreUseClient(
  warning: { code?: string },
  warn: (warning: { code?: string }) => void,
): void {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
}
