import { text } from '@/components/ui/text'
import type { CertificatePage } from '@/protocol'

const date = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

/** What is printed. */
export function Certificate({ certificate }: { certificate: CertificatePage }) {
  const { name, course, issuedAt, lessons } = certificate
  const tasks = lessons.flatMap(lesson => lesson.tasks)
  return (
    <article className="certificate" aria-labelledby="certificate-name">
      <p className="certificate-product">{text('product')}</p>
      <p>{text('certificate.says')}</p>
      <h1 id="certificate-name">{name}</h1>
      <p>{text('certificate.finished')}</p>
      <p className="certificate-course">{course.title}</p>
      <p>{text('certificate.proof', { tasks: tasks.length, lessons: lessons.length })}</p>
      <p>
        <time dateTime={new Date(issuedAt).toISOString()}>{date.format(issuedAt)}</time>
      </p>
    </article>
  )
}
