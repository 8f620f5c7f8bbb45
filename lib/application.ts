import { createApi } from '@/lib/api/api'
import type { CourseSource } from '@/lib/courses/course-source'
import type { Database } from '@/lib/database/database'
import { createActivities } from '@/lib/events/activities'
import { createGrades, deliverGrade } from '@/lib/integrations/lti/grades'
import { createLti } from '@/lib/integrations/lti/lti'
import { createOwnKeys } from '@/lib/integrations/lti/own-keys'
import { createPlatforms } from '@/lib/integrations/lti/platforms'
import { createTargets } from '@/lib/integrations/lti/targets'
import { createTickets } from '@/lib/integrations/lti/tickets'
import { createOutbound } from '@/lib/integrations/outbound'
import { createOutbox, type Outbox } from '@/lib/integrations/outbox'
import { webhookEvents } from '@/lib/integrations/webhook-events'
import { createWebhooks, deliverWebhook } from '@/lib/integrations/webhooks'
import { deliverStatement, noteStatements } from '@/lib/integrations/xapi/store'
import { createCertificates } from '@/lib/learning/certificate/certificates'
import { createDrills } from '@/lib/learning/drills/drills'
import { createLearning } from '@/lib/learning/learning'
import { createProgress } from '@/lib/learning/progress'
import type { ClusterDoctor } from '@/lib/operations/cluster/cluster-doctor'
import type { Log } from '@/lib/operations/log'
import { createAccounts } from '@/lib/people/accounts/accounts'
import { type Administration, createAdministration } from '@/lib/people/accounts/administration'
import { createMerging } from '@/lib/people/accounts/merge-guest'
import { actsIn } from '@/lib/people/audit'
import { createOwnData } from '@/lib/people/own-data'
import { createPeople, type People } from '@/lib/people/people'
import { type ApiTokens, createApiTokens } from '@/lib/people/tokens/api-tokens'
import type { Runtime } from '@/lib/runtime'
import { createProviders } from '@/lib/sandboxes/providers'
import { createSandboxes, type Sandboxes } from '@/lib/sandboxes/sandboxes'
import { createTerminalStore } from '@/lib/sandboxes/terminal-store'
import { createCertifying } from '@/lib/workshops/certifying'
import { createClassroom } from '@/lib/workshops/classroom'
import type { Sharing } from '@/lib/workshops/leading/sharing'
import type { Relay } from '@/lib/workshops/relay/relay'
import type { Rooms } from '@/lib/workshops/room/rooms'
import type { Seats } from '@/lib/workshops/roster/seats'
import { createWorkshopLessons } from '@/lib/workshops/workshop-lessons'
import type { Workshops } from '@/lib/workshops/workshops'
import { joinWorkshop } from '@/protocol'
import type { Grade } from '@/sandbox/grader/grade'
import type { SandboxProvider } from '@/sandbox/provider'
import type { Terminal, TerminalOptions } from '@/sandbox/terminal/terminal'

export type ApplicationOptions = {
  database: Database
  /** Where sandboxes come from; whoever learns alone gets theirs from the first. */
  providers: readonly SandboxProvider[]
  /** Where certificates' answers are graded again; the first unless given. */
  regrading?: SandboxProvider
  courses: CourseSource
  /** Examines the real cluster that a provider is on, if there is one. */
  clusterDoctor?: ClusterDoctor
  createTerminal: (options: TerminalOptions) => Terminal
  grade: Grade
  /** Signs session tokens. */
  secret: string
  publicUrl: string | undefined
  /** Whether webhooks and platforms may be at private addresses. */
  privateAddresses: boolean
  /** A learning record store, with its key and secret. */
  xapiStore: string | undefined
  /** Milliseconds after which what a server was sending when it ended is sent again; longer than any try unless given. */
  deliveryLease?: number | undefined
  sandboxLimit: number
  sandboxIdleMinutes: number
  sandboxAwayMinutes: number
  sandboxLifetimeHours: number
  sandboxReserve: number
  log: Log
}

/** The application without its web server: what pages, the API and the gateway ask. */
export interface Application {
  readonly runtime: Runtime
  readonly people: People
  readonly apiTokens: ApiTokens
  readonly administration: Administration
  readonly sandboxes: Sandboxes
  readonly rooms: Rooms
  readonly seats: Seats
  readonly sharing: Sharing
  readonly relay: Relay
  readonly workshops: Workshops
  readonly outbox: Outbox
  /** Answers requests below `/lti/`. Never rejects. */
  lti(request: Request): Promise<Response>
  /** Ends the clusters of workshops that are over, and forgets who was in old ones and what was sent long ago. */
  sweep(now: Date): Promise<void>
  /** Puts every sandbox to sleep. The database and the providers are whoever's opened them. */
  close(): Promise<void>
}

/** Where sandboxes wait that are nobody's yet: at the start of the main course. */
function readyCourse(courses: CourseSource, prepare: (sandbox: string, lesson: string) => Promise<void>) {
  const main = async () => (await courses.all())[0]
  return {
    course: async () => (await main())?.slug,
    prepare: async (id: string) => {
      const course = await main()
      if (course) await prepare(id, course.start)
    },
  }
}

