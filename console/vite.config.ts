// Build of the console: static files with hashed names and no inline scripts.
import { defineConfig } from 'vite';

// Tests set another value, but must get the same build as users.
process.env.NODE_ENV = 'production';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    emptyOutDir: true,
    target: 'es2023',
    // The strict Content-Security-Policy blocks `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Required by the licenses of the bundled packages.
    license: { fileName: 'licenses.md' },
    // React, the router and the parts of Fluent that every page needs; a test limits the total size.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      onLog(level, log, tell) {
        // Fluent's files say "use client", for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
