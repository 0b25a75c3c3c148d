import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The script of a draw's public page: one file beside the PWA's, which the worker of the server puts out. */
export default defineConfig({
  publicDir: false,
  build: {
    target: ['chrome87', 'safari14.1'],
    emptyOutDir: false,
    lib: {
      entry: fileURLToPath(new URL('./src/verify/index.ts', import.meta.url)),
      formats: ['iife'],
      name: 'suichaVerify',
      fileName: () => 'verify.js',
    },
  },
})
