import { QrCode } from '@/components/qr-code/qr-code'
import { text } from '@/components/ui/text'

type InvitationProps = {
  code: string
  /** Where it leads, whole. */
  link: string
}

/** How participants join: the code to type, the link to send, the QR code to show. */
export const Invitation = ({ code, link }: InvitationProps) => (
  <div className="invitation">
    <QrCode link={link} label={text('workshop.qr')} className="invitation-qr" />
    <div>
      <p>{text('workshop.invitation')}</p>
      <p className="invitation-code">{code}</p>
      <p className="invitation-link">{link}</p>
    </div>
  </div>
)
