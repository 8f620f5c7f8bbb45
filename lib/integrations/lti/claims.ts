import { z } from 'zod'

const version = 'https://purl.imsglobal.org/spec/lti/claim/version'
const deploymentId = 'https://purl.imsglobal.org/spec/lti/claim/deployment_id'
const messageType = 'https://purl.imsglobal.org/spec/lti/claim/message_type'
const roles = 'https://purl.imsglobal.org/spec/lti/claim/roles'
const context = 'https://purl.imsglobal.org/spec/lti/claim/context'
const custom = 'https://purl.imsglobal.org/spec/lti/claim/custom'
const endpoint = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const settings = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings'
const scoreScope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score'

/** What an ID token of LTI 1.3 says that matters here, in plain words. Its signature is looked at before. */
export const launchClaims = z
  .object({
    sub: z.string().min(1).max(255),
    nonce: z.string(),
    name: z.string().max(200).optional(),
    [version]: z.literal('1.3.0'),
    [deploymentId]: z.string().min(1).max(255),
    [messageType]: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
    [roles]: z.array(z.string()).default([]),
    [context]: z.object({ id: z.string(), title: z.string().optional() }).nullish(),
    [custom]: z.record(z.string(), z.unknown()).nullish(),
    [endpoint]: z.object({ scope: z.array(z.string()).default([]), lineitem: z.url().optional() }).nullish(),
    [settings]: z
      .object({
        deep_link_return_url: z.url(),
        accept_types: z.array(z.string()),
        data: z.string().optional(),
      })
      .nullish(),
  })
  .transform(said => ({
    subject: said.sub,
    nonce: said.nonce,
    name: said.name?.trim() || undefined,
    deployment: said[deploymentId],
    teaches: said[roles].some(isTeaching),
    context: said[context] ?? undefined,
    custom: textsOf(said[custom]),
    /** Where grades go. */
    lineItem: lineItemOf(said[endpoint]),
    /** Where a choice of content goes, when that is asked for. */
    choosing: said[messageType] === 'LtiDeepLinkingRequest' ? (said[settings] ?? undefined) : undefined,
    message: said[messageType],
  }))
export type Launch = z.output<typeof launchClaims>

/**
 * Roles in the course that was launched from (LTI 1.3, A.2.2); "Instructor" alone is the short form of one. Those in the
 * institution say nothing of this course, and who assists in teaching gives no workshop.
 */
const teaching = new Set(
  ['Instructor', 'Administrator'].map(role => `http://purl.imsglobal.org/vocab/lis/v2/membership#${role}`),
)
const isTeaching = (role: string) => role === 'Instructor' || teaching.has(role)

const textsOf = (said: Record<string, unknown> | null | undefined) =>
  Object.fromEntries(
    Object.entries(said ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )

const lineItemOf = (said: { scope: string[]; lineitem?: string | undefined } | null | undefined) =>
  said?.scope.includes(scoreScope) ? said.lineitem : undefined

/** What a choice of content is sent back as. */
export const deepLinkingResponse = (
  { deployment, data }: { deployment: string; data?: string },
  items: readonly object[],
) => ({
  [messageType]: 'LtiDeepLinkingResponse',
  [version]: '1.3.0',
  [deploymentId]: deployment,
  'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': items,
  ...(data !== undefined && { 'https://purl.imsglobal.org/spec/lti-dl/claim/data': data }),
})

export { scoreScope }
