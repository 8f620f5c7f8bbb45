/**
 * The rooms and who may import whom (docs/architecture.md). `sandbox` knows no lesson, no user, no React;
 * `netpol` and `exercise` also run in the browser.
 */
const room = name => `^${name}/`
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: '^(app|bench|bin|components|content|e2e|gateway|lib|messages|protocol|sandbox|scripts|server\\.ts)',
    pathNot: allowed,
  },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('components-import', room('components'), [
      '^components/',
      '^protocol/',
      '^messages/',
      '^sandbox/(netpol|exercise)/',
    ]),
    only('app-imports', room('app'), [
      '^app/',
      '^components/',
      '^lib/',
      '^messages/',
      '^protocol/',
      '^sandbox/(netpol|exercise)/',
    ]),
    only('gateway-imports', room('gateway'), ['^gateway/', '^lib/', '^protocol/']),
    only('lib-imports', room('lib'), ['^lib/', '^sandbox/', '^protocol/', '^messages/']),
    only('protocol-imports', room('protocol'), ['^protocol/', '^sandbox/(netpol|exercise|grader)/']),
    only('messages-import', room('messages'), ['^messages/']),
    only('sandbox-imports', room('sandbox'), ['^sandbox/']),
    only('netpol-is-isomorphic', '^sandbox/netpol/', ['^sandbox/netpol/']),
    only('exercise-is-isomorphic', '^sandbox/exercise/', ['^sandbox/(netpol|exercise)/']),
    {
      name: 'isomorphic-without-node',
      severity: 'error',
      from: {
        path: '^(sandbox/(netpol|exercise)|protocol|messages|components)/',
        pathNot: '\\.test\\.tsx?$',
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(lib/database/client|\\.next)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
