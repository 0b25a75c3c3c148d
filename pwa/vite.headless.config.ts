import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The app's outbox and sync as one file that Node runs, for the proofs in `tests/sync` of the server. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: fileURLToPath(new URL('./tests/machine/headless.ts', import.meta.url)),
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'headless.mjs' } },
  },
})
