import type { Certificates } from '@/lib/learning/certificate/certificates'
import type { Drills } from '@/lib/learning/drills/drills'
import type { SignedIn } from '@/lib/people/shown-person'
import type { Certifying } from '@/lib/workshops/certifying'
import type { Seats } from '@/lib/workshops/roster/seats'
import type { WorkshopLessons } from '@/lib/workshops/workshop-lessons'
import type { Workshops } from '@/lib/workshops/workshops'
import type {
  ApiToken,
  AuditEntry,
  ClusterNews,
  CourseOutline,
  Diagram,
  KnownAccount,
  LessonPage,
  Person,
  Platform,
} from '@/protocol'

/** A lesson's MDX without its front matter, its diagrams by the text of their block, and the Markdown of its tasks. */
export type LessonText = {
  mdx: string
  diagrams: Readonly<Record<string, Diagram>>
  tasks: readonly string[]
}

/**
 * The server's one runtime handle. Next's route handlers and the server entry have separate module graphs, so what
 * holds resources (database, sandboxes, terminals) is made by `server.ts` and found on `globalThis`. Code reached
 * from `app/` asks here and imports the rest as types only (no `instanceof` across the graphs).
 */
export interface Runtime {
  /** Who sends these cookies (a `Cookie` header), or null. */
  personOf(cookie: string | null): Promise<Person | null>
  /**
   * What "Start now" signs in as: the person these cookies already name, else a new guest. Null when too many
   * guests came from this address lately.
   */
  guest(cookie: string | null, address: string): Promise<SignedIn | null>
  /**
   * The account with this name and password, else null; what a guest whom the cookies name did is theirs from now on.
   * Rejects when it was tried too often; the message says so.
   */
  signIn(login: string, password: string, address: string, cookie?: string): Promise<SignedIn | null>
  /**
   * The person whom these cookies name; else a new guest, who takes a seat: as many as a workshop has come at once from
   * behind one address. Null: what they typed is no name or code. Rejects with why they cannot join.
   */
  joinAsGuest(joining: unknown, cookie: string, address: string): Promise<SignedIn | null>
  /** Every course there is, the main one first, with this person's progress. */
  courses(person: Person | null): Promise<readonly CourseOutline[]>
  /** The course with this person's progress (none for nobody). Null: no such course. */
  courseOutline(person: Person | null, course: string): Promise<CourseOutline | null>
  /**
   * Everything the lesson page needs. Null: no such lesson. Assigns the person's sandbox and, unless another lesson
   * is open in it, begins to open this one without waiting; the live socket tells when it is ready.
   */
  lessonPage(person: Person, course: string, lesson: string): Promise<LessonPage | null>
  /** A lesson's texts, read for each request, with the names that namespaces have in a sandbox. Null: no such lesson. */
  lessonText(course: string, lesson: string, sandbox?: string): Promise<LessonText | null>
  /** The tokens of an account, for its page. */
  tokensOf(person: Person): Promise<ApiToken[]>
  /** What the page of administrators shows first. */
  administration(): Promise<{ accounts: KnownAccount[]; acts: AuditEntry[]; platforms: Platform[] }>
  readonly workshops: Workshops
  readonly seats: Seats
  readonly workshopLessons: WorkshopLessons
  /** The guest of a personal code; null: nobody. Rejects when it was tried too often; the message says so. */
  comeBack(code: string, address: string): Promise<SignedIn | null>
  readonly drills: Drills
  readonly certificates: Certificates
  readonly certifying: Certifying
  /** What is known of the real cluster that learners are on; null: each has an embedded one. */
  cluster(): ClusterNews | null
  /** Answers a request to `/api/v1/...`. Never rejects. */
  api(request: Request): Promise<Response>
  /** Whether the server can serve now: the database answers and it is not shutting down. */
  ready(): Promise<boolean>
}

const place = globalThis as typeof globalThis & { netpolLab?: Runtime }

/** The runtime that `server.ts` made. Throws during `next build`, where there is none: ask inside handlers only. */
export function runtime(): Runtime {
  if (!place.netpolLab) throw new Error('no runtime: start the server with "npm start"')
  return place.netpolLab
}

/** For `server.ts` and tests. */
export function provideRuntime(made: Runtime): void {
  place.netpolLab = made
}
