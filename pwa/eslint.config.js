import antfu from '@antfu/eslint-config'

const withoutVue = ['src/store/**', 'src/sync/**', 'src/camera/**', 'src/checklists/**', 'src/dr1/**', 'src/scoring/**']

export default antfu(
  {
    vue: true,
    typescript: true,
    markdown: false,
    ignores: ['dist', 'src/contract.ts', 'openapi.json', 'package-lock.json'],
  },
  {
    files: ['src/**'],
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 40],
      'max-depth': ['error', 2],
      'max-params': ['error', 5],
      'ts/no-explicit-any': 'error',
      // A plain function statement reads the same with or without a name bound to it.
      'antfu/top-level-function': 'off',
    },
  },
  {
    // What must outlive a framework imports none (architecture.md, import law).
    files: withoutVue,
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{
          group: ['vue', 'vue-*', 'vant', 'vant/*', '*.vue', '**/words', '**/words/*', '**/parts/*'],
          message: 'store, sync, camera, checklists, dr1 and scoring know no Vue.',
        }],
      }],
    },
  },
)
