import type { Route } from '../route'
import { accountRoutes } from './accounts'
import { administrationRoutes } from './administration'
import { certificateRoutes } from './certificates'
import { clusterRoutes } from './cluster'
import { courseRoutes } from './courses'
import { drillRoutes } from './drills'
import { fileRoutes } from './files'
import { helpingRoutes } from './helping'
import { personRoutes } from './person'
import { platformRoutes } from './platforms'
import { pollRoutes } from './polls'
import { reportRoutes } from './reports'
import { sandboxRoutes } from './sandboxes'
import { seatRoutes } from './seats'
import { steeringRoutes } from './steering'
import { webhookRoutes } from './webhooks'
import { workshopRoutes } from './workshops'

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
  ...webhookRoutes,
  ...platformRoutes,
]
