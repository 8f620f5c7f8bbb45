'use client'

import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { createWorkshop } from '@/components/request/workshops'
import { Choice } from '@/components/ui/choice'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { languages } from '@/messages'
import type { CourseOutline, Workshop } from '@/protocol'
import { LessonPicker } from './lesson-picker'
import {
  CapacityField,
  EndField,
  LanguageChoice,
  ProviderChoice,
  SignInCheck,
  StartField,
  TitleField,
  timeOf,
} from './workshop-fields'

type CreateFormProps = {
  courses: readonly CourseOutline[]
  /** Where its clusters can come from, the usual one first. */
  providers: readonly Workshop['provider'][]
}

/** Makes a workshop and goes to it. */
export function CreateForm({ courses, providers }: CreateFormProps) {
  const [course, setCourse] = useState(courses[0])
  const [title, setTitle] = useState('')
  const [capacity, setCapacity] = useState('30')
  const [startsAt, setStartsAt] = useState('')
  const [endsAt, setEndsAt] = useState('')
  const [signIn, setSignIn] = useState(false)
  const [language, setLanguage] = useState(languages[0] ?? '')
  const [provider, setProvider] = useState(providers[0]!)
  const [lessons, setLessons] = useState(() => slugsOf(courses[0]))
  if (!course) return null
  const create = async () => {
    if (lessons.length === 0) throw new Error(text('workshop.lessons.none'))
    const made = await createWorkshop({
      ...{ title, lessons, signIn, language, provider, course: course.slug, capacity: Number(capacity) },
      ...{ startsAt: timeOf(startsAt), endsAt: timeOf(endsAt) },
    })
    leaveFor(`/workshops/${made.id}`)
  }
  return (
    <Form submit={text('workshop.create')} onSubmit={create} primary wide>
      <TitleField value={title} onText={setTitle} />
      <Choice
        label={text('workshop.course')}
        options={courses.map(one => ({ value: one.slug, label: one.title }))}
        value={course.slug}
        onChoice={slug => {
          const chosen = courses.find(one => one.slug === slug)
          setCourse(chosen)
          setLessons(slugsOf(chosen))
        }}
      />
      <LessonPicker key={course.slug} course={course} lessons={lessons} onLessons={setLessons} />
      <div className="form-columns">
        <CapacityField value={capacity} onText={setCapacity} />
        <StartField value={startsAt} onText={setStartsAt} />
        <EndField value={endsAt} onText={setEndsAt} />
      </div>
      <ProviderChoice providers={providers} value={provider} onChoice={setProvider} />
      <LanguageChoice value={language} onChoice={setLanguage} />
      <SignInCheck checked={signIn} onChecked={setSignIn} />
    </Form>
  )
}

const slugsOf = (course: CourseOutline | undefined) => course?.lessons.map(({ slug }) => slug) ?? []
