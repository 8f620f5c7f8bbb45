import { renderSVG } from 'uqr'
import { text } from '@/components/ui/text'

type InvitationProps = {
  code: string
  /** Where it leads, whole. */
  link: string
}

/** How participants join: the code to type, the link to send, the QR code to show. */
export function Invitation({ code, link }: InvitationProps) {
  return (
    <div className="invitation">
      <div
        className="invitation-qr"
        role="img"
        aria-label={text('workshop.qr')}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made here, of squares only
        dangerouslySetInnerHTML={{ __html: renderSVG(link, { border: 2 }) }}
      />
      <div>
        <p>{text('workshop.invitation')}</p>
        <p className="invitation-code">{code}</p>
        <p className="invitation-link">{link}</p>
      </div>
    </div>
  )
}
