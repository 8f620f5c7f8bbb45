import type { Course } from '@/lib/courses'

/** The pages that a first visitor meets, in the order in which they are likely to. */
export const pagesOf = (courses: readonly Pick<Course, 'slug' | 'start' | 'lessons'>[]): string[] => [
  '/',
  ...courses.flatMap(({ slug, start, lessons }) => {
    const first = lessons.filter(lesson => lesson.slug === start)
    return [...new Set([...first, ...lessons])].map(lesson => `/courses/${slug}/${lesson.slug}`)
  }),
]

/**
 * Asks for each page once, so that the first reader does not wait while it is compiled. Never rejects: who comes
 * later sees what is wrong.
 * @param server the server's own address, e.g. `http://127.0.0.1:3000`
 */
export async function warmUp(server: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await fetch(`${server}${path}`, { headers: { accept: 'text/html' } })
      .then(answer => answer.arrayBuffer())
      .catch(() => {})
  }
}
