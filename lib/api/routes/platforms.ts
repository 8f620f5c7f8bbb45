import { z } from 'zod'
import { addPlatform, platform } from '@/protocol'
import { route } from '../route'

/** Learning platforms that may launch us (docs/lti.md). */
export const platformRoutes = [
  route({
    who: 'administrator',
    method: 'GET',
    path: '/platforms',
    summary: 'The learning platforms that may launch netpol-lab (LTI 1.3).',
    response: z.array(platform),
    handle: ({ services }) => services.platforms.all(),
  }),
  route({
    who: 'administrator',
    method: 'POST',
    path: '/platforms',
    summary: 'Lets a learning platform launch netpol-lab. It is in the audit log.',
    body: addPlatform,
    response: platform,
    problems: ['platform-known', 'address-refused'],
    handle: ({ services, person, body }) => services.platforms.add(person, body),
  }),
  route({
    who: 'administrator',
    method: 'DELETE',
    path: '/platforms/{platform}',
    summary: 'Lets a platform launch no more; grades are not sent to it any more. It is in the audit log.',
    problems: ['not-found'],
    handle: ({ services, person, path }) => services.platforms.remove(person, path.platform),
  }),
]
