'use client'

import { Award } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { issueCertificate } from '@/components/request/certificates'
import { text } from '@/components/ui/text'

/** Leads who finished a course to their certificate. */
export function CertificateButton({ course }: { course: string }) {
  const router = useRouter()
  const [error, setError] = useState<string>()
  const open = async () => {
    setError(undefined)
    try {
      const { token } = await issueCertificate(course)
      router.push(`/certificates/${token}`)
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    }
  }
  return (
    <div className="certificate-button">
      <button type="button" className="button primary" onClick={() => void open()}>
        <Award size={18} aria-hidden />
        {text('certificate.get')}
      </button>
      {error && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
    </div>
  )
}
