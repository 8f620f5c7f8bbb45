// `npm run bench`: measures what runs in production, built the same way.
import { load } from './programs.mjs'

await load('bench')
