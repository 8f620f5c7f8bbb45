import { renderSVG } from 'uqr'

type QrCodeProps = { link: string; label: string; className: string }

/** A link to be scanned. */
export const QrCode = ({ link, label, className }: QrCodeProps) => (
  <div
    className={className}
    role="img"
    aria-label={label}
    // biome-ignore lint/security/noDangerouslySetInnerHtml: made here, of squares only
    dangerouslySetInnerHTML={{ __html: renderSVG(link, { border: 2 }) }}
  />
)