/** Puts the parts together. */
export function createApplication(options: ApplicationOptions): Application {
  const { database, courses, createTerminal, grade, secret, publicUrl, log } = options
  const { prisma, notices } = database
  const providers = createProviders(options.providers)
  const people = createPeople({ prisma, secret, secure: publicUrl?.startsWith('https:') ?? false })
  const accounts = createAccounts({ prisma, secret })
  const administration = createAdministration({ prisma, secret })
  const apiTokens = createApiTokens(prisma)
  const progress = createProgress(prisma)
  const activities = createActivities()
  const learning = createLearning(
    {
      ...{ prisma, courses, progress, grade, activities, log },
      refuseClosed: (place, lesson) => steering.refuseClosed(place, lesson),
    },
    // Each needs the other: a sandbox that is opened goes on with its lesson, a lesson opens a sandbox.
    () => sandboxes,
  )
  const sandboxes = createSandboxes({
    prisma,
    providers,
    createTerminal,
    terminals: createTerminalStore(prisma),
    onOpen: learning.onOpen,
    onGive: learning.onGive,
    limit: options.sandboxLimit,
    idleMinutes: options.sandboxIdleMinutes,
    awayMinutes: options.sandboxAwayMinutes,
    lifetimeHours: options.sandboxLifetimeHours,
    reserve: { size: options.sandboxReserve, ...readyCourse(courses, learning.prepare) },
    log,
  })
  const { xapiStore, privateAddresses } = options
  const send = createOutbound({ privateAddresses })
  const keys = createOwnKeys(prisma, secret)
  const outbox = createOutbox({
    prisma,
    deliver: {
      webhook: deliverWebhook(prisma, send, secret),
      grade: deliverGrade(prisma, send, keys),
      // Whoever runs the server names it: it may be beside it.
      ...(xapiStore && { xapi: deliverStatement(createOutbound({ privateAddresses: true }), xapiStore) }),
    },
    lease: options.deliveryLease,
    log,
  })
  if (xapiStore)
    noteStatements({ prisma, courses, progress, activities, outbox, home: publicUrl ?? '', secret })
  const { rooms, seats, workshops, preparing, helping, polling, relay, sharing, steering, retention } =
    createClassroom({
      ...{ prisma, courses, sandboxes, learning, activities, notices, secret, log },
      providers,
      outgoing: { of: webhookEvents(prisma, courses), wake: outbox.wake },
    })
  const platforms = createPlatforms({ prisma, send, privateAddresses })
  const lti = createLti({
    ...{ prisma, platforms, keys, secret, publicUrl, log },
    tickets: createTickets(prisma, secret),
    targets: createTargets({ prisma, courses, seats, workshops, secret }),
    grades: createGrades({ prisma, courses, progress, activities, outbox }),
  })
  const drills = createDrills(prisma)
  const certificates = createCertificates({
    prisma,
    courses,
    provider: options.regrading ?? providers.first,
    grade,
    secret,
  })
  const workshopLessons = createWorkshopLessons({
    ...{ courses, learning, progress, rooms, seats, steering, workshops },
    providerOf: sandboxes.providerOf,
  })
  const certifying = createCertifying({ prisma, certificates, workshopLessons })
  const api = createApi({
    accounts,
    administration,
    apiTokens,
    acts: which => actsIn(prisma, which),
    certificates,
    certifying,
    clusterDoctor: options.clusterDoctor,
    drills,
    helping,
    learning,
    ownData: createOwnData({ prisma, endSandbox: sandboxes.end, leaveSeats: seats.leave }),
    people,
    platforms,
    polling,
    preparing,
    rooms,
    sandboxes,
    seats,
    sharing,
    steering,
    webhooks: createWebhooks({ prisma, outbox, secret, privateAddresses }),
    workshops,
    workshopLessons,
    publicUrl,
    log,
  })
  const mergeGuest = createMerging({ prisma, sandboxes })
  let closing = false
  return {
    people,
    apiTokens,
    administration,
    sandboxes,
    rooms,
    seats,
    sharing,
    relay,
    workshops,
    outbox,
    lti,
    runtime: {
      personOf: people.of,
      guest: people.guest,
      async signIn(login, password, address, cookie) {
        const [found, before] = await Promise.all([
          accounts.signIn(login, password, address),
          people.of(cookie),
        ])
        if (found && before?.guest) await mergeGuest(before.id, found.id)
        return found
      },
      async joinAsGuest(joining, cookie, address) {
        const known = await people.signedIn(cookie)
        const wanted = joinWorkshop.safeParse(joining)
        return known ?? (wanted.success ? seats.joinAsGuest(wanted.data, address) : null)
      },
      courses: learning.courses,
      courseOutline: learning.courseOutline,
      lessonPage: learning.lessonPage,
      lessonText: learning.lessonText,
      tokensOf: apiTokens.of,
      administration: async () => ({
        accounts: await administration.accounts(''),
        acts: await actsIn(prisma, {}),
        platforms: await platforms.all(),
      }),
      workshops,
      seats,
      workshopLessons,
      comeBack: seats.comeBack,
      drills,
      certificates,
      certifying,
      cluster: () => options.clusterDoctor?.now() ?? null,
      api,
      ready: async () => !closing && (await database.answers()),
    },
    async sweep(now) {
      await retention.sweep(now)
      await outbox.sweep(now)
    },
    async close() {
      closing = true
      await outbox.close()
      await sandboxes.close()
    },
  }
}
