import type { Route } from '../route'
import { clusterRoutes } from './cluster'
import { certificateRoutes } from './learning/certificates'
import { courseRoutes } from './learning/courses'
import { drillRoutes } from './learning/drills'
import { fileRoutes } from './learning/files'
import { sandboxRoutes } from './learning/sandboxes'
import { accountRoutes } from './people/accounts'
import { administrationRoutes } from './people/administration'
import { personRoutes } from './people/person'
import { platformRoutes } from './platforms'
import { workshopCertificateRoutes } from './workshops/certificates'
import { helpingRoutes } from './workshops/helping'
import { pollRoutes } from './workshops/polls'
import { reportRoutes } from './workshops/reports'
import { seatRoutes } from './workshops/seats'
import { steeringRoutes } from './workshops/steering'
import { webhookRoutes } from './workshops/webhooks'
import { workshopRoutes } from './workshops/workshops'

/** The API: everything that it answers below `/api/v1`. */
export const routes: readonly Route[] = [
  ...personRoutes,
  ...accountRoutes,
  ...administrationRoutes,
  ...courseRoutes,
  ...sandboxRoutes,
  ...fileRoutes,
  ...drillRoutes,
  ...certificateRoutes,
  ...workshopRoutes,
  ...seatRoutes,
  ...helpingRoutes,
  ...steeringRoutes,
  ...clusterRoutes,
  ...pollRoutes,
  ...reportRoutes,
  ...workshopCertificateRoutes,
  ...webhookRoutes,
  ...platformRoutes,
]
