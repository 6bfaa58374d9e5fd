// How the console is built: static files with hashed names, no inline script.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: { emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, modulePreload: false },
});
