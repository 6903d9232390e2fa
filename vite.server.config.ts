import { defineConfig } from 'vite';

/** The server and the operator's commands, each one file; packages stay outside (they are installed next to it). */
export default defineConfig({
  build: {
    ssr: true,
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        admin: 'server/database/admin.ts',
        key: 'server/database/key.ts',
        backup: 'server/database/backup.ts',
        restore: 'server/database/restore.ts',
        verify: 'server/database/verify.ts',
        move: 'server/database/move.ts',
        receipts: 'server/database/receipts.ts',
        retention: 'server/database/retention.ts',
      },
    },
    outDir: 'dist/server',
    target: 'node24',
    emptyOutDir: true,
    sourcemap: true,
  },
});
