/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { mockServer } from './dev/server'

// Without BIANKU_URL the invented server of dev/ answers, so that the face can be worked on alone.
const backend = process.env.BIANKU_URL

const invented: Plugin = {
  name: 'bianku-invented-server',
  apply: 'serve',
  configureServer(server) {
    if (!backend && !process.env.VITEST) server.middlewares.use(mockServer())
  },
}

export default defineConfig({
  plugins: [react(), invented],
  server: {
    host: '127.0.0.1',
    proxy: backend ? { '/api': { target: backend }, '/v1': { target: backend }, '/openapi.json': { target: backend } } : undefined,
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        manualChunks(id) {
          if (/node_modules\/(react|react-dom|scheduler|react-router)\//.test(id)) return 'react'
          if (/node_modules\/@tanstack\//.test(id)) return 'query'
          return undefined
        },
      },
    },
  },
  test: { environment: 'jsdom', globals: true, setupFiles: 'src/test/setup.ts', css: false, testTimeout: 30_000, include: ['src/**/*.test.{ts,tsx}'] },
})
