import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { sprite } from './scripts/sprite.ts';

const src = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  base: '/static/',
  plugins: [sprite(), svelte()],
  resolve: {
    alias: { '@': src },
    // Vitest would otherwise pick Svelte's server build, which cannot mount.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  build: {
    manifest: 'manifest.json',
    target: ['chrome109', 'firefox115', 'safari15.4'],
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        app: `${src}/main.ts`,
        account: `${src}/account/main.ts`,
        door: `${src}/door/main.ts`,
      },
    },
  },
  server: { port: 5173, strictPort: true, origin: 'http://127.0.0.1:5173' },
  test: {
    environment: 'happy-dom',
    environmentOptions: {
      happyDOM: {
        url: 'http://localhost/',
        settings: {
          navigation: { disableMainFrameNavigation: true, disableFallbackToSetURL: true },
        },
      },
    },
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    // A zone that is not the office's: nothing may depend on the browser's own.
    env: { TZ: 'America/New_York' },
  },
}));
