import { runtime } from '@/lib/runtime'

export const dynamic = 'force-dynamic'

/** Every route of the API is in lib/api; this only hands the request over. */
const handler = (request: Request) => runtime().api(request)

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT }
