import type { Plugin } from 'vite'
import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** Vant's icon sheet inlines a font of 25 kB gzip; ours draws the handful of glyphs its components need. */
function ownVantIcons(): Plugin {
  const own = fileURLToPath(new URL('./src/vant-icons.css', import.meta.url))
  return {
    name: 'own-vant-icons',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../index.css' && importer?.includes('/vant/es/icon/style/') ? own : null,
  }
}

/**
 * One file of what most pages need, and one of what the pages of a check share: forty small files, one after another,
 * make a start longer by a tenth (a slow phone) to a half. What only a few pages use stays with them (bench/pwa.py: at most 150 kB).
 */
const groups = [
  { name: 'shared', minShareCount: 2, test: /\/src\/(?:parts|store|sync|words|camera|scoring|checklists)\/|\/src\/[^/]+\.ts$|\/node_modules\/(?!.*maplibre)/ },
  { name: 'field', minShareCount: 4, test: /\/src\/(?:spot-check|hazards|evidence)\// },
]

export default defineConfig({
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [VantResolver()] }),
    ownVantIcons(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      // Maps with tiles are for the desk, and worth nothing without a network.
      injectManifest: { globPatterns: ['**/*.{html,js,css,svg,png}'], globIgnores: ['assets/maplibre-*', 'assets/TileMap-*'] },
      manifest: {
        id: '/',
        name: '随查',
        short_name: '随查',
        description: '工地抽查，从抽取到公示',
        lang: 'zh-CN',
        display: 'standalone',
        start_url: '/',
        theme_color: '#0F4C81',
        background_color: '#F3F6F9',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
        ],
      },
    }),
  ],
  // Inspectors' phones include web views some years old.
  build: {
    target: ['chrome87', 'safari14.1'],
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/public', '/healthz', '/readyz', '/r'].map(path => [path, 'http://127.0.0.1:8000']),
    ),
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts', 'src/**/*.test.ts'],
  },
})
