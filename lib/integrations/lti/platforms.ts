import { randomUUID } from 'node:crypto'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import type { z } from 'zod'
import type { LtiPlatform as Row } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { noteAct } from '@/lib/people/audit'
import { Refusal } from '@/lib/refusal'
import type { addPlatform, Person, Platform } from '@/protocol'
import { refusalOf, type Send } from '../outbound'
import { type Launch, launchClaims } from './claims'

/** The platforms that an administrator lets launch us. Refuses with `Refusal`. */
export interface Platforms {
  all(): Promise<Platform[]>
  /** Refused with `platform-known`, `address-refused`. */
  add(actor: Person, wanted: z.output<typeof addPlatform>): Promise<Platform>
  /** Refused with `not-found`. */
  remove(actor: Person, id: string): Promise<void>
  /** The one that says it is this; null: none, or several are, and it must say which client we are. */
  find(issuer: string, clientId: string | undefined): Promise<Row | null>
  byId(id: string): Promise<Row | null>
  /** What a token of a platform says. Rejects with why it is not to be believed. */
  verify(platform: Row, token: string, nonce: string): Promise<Launch>
}

/** Seconds that clocks may differ. */
const clockTolerance = 60
/** A token is made when somebody clicks. */
const longestAge = '10m'

type PlatformsOptions = { prisma: PrismaClient; send: Send; privateAddresses: boolean }

export function createPlatforms({ prisma, send, privateAddresses }: PlatformsOptions): Platforms {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()
  const keysOf = ({ keysUrl }: Row) => {
    const known = keySets.get(keysUrl)
    if (known) return known
    const made = createRemoteJWKSet(new URL(keysUrl), {
      [customFetch]: async url => {
        const { status, body } = await send({ url: String(url), method: 'GET' })
        return new Response(body, { status })
      },
    })
    keySets.set(keysUrl, made)
    return made
  }
  return {
    async all() {
      return (await prisma.ltiPlatform.findMany({ orderBy: { createdAt: 'asc' } })).map(told)
    },
    async add(actor, wanted) {
      for (const url of [wanted.authorizationUrl, wanted.tokenUrl, wanted.keysUrl]) {
        const refusal = privateAddresses ? undefined : refusalOf(url)
        if (refusal) throw new Refusal('address-refused', `Nothing is sent to ${url}: ${refusal}.`)
      }
      const { count } = await prisma.ltiPlatform.createMany({
        data: [{ id: randomUUID(), ...wanted }],
        skipDuplicates: true,
      })
      const { issuer, clientId } = wanted
      if (count === 0)
        throw new Refusal('platform-known', `${issuer} is known as client ${clientId} already.`)
      await noteAct(prisma, { actor: actor.id, action: 'platform.added', details: { issuer, clientId } })
      const where = { issuer_clientId: { issuer, clientId } }
      return told(await prisma.ltiPlatform.findUniqueOrThrow({ where }))
    },
    async remove(actor, id) {
      const found = await prisma.ltiPlatform.findUnique({ where: { id } })
      if (!found) throw new Refusal('not-found', 'There is no such platform.')
      await prisma.ltiPlatform.deleteMany({ where: { id } })
      const { issuer, clientId } = found
      await noteAct(prisma, { actor: actor.id, action: 'platform.removed', details: { issuer, clientId } })
    },
    async find(issuer, clientId) {
      const found = await prisma.ltiPlatform.findMany({ where: { issuer, ...(clientId && { clientId }) } })
      return found.length === 1 ? found[0]! : null
    },
    byId: id => prisma.ltiPlatform.findUnique({ where: { id } }),
    async verify(platform, token, nonce) {
      const { payload } = await jwtVerify(token, keysOf(platform), {
        issuer: platform.issuer,
        audience: platform.clientId,
        // LTI's security framework, 5.1.3: RS256 it is; above all no token is signed by what it says itself.
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iat', 'nonce', 'sub'],
        maxTokenAge: longestAge,
        clockTolerance,
      })
      if (payload.azp !== undefined && payload.azp !== platform.clientId)
        throw new Error('the token was made for another client')
      if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp === undefined)
        throw new Error('the token does not say for whom of several it was made')
      const launch = launchClaims.parse(payload)
      if (launch.nonce !== nonce) throw new Error('the token answers another request')
      if (!platform.deployments.includes(launch.deployment))
        throw new Error(`the deployment ${launch.deployment} is not known here`)
      return launch
    },
  }
}

const told = ({ createdAt, ...platform }: Row): Platform => ({
  ...platform,
  createdAt: createdAt.toISOString(),
})
