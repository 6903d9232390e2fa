import graphql from '@graphql-eslint/eslint-plugin';
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import a11y from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';

const tests = [
  '**/*.test.ts',
  '**/*.policy.ts',
  'server/testing/**',
  'server/sweeps/**',
  'e2e/**',
  'faults/**',
  'bench/**',
];
const configFiles = ['*.config.{ts,js}', 'codegen.ts', '.dependency-cruiser.mjs', '**/*.d.ts'];
const scripts = ['docs/*.mjs', 'docs/programs/*.mts', 'scripts/**/*.{mjs,cjs}', 'schema/*.ts'];

/**
 * Adapters: where our types meet a library whose own types cannot say what we know. `as` is allowed here and nowhere
 * else outside tests. A new line needs its reason.
 */
const adapters = [
  'web/sw.ts', // a worker's global object has the page's type in this program
  'server/database/orm.ts', // one entity manager over two MikroORM drivers
  'server/demo/*.ts', // what other programs send has no type
  'server/database/backup/{encryption,pglite}.ts', // streams of Node and of browsers have types of their own
  'server/kernel/live/*.ts', // one hub for topics of every type; RedisPubSub's own ioredis types
  'server/kernel/enum.ts', // values, type and GraphQL enum from one list
  'server/kernel/events.ts', // one register for events of every type
  'server/kernel/jobs.ts', // one register for jobs of every type; pg-boss types lack its adapters' options
  'server/kernel/batch.ts', // one queue for batches of every type
  'server/kernel/statement.ts', // pg's pool, which MikroORM hands out without its type
  'server/kernel/nodes.ts', // one register for `node(id:)`
  'server/kernel/field.ts', // type-graphql's decorators are untyped
  'server/kernel/payload.ts', // a mutation's payload is either the result or the refusal
  'server/kernel/errors.ts', // what is thrown has no type
  'server/kernel/queryLimits.ts', // graphql-armor declares its rules against another type of validation context
  'server/kernel/scalars.ts', // graphql-js hands literals over as unknown
  'web/shared/apollo.ts', // Apollo's cache and link types
];

const tableRoles = {
  table: ['table'],
  thead: ['rowgroup'],
  tbody: ['rowgroup'],
  tr: ['row'],
  th: ['columnheader', 'rowheader'],
  td: ['cell'],
};

const exported = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a thing has one name everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that says it.' },
];
const oneReader = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'server/kernel/config.ts is the only reader of process.env.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Use the global process; its env belongs to server/kernel/config.ts.',
  },
  {
    selector: 'VariableDeclarator[init.name="process"] Property[key.name="env"]',
    message: 'server/kernel/config.ts is the only reader of process.env.',
  },
];

/** Ways to stay under a ceiling that make the code harder to read: several declarations packed into one. */
const packed = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression.argument',
    message: 'Write the properties out instead of spreading an object literal into another.',
  },
  {
    selector: ':matches(ArrayExpression, CallExpression, NewExpression) > SpreadElement > ArrayExpression.argument',
    message: 'Write the elements out instead of spreading an array literal.',
  },
  {
    selector:
      ':matches(ArrayExpression, CallExpression, NewExpression) > SpreadElement > TSAsExpression.argument > ArrayExpression',
    message: 'Write the elements out instead of spreading an array literal.',
  },
  {
    selector: 'VariableDeclarator[id.type="ArrayPattern"][init.type="ArrayExpression"]',
    message: 'One declaration per line instead of a tuple declaration.',
  },
  {
    selector:
      'VariableDeclarator[id.type="ArrayPattern"][init.type="TSAsExpression"][init.expression.type="ArrayExpression"]',
    message: 'One declaration per line instead of a tuple declaration.',
  },
];

const ceiling = (max) => ['error', { max, skipBlankLines: false, skipComments: false }];

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'data',
      'coverage',
      'web/gql',
      'server/testing/gql',
      'server/database/migrations/Migration*.ts',
      'server/mutationCodes.ts',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  vue.configs['flat/recommended'],
  a11y.configs['flat/recommended'],
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    files: ['**/*.{ts,mts,vue,js,mjs,cjs}'],
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'max-lines': ceiling(300),
      'max-lines-per-function': ceiling(60),
      'max-statements-per-line': ['error', { max: 1 }],
      'no-restricted-syntax': ['error', ...exported, ...oneReader, ...packed],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-indexed-object-style': 'off', // a named key explains itself
      '@typescript-eslint/consistent-type-definitions': 'off', // a union and its parts read alike as types
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off', // `void | Promise<void>` is what a listener returns
      // What a domain adds to an interface of all domains: names from its own list, and nothing else.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
    },
  },
  {
    // What only types can tell, where it costs a second: promises nobody waits for, cases nobody handles.
    files: ['server/**/*.ts', 'schema/**/*.ts', 'e2e/**/*.ts', 'faults/**/*.ts', 'bench/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'max-lines': ceiling(200),
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/require-default-prop': 'off', // an optional prop of a typed component is undefined on purpose
      // Every visible string stands in locales/; the emergency number is the same in all of them.
      'vue/no-bare-strings-in-template': ['error', { allowlist: [...'(),.&+-=*/#%!?:[]{}<>·•–—−|«»„“”→…×', '112'] }],
      'vue/no-v-html': 'error',
      'vuejs-accessibility/form-control-has-label': ['error', { labelComponents: ['FormField', 'ChoiceRow'] }],
      // A table laid out as a grid loses its roles in some browsers: then it may say them.
      'vuejs-accessibility/no-redundant-roles': ['error', tableRoles],
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  { files: ['web/ballot/recount.mjs'], rules: { 'max-lines': ceiling(240) } }, // people take it home: one file, alone
  // Examples for partners: short, without generated types.
  {
    files: ['docs/programs/*.mts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  { files: adapters, rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  { files: ['server/kernel/config.ts'], rules: { 'no-restricted-syntax': ['error', ...exported, ...packed] } },
  { files: ['server/main.ts', 'server/database/**', 'server/demo/**'], rules: { 'no-console': 'off' } }, // they speak to the operator
  {
    files: tests,
    rules: {
      'max-lines': ceiling(400),
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-restricted-syntax': ['error', ...exported, ...packed],
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: scripts, rules: { 'no-console': 'off', 'no-restricted-syntax': ['error', ...exported, ...packed] } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } }, // CommonJS has nothing else
  {
    files: configFiles,
    rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off', 'max-lines': ceiling(300) },
  },
  {
    // The schema's conventions that rules exist for; schema/conventions.ts judges the others.
    files: ['schema/schema.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/schema.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
        },
      ],
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      '@graphql-eslint/relay-connection-types': 'error',
      '@graphql-eslint/relay-edge-types': ['error', { shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/relay-page-info': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/require-description': [
        'error',
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
      ],
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/require-nullable-result-in-root': 'error',
    },
  },
  prettier,
);
