// How the console is built: static files with hashed names, no inline script.
import { defineConfig } from 'vite';

// What is built is what people get, also where this says otherwise, as it does while tests run.
process.env.NODE_ENV = 'production';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    emptyOutDir: true,
    target: 'es2023',
    // A strict Content-Security-Policy lets no `data:` address through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the licences of the packages in it ask for.
    license: { fileName: 'licenses.md' },
    // React, the router and the parts of Fluent that every page has; a test holds the whole to a limit.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      onLog(level, log, tell) {
        // Fluent's files say "use client", for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
