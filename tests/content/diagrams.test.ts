import { describe, expect, it } from 'vitest'
import { contains, grown, overlap, samples } from '@/components/flow-diagram/geometry'
import { place, width } from '@/components/flow-diagram/place'
import { route } from '@/components/flow-diagram/route'
import { loadCourses } from '@/lib/courses'
import { readDiagrams } from '@/lib/courses/diagrams'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const read = await Promise.all(
  lessons.map(async lesson => ({ lesson, ...(await readDiagrams(lesson, lesson.slug)) })),
)
const diagrams = read.flatMap(({ lesson: { slug }, drawn }) =>
  Object.values(drawn).map(diagram => ({ slug, caption: diagram.caption, diagram })),
)

it('every diagram shows what the engine finds', () => {
  expect(read.flatMap(({ problems }) => problems)).toEqual([])
})

describe.each(diagrams)('$slug: $caption', ({ diagram }) => {
  const places = place(diagram)
  const routes = route(diagram.arrows, places)
  const boxes = places.boxes.map(({ at }) => at)

  it('no arrow runs through a box', () => {
    const crossed = routes.filter(({ curve }) =>
      samples(curve).some(point => boxes.some(box => contains(box, point))),
    )
    expect(crossed.map(({ arrow }) => arrow)).toEqual([])
  })

  it('every port can be read: it covers no box, no other port and no cross', () => {
    const labels = routes.map(({ label }) => label.at)
    const marks = routes.flatMap(({ crosses }) =>
      crosses.map(({ x, y }) => grown({ x, y, width: 0, height: 0 }, 5)),
    )
    for (const [index, label] of labels.entries())
      for (const other of [...boxes, ...marks, ...labels.slice(index + 1)])
        expect(overlap(grown(label, -1), other), `${routes[index]?.label.text}`).toBe(false)
  })

  it('everything is within the picture', () => {
    for (const { at } of [...places.boxes, ...places.groups])
      expect([at.x >= 0, at.x + at.width <= width, at.y >= 0, at.y + at.height <= places.height]).toEqual([
        true,
        true,
        true,
        true,
      ])
  })
})
