import { resolve } from 'node:path'
import { z } from 'zod'
import { contentDirectories } from './courses/content-directories'
import type { ProviderName } from './sandboxes/providers'

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `must be a whole number from ${least} to ${most}` })
    .transform(Number)
    .refine(value => value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })

const yesOrNo = z.enum(['yes', 'no'], { error: 'must be yes or no' })

const url = (schemes: readonly string[], like: string) =>
  z.string().refine(value => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `must be an address like ${like}`,
  })

/**
 * Every environment variable that the server reads: its rule, what it is when unset, and what it is for
 * (docs/operating.md has this table; a test compares).
 */
export const variables = {
  PORT: {
    rule: whole(0, 65_535),
    default: '3000',
    about: 'Port of the web server; 0 takes any that is free.',
    remedy: 'PORT=3000',
  },
  HOST: {
    rule: z.string().regex(/^[A-Za-z0-9.:_-]+$/, { error: 'must be a host name or an address' }),
    default: '127.0.0.1',
    about: 'Address to listen on; 0.0.0.0 lets other machines in.',
    remedy: 'HOST=127.0.0.1',
  },
  DATA_DIR: {
    rule: z.string().min(1, { error: 'must name a directory' }),
    default: './.data',
    about: 'Everything that is kept: database, sandboxes, the sign-in secret. One server at a time.',
    remedy: 'DATA_DIR=./.data',
  },
  PUBLIC_URL: {
    rule: url(['http:', 'https:'], 'https://lab.example.org').refine(
      value => !URL.canParse(value) || (new URL(value).pathname === '/' && !new URL(value).search),
      { error: 'must have no path' },
    ),
    default: undefined,
    about: 'The address learners type, when a proxy stands in front. With https, cookies are Secure.',
    remedy: 'PUBLIC_URL=https://lab.example.org',
  },
  CONTENT_DIR: {
    rule: z.string(),
    default: './content',
    about: 'Where courses are: folders of courses, or of one (a checkout), separated as in PATH.',
    remedy: 'CONTENT_DIR=./content:../my-course',
  },
  DATABASE_URL: {
    rule: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database'),
    default: undefined,
    about: 'A PostgreSQL to use in place of the built-in one in DATA_DIR.',
    remedy: 'DATABASE_URL=postgresql://user:password@host:5432/database',
  },
  PRIVATE_ADDRESSES: {
    rule: yesOrNo,
    default: 'no',
    about: 'May webhooks and learning platforms be at private addresses, and without https?',
    remedy: 'PRIVATE_ADDRESSES=no',
  },
  XAPI_STORE: {
    rule: url(['http:', 'https:'], 'https://key:secret@store.example.org/xapi'),
    default: undefined,
    about:
      'A learning record store that is told what people do (docs/integrations.md); its key and secret stand before the host. Needs PUBLIC_URL.',
    remedy: 'XAPI_STORE=https://key:secret@store.example.org/xapi',
  },
  SANDBOX_LIMIT: {
    rule: whole(1, 10_000),
    default: '100',
    about:
      'Sandboxes at once, of each provider. At the limit the one unused longest makes room; where all are in use, learners queue.',
    remedy: 'SANDBOX_LIMIT=100',
  },
  SANDBOX_IDLE_MINUTES: {
    rule: whole(1, 10_080),
    default: '60',
    about: 'A sandbox that nobody has open for so long is put to sleep; nothing in it is lost.',
    remedy: 'SANDBOX_IDLE_MINUTES=60',
  },
  SANDBOX_AWAY_MINUTES: {
    rule: whole(15, 10_080),
    default: '240',
    about:
      'A sandbox that is open on a page, where nobody does anything for so long, is put to sleep after a warning; nothing in it is lost.',
    remedy: 'SANDBOX_AWAY_MINUTES=240',
  },
  SANDBOX_LIFETIME_HOURS: {
    rule: whole(0, 8_760),
    default: '0',
    about:
      "A learner's sandbox ends for good so long after it began, after a warning; they can put it off by an hour at a time. 0: it never does.",
    remedy: 'SANDBOX_LIFETIME_HOURS=24',
  },
  SANDBOX_RESERVE: {
    rule: whole(0, 100),
    default: '0',
    about:
      'Sandboxes that are kept ready for whoever comes next, at the start of the main course. Worth it where pods take long.',
    remedy: 'SANDBOX_RESERVE=2',
  },
  SANDBOX_PROVIDER: {
    rule: z.enum(['embedded', 'kubernetes', 'embedded,kubernetes', 'kubernetes,embedded'], {
      error: 'must be embedded, kubernetes, or both with a comma between',
    }),
    default: 'embedded',
    about:
      'Where learners have their clusters: `embedded`, in this process; `kubernetes`, on the one that KUBECONFIG names. With both (`embedded,kubernetes`) a workshop can have either, and the first is for who learns alone.',
    remedy: 'SANDBOX_PROVIDER=kubernetes',
  },
  KUBECONFIG: {
    rule: z.string(),
    default: undefined,
    about: 'The cluster for SANDBOX_PROVIDER=kubernetes; unset in a pod, its own by its service account.',
    remedy: 'KUBECONFIG=/path/to/kubeconfig',
  },
  TENANCY: {
    rule: z.enum(['own', 'shared'], { error: 'must be own or shared' }),
    default: 'shared',
    about:
      "On that cluster: `own`, it is one learner's and has the names of the lessons; `shared`, each learner has namespaces `<name>-<sandbox>`.",
    remedy: 'TENANCY=own',
  },
  CONTROL_NAMESPACE: {
    rule: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, { error: 'must be a name of a namespace' }),
    default: 'netpol-lab',
    about:
      "The namespace on that cluster for what is ours: the learners' accounts, and what is remembered of sandboxes.",
    remedy: 'CONTROL_NAMESPACE=netpol-lab',
  },
  PROBE_IMAGE: {
    rule: z.string().min(1),
    default: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
    about:
      "The image of the grader's containers on that cluster; another one where a private registry has it.",
    remedy: 'PROBE_IMAGE=registry.example.org/agnhost:2.63.0',
  },
  TOOLBOX_IMAGE: {
    rule: z.string().min(1),
    default: undefined,
    about:
      "On a shared cluster: the image of the pod that learners' terminals run in (deploy/toolbox). Unset, their shell is the built-in one.",
    remedy: 'TOOLBOX_IMAGE=registry.example.org/netpol-lab/toolbox',
  },
  TOOLBOX_STORAGE_CLASS: {
    rule: z.string().regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/, { error: 'must be a name of a StorageClass' }),
    default: undefined,
    about:
      'The StorageClass of the volumes that learners’ homes are kept in. Unset, a home lives as long as its toolbox.',
    remedy: 'TOOLBOX_STORAGE_CLASS=standard',
  },
  LEARNERS_INTERNET: {
    rule: yesOrNo,
    default: 'no',
    about: 'On a shared cluster: may pods of learners reach addresses outside it?',
    remedy: 'LEARNERS_INTERNET=no',
  },
  WITHOUT_WALL: {
    rule: yesOrNo,
    default: 'no',
    about: "Share a cluster also where it has no kind of policy that keeps learners' pods apart.",
    remedy: 'WITHOUT_WALL=yes',
  },
  SANDBOX_EXPIRY_HOURS: {
    rule: whole(1, 8_760),
    default: '24',
    about:
      'Namespaces on that cluster that nobody used for so long are taken away; the lesson starts anew when its learner comes back.',
    remedy: 'SANDBOX_EXPIRY_HOURS=24',
  },
} as const satisfies Record<string, Variable>

