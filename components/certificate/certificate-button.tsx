'use client'

import { Award } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { issueCertificate } from '@/components/request/certificates'
import { rename } from '@/components/request/learning'
import { text } from '@/components/ui/text'

/** Leads who finished a course to their certificate, and asks whom it is for where nobody has said. */
export function CertificateButton({ course, named }: { course: string; named: boolean }) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [error, setError] = useState<string>()
  const open = async (event: FormEvent) => {
    event.preventDefault()
    setError(undefined)
    try {
      if (!named) await rename(name.trim())
      const { token } = await issueCertificate(course)
      router.push(`/certificates/${token}`)
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    }
  }
  return (
    <form className="certificate-button" onSubmit={event => void open(event)}>
      {!named && (
        <label>
          <span>{text('certificate.name')}</span>
          <input
            className="field"
            value={name}
            maxLength={80}
            required
            autoComplete="name"
            onChange={event => setName(event.target.value)}
          />
        </label>
      )}
      <button type="submit" className="button primary">
        <Award size={18} aria-hidden />
        {text('certificate.get')}
      </button>
      {error && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
    </form>
  )
}
