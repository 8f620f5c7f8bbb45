import { fileURLToPath } from 'node:url'
import { lintContent, problemText } from '@/lib/courses'

const problems = await lintContent(fileURLToPath(new URL('../content', import.meta.url)))
for (const problem of problems) console.error(problemText(problem))
process.exitCode = problems.length > 0 ? 1 : 0