type Variable = {
  rule: z.ZodType<string | number, string>
  default: string | undefined
  about: string
  remedy: string
}

export type Config = {
  port: number
  host: string
  /** Absolute. */
  dataDirectory: string
  /** Origin only, without a slash at the end. */
  publicUrl: string | undefined
  /** Absolute. */
  contentDirectories: readonly string[]
  databaseUrl: string | undefined
  privateAddresses: boolean
  /** With its key and secret. */
  xapiStore: string | undefined
  sandboxLimit: number
  sandboxIdleMinutes: number
  sandboxAwayMinutes: number
  sandboxLifetimeHours: number
  sandboxReserve: number
  /** The first is for who learns alone. */
  sandboxProviders: readonly ProviderName[]
  /** As kubectl reads it: a path, or several. */
  kubeconfig: string | undefined
  tenancy: 'own' | 'shared'
  controlNamespace: string
  probeImage: string
  toolboxImage: string | undefined
  toolboxStorageClass: string | undefined
  learnersInternet: boolean
  withoutWall: boolean
  sandboxExpiryHours: number
}

/** The environment has values that cannot be used; `message` names each, its problem and what to write instead. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
  }
}

/** Reads the environment. Empty counts as unset. Throws `ConfigError` with every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const read = <Name extends keyof typeof variables>(name: Name) => {
    const { rule, default: fallback, remedy } = variables[name]
    const given = env[name] || fallback
    if (given === undefined) return undefined
    const parsed = rule.safeParse(given)
    if (parsed.success) return parsed.data
    const shown =
      name === 'DATABASE_URL' || name === 'XAPI_STORE' ? '(not shown)' : JSON.stringify(given.slice(0, 80))
    problems.push(`${name}=${shown}: ${parsed.error.issues[0]?.message}. Write for example ${remedy}`)
    return undefined
  }
  const publicUrl = read('PUBLIC_URL')
  const config = {
    port: read('PORT') as number,
    host: read('HOST') as string,
    dataDirectory: resolve((read('DATA_DIR') as string | undefined) ?? '.data'),
    publicUrl: publicUrl === undefined ? undefined : new URL(String(publicUrl)).origin,
    contentDirectories: contentDirectories(env.CONTENT_DIR),
    databaseUrl: read('DATABASE_URL') as string | undefined,
    privateAddresses: read('PRIVATE_ADDRESSES') === 'yes',
    xapiStore: read('XAPI_STORE') as string | undefined,
    sandboxLimit: read('SANDBOX_LIMIT') as number,
    sandboxIdleMinutes: read('SANDBOX_IDLE_MINUTES') as number,
    sandboxAwayMinutes: read('SANDBOX_AWAY_MINUTES') as number,
    sandboxLifetimeHours: read('SANDBOX_LIFETIME_HOURS') as number,
    sandboxReserve: read('SANDBOX_RESERVE') as number,
    sandboxProviders: ((read('SANDBOX_PROVIDER') ?? '') as string).split(',') as ProviderName[],
    kubeconfig: read('KUBECONFIG') as string | undefined,
    tenancy: read('TENANCY') as Config['tenancy'],
    controlNamespace: read('CONTROL_NAMESPACE') as string,
    probeImage: read('PROBE_IMAGE') as string,
    toolboxImage: read('TOOLBOX_IMAGE') as string | undefined,
    toolboxStorageClass: read('TOOLBOX_STORAGE_CLASS') as string | undefined,
    learnersInternet: read('LEARNERS_INTERNET') === 'yes',
    withoutWall: read('WITHOUT_WALL') === 'yes',
    sandboxExpiryHours: read('SANDBOX_EXPIRY_HOURS') as number,
  }
  if (config.xapiStore !== undefined && config.publicUrl === undefined)
    problems.push(
      `XAPI_STORE needs PUBLIC_URL, which statements name. Write for example ${variables.PUBLIC_URL.remedy}`,
    )
  if (config.tenancy === 'own' && config.sandboxProviders.indexOf('kubernetes') > 0)
    problems.push(
      `SANDBOX_PROVIDER="${config.sandboxProviders}": with TENANCY=own the cluster is for one who learns alone, so that kubernetes must stand first. Write for example SANDBOX_PROVIDER=kubernetes,embedded, or TENANCY=shared`,
    )
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}
