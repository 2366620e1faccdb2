import { defineConfig } from '@lingui/cli';

export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: 'en',
  locales: ['en', 'pt-BR'],
  catalogs: [
    {
      path: '<rootDir>/app/locales/{locale}',
      include: ['<rootDir>'],
      exclude: ['**/*.test.*', '**/locales/**'],
    },
  ],
  format: 'po',
  formatOptions: { origins: false, lineNumbers: false },
  orderBy: 'message',
  compileNamespace: 'ts',
});
