import Link from 'next/link'
import { connection } from 'next/server'
import { Demo } from '@/components/home/demo'
import { demoPods, demoScenes } from '@/components/home/demo-scenes'
import { Facts } from '@/components/home/facts'
import { StartButton } from '@/components/home/start-button'
import { Outline } from '@/components/progress/outline'
import { ContinueLink, CourseSize } from '@/components/progress/progress-summary'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export default async function Home() {
  await connection()
  const person = await currentPerson()
  // "Start now" begins the first.
  const [course, ...others] = await runtime().courses(person)
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="home">
        <section className="hero">
          <div className="hero-words">
            <h1>{text('home.title')}</h1>
            <p className="hero-lead">{text('home.lead')}</p>
            {course?.continueAt ? (
              <ContinueLink course={course} large />
            ) : (
              course && <StartButton to={`/courses/${course.slug}/${course.start}`} large />
            )}
            <p className="hero-small">
              {!course?.continueAt && `${text('home.start.small')} `}
              <Link href="/join" prefetch={false}>
                {text('workshop.join')}
              </Link>
            </p>
          </div>
          <Demo scenes={demoScenes()} pods={demoPods} />
        </section>
        <Facts />
        {course && (
          <section className="home-course" aria-labelledby="home-course">
            <header>
              <h2 id="home-course">{text('home.course')}</h2>
              <CourseSize course={course} />
              <Link href={`/courses/${course.slug}`} prefetch={false}>
                {text('home.course.page')}
              </Link>
            </header>
            <Outline course={course} />
          </section>
        )}
        {others.length > 0 && (
          <section className="home-course" aria-labelledby="home-courses">
            <h2 id="home-courses">{text('home.courses')}</h2>
            <ul>
              {others.map(({ slug, title, description }) => (
                <li key={slug}>
                  <Link href={`/courses/${slug}`}>{title}</Link>: {description}
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  )
}
