import { QrCode } from '@/components/qr-code/qr-code'
import { text } from '@/components/ui/text'
import type { CertificatePage } from '@/protocol'

const date = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

type CertificateProps = {
  certificate: CertificatePage
  /** Where it can be verified: on paper nobody can click. */
  link: string
  /** Beside others on a page with a heading of its own. */
  among?: boolean
}

/** What is printed. */
export function Certificate({ certificate, link, among = false }: CertificateProps) {
  const { name, course, issuedAt, lessons } = certificate
  const tasks = lessons.flatMap(lesson => lesson.tasks)
  const Name = among ? 'h2' : 'h1'
  const id = `certificate-${certificate.token.split('.')[0]}`
  return (
    <article className="certificate" aria-labelledby={id}>
      <p className="certificate-product">{text('product')}</p>
      <p>{text('certificate.says')}</p>
      <Name id={id} className="certificate-name">
        {name}
      </Name>
      <p>{text('certificate.finished')}</p>
      <p className="certificate-course">{course.title}</p>
      <p>{text('certificate.proof', { tasks: tasks.length, lessons: lessons.length })}</p>
      <p>
        <time dateTime={new Date(issuedAt).toISOString()}>{date.format(issuedAt)}</time>
      </p>
      <footer className="certificate-link">
        <QrCode link={link} label={text('certificate.qr')} className="certificate-qr" />
        <p>
          {text('certificate.verify')} <a href={link}>{link}</a>
        </p>
      </footer>
    </article>
  )
}
