import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The app's own store as one script that a page runs, for `bench/full_phone.py` of the server. */
export default defineConfig({
  publicDir: false,
  build: {
    lib: {
      entry: fileURLToPath(new URL('./tests/machine/filling.ts', import.meta.url)),
      formats: ['iife'],
      name: 'filling',
      fileName: () => 'filling.js',
    },
  },
})
