import { defineConfig } from 'vitest/config'
import base from './vitest.config'

/** What needs a real cluster: the one that KUBECONFIG names. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['**/*.cluster.test.ts'],
    exclude: ['node_modules/**'],
    testTimeout: 120_000,
    fileParallelism: false,
  },
})
